"""Fits the density that designed voices are drawn from."""

import logging
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from voiceclone.audio.mel import HEARD_BINS
from voiceclone.designed.density import VoiceDensity
from voiceclone.errors import DataError
from voiceclone.training.speakers import Speaker

log = logging.getLogger(__name__)

DIRECTIONS = 24
_FEWEST = 2 * DIRECTIONS  # speakers
_PITCH_SHARE = 0.25  # variance that each number of the pitch has for the choice of directions; the embedding has 1


def fit_density(speakers: Sequence[Speaker], imitated: Sequence[Speaker], encoder: str) -> VoiceDensity:
    """Fit the density to the `imitated` speakers; it keeps away from all `speakers`. `encoder`: its fingerprint.

    Principal components of embedding, spectrum and pitch, each scaled so that its variance counts by its share, after
    the mean of each sex. Raises DataError for too few speakers.
    """
    if len(imitated) < _FEWEST:
        raise DataError(f"a density of voices needs {_FEWEST} speakers to imitate, and there are {len(imitated)}")
    rows = np.stack([_features(speaker) for speaker in imitated])  # (speakers, features)
    women = np.array([speaker.clip.sex == "f" for speaker in imitated])
    means = np.stack([rows[women].mean(axis=0), rows[~women].mean(axis=0)])
    centred = rows - means[np.where(women, 0, 1)]
    size = len(imitated[0].embedding)
    scale = _scale(centred, size)
    _, deviations, axes = np.linalg.svd(centred / scale, full_matrices=False)
    kept = deviations[:DIRECTIONS, None] / np.sqrt(len(rows) - len(means))
    directions = axes[:DIRECTIONS] * kept * scale  # (directions, features)
    explained = np.square(deviations[:DIRECTIONS]).sum() / np.square(deviations).sum()
    log.info("%d women, %d men; %.0f %% of the variance", women.sum(), (~women).sum(), 100 * explained)
    means, directions = (array.astype(np.float16).astype(np.float32) for array in (means, directions))
    span = np.concatenate([means, directions])[:, :size].astype(np.float64)
    basis = np.linalg.qr(span.T)[0].T.astype(np.float16).astype(np.float32)  # (rank, embedding)
    people = np.stack([speaker.embedding for speaker in speakers]) @ basis.T  # (speakers, rank)
    return VoiceDensity(means, directions, basis, (people * 127).round().astype(np.int8), encoder)


def _features(speaker: Speaker) -> NDArray[np.float64]:
    pitch = (speaker.pitch_mean, speaker.pitch_std)
    return np.concatenate([speaker.embedding, speaker.spectrum[:HEARD_BINS], pitch]).astype(np.float64)


def _scale(centred: NDArray[np.float64], size: int) -> NDArray[np.float64]:
    """What to divide each feature by, `(features,)`: so that embedding and spectrum weigh the same."""
    deviation = centred.std(axis=0)
    scale = np.empty_like(deviation)
    scale[:size] = np.sqrt(np.square(deviation[:size]).sum())
    scale[size:-2] = np.sqrt(np.square(deviation[size:-2]).sum())
    scale[-2:] = deviation[-2:] / np.sqrt(_PITCH_SHARE)
    return np.maximum(scale, 1e-6)
