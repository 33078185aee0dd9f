"""What happens to recordings in the world: noise, rooms, codecs, other speeds."""

import io
import logging
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray
from scipy.signal import fftconvolve

from voiceclone.audio.files import load_audio
from voiceclone.audio.mel import MEL
from voiceclone.errors import AudioError

log = logging.getLogger(__name__)

Samples = NDArray[np.float32]


class Augmentation:
    """Draws a degradation for each clip; `(samples,)` at 24 kHz in, as many samples out."""

    def __init__(self, noises: Path, strength: float = 0.7) -> None:
        """Read every noise below a folder; each kind of degradation then comes with about half of `strength`."""
        self.noises = _read_all(noises)
        self.strength = strength

    def __call__(self, samples: Samples, random: np.random.Generator) -> Samples:
        """Degrade by room, noise and codec, each or none of them."""
        if random.random() < 0.5 * self.strength:
            samples = _room(samples, random)
        if random.random() < self.strength and self.noises:
            samples = self._noise(samples, random)
        if random.random() < 0.15 * self.strength:
            samples = _codec(samples, random)
        return samples

    def _noise(self, samples: Samples, random: np.random.Generator) -> Samples:
        if random.random() < 0.3:
            noise = random.standard_normal(len(samples)).astype(np.float32)
        else:
            noise = np.resize(self.noises[random.integers(len(self.noises))], len(samples) + 1)
            noise = np.roll(noise, random.integers(len(noise)))[: len(samples)]
        level = float(np.sqrt(np.mean(noise**2)))
        if level < 1e-5:
            return samples
        wanted = float(np.sqrt(np.mean(samples**2))) * 10 ** (-random.uniform(0, 25) / 20)
        return samples + noise * np.float32(wanted / level)


def _read_all(folder: Path) -> list[Samples]:
    noises = []
    for path in sorted(folder.glob("*/*.opus")):
        try:
            noises.append(load_audio(path).resampled(MEL.sample_rate).samples)
        except AudioError as error:
            log.warning("left out: %s", error)
    return noises


def _room(samples: Samples, random: np.random.Generator) -> Samples:
    """Convolve with decaying noise: a room of 0.1 to 0.8 s (60 dB) at a random distance."""
    decay = random.uniform(0.1, 0.8)
    time = np.arange(int(decay * MEL.sample_rate * 0.7)) / MEL.sample_rate
    tail = random.standard_normal(len(time)) * 10 ** (-3 * time / decay)
    tail[: int(0.003 * MEL.sample_rate)] = 0
    tail *= random.uniform(0.2, 1.0) / max(1e-6, float(np.sqrt(np.sum(tail**2))))
    tail[0] = 1.0
    return fftconvolve(samples, tail.astype(np.float32))[: len(samples)].astype(np.float32)


def _codec(samples: Samples, random: np.random.Generator) -> Samples:
    """Encode and decode in memory."""
    kind, subtype = (("MP3", "MPEG_LAYER_III"), ("OGG", "OPUS"), ("OGG", "VORBIS"))[random.integers(3)]
    file = io.BytesIO()
    soundfile.write(
        file,
        np.clip(samples, -1, 1),
        MEL.sample_rate,
        format=kind,
        subtype=subtype,
        compression_level=float(random.uniform(0.4, 0.95)),
    )
    file.seek(0)
    decoded = soundfile.read(file, dtype="float32")[0]
    return (
        np.resize(decoded, len(samples))
        if len(decoded) >= len(samples)
        else np.pad(decoded, (0, len(samples) - len(decoded)))
    )


def change_speed(samples: Samples, factor: float) -> Samples:
    """Play faster (above 1) or slower, with the pitch that follows; `len(samples) / factor` samples come out."""
    places = np.arange(0, len(samples) - 1, factor)
    return np.interp(places, np.arange(len(samples)), samples).astype(np.float32)
