"""From samples to what the listener says of each band at each moment, at one or several scales of frequency."""

from copy import copy
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import scipy.fft
import torch

from voiceclone.trust.marking.layout import BANDS, BINS, WINDOW, band_weights, fingerprint, window
from voiceclone.trust.marking.listener import Listener, ListenerConfig
from voiceclone.weights import SHIPPED, load_network

HEARING_HOP = 256  # samples: four frames in a slot
_FLOOR = 1e-7  # of the mean power, 70 dB below it: what lies deeper is silence

_Array = npt.NDArray[np.float32]


def power_spectrogram(samples: _Array) -> _Array:
    """Return the power of `samples`, shape `(samples,)` at 24 kHz, `(frames, BINS)`; frame t is about sample 256 t."""
    frames = -(-len(samples) // HEARING_HOP)
    padded = np.zeros((frames - 1) * HEARING_HOP + WINDOW, dtype=np.float32)
    padded[WINDOW // 2 : WINDOW // 2 + len(samples)] = samples
    pieces = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HEARING_HOP]
    spectrum = scipy.fft.rfft(pieces * window(), axis=1)  # (frames, BINS)
    power: _Array = np.square(spectrum.real) + np.square(spectrum.imag)
    return power


def band_levels(power: _Array, scale: float, parts: int) -> _Array:
    """Return the level of each part of each band in dB, `(parts, frames, BANDS)`, of a power `(frames, BINS)`.

    `scale` is what all frequencies were multiplied with.
    """
    bands = power @ band_weights(parts, scale).T  # (frames, BANDS * parts)
    levels = 10.0 * np.log10(bands + _FLOOR * bands.mean() + 1e-12)
    parted: _Array = levels.reshape(len(power), BANDS, parts).transpose(2, 0, 1)
    return parted


def listen(power: _Array, scale: float, listener: Listener | None = None) -> _Array:
    """Return the log-likelihood ratios of louder against softer, `(frames, BANDS)`, of a power `(frames, BINS)`.

    `listener` is the shipped one where none is given. Raises WeightsError if that is missing or damaged.
    """
    assert power.shape[1] == BINS
    network = listener or shipped_listener()
    levels = torch.from_numpy(np.ascontiguousarray(band_levels(power, scale, network.config.parts)))
    with torch.inference_mode():
        ratios: _Array = network(levels[None])[0].numpy()
    return ratios


class Heard:
    """A stretch of a recording, and what the listener says of it at each scale of frequency that is asked for."""

    def __init__(self, samples: _Array) -> None:
        self._power = power_spectrogram(samples)  # (frames, BINS), of the whole recording
        self._ratios: dict[float, _Array] = {}  # of the whole recording too, shared between its stretches
        self._frames = slice(0, len(self._power))

    @property
    def is_silent(self) -> bool:
        """Whether there is nothing at all to hear."""
        return not self._power[self._frames].any()

    @property
    def frames(self) -> int:
        """How many frames the stretch has."""
        return self._frames.stop - self._frames.start

    def at(self, pitch: float) -> _Array:
        """Return the ratios `(frames, BANDS)` if all frequencies were multiplied with `pitch`."""
        if pitch not in self._ratios:
            self._ratios[pitch] = listen(self._power, pitch)
        return self._ratios[pitch][self._frames]

    def stretch(self, start: int, frames: int) -> "Heard":
        """Return the part of `frames` frames from `start`; what is heard for one part is heard for all."""
        part = copy(self)
        part._frames = slice(self._frames.start + start, min(self._frames.start + start + frames, self._frames.stop))
        return part


@lru_cache(maxsize=1)
def shipped_listener() -> Listener:
    """Return the listener of the package. Raises WeightsError if its weights are missing or damaged."""
    return load_network(Listener, ListenerConfig, SHIPPED / "watermark.safetensors", inputs=fingerprint())
