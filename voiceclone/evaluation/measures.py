"""Figures computed from embeddings, pitch tracks and samples: cosine, equal error rate, semitones, PESQ."""

import numpy as np
from numpy.typing import NDArray

from voiceclone.evaluation.extras import require


def cosine(first: NDArray[np.float32], second: NDArray[np.float32]) -> float:
    """Cosine of two vectors `(dimension,)`, -1 to 1; 0 if either is all zeros."""
    lengths = float(np.linalg.norm(first) * np.linalg.norm(second))
    return float(first @ second) / lengths if lengths > 0 else 0.0


def equal_error_rate(same: NDArray[np.float64], different: NDArray[np.float64]) -> tuple[float, float]:
    """Rate at which as many pairs of one person are refused as pairs of two people accepted, and its threshold.

    `same` and `different` are scores `(pairs,)`, higher for more alike; or those of any other two kinds, of which the
    first has the higher ones. Raises ValueError if either is empty.
    """
    if not len(same) or not len(different):
        raise ValueError("an equal error rate needs scores of both kinds of pair")
    thresholds = np.unique(np.concatenate([same, different]))
    refused = np.searchsorted(np.sort(same), thresholds, side="left") / len(same)
    accepted = 1.0 - np.searchsorted(np.sort(different), thresholds, side="left") / len(different)
    nearest = int(np.abs(refused - accepted).argmin())
    return float(refused[nearest] + accepted[nearest]) / 2, float(thresholds[nearest])


def median_pitch(f0: NDArray[np.float32]) -> float | None:
    """Median of the voiced frames of `(frames,)` Hz, or None if fewer than ten are voiced."""
    voiced = f0[f0 > 0]
    return float(np.median(voiced)) if len(voiced) >= 10 else None


def semitones(frequency: float, reference: float) -> float:
    """Interval from `reference` to `frequency`, both in Hz, in semitones; positive if it is higher."""
    return 12.0 * float(np.log2(frequency / reference))


def pesq_wide_band(reference: NDArray[np.float32], copy: NDArray[np.float32]) -> float | None:
    """PESQ (ITU-T P.862.2, wide-band, 1 to 4.6) of a copy `(samples,)` at 16 kHz, or None if no speech is found.

    Raises DependencyError if the `pesq` package is missing.
    """
    pesq = require("pesq")
    try:
        return float(pesq.pesq(16_000, reference, copy, "wb"))
    except pesq.NoUtterancesError:
        return None
