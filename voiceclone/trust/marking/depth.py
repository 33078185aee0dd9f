"""How deep the mark goes in each tile: little where the speech is loudest, more where louder sound beside it masks it.

What is far below the loudest bands carries most of the mark: it changes neither the voice nor its quality as much, and
is easier to read than a formant, which moves by itself.
"""

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from voiceclone.trust.marking.layout import BAND_EDGES, BANDS, HOP, RATE, band_weights
from voiceclone.trust.marking.sparse import Sparse

SHALLOW, DEEP = 1.0, 4.5  # dB, up or down
LOUD, SOFT = -15.0, -30.0  # dB from the loudest band so far: shallow above the one, deep below the other
FADING = 3.0  # dB per second by which the loudest is forgotten
LOW, LOW_SHARE = 700.0, 0.4  # Hz; below lie the harmonics by which voices are told apart: less depth there
SMOOTHING = 4  # frames over which a band's level is averaged

_Array = npt.NDArray[np.float32]


class Depth:
    """Follows the levels of one utterance, frame by frame."""

    def __init__(self) -> None:
        self._levels: _Array = np.zeros((0, BANDS), dtype=np.float32)  # the last frames'
        self._loudest = -np.inf  # dB

    def of(self, power: _Array) -> _Array:
        """Return the depth in dB of each band, `(frames, BANDS)`, for the next frames' power `(frames, BINS)`."""
        bands = _mean_of_bins().times(power)  # (frames, BANDS)
        levels = self._smoothed(10.0 * np.log10(bands + 1e-12))
        margin = (levels - self._peaks(levels.max(axis=1))[:, None] - SOFT) / (LOUD - SOFT)
        depth: _Array = DEEP + (SHALLOW - DEEP) * np.clip(margin, 0.0, 1.0)
        return np.asarray(depth * _shares(), dtype=np.float32)

    def _smoothed(self, levels: _Array) -> _Array:
        """Return the mean of each frame and those before it."""
        if not len(self._levels):
            self._levels = np.repeat(levels[:1], SMOOTHING - 1, axis=0)
        joined = np.concatenate((self._levels, levels))
        self._levels = joined[len(joined) - (SMOOTHING - 1) :]
        views = [joined[late : late + len(levels)] for late in range(SMOOTHING)]
        smoothed: _Array = np.mean(views, axis=0, dtype=np.float32)
        return smoothed

    def _peaks(self, levels: _Array) -> _Array:
        """Return the level of the loudest band so far, which fades."""
        fading = FADING * HOP / RATE * np.arange(1, len(levels) + 1)
        peaks = np.maximum(np.maximum.accumulate(levels + fading), self._loudest) - fading
        self._loudest = float(peaks[-1])
        return np.asarray(peaks, dtype=np.float32)


@lru_cache(maxsize=1)
def _mean_of_bins() -> Sparse:
    """Return how much of each bin goes into the mean of each band, `(BINS, BANDS)`."""
    weights = band_weights(1)
    return Sparse.of((weights / weights.sum(axis=1, keepdims=True)).T)


def _shares() -> _Array:
    middles = (BAND_EDGES[1:] + BAND_EDGES[:-1]) / 2
    shares: _Array = np.where(middles < LOW, np.float32(LOW_SHARE), np.float32(1.0))
    return shares
