"""Whose voices are evaluated: the clips of a corpus, and for each speaker a reference and another recording."""

import csv
import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

from voiceclone.audio.audio import Audio
from voiceclone.audio.files import load_audio
from voiceclone.errors import DataError

_REQUIRED = ("file", "speaker", "seconds")
_SUFFIXES = (".wav", ".flac", ".ogg", ".opus", ".mp3")
_KEPT_FOR_OTHER = 4.0  # seconds: less tells a judge little about a voice
_DECADES = ("children", "teens", "twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties")


@dataclass(frozen=True)
class Clip:
    """One recording. `text` is empty unless its corpus published the words; `age` is a decade, `seconds` the length.

    `is_adult` is false where the corpus says so, `speaker_is_certain` where the speaker was guessed by a program.
    """

    path: Path
    speaker: str
    seconds: float
    text: str = ""
    language: str = ""
    sex: str = ""
    age: str = ""
    accent: str = ""
    corpus: str = ""
    is_adult: bool = True
    speaker_is_certain: bool = True


@dataclass(frozen=True)
class Stretch:
    """A part of a clip; `start` and `seconds` in seconds."""

    clip: Clip
    start: float
    seconds: float

    def load(self) -> Audio:
        """Read it from disk, at the clip's own rate. Raises AudioError if the file cannot be read."""
        audio = load_audio(self.clip.path)
        first, last = (round(at * audio.sample_rate) for at in (self.start, self.start + self.seconds))
        return Audio(audio.samples[first:last], audio.sample_rate)


@dataclass(frozen=True)
class Subject:
    """A speaker under evaluation: the `reference` is enrolled, the clones are compared with the `other` recording.

    `same_clip` says that the other recording is another stretch of the reference's clip, for want of a second one.
    `clips` are all of the speaker's.
    """

    name: str
    reference: Stretch
    other: Stretch
    clips: tuple[Clip, ...]

    @property
    def same_clip(self) -> bool:
        """Whether reference and other recording are two stretches of one clip: likeness is then overrated."""
        return self.reference.clip == self.other.clip

    @property
    def groups(self) -> dict[str, str]:
        """What the corpus states of the speaker, by kind of group."""
        clip = self.reference.clip
        stated = {"sex": clip.sex, "age": clip.age, "accent": clip.accent, "corpus": clip.corpus}
        return {kind: value or "not stated" for kind, value in stated.items()}


def read_clips(folder: Path, split: str = "dev") -> list[Clip]:
    """Read a corpus: a folder with a `manifest.tsv`, or one with a folder of recordings (or one recording) a speaker.

    The manifest is tab-separated with a header: `file` (below the folder), `speaker`, `seconds`, and where known
    `speaker_source`, `text`, `text_source`, `language`, `sex`, `age`, `accent`, `corpus`, `split`; clips of other
    splits than `split` are left out. Raises DataError if the folder holds neither, or no clip.
    """
    if not folder.is_dir():
        raise DataError(f"there is no folder {folder}: name the folder of a corpus")
    table = folder / "manifest.tsv"
    clips = _read_manifest(table, split) if table.is_file() else _read_folder(folder)
    if not clips:
        raise DataError(f"{folder} has no clip of the split {split!r}, nor a recording ({', '.join(_SUFFIXES)})")
    return clips


def adults(clips: Iterable[Clip], language: str = "en") -> list[Clip]:
    """Leave out whoever is said to be under eighteen, and other languages; what is not stated stays in."""
    return [clip for clip in clips if clip.is_adult and clip.language in ("", language)]


def choose_subjects(clips: Iterable[Clip], shortest: float = 3.0, longest: float = 10.0) -> list[Subject]:
    """One subject for each speaker with a clip of `shortest` seconds.

    The reference is the longest clip of up to `longest` seconds, and the other recording the longest of the rest,
    both cut off at `longest`. A single clip is split: its last four seconds (or its last half, if that is less) are
    kept for the other recording. Equal lengths go by file name, so that the choice is always the same.
    Raises DataError if nobody is left.
    """
    by_speaker: dict[str, list[Clip]] = {}
    for clip in sorted(clips, key=lambda clip: str(clip.path)):
        if clip.speaker_is_certain:
            by_speaker.setdefault(clip.speaker, []).append(clip)
    subjects = [
        _choose(name, group, longest)
        for name, group in sorted(by_speaker.items())
        if max(clip.seconds for clip in group) >= shortest
    ]
    if not subjects:
        raise DataError(f"no speaker has a clip of {shortest:g} s")
    return subjects


