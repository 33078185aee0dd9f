"""The recordings of one person in a folder, and what is said in each: as a list says, or as the recogniser hears it."""

import logging
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from voiceclone.audio.activity import FRAME_SECONDS, speech_frames
from voiceclone.audio.audio import Audio
from voiceclone.audio.files import load_audio
from voiceclone.audio.formats import FORMATS
from voiceclone.errors import AudioError, DataError
from voiceclone.evaluation.judges import Recogniser

log = logging.getLogger(__name__)

LONGEST = 20.0  # seconds of a recording with a transcript; longer ones are aligned badly
_LISTS = (".txt", ".csv")
_CUT_FROM, _CUT_TO = 4.0, 12.0  # seconds of the pieces that a long recording is cut into
_BORDER = 0.1  # seconds of silence that are kept around a piece
_NAMED = 5  # of the recordings that are not there, so many are named


def read_recordings(folder: Path, recogniser: Recogniser, pieces: Path) -> list[tuple[Path, str]]:
    """Return each recording with what is said in it.

    A list in the folder (.txt or .csv, UTF-8) says so in lines `file|text`; a recording that it does not name, or all
    where there is no list, is cut at its pauses into files in the folder `pieces`, which `recogniser` transcribes.
    Raises DataError where there is no folder, no recording, or a list that cannot be read.
    """
    if not folder.is_dir():
        raise DataError(f"there is no folder {folder}: name the folder of your recordings")
    found = {path.name: path for path in sorted(folder.iterdir()) if path.suffix.lower() in FORMATS}
    if not found:
        raise DataError(f"{folder} has no recording ({', '.join(FORMATS)})")
    listed = _listed(folder, found)
    rest = [path for name, path in found.items() if name not in listed]
    heard = [pair for path in rest for pair in _heard(path, recogniser, pieces)]
    return [(found[name], text) for name, text in listed.items() if _can_be_read(found[name])] + heard


def _listed(folder: Path, found: dict[str, Path]) -> dict[str, str]:
    """Texts by the names of recordings that are there."""
    lists = [path for path in sorted(folder.iterdir()) if path.suffix.lower() in _LISTS]
    if len(lists) > 1:
        raise DataError(f"{folder} has several lists ({', '.join(path.name for path in lists)}): keep one")
    by_stem = {Path(name).stem: name for name in found}
    texts: dict[str, str] = {}
    missing = []
    for number, line in enumerate(_lines(lists[0]) if lists else (), start=1):
        name, bar, text = line.partition("|")
        name, text = Path(name.strip()).name, text.rpartition("|")[2].strip()
        if not bar:
            raise DataError(f"{lists[0]}, line {number}: is not of the form file|text: {line[:60]!r}")
        name = name if name in found else by_stem.get(name, name)
        if name not in found:
            missing.append(name)
        elif not text:
            log.warning("left out: %s: its transcript in %s is empty", name, lists[0].name)
            found.pop(name)
        elif name in texts:
            raise DataError(f"{lists[0]}, line {number}: {name} is listed a second time: keep one line for each")
        else:
            texts[name] = text
    if missing:
        more = f", and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
        log.warning("listed, but not there: %s%s", ", ".join(missing[:_NAMED]), more)
    return texts


def _lines(path: Path) -> Iterator[str]:
    try:
        for line in path.read_text(encoding="utf-8-sig").splitlines():
            if line.strip():
                yield line
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: cannot be read as UTF-8 text ({error}): save it as UTF-8") from error


def _can_be_read(path: Path) -> bool:
    try:
        seconds = load_audio(path, max_seconds=LONGEST + 1).seconds
    except AudioError as error:
        log.warning("left out: %s", error)
        return False
    if seconds > LONGEST:
        log.warning("left out: %s: is longer than %.0f s: take its line out of the list, to have it cut", path, LONGEST)
    return seconds <= LONGEST


def _heard(path: Path, recogniser: Recogniser, folder: Path) -> Iterator[tuple[Path, str]]:
    """Pieces of a recording without a transcript, with what the recogniser hears in them."""
    try:
        audio = load_audio(path)
    except AudioError as error:
        log.warning("left out: %s", error)
        return
    folder.mkdir(parents=True, exist_ok=True)
    for number, samples in enumerate(cut_at_pauses(audio)):
        text = recogniser.transcribe(Audio(samples, audio.sample_rate)).strip()
        if not text:
            continue
        piece = folder / f"{path.stem}-{number:03d}.wav"
        soundfile.write(piece, samples, audio.sample_rate)
        yield piece, text


def cut_at_pauses(audio: Audio) -> list[NDArray[np.float32]]:
    """Cut a recording at its pauses into pieces of 4 to 12 s, `(samples,)` each; speech without a pause is left out."""
    active = speech_frames(audio.samples, audio.sample_rate)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], active.astype(np.int8), [0]))))
    spans = edges.reshape(-1, 2) * FRAME_SECONDS  # (stretches of speech, 2), seconds
    pieces: list[tuple[float, float]] = []
    for start, stop in spans:
        if pieces and pieces[-1][1] - pieces[-1][0] < _CUT_FROM and stop - pieces[-1][0] <= _CUT_TO:
            pieces[-1] = (pieces[-1][0], stop)
        else:
            pieces.append((start, stop))
    rate = audio.sample_rate
    return [
        audio.samples[max(0, round((start - _BORDER) * rate)) : round((stop + _BORDER) * rate)]
        for start, stop in pieces
        if stop - start <= LONGEST
    ]
