"""Speaks a book into one file, or one a chapter, in memory that does not grow; what was interrupted goes on."""

import hashlib
import json
import logging
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from filelock import FileLock, Timeout
from numpy.typing import NDArray

from voiceclone.audio.formats import check_output, encode_file, format_of
from voiceclone.audio.mel import MEL
from voiceclone.books.book import Book, Chapter, Passage, passages
from voiceclone.books.partial import Partial, Progress
from voiceclone.errors import NothingToSayError, OutputError, TextError
from voiceclone.synthesis.delivery import PLAIN, Delivery
from voiceclone.trust.permission import check_permission
from voiceclone.trust.provenance.attach import sign_file
from voiceclone.trust.provenance.claims import Claims
from voiceclone.trust.released import ReleasedAudio
from voiceclone.voice import Voice

if TYPE_CHECKING:
    from voiceclone.cloner import VoiceCloner

log = logging.getLogger(__name__)

_LONGEST_NAME = 60  # characters of a chapter's title in the name of its file


@dataclass(frozen=True)
class BookReport:
    """What became of a book: the files, seconds of speech and sentences in all of them.

    `unclear`: sentences that were not recognised as what they say, where that was asked for. `unspoken`: beginnings of
    passages without a word that can be spoken.
    """

    files: tuple[Path, ...]
    seconds: float
    sentences: int
    unclear: tuple[str, ...] = ()
    unspoken: tuple[str, ...] = ()


