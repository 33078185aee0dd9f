"""The file formats that speech is written in, and their encoders."""

import io
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile

from voiceclone.audio.atomic_write import check_destination
from voiceclone.errors import OutputError


@dataclass(frozen=True)
class Format:
    """How libsndfile names a format; `rates` are the sample rates in Hz that it can hold, none meaning all."""

    container: str
    encoding: str
    rates: tuple[int, ...] = ()


FORMATS = {
    ".wav": Format("WAV", "PCM_16"),
    ".flac": Format("FLAC", "PCM_16"),
    ".ogg": Format("OGG", "VORBIS"),
    ".opus": Format("OGG", "OPUS", rates=(8_000, 12_000, 16_000, 24_000, 48_000)),
    ".mp3": Format("MP3", "MPEG_LAYER_III", rates=(16_000, 22_050, 24_000, 32_000, 44_100, 48_000)),
}
_WIDTH = 2  # bytes of a sample
_LARGEST_WAV = 2**32 - 2**20  # bytes of sound, with room for what else stands in the file
FULL_BAND = 48_000  # Hz: what a format holds if it cannot hold the rate that was asked for


def check_output(path: str | os.PathLike[str]) -> Path:
    """Return `path` as a Path, or raise OutputError where no audio can be written to it.

    Meant to be called before speech is made, so that a mistyped name is noticed at once.
    """
    format_of(path)
    return check_destination(path)


def format_of(path: str | os.PathLike[str]) -> Format:
    """Return the format that the suffix of `path` names. Raises OutputError for an unknown one."""
    suffix = Path(path).suffix.lower()
    if suffix not in FORMATS:
        found = f"{suffix} is not a known audio format" if suffix else "the name has no suffix"
        raise OutputError(f"{path}: {found}; use one of {', '.join(FORMATS)}")
    return FORMATS[suffix]


def encode(samples: npt.NDArray[np.float32], sample_rate: int, form: Format) -> bytes:
    """Return `samples`, shape `(samples,)` in [-1, 1] at `sample_rate` Hz, as the bytes of a file in `form`."""
    if form.rates and sample_rate not in form.rates:
        from voiceclone.audio.resample import resample  # loads torch, which most files do without

        samples, sample_rate = np.clip(resample(samples, sample_rate, FULL_BAND), -1.0, 1.0), FULL_BAND
    content = io.BytesIO()
    with soundfile.SoundFile(content, "w", sample_rate, 1, form.encoding, format=form.container) as file:
        for start in range(0, len(samples), sample_rate):  # libsndfile's ogg encoder overflows on long blocks
            file.write(samples[start : start + sample_rate])
    return content.getvalue()


def encode_file(source: Path, sample_rate: int, form: Format, target: Path) -> None:
    """Write the file `target` in `form` from raw samples on disk, in constant memory.

    `source`: mono samples, 16 bit, little-endian, at `sample_rate` Hz, which the format must be able to hold. Raises
    OutputError where it cannot be written whole.
    """
    samples = source.stat().st_size // _WIDTH
    if form.container == "WAV" and samples * _WIDTH > _LARGEST_WAV:
        raise OutputError(f"{target}: a wav file holds 4 GiB, a day of speech, at most; use .flac, .ogg, .opus or .mp3")
    try:
        with (
            source.open("rb") as file,
            soundfile.SoundFile(target, "w", sample_rate, 1, form.encoding, format=form.container) as encoder,
        ):
            while block := file.read(sample_rate * _WIDTH):
                encoder.write(np.frombuffer(block[: len(block) // _WIDTH * _WIDTH], dtype="<i2"))
        written = soundfile.info(target).frames
    except (soundfile.LibsndfileError, AssertionError) as error:  # the second where fewer samples were written
        raise OutputError(f"{target}: cannot be written ({error or 'not all of it'}); is the disk full?") from error
    except OSError as error:
        raise OutputError(f"{target}: cannot be written: {error.strerror or error}") from error
    if written < samples:
        raise OutputError(f"{target}: cannot be written whole; is the disk full?")