def draw_subjects(subjects: Sequence[Subject], limit: int | None, seed: int = 0) -> list[Subject]:
    """`limit` of the subjects, drawn by `seed`, in their order; all of them if there are no more, or no limit."""
    if limit is None or limit >= len(subjects):
        return list(subjects)
    chosen = np.random.default_rng(seed).choice(len(subjects), size=limit, replace=False)
    return [subjects[index] for index in sorted(chosen)]


def shortened(subject: Subject, seconds: float) -> Subject:
    """The same subject with only the first `seconds` of its reference."""
    reference = dataclasses.replace(subject.reference, seconds=min(seconds, subject.reference.seconds))
    return dataclasses.replace(subject, reference=reference)


def _choose(name: str, clips: Sequence[Clip], longest: float) -> Subject:
    fitting = [clip for clip in clips if clip.seconds <= longest]
    first = max(fitting, key=_length) if fitting else min(clips, key=_length)
    rest = [clip for clip in clips if clip != first]
    if rest:
        second = max(rest, key=lambda clip: (clip.seconds <= longest, clip.seconds))
        reference = Stretch(first, 0.0, min(first.seconds, longest))
        return Subject(name, reference, Stretch(second, 0.0, min(second.seconds, longest)), tuple(clips))
    cut = min(first.seconds - min(_KEPT_FOR_OTHER, first.seconds / 2), longest)
    other = Stretch(first, cut, min(first.seconds - cut, longest))
    return Subject(name, Stretch(first, 0.0, cut), other, tuple(clips))


def _length(clip: Clip) -> float:
    return clip.seconds


def _read_manifest(table: Path, split: str) -> list[Clip]:
    with table.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines, delimiter="\t", restval="")
        missing = [name for name in _REQUIRED if name not in (reader.fieldnames or [])]
        if missing:
            raise DataError(f"{table} lacks the column {', '.join(missing)}")
        rows = [row for row in reader if row.get("split", split) == split]
    try:
        return [_clip(table.parent, row) for row in rows]
    except ValueError as error:
        raise DataError(f"{table} has a length that is no number of seconds ({error})") from error


def _clip(folder: Path, row: dict[str, str]) -> Clip:
    return Clip(
        path=folder / row["file"],
        speaker=row["speaker"],
        seconds=float(row["seconds"]),
        text=row.get("text", "") if row.get("text_source", "published") == "published" else "",
        language=row.get("language", ""),
        sex=row.get("sex", ""),
        age=_decade(row.get("age", "")),
        accent=row.get("accent", "").partition(",")[0].partition("(")[0].strip(),
        corpus=row.get("corpus", ""),
        is_adult=not _is_minor(row.get("age", "")),
        speaker_is_certain=row.get("speaker_source", "published") == "published",
    )


def _is_minor(age: str) -> bool:
    return int(age) < 18 if age.isdecimal() else age == "teens"


def _decade(age: str) -> str:
    """Years, or Common Voice's decades (which spell "fourties"), as a decade."""
    return _DECADES[min(int(age) // 10, len(_DECADES) - 1)] if age.isdecimal() else age.replace("fourties", "forties")


def _read_folder(folder: Path) -> list[Clip]:
    files = sorted(path for path in folder.glob("*") if path.suffix.lower() in _SUFFIXES)
    files += sorted(path for path in folder.glob("*/*") if path.suffix.lower() in _SUFFIXES)
    return [_unlisted(path, path.stem if path.parent == folder else path.parent.name) for path in files]


def _unlisted(path: Path, speaker: str) -> Clip:
    try:
        return Clip(path, speaker, float(soundfile.info(path).duration))
    except soundfile.LibsndfileError as error:
        raise DataError(f"{path} is no recording that can be read ({error})") from error
