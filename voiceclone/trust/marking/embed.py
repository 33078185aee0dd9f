"""Puts the watermark on speech, chunk by chunk: each tile becomes a little louder or softer, as its chip says.

A spread spectrum on the magnitudes of a short-time spectrum: it is masked by the speech that it multiplies, is silent
where the speech is, and passes any change of level.
"""

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from voiceclone.errors import AudioError
from voiceclone.trust.marking.code import encode
from voiceclone.trust.marking.depth import Depth
from voiceclone.trust.marking.layout import HOP, SLOT_HOPS, WINDOW, band_weights, window
from voiceclone.trust.marking.pattern import PUBLIC_KEY, pattern_of
from voiceclone.trust.marking.payload import Payload, to_message
from voiceclone.trust.marking.sparse import Sparse

_Samples = npt.NDArray[np.float32]
_OVERLAP = WINDOW - HOP  # samples that a frame shares with those after it; also the latency
_EDGE = np.array([0.25, 0.5, 0.25], dtype=np.float32)  # softens the step from a tile to the next


class Watermarker:
    """Marks one utterance at 24 kHz as it comes: `process` each chunk, then `finish`.

    The chunks that come out, joined, are as long as those that went in and what `embed` makes of the whole; no sample
    waits for more than 384 others (16 ms). Raises WatermarkError for a key of less than 16 bytes.

    >>> marker = Watermarker(Payload(installation=7))
    >>> parts = [marker.process(np.zeros(1000, dtype=np.float32)), marker.finish()]
    >>> sum(map(len, parts))
    1000
    """

    def __init__(self, payload: Payload, key: bytes = PUBLIC_KEY) -> None:
        self._set_up(_payload_steps(payload, key))

    @classmethod
    def of_chips(cls, chips: _Samples) -> "Watermarker":
        """Return one that marks with bare chips `(PERIOD, BANDS)`, -1 to 1, for training and for attacks."""
        marker = cls.__new__(cls)
        marker._set_up(_steps(chips))
        return marker

    def _set_up(self, steps: _Samples) -> None:
        self._steps = steps  # (PERIOD * SLOT_HOPS, BANDS)
        self._depth = Depth()
        self._held: _Samples = np.zeros(_OVERLAP, dtype=np.float32)  # of the input: what the next frame begins with
        self._tail: _Samples = np.zeros(_OVERLAP, dtype=np.float32)  # of the output: what later frames add to
        self._frame = 0
        self._owed = 0  # samples taken and not yet given
        self._lead = _OVERLAP  # samples before the first one, still to be dropped

    def process(self, chunk: _Samples) -> _Samples:
        """Take samples `(samples,)` at 24 kHz; return those that are ready, marked, `(fewer or more samples,)`.

        Raises AudioError for another shape, or where a sample is NaN or infinite.
        """
        chunk = np.asarray(chunk, dtype=np.float32)
        if chunk.ndim != 1 or not np.isfinite(chunk).all():
            raise AudioError("the watermark goes on mono samples of shape (samples,) without NaN or infinity")
        self._owed += len(chunk)
        return self._marked(chunk)

    def finish(self) -> _Samples:
        """Return the samples that are left, `(samples,)`. Nothing may be processed afterwards."""
        left = self._owed
        return self._marked(np.zeros(left + self._lead + WINDOW, dtype=np.float32))[:left]

    def _marked(self, chunk: _Samples) -> _Samples:
        self._held = np.concatenate((self._held, chunk))
        count = (len(self._held) - _OVERLAP) // HOP
        if count <= 0:
            return np.zeros(0, dtype=np.float32)
        frames = np.lib.stride_tricks.sliding_window_view(self._held, WINDOW)[: count * HOP : HOP]
        spectrum = np.fft.rfft(frames * window(), axis=1).astype(np.complex64, copy=False)  # (count, BINS)
        steps = self._steps[(self._frame + np.arange(count)) % len(self._steps)]  # (count, BANDS)
        power = np.square(spectrum.real) + np.square(spectrum.imag)
        spectrum *= np.exp(_nepers_of_bins().times(steps * self._depth.of(power)))
        whole = np.fft.irfft(spectrum, WINDOW, axis=1).astype(np.float32, copy=False)  # before numpy 2 it was float64
        ready = self._overlapped(whole * window())
        self._held = self._held[count * HOP :]
        self._frame += count
        dropped = min(self._lead, len(ready))
        self._lead -= dropped
        self._owed -= len(ready) - dropped
        return ready[dropped:]

    def _overlapped(self, frames: _Samples) -> _Samples:
        """Add up `frames` `(count, WINDOW)`; return what no later frame reaches, and keep the rest."""
        total = np.zeros(len(frames) * HOP + _OVERLAP, dtype=np.float32)
        total[:_OVERLAP] = self._tail
        for part in range(WINDOW // HOP):
            start = part * HOP
            total[start : start + len(frames) * HOP] += frames[:, start : start + HOP].reshape(-1) * (2 * HOP / WINDOW)
        self._tail = total[len(frames) * HOP :].copy()
        return total[: len(frames) * HOP]


def embed(samples: _Samples, payload: Payload, key: bytes = PUBLIC_KEY) -> _Samples:
    """Return `samples`, shape `(samples,)` at 24 kHz, with the watermark; as many.

    The result may exceed the range of `samples` a little. Raises AudioError for another shape or NaN, and
    WatermarkError for a key of less than 16 bytes.
    """
    marker = Watermarker(payload, key)
    return np.concatenate((marker.process(samples), marker.finish()))


def mark(samples: _Samples, chips: _Samples) -> _Samples:
    """Return `samples`, shape `(samples,)` at 24 kHz, marked with bare chips `(PERIOD, BANDS)`, -1 to 1; as many."""
    marker = Watermarker.of_chips(chips)
    return np.concatenate((marker.process(samples), marker.finish()))


@lru_cache(maxsize=8)
def _payload_steps(payload: Payload, key: bytes) -> _Samples:
    return _steps(pattern_of(key).chips(encode(to_message(payload))))


def _steps(chips: _Samples) -> _Samples:
    """Return which way each band of each frame of a period goes, -1 to 1, `(PERIOD * SLOT_HOPS, BANDS)`."""
    steps = np.repeat(chips.astype(np.float32), SLOT_HOPS, axis=0)
    shifted = [weight * np.roll(steps, shift, axis=0) for weight, shift in zip(_EDGE, (-1, 0, 1), strict=True)]
    return np.asarray(np.sum(shifted, axis=0), dtype=np.float32)


@lru_cache(maxsize=1)
def _nepers_of_bins() -> Sparse:
    """Return what a dB in each band is in each bin, in nepers, `(BANDS, BINS)`; two bands share the bin between."""
    weights = band_weights(1)
    share = weights / np.maximum(weights.sum(axis=0), 1e-9)
    return Sparse.of((share * np.log(10.0) / 20.0).astype(np.float32))
