"""Gives a fake what its source went through and the generator did not: the noise of the room, the band, the codec.

Otherwise a detector would learn these: that real recordings are noisy, narrow, coded, or begin with silence. What is
left between the two is how the speech itself was made.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import scipy.signal

from voiceclone.audio.loudness import normalise_loudness
from voiceclone.audio.mel import MEL
from voiceclone.audio.trim import trim_silence
from voiceclone.training.deepfakes.levels import Codec, codec_of_source, coded

Samples = npt.NDArray[np.float32]

_WINDOW = 1024  # samples
_QUIET = 10  # one in so many frames, the quietest, is taken for the noise
_BELOW_PEAK = 60.0  # dB below the loudest bin, under which a recording has nothing


@dataclass(frozen=True, eq=False)
class Channel:
    """What a source went through: `noise`, power of each bin `(bins,)`; up to which `band`, in Hz; its `codec`."""

    noise: Samples
    band: float
    codec: Codec | None


def channel_of(samples: Samples, path: Path, seconds: float) -> Channel:
    """Measure the channel of a source: its `samples` `(samples,)` at 24 kHz, and its file of `seconds`."""
    return Channel(noise_of(normalise_loudness(samples)), band_of(samples), codec_of_source(path, seconds))


def band_of(samples: Samples) -> float:
    """Return the highest frequency, in Hz, at which the long-term spectrum is within 60 dB of its peak."""
    level = 10 * np.log10(_power(samples).mean(axis=1) + 1e-12)
    return float(np.flatnonzero(level > level.max() - _BELOW_PEAK)[-1]) * MEL.sample_rate / _WINDOW


def through(samples: Samples, channel: Channel, longest: float, rng: np.random.Generator) -> Samples:
    """Return what a generator made as if it had come through the channel of its source, cut as a source is."""
    heard = cut(_with_noise(normalise_loudness(samples), channel.noise, rng), longest, rng)
    heard = narrowed(heard, channel.band)
    return cut(coded(heard, channel.codec) if channel.codec else heard, longest, rng)


def narrowed(samples: Samples, band: float) -> Samples:
    """Leave out what is above `band`, in Hz."""
    if band > 0.95 * MEL.sample_rate / 2:
        return samples
    sections = scipy.signal.butter(10, band, fs=MEL.sample_rate, output="sos")
    return np.asarray(scipy.signal.sosfiltfilt(sections, samples), dtype=np.float32)


def cut(samples: Samples, longest: float, rng: np.random.Generator) -> Samples:
    """Return speech without silence at its ends, at one level, at most `longest` seconds from a random place."""
    spoken = trim_silence(samples, MEL.sample_rate)
    length = round(longest * MEL.sample_rate)
    start = int(rng.integers(0, max(1, len(spoken) - length + 1)))
    return normalise_loudness(spoken[start : start + length])


def _power(samples: Samples) -> npt.NDArray[np.float64]:
    """Power of each bin and frame, `(bins, frames)`."""
    spectrum = scipy.signal.stft(samples, MEL.sample_rate, nperseg=_WINDOW)[2]
    return np.square(np.abs(spectrum))


def noise_of(samples: Samples) -> Samples:
    """Mean power of each bin over the quietest frames, `(bins,)`."""
    power = _power(samples)
    quiet = power.sum(axis=0).argsort()[: max(1, power.shape[1] // _QUIET)]
    return np.asarray(power[:, quiet].mean(axis=1), dtype=np.float32)


def _with_noise(samples: Samples, noise: Samples, rng: np.random.Generator) -> Samples:
    """Add as much noise to each bin as lacks there."""
    missing = np.sqrt(np.maximum(noise - noise_of(samples), 0.0))  # (bins,)
    spectrum = scipy.signal.stft(rng.standard_normal(len(samples)), MEL.sample_rate, nperseg=_WINDOW)[2]
    level = np.sqrt(np.square(np.abs(spectrum)).mean())
    added = scipy.signal.istft(spectrum * (missing / level)[:, None], MEL.sample_rate, nperseg=_WINDOW)[1]
    return np.asarray(samples + added[: len(samples)], dtype=np.float32)
