"""Poorer references, to see what they cost: noise at a given ratio to the speech."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voiceclone.audio.audio import Audio
from voiceclone.audio.files import load_audio


def with_noise(audio: Audio, ratio: float, seed: int = 0, recordings: Sequence[Path] = ()) -> Audio:
    """Add noise at `ratio` dB below the recording: one of the `recordings` drawn by `seed`, or else pink noise.

    The result is scaled down where it would exceed [-1, 1]. Raises AudioError if a noise cannot be read.
    """
    generator = np.random.default_rng(seed)
    length = len(audio.samples)
    if recordings:
        chosen = load_audio(recordings[int(generator.integers(len(recordings)))]).resampled(audio.sample_rate)
        noise = np.resize(chosen.samples, length)
    else:
        noise = pink_noise(length, generator)
    gain = _rms(audio.samples) / max(_rms(noise), 1e-9) * 10 ** (-ratio / 20)
    mixed = audio.samples + gain * noise
    return Audio((mixed / max(1.0, float(np.abs(mixed).max()))).astype(np.float32), audio.sample_rate)


def pink_noise(length: int, generator: np.random.Generator) -> NDArray[np.float32]:
    """Gaussian noise `(length,)` whose power falls by 3 dB an octave."""
    spectrum = np.fft.rfft(generator.standard_normal(length))
    spectrum /= np.sqrt(np.maximum(np.arange(len(spectrum)), 1))
    return np.fft.irfft(spectrum, length).astype(np.float32)


def _rms(samples: NDArray[np.float32]) -> float:
    return float(np.sqrt(np.mean(np.square(samples, dtype=np.float64))))
