"""What stands around the vocoder's network, in numpy: its excitation, and the two transforms.

The same as `vocoder.source`, `audio.spectrum` and `Vocoder._spectrum`, which training needs in torch; a test holds them
together. Speech is made with these, whatever runs the network: so engines differ by their networks alone.
"""

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from voiceclone.audio.definition import BINS, HOP, MEL, N_FFT

Floats = NDArray[np.float32]
Complexes = NDArray[np.complex64]

_EDGE = (N_FFT - HOP) // 2
_HELD_BEFORE = np.float32(100.0)  # Hz, before anything is voiced
_LOUDEST = np.float32(7.0)  # nepers
_BETWEEN_PULSES = 0.5  # cycles: where a voiced sound begins


def harmonic_source(f0: Floats, start: int = 0) -> Floats:
    """All harmonics of `f0` (Hz, 0 where unvoiced, `(frames,)`) from frame `start` on; see `vocoder.source`."""
    rate = _upsampled(_held(f0)) / np.float32(MEL.sample_rate)  # (samples,), cycles a sample
    cycles = _since_onset(np.cumsum(rate, dtype=np.float64), f0 > 0)[start * HOP :]
    rate = rate[start * HOP :]
    angle = (2 * math.pi * (cycles - np.round(cycles))).astype(np.float32)  # within (-pi, pi]
    room = np.float32(0.5) / np.maximum(rate, np.float32(1e-4))
    full = np.floor(room) - 1
    half = np.sin(angle / 2)
    at_pulse = np.abs(half) < 1e-4
    kernel = np.sin((full + np.float32(0.5)) * angle) / (2 * np.where(at_pulse, np.float32(1), half))
    highest = (room - np.floor(room)) * np.cos((full + 1) * angle)
    pulses = (np.where(at_pulse, full, kernel - np.float32(0.5)) + highest) * np.sqrt(2 / room)
    return np.asarray(pulses * _upsampled((f0 > 0).astype(np.float32))[start * HOP :], dtype=np.float32)


def spectrogram(samples: Floats) -> Complexes:
    """Complex spectrum of `(samples,)`, whole hops, `(samples / hop, BINS)`."""
    padded = np.pad(samples, _EDGE)
    frames = np.lib.stride_tricks.sliding_window_view(padded, N_FFT)[::HOP]
    return np.asarray(np.fft.rfft(frames * _window(), axis=1), dtype=np.complex64)


def inverse_spectrogram(spectrum: Complexes) -> Floats:
    """Samples of `(frames, BINS)` by overlap-add, `(frames * hop,)`."""
    pieces = np.fft.irfft(spectrum, N_FFT, axis=1).astype(np.float32, copy=False) * _window()
    weight = np.broadcast_to(np.square(_window()), pieces.shape)
    samples = _overlapped(pieces) / np.maximum(_overlapped(weight), np.float32(1e-8))
    return np.asarray(samples[_EDGE : len(samples) - _EDGE], dtype=np.float32)


def filtered(filters: Floats, pulses: Floats, noise: Floats) -> Floats:
    """Samples of what `Vocoder.filters` returns `(frames, 5 * BINS)` on an excitation `(frames * hop,)` of two."""
    loud_harmonic, angle_harmonic, loud_random, loud_free, angle_free = np.split(filters, 5, axis=1)
    scale = np.float32(1 / math.sqrt(BINS))
    spectrum = _polar(loud_harmonic, angle_harmonic) * spectrogram(pulses * scale)
    spectrum += _gain(loud_random) * spectrogram(noise * scale)
    spectrum += _polar(loud_free - np.float32(3), angle_free)
    return inverse_spectrogram(spectrum)


def _gain(loudness: Floats) -> Floats:
    return np.asarray(np.exp(np.minimum(loudness, _LOUDEST)))


def _polar(loudness: Floats, angle: Floats) -> Complexes:
    gain = _gain(loudness)
    spectrum = np.empty(gain.shape, dtype=np.complex64)
    spectrum.real, spectrum.imag = gain * np.cos(angle), gain * np.sin(angle)
    return spectrum


def _overlapped(pieces: Floats) -> Floats:
    """Add up `(frames, N_FFT)`, each a hop behind the one before, `((frames - 1) * hop + N_FFT,)`."""
    hops = N_FFT // HOP
    total = np.zeros((len(pieces) + hops - 1, HOP), dtype=np.float32)
    for part in range(hops):
        total[part : part + len(pieces)] += pieces[:, part * HOP : (part + 1) * HOP]
    return total.reshape(-1)


@lru_cache(maxsize=1)
def _window() -> Floats:
    return np.hanning(N_FFT + 1)[:N_FFT].astype(np.float32)


def _upsampled(frames: Floats) -> Floats:
    """Linear interpolation from one value a hop, at the hop's middle, to one a sample; rounded as torch rounds."""
    along = ((np.arange(HOP) + 0.5) / HOP).astype(np.float32)  # from the middle of one hop to the next
    padded = np.concatenate([frames[:1], frames, frames[-1:]])
    between = (1 - along) * padded[:-1, None] + along * padded[1:, None]  # (frames + 1, HOP)
    return np.asarray(between.reshape(-1)[HOP // 2 : -HOP // 2], dtype=np.float32)


def _since_onset(cycles: NDArray[np.float64], voiced: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Cycles `(samples,)` since the middle of the frame before the last voiced sound began."""
    middles = np.concatenate([[0.0], cycles[HOP // 2 - 1 :: HOP]])  # (frames + 1,): each begins a stretch
    onset = np.append(voiced & ~np.append(False, voiced[:-1]), False)
    last = np.maximum.accumulate(np.where(onset, np.arange(len(middles)), 0))
    return cycles - np.repeat(middles[last], HOP)[HOP // 2 : -HOP // 2] + _BETWEEN_PULSES


def _held(f0: Floats) -> Floats:
    """Fill unvoiced frames with the last voiced value before them."""
    last = np.maximum.accumulate(np.where(f0 > 0, np.arange(len(f0)), -1))
    return np.where(last >= 0, f0[np.maximum(last, 0)], _HELD_BEFORE)
