"""What happens to a recording on its way, or is done to it: codecs, noise, rooms, filters, changes of speed.

Each takes samples `(samples,)` at 24 kHz and returns them changed, most of them as many; what is random comes from the
generator that is passed in. The codecs need PyAV (`pip install av`).
"""

import io
import math
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.ndimage
import scipy.signal

from voiceclone.audio.resample import resample
from voiceclone.errors import DependencyError

RATE = 24_000  # Hz
CODECS = {  # name: PyAV's codec, container and rate
    "mp3": ("libmp3lame", "mp3", 24_000),
    "opus": ("libopus", "ogg", 24_000),
    "aac": ("aac", "adts", 24_000),
    "amr-nb": ("libopencore_amrnb", "amr", 8_000),
    "g722": ("g722", "wav", 16_000),
}

Samples = npt.NDArray[np.float32]


def coded(samples: Samples, codec: str, bits: int) -> Samples:
    """Encode with one of CODECS at `bits` per second, and decode; what the codec adds at the ends may stay.

    Raises DependencyError where PyAV is not installed.
    """
    try:
        import av
    except ImportError as error:
        raise DependencyError("codecs need PyAV: pip install av") from error
    name, container, rate = CODECS[codec]
    file = io.BytesIO()
    _encode(av, file, resample(samples, RATE, rate), name, container, rate, bits)
    file.seek(0)
    return resample(_decode(av, file, rate), rate, RATE)


def noisy(samples: Samples, ratio: float, rng: np.random.Generator, exponent: float = 0.0) -> Samples:
    """Add noise `ratio` dB below the speech whose power falls with f^-exponent: 0 is white, 1 pink (above 60 Hz)."""
    spectrum = np.fft.rfft(rng.standard_normal(len(samples)))
    frequency = np.fft.rfftfreq(len(samples), 1 / RATE)
    spectrum *= (frequency > 60.0 if exponent else 1.0) * np.maximum(frequency, 60.0) ** (-exponent / 2)
    return mixed(samples, np.fft.irfft(spectrum, len(samples)).astype(np.float32), ratio)


def mixed(samples: Samples, sound: Samples, ratio: float) -> Samples:
    """Add `sound`, repeated or cut to the length of the speech, `ratio` dB below it."""
    sound = np.resize(sound, len(samples))
    power, own = float(np.square(samples).mean()), float(np.square(sound).mean())
    scale = math.sqrt(power / max(own, 1e-12)) * 10 ** (-ratio / 20)
    return _single(samples + np.float32(scale) * sound)


