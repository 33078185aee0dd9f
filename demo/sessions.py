"""What is each visitor's own: voices, files, the last speech. It ends with the browser's tab, and is deleted then."""

import os
import secrets
import shutil
import tempfile
import threading
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from voiceclone import Audio, Voice, VoiceError

from . import texts

if TYPE_CHECKING:
    from voiceclone import Delivery
    from voiceclone.synthesis.speech import Speech

MOST_VOICES = 30  # that one visitor can have at a time


@dataclass(frozen=True)
class Said:
    """A speech, and what it was made from; `reference`: the recording of the voice, if the visitor brought one."""

    text: str
    voice: Voice
    delivery: "Delivery"
    language: str
    speech: "Speech"
    reference: Audio | None


@dataclass
class Round:
    """A pair of the game: which of the two is `made`, 0 or 1, and the files of both."""

    made: int
    clips: tuple[Path, Path]
    guessed: bool = False


@dataclass
class Session:
    """One visitor, who may have `left`. `token` stands in the name of every file that is made for them."""

    folder: Path
    token: str = field(default_factory=lambda: secrets.token_hex(4))
    voices: dict[str, Voice] = field(default_factory=dict)
    recordings: dict[str, Audio] = field(default_factory=dict)  # the reference of each voice that was recorded, by name
    advice: dict[str, list[str]] = field(default_factory=dict)  # how a recording could be better, by name of the voice
    enrolled: dict[str, str] = field(default_factory=dict)  # names of voices by the file of their recording
    mixed: set[str] = field(default_factory=set)  # names of voices that were mixed here
    uploads: set[str] = field(default_factory=set)
    last: Said | None = None
    round: Round | None = None
    right: int = 0
    rounds: int = 0
    left: bool = False
    _files: int = 0

    def keep(self, voice: Voice, name: str, taken: Collection[str] = ()) -> str:
        """Keep a voice under `name`, or with the first number after it that is free; return what it is called.

        `taken`: names that are something else's. Raises VoiceError where there are too many voices.
        """
        if len(self.voices) >= MOST_VOICES:
            raise VoiceError(texts.TOO_MANY_VOICES.format(most=MOST_VOICES))
        called, number = name, 1
        while called in self.voices or called in taken:
            number += 1
            called = f"{name} {number}"
        self.voices[called] = voice
        return called

    def forget(self, name: str) -> None:
        """Delete a voice, and what was kept beside it."""
        self.voices.pop(name, None)
        self.recordings.pop(name, None)
        self.advice.pop(name, None)
        self.mixed.discard(name)
        self.enrolled = {file: called for file, called in self.enrolled.items() if called != name}

    def file(self, name: str, suffix: str) -> Path:
        """Return the path of a file that is to be made; its name is nobody else's."""
        self._files += 1
        plain = "".join(letter if letter.isalnum() else "-" for letter in name)[:40].strip("-") or "voice"
        return self.folder / f"{plain}-{self.token}-{self._files}{suffix}"


class Sessions:
    """All visitors of a server, by the name that the page has for each."""

    def __init__(self, served: Path | None = None) -> None:
        """`served`: the folder from which the page hands out copies of files, and into which it takes uploads."""
        self._served = served
        self._open: dict[str, Session] = {}
        self._lock = threading.Lock()

    def of(self, visitor: str | None) -> Session:
        """Return the session of a visitor, a fresh one if there is none."""
        with self._lock:
            if visitor is None:  # somebody who calls without a page has nothing that lasts
                visitor = secrets.token_hex(8)
            if visitor not in self._open:
                self._open[visitor] = Session(Path(tempfile.mkdtemp(prefix="voiceclone-")))
            return self._open[visitor]

    def close(self, visitor: str | None) -> None:
        """Delete all that a visitor brought and was given; a recording that another one brought too stays for them."""
        with self._lock:
            session = self._open.pop(visitor, None) if visitor is not None else None
            others = {upload for other in self._open.values() for upload in other.uploads}
        if session is None:
            return
        session.left = True
        shutil.rmtree(session.folder, ignore_errors=True)
        for upload in session.uploads - others:
            _delete(Path(upload))
        if self._served is not None:
            for folder, _, names in os.walk(self._served):  # others may delete theirs meanwhile
                for name in names:
                    if f"-{session.token}-" in name:
                        _delete(Path(folder, name))

    def close_all(self) -> None:
        """Delete what everybody brought."""
        for visitor in list(self._open):
            self.close(visitor)


def _delete(file: Path) -> None:
    with suppress(OSError):
        file.unlink()
        file.parent.rmdir()  # each lies in a folder of its own
