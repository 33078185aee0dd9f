"""The length and the rate of a recording, from its header alone."""

from pathlib import Path

import soundfile

from voiceclone.audio.files import load_audio
from voiceclone.errors import AudioError


def recording_header(path: Path) -> tuple[float, int]:
    """Return the length in seconds and the sample rate in Hz. Raises AudioError where there is nothing to read."""
    try:
        header = soundfile.info(str(path))
    except (soundfile.LibsndfileError, OSError, TypeError) as error:
        load_audio(path, max_seconds=0.01)  # says what is wrong, and what to do
        raise AudioError(f"{path}: cannot be read ({error})") from error
    if header.frames == 0:
        raise AudioError(f"{path}: holds no sound: its length is zero")
    return header.frames / header.samplerate, header.samplerate


def header_or_fault(path: Path) -> tuple[float, int, str]:
    """The same with what is wrong in words, which is empty where nothing is."""
    try:
        return (*recording_header(path), "")
    except AudioError as error:
        return 0.0, 0, str(error).removeprefix(f"{path}: ")
