"""Reads recordings of any common format, rate and channel count, in blocks and in bounded memory."""

import math
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt
import soundfile

from voiceclone.audio.audio import Audio
from voiceclone.audio.definition import MEL
from voiceclone.audio.resample import resample_blocks
from voiceclone.errors import AudioError

BLOCK = 1 << 18  # values read at a time, over all channels: one MiB
LOWEST_RATE, HIGHEST_RATE = 4_000, 768_000  # Hz; outside of them a header is damaged, or it is no speech

# What begins a file that soundfile does not read though people have it on their telephones: (offset, bytes, name).
FOREIGN = (
    (4, b"ftyp", "M4A, MP4 or AAC"),
    (0, b"\x1aE\xdf\xa3", "WebM or Matroska"),
    (0, b"0&\xb2u", "WMA"),
    (0, b"#!AMR", "AMR"),
    (0, b"\xff\xf1", "AAC"),
    (0, b"\xff\xf9", "AAC"),
)


def load_audio(path: str | os.PathLike[str], *, max_seconds: float | None = None) -> Audio:
    """Return the recording at `path` as mono Audio at 24 kHz.

    Reads wav, flac, ogg, opus and mp3 (by content, whatever the name) at any bit depth, rate and channel
    count; channels are averaged, and a recording that exceeds [-1, 1] is scaled down to it. No more than the
    first `max_seconds` seconds are read, so that memory is bounded by them and not by the file.

    Raises AudioError, naming the file and what to do, where it is missing, empty, no audio or damaged.
    """
    source = Path(path)
    _check_file(source)
    try:
        with source.open("rb") as file:
            blocks = list(_speech_blocks(file, source, max_seconds))
    except OSError as error:
        raise AudioError(f"{source}: cannot be read: {error.strerror or error}") from error
    samples = np.concatenate(blocks) if blocks else np.zeros(0, dtype=np.float32)
    if samples.size == 0:
        raise AudioError(f"{source}: holds no sound: its length is zero")
    peak = float(np.abs(samples).max())
    return Audio(samples / peak if peak > 1.0 else samples, MEL.sample_rate)


def _check_file(path: Path) -> None:
    if not os.path.exists(path):  # os.path, because Path raises OSError on a name that is too long
        raise AudioError(f"{path}: there is no such file")
    if os.path.isdir(path):
        raise AudioError(f"{path}: this is a folder; name a recording in it")
    if not os.path.isfile(path):
        raise AudioError(f"{path}: this is a device or a pipe; store the recording in a file first")
    if path.stat().st_size == 0:
        raise AudioError(f"{path}: the file is empty")


def _speech_blocks(file: BinaryIO, path: Path, max_seconds: float | None) -> Iterator[npt.NDArray[np.float32]]:
    """Yield the recording in blocks, shape `(samples,)`, at 24 kHz."""
    recording = _opened(file, path)
    with recording:
        if not LOWEST_RATE <= recording.samplerate <= HIGHEST_RATE:
            raise AudioError(
                f"{path}: its sample rate is given as {recording.samplerate} Hz; speech is read "
                f"at {LOWEST_RATE} to {HIGHEST_RATE} Hz"
            )
        yield from resample_blocks(_mono_blocks(recording, path, max_seconds), recording.samplerate, MEL.sample_rate)


def _opened(file: BinaryIO, path: Path) -> soundfile.SoundFile:
    start = file.read(16)
    file.seek(0)
    try:
        return soundfile.SoundFile(_Nameless(file))
    except soundfile.LibsndfileError as error:
        for offset, mark, name in FOREIGN:
            if start[offset:].startswith(mark):
                raise AudioError(
                    f"{path}: {name} is not read; convert it first: ffmpeg -i {path.name} {path.stem}.wav"
                ) from error
        raise AudioError(
            f"{path}: is no audio, or is damaged ({error.error_string}); use wav, flac, ogg, opus or mp3"
        ) from error


def _mono_blocks(
    recording: soundfile.SoundFile, path: Path, max_seconds: float | None
) -> Iterator[npt.NDArray[np.float32]]:
    """Yield the mean of the channels in blocks, shape `(samples,)`, at the recording's own rate."""
    rate, step = recording.samplerate, max(1, BLOCK // recording.channels)
    wanted = None if max_seconds is None else math.ceil(max_seconds * rate)
    done = 0
    while wanted is None or done < wanted:
        frames = step if wanted is None else min(step, wanted - done)
        try:
            block = recording.read(frames, dtype="float32", always_2d=True)  # (frames, channels)
        except soundfile.LibsndfileError as error:
            raise AudioError(
                f"{path}: is damaged after {done / rate:.1f} s ({error.error_string}); record or convert it anew"
            ) from error
        if len(block) == 0:
            return
        if not np.isfinite(block).all():
            raise AudioError(f"{path}: contains NaN or infinity in its samples; export it anew")
        yield block.mean(axis=1)  # (samples,)
        done += len(block)


class _Nameless:
    """A binary file without its name, from which soundfile would guess that `.raw` needs no header."""

    def __init__(self, file: BinaryIO) -> None:
        self._seek, self.tell, self.read, self.readinto = file.seek, file.tell, file.read, file.readinto  # type: ignore[attr-defined]

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to a place; stay where it cannot be: a damaged file may point before its own beginning.

        An exception would be lost in the library that asked, and a traceback of it be printed.
        """
        try:
            return self._seek(offset, whence)
        except (OSError, ValueError):
            return self.tell()
