"""Signals that the tests of several files make: they are seeded, and need no recording of a person."""

import numpy as np
import numpy.typing as npt

RATE = 24_000


def speech_like(
    seconds: float, sample_rate: int = RATE, level: float = 0.3, noise: float = 1e-4
) -> npt.NDArray[np.float32]:
    """Return syllables of 0.2 s with pauses between words: a buzz at 120 Hz whose loudness rises and falls."""
    generator = np.random.default_rng(7)
    time = np.arange(round(seconds * sample_rate)) / sample_rate
    harmonics = sum(np.sin(2 * np.pi * 120 * k * time + k * k) / k for k in range(1, 25))
    syllables = np.abs(np.sin(np.pi * time / 0.2)) ** 0.7 * (np.cos(2 * np.pi * time / 1.6) > -0.7)
    loudness = syllables * (0.6 + 0.4 * np.sin(2 * np.pi * time / 0.9))
    voice = level * harmonics / np.abs(harmonics).max() * loudness
    return (voice + noise * generator.standard_normal(len(time))).clip(-1, 1).astype(np.float32)


def white_noise(seconds: float, level: float, sample_rate: int = RATE) -> npt.NDArray[np.float32]:
    """Return steady noise with a standard deviation of `level`."""
    return (
        (level * np.random.default_rng(3).standard_normal(round(seconds * sample_rate))).clip(-1, 1).astype(np.float32)
    )


def tone(seconds: float, frequency: float, sample_rate: int = RATE, level: float = 0.5) -> npt.NDArray[np.float32]:
    """Return a sine of `frequency` Hz."""
    time = np.arange(round(seconds * sample_rate)) / sample_rate
    return (level * np.sin(2 * np.pi * frequency * time)).astype(np.float32)