def music(length: int, rng: np.random.Generator) -> Samples:
    """Return `length` samples of something like music: chords of plucked notes with eight harmonics, and a beat."""
    total = np.zeros(length, dtype=np.float32)
    time = np.arange(RATE) / RATE
    for start in range(0, length, RATE // 4):
        for _ in range(rng.integers(1, 4)):
            pitch = 110.0 * 2 ** (rng.integers(0, 36) / 12)
            harmonics = np.arange(1, 9)[:, None]
            note = (np.sin(2 * np.pi * pitch * harmonics * time) / harmonics).sum(axis=0) * np.exp(-4 * time)
            _add(total, note, start)
        _add(total, 0.5 * rng.standard_normal(RATE // 8) * np.exp(-60 * time[: RATE // 8]), start)
    return total


def filtered(samples: Samples, kind: str, frequency: float) -> Samples:
    """Apply a Butterworth filter of order 8, `kind` "lowpass" or "highpass"."""
    sections = scipy.signal.butter(8, frequency, kind, fs=RATE, output="sos")
    return _single(scipy.signal.sosfilt(sections, samples))


def through(samples: Samples, rate: int) -> Samples:
    """Resample to `rate` Hz and back."""
    return resample(resample(samples, RATE, rate), rate, RATE)[: len(samples)]


def louder(samples: Samples, decibels: float) -> Samples:
    """Change the level; what exceeds full scale is cut off."""
    return _single(np.clip(samples * 10 ** (decibels / 20), -1.0, 1.0))


def compressed(samples: Samples, ratio: float = 4.0, threshold: float = -30.0) -> Samples:
    """Compress the dynamics above `threshold` dB of full scale by `ratio`, within 5 ms up and 100 ms down."""
    level = np.abs(samples / max(float(np.abs(samples).max()), 1e-9))
    hop = RATE // 1000
    blocks = np.resize(level, (-(-len(level) // hop), hop)).max(axis=1)
    follower, envelope = 0.0, np.empty(len(blocks))
    for index, block in enumerate(blocks):
        follower += (block - follower) * (1 - math.exp(-1 / (5.0 if block > follower else 100.0)))
        envelope[index] = follower
    over = np.maximum(20 * np.log10(np.maximum(envelope, 1e-6)) - threshold, 0.0)
    gains = np.interp(np.arange(len(samples)), (np.arange(len(blocks)) + 0.5) * hop, -over * (1 - 1 / ratio))
    return _fitted(samples * 10 ** (gains / 20))


def echoed(samples: Samples, delay: float = 0.1, gain: float = 0.5) -> Samples:
    """Add an echo after `delay` seconds."""
    late = round(delay * RATE)
    changed: Samples = samples.copy()
    changed[late:] += np.float32(gain) * samples[: len(samples) - late]
    return changed


def in_room(samples: Samples, response: Samples) -> Samples:
    """Convolve with a room's impulse response, aligned to its direct sound."""
    arrival = int(np.abs(response).argmax())
    return _fitted(scipy.signal.fftconvolve(samples, response)[arrival : arrival + len(samples)])


def simulated_room(rng: np.random.Generator, reverberation: float, direct_ratio: float) -> Samples:
    """Return an impulse response: the direct sound, and noise that decays by 60 dB in `reverberation` seconds.

    `direct_ratio`: dB from the reverberation's energy to the direct sound's.
    """
    length = round(reverberation * RATE)
    tail = rng.standard_normal(length) * 10 ** (-3 * np.arange(length) / length)
    tail *= math.sqrt(10 ** (-direct_ratio / 10) / np.square(tail).sum())
    tail[0] = 1.0
    return _single(tail)


def mu_law(samples: Samples) -> Samples:
    """Quantise to 8 bits by the mu-law, at full level."""
    scaled = samples / max(float(np.abs(samples).max()), 1e-9)
    code = np.round(np.sign(scaled) * np.log1p(255 * np.abs(scaled)) / math.log(256) * 127) / 127
    return _single(np.sign(code) * (256 ** np.abs(code) - 1) / 255)


def faster(samples: Samples, factor: float) -> Samples:
    """Play `factor` times as fast; the pitch moves too."""
    ratio = Fraction(1 / factor).limit_denominator(200)
    return _single(scipy.signal.resample_poly(samples, ratio.numerator, ratio.denominator))


def stretched(samples: Samples, factor: float) -> Samples:
    """Speak `factor` times as fast at the same pitch, by librosa's phase vocoder."""
    import librosa

    return _single(librosa.effects.time_stretch(samples, rate=factor))


def repitched(samples: Samples, semitones: float) -> Samples:
    """Move the pitch, and all frequencies with it, at the same speed."""
    import librosa

    return _single(librosa.effects.pitch_shift(samples, sr=RATE, n_steps=semitones))


def without_piece(samples: Samples, seconds: float, rng: np.random.Generator) -> Samples:
    """Take `seconds` out of the middle half."""
    length = round(seconds * RATE)
    quarter = len(samples) // 4
    start = int(rng.integers(quarter, max(quarter + 1, len(samples) - quarter - length)))
    return np.concatenate((samples[:start], samples[start + length :]))


def shuffled(samples: Samples, seconds: float, rng: np.random.Generator) -> Samples:
    """Cut into pieces of `seconds`, and splice them in another order."""
    pieces = np.array_split(samples, max(2, round(len(samples) / RATE / seconds)))
    return np.concatenate([pieces[index] for index in rng.permutation(len(pieces))])


def cropped(samples: Samples, seconds: float, rng: np.random.Generator) -> Samples:
    """Keep `seconds` from a random place."""
    length = round(seconds * RATE)
    start = int(rng.integers(0, max(1, len(samples) - length + 1)))
    return samples[start : start + length]


def denoised(samples: Samples, reduction: float = 20.0) -> Samples:
    """Gate the spectrum: what does not rise 6 dB above each bin's tenth percentile is lowered by `reduction` dB."""
    _, _, spectrum = scipy.signal.stft(samples, RATE, nperseg=1024)
    magnitude = np.abs(spectrum)  # (bins, frames)
    gate = magnitude > 2 * np.percentile(magnitude, 10, axis=1, keepdims=True)
    smooth = scipy.ndimage.uniform_filter(gate.astype(float), (5, 3))
    gains = 10 ** (-reduction / 20 * (1 - smooth))
    return _single(scipy.signal.istft(spectrum * gains, RATE, nperseg=1024)[1][: len(samples)])


def _add(total: Samples, sound: npt.NDArray[Any], start: int) -> None:
    room = min(len(sound), len(total) - start)
    total[start : start + room] += sound[:room].astype(np.float32)


def _fitted(samples: npt.NDArray[Any]) -> Samples:
    return _single(samples / max(1.0, float(np.abs(samples).max())))


def _single(samples: npt.NDArray[Any]) -> Samples:
    return np.asarray(samples, dtype=np.float32)


def _encode(av: Any, file: io.BytesIO, samples: Samples, name: str, container: str, rate: int, bits: int) -> None:
    pcm = np.clip(np.round(samples * 32_767), -32_768, 32_767).astype(np.int16)[None]
    with av.open(file, "w", format=container) as output:
        stream = output.add_stream(name, rate=rate, layout="mono")
        stream.bit_rate = bits
        frame = av.AudioFrame.from_ndarray(pcm, format="s16", layout="mono")
        frame.sample_rate, frame.pts = rate, 0
        context = stream.codec_context
        resampler = av.AudioResampler(context.format, "mono", rate, context.frame_size or 1024)
        for part in [*resampler.resample(frame), *resampler.resample(None), None]:
            for packet in stream.encode(part):
                output.mux(packet)


def _decode(av: Any, file: io.BytesIO, rate: int) -> Samples:
    resampler = av.AudioResampler("flt", "mono", rate)
    with av.open(file) as source:
        frames = [part for frame in source.decode(audio=0) for part in resampler.resample(frame)]
        frames += resampler.resample(None)
    return _single(np.concatenate([frame.to_ndarray()[0] for frame in frames]))
