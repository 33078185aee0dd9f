"""Compression: the codec of a source, and the three levels at which a corpus is written, with real codecs.

A pair is always coded alike. As FaceForensics++ has c0, c23 and c40 (A. Rössler et al., arXiv 1901.08971), there are
`none` (flac), `light` (35 to 65 kbit/s) and `heavy` (8 to 25 kbit/s).
"""

import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile

from voiceclone.audio.mel import MEL
from voiceclone.audio.resample import resample

Samples = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Codec:
    """A codec of libsndfile at the sampling `rate`, in Hz; `compression` from 0 (best) to 1 (smallest)."""

    suffix: str
    container: str
    encoding: str
    rate: int = MEL.sample_rate
    compression: float = 0.0


_LOSSLESS = Codec(".flac", "FLAC", "PCM_16")
_LIGHT = (
    Codec(".opus", "OGG", "OPUS", compression=0.88),
    Codec(".mp3", "MP3", "MPEG_LAYER_III", compression=0.4),
    Codec(".ogg", "OGG", "VORBIS", compression=0.4),
)
_HEAVY = (
    Codec(".opus", "OGG", "OPUS", 16_000, 0.985),
    Codec(".mp3", "MP3", "MPEG_LAYER_III", 16_000, 0.97),
    Codec(".ogg", "OGG", "VORBIS", 16_000, 0.97),
)


def codecs_of_pair(rng: np.random.Generator) -> dict[str, Codec]:
    """Draw the codec of each level, for all recordings of one pair."""
    light, heavy = rng.integers(len(_LIGHT)), rng.integers(len(_HEAVY))
    return {"none": _LOSSLESS, "light": _LIGHT[light], "heavy": _HEAVY[heavy]}


def codec_of_source(path: Path, seconds: float) -> Codec | None:
    """What a source was coded with, so that its fakes can be coded alike; None where nothing was lost."""
    info = soundfile.info(path)
    bits = 8 * path.stat().st_size / max(seconds, 0.1)
    if info.subtype == "OPUS":
        rate = info.samplerate if info.samplerate in (8_000, 12_000, 16_000, 24_000, 48_000) else MEL.sample_rate
        return Codec(".opus", "OGG", "OPUS", rate, float(np.clip(1 - (bits - 6_000) / 250_000, 0.0, 1.0)))
    if info.subtype == "VORBIS":
        return Codec(".ogg", "OGG", "VORBIS", info.samplerate, 0.4)
    if info.subtype.startswith("MPEG"):
        return Codec(".mp3", "MP3", "MPEG_LAYER_III", info.samplerate, 0.2 if bits > 50_000 else 0.7)
    return None


def encoded(samples: Samples, codec: Codec) -> bytes:
    """Return `samples`, `(samples,)` at 24 kHz, as the bytes of a file."""
    file = io.BytesIO()
    level = {} if codec.container == "FLAC" else {"compression_level": codec.compression}
    pcm = np.clip(resample(samples, MEL.sample_rate, codec.rate), -1.0, 1.0)
    soundfile.write(file, pcm, codec.rate, format=codec.container, subtype=codec.encoding, **level)
    return file.getvalue()


def coded(samples: Samples, codec: Codec) -> Samples:
    """Encode and decode `samples`, `(samples,)` at 24 kHz; as many come out."""
    decoded, rate = soundfile.read(io.BytesIO(encoded(samples, codec)), dtype="float32")
    back = resample(decoded, rate, MEL.sample_rate)
    return np.pad(back, (0, max(0, len(samples) - len(back))))[: len(samples)]