def speak_book(
    book: Book,
    voice: Voice,
    output: str | os.PathLike[str],
    cloner: "VoiceCloner",
    delivery: Delivery = PLAIN,
    *,
    chapters: str | None = None,
    seed: int = 0,
    language: str = "en",
    verify: bool = False,
    overwrite: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> BookReport:
    """Speak a book into the file `output`, or with `chapters`, a suffix as ".mp3", into a folder, a file a chapter.

    While it is being made, its samples and a record of how far they go lie beside the output; called again with the
    same book, voice and manner after an interruption of whatever kind, it goes on behind the last passage (some
    paragraphs) that was recorded, and the result is the same. Memory is bounded by a passage, whatever the length.
    Each file is signed when it is complete. `verify` as in `VoiceCloner.narrate`. `progress` is called with the number
    of characters that are spoken and of all. `overwrite` begins anew and replaces what is there.

    Raises OutputError where a file exists, cannot be written, or what was begun is another work's or another process
    is at it; ConsentError, VoiceError and SigningError as `narrate` and `Audio.save` do.
    """
    check_permission(voice)
    plan = _folder_plan(book, Path(output), chapters) if chapters else _file_plan(book, check_output(output))
    work = _fingerprint(book, voice, delivery, seed, language, verify)
    with _alone(plan.stem):
        partial = Partial(plan.stem)
        if overwrite:
            partial.forget()
        reached = partial.resume(work)
        if overwrite:
            reached = replace(reached, replaces=True)
        _refuse_existing(plan, reached)
        speaker = _Speaker(cloner, voice, delivery, seed, language, verify)
        done = _Counter(sum(len(p.text) for file in plan.files for p in file.passages), progress)
        for number, file in enumerate(plan.files):
            for place, passage in enumerate(file.passages):
                if (number, place) >= (reached.file, reached.passage):
                    reached = partial.append(reached, *speaker.speak(passage, reached))
                done.add(len(passage.text))
            if number == reached.file:
                reached = _finish(file.path, partial, reached)
        partial.forget()
    if not reached.made:
        raise TextError(f"the book {book.title!r} holds no word that can be spoken in the language {language!r}")
    made = tuple(file.path for file in plan.files if file.path.name in reached.made)
    return BookReport(made, reached.seconds, reached.sentences, reached.unclear, reached.unspoken)


@dataclass(frozen=True)
class _File:
    """A file to make, and what is spoken in it."""

    path: Path
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class _Plan:
    """All files of a book, and what the partial files are named after."""

    stem: Path
    files: tuple[_File, ...]


def _file_plan(book: Book, output: Path) -> _Plan:
    spoken = list(chain.from_iterable(passages(chapter) for chapter in book.chapters))
    return _Plan(output.with_suffix(""), (_File(output, _without_last_pause(spoken)),))


def _folder_plan(book: Book, folder: Path, suffix: str) -> _Plan:
    format_of(f"chapter{suffix}")
    try:
        folder.mkdir(exist_ok=True)
    except FileExistsError as error:
        raise OutputError(f"{folder}: is a file; name a folder for the chapters") from error
    except OSError as error:
        raise OutputError(f"{folder}: cannot be made: {error.strerror or error}") from error
    digits = max(2, len(str(len(book.chapters))))
    files = tuple(
        _File(folder / f"{number:0{digits}d}{_name(chapter)}{suffix}", _without_last_pause(list(passages(chapter))))
        for number, chapter in enumerate(book.chapters, start=1)
    )
    return _Plan(folder / "book", files)


def _without_last_pause(spoken: list[Passage]) -> tuple[Passage, ...]:
    return (*spoken[:-1], replace(spoken[-1], pause=0.0))


def _name(chapter: Chapter) -> str:
    """What a chapter adds to the name of its file: its title without what some file system forbids."""
    title = " ".join(re.sub(r"[^\w '&(),-]|_", " ", chapter.title).split())[:_LONGEST_NAME].strip(" ,")
    return f" {title}" if title else ""


def _fingerprint(book: Book, voice: Voice, delivery: Delivery, seed: int, language: str, verify: bool) -> str:
    """SHA-256 of everything that decides the samples, but not the format that they are written in."""
    said = {
        "chapters": [chapter.paragraphs for chapter in book.chapters],
        "voice": voice.fingerprint,
        "consent": voice.consent.id,
        "manner": [asdict(delivery), seed, language, verify],
    }
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _refuse_existing(plan: _Plan, reached: Progress) -> None:
    """Refuse files that this work did not make; of one that was just completed, the record may not be."""
    for number, file in enumerate(plan.files):
        complete = number == reached.file and reached.passage == len(file.passages)
        if file.path.name in reached.made and not file.path.is_file():
            raise OutputError(f"{file.path}: was made, and is missing now; begin anew by --overwrite")
        if number >= reached.file and not (complete or reached.replaces) and os.path.lexists(file.path):
            raise OutputError(f"{file.path}: exists; name another, or replace it by --overwrite")


@contextmanager
def _alone(stem: Path) -> Iterator[None]:
    """Keep other processes from the same output meanwhile."""
    name = stem.with_name(stem.name + ".partial.lock")
    try:
        lock = FileLock(name, timeout=0)
        lock.acquire()
    except Timeout as error:
        raise OutputError(f"{stem}: another process is speaking into it") from error
    except OSError as error:
        raise OutputError(f"{name}: cannot be written: {error.strerror or error}") from error
    try:
        yield
    finally:
        lock.release()
        with suppress(OSError):
            name.unlink(missing_ok=True)


class _Speaker:
    """Speaks passages in one voice and manner."""

    def __init__(
        self, cloner: "VoiceCloner", voice: Voice, delivery: Delivery, seed: int, language: str, verify: bool
    ) -> None:
        self._cloner, self._voice, self._delivery = cloner, voice, delivery
        self._seed, self._language, self._verify = seed, language, verify

    def speak(self, passage: Passage, reached: Progress) -> tuple[NDArray[np.float32], Progress]:
        """Return the samples of a passage with the silence after it, `(samples,)`, and how far the book is then.

        The chance of a sentence depends on its number in the book alone, so that it does not matter where one resumes.
        """
        after = replace(reached, passage=reached.passage + 1)
        silence = np.zeros(round(passage.pause / self._delivery.speed * MEL.sample_rate), dtype=np.float32)
        try:
            speech = self._cloner.narrate(
                passage.text,
                self._voice,
                self._delivery,
                seed=self._seed + reached.sentences,
                language=self._language,
                verify=self._verify,
            )
        except NothingToSayError:
            beginning = " ".join(passage.text.split())[:40]
            if any(map(str.isalnum, beginning)):
                log.warning("%r: holds no word that can be spoken, and is left out", beginning)
                after = replace(after, unspoken=(*after.unspoken, beginning))
            return silence, _longer(after, silence)
        assert isinstance(speech.audio, ReleasedAudio)
        samples = np.concatenate([speech.audio.samples, silence])
        spoken = replace(
            after,
            sentences=reached.sentences + len(speech.sentences),
            claims=speech.audio.claims.to_json(),
            unclear=(*reached.unclear, *speech.unclear),
        )
        return samples, _longer(spoken, samples)


def _longer(progress: Progress, samples: NDArray[np.float32]) -> Progress:
    return replace(progress, seconds=progress.seconds + len(samples) / MEL.sample_rate)


def _finish(path: Path, partial: Partial, reached: Progress) -> Progress:
    """Make the samples that are recorded the file `path`, signed, and return the progress at the next file.

    Where nothing was spoken in them, there is no file.
    """
    after = replace(reached, file=reached.file + 1, passage=0, bytes=0, claims={})
    if reached.claims:
        partial.settle(reached)
        unsigned = path.with_name(f".{path.name[:100]}.part")  # always the same: a kill leaves one at most
        try:
            encode_file(partial.samples, MEL.sample_rate, format_of(path), unsigned)
            sign_file(unsigned, path, Claims(**reached.claims))
        finally:
            with suppress(OSError):
                unsigned.unlink()
        after = replace(after, made=(*reached.made, path.name))
    partial.note(after)
    return after


class _Counter:
    """Counts the characters that are spoken."""

    def __init__(self, total: int, report: Callable[[int, int], None] | None) -> None:
        self._total, self._report, self._done = total, report, 0

    def add(self, characters: int) -> None:
        self._done += characters
        if self._report:
            self._report(self._done, self._total)
