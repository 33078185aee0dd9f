"""Generators without a trained network: Griffin-Lim, WORLD, and changes of pitch and time."""

import importlib
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from voiceclone.audio.mel import MEL, log_mel, mel_filters
from voiceclone.audio.spectrum import inverse_spectrogram, spectrogram
from voiceclone.errors import DependencyError
from voiceclone.evaluation.attacks import repitched, stretched
from voiceclone.training.deepfakes.source import Source

Samples = npt.NDArray[np.float32]

_ROUNDS = 32


@torch.inference_mode()
def griffin_lim(source: Source, rng: np.random.Generator) -> Samples:
    """Copy through the log-mel, its phases found in 32 rounds (D. Griffin, J. Lim, 1984; fast: N. Perraudin, 2013)."""
    mel = log_mel(torch.from_numpy(source.samples.copy())).exp()  # (frames, n_mels)
    magnitude = (mel @ torch.linalg.pinv(mel_filters())).clamp_min(0.0)  # (frames, bins)
    phase = torch.from_numpy(rng.uniform(0, 2 * np.pi, tuple(magnitude.shape))).float()
    spectrum, before = torch.polar(magnitude, phase), torch.zeros(())
    for _ in range(_ROUNDS):
        consistent = spectrogram(inverse_spectrogram(spectrum))[: len(magnitude)]
        pushed = consistent + 0.99 * (consistent - before)
        spectrum, before = torch.polar(magnitude, pushed.angle()), consistent
    samples: Samples = inverse_spectrogram(spectrum).numpy()
    return samples


def world(source: Source, rng: np.random.Generator) -> Samples:
    """Copy through WORLD (M. Morise et al., IEICE E99-D (2016))."""
    return _world(source, 0.0, 1.0)


def world_changed(source: Source, rng: np.random.Generator) -> Samples:
    """Change pitch and formants through WORLD, as voice changers do."""
    pitch = float(rng.choice([-1, 1]) * rng.uniform(2, 6))
    return _world(source, pitch, 2 ** (pitch / 36))


def _world(source: Source, semitones: float, formants: float) -> Samples:
    pyworld = require_world()
    samples = source.samples.astype(np.float64)
    rough, times = pyworld.dio(samples, MEL.sample_rate)
    f0 = pyworld.stonemask(samples, rough, times, MEL.sample_rate)
    envelope = pyworld.cheaptrick(samples, f0, times, MEL.sample_rate)  # (frames, bins)
    aperiodicity = pyworld.d4c(samples, f0, times, MEL.sample_rate)
    if formants != 1.0:
        bins = np.arange(envelope.shape[1])
        envelope = np.stack([np.interp(bins / formants, bins, frame) for frame in envelope])
    made = pyworld.synthesize(f0 * 2 ** (semitones / 12), envelope, aperiodicity, MEL.sample_rate)
    return np.asarray(made, dtype=np.float32)


def require_world() -> Any:
    """Return pyworld. Raises DependencyError where it is missing."""
    try:
        return importlib.import_module("pyworld")
    except ImportError as error:
        raise DependencyError("the generators of WORLD need pyworld: pip install pyworld") from error


def shifted(source: Source, rng: np.random.Generator) -> Samples:
    """Move the pitch by two to six semitones up or down, by a phase vocoder."""
    return repitched(source.samples, float(rng.choice([-1, 1]) * rng.uniform(2, 6)))


def timed(source: Source, rng: np.random.Generator) -> Samples:
    """Speak 15 to 40 % faster or slower, by a phase vocoder."""
    factor = rng.uniform(1.15, 1.4)
    return stretched(source.samples, float(factor if rng.random() < 0.5 else 1 / factor))


CLASSICAL: dict[str, Callable[[Source, np.random.Generator], Samples]] = {
    "griffin-lim": griffin_lim,
    "world": world,
    "world-changed": world_changed,
    "pitch-shifted": shifted,
    "time-stretched": timed,
}
