"""Speech that is not complete yet, on disk: raw samples, and beside them how far they go.

The samples are written and forced to the disk first, the record of them after that, whole or not at all. Whatever is
cut off in between, by a kill or a power failure, the record names a length that is there, and what lies beyond it is
forgotten. So nothing that is recorded is made twice, and nothing that is not is missing.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voiceclone.audio.atomic_write import write_atomically
from voiceclone.errors import OutputError

VERSION = 1
SAMPLES, RECORD = ".partial.pcm", ".partial.json"
_WIDTH = 2  # bytes of a sample


@dataclass(frozen=True)
class Progress:
    """How far a book is spoken.

    `work`: fingerprint of what is spoken and how. `file`: number, from 0, of the file that is being made, `passage` of
    the passage in it that comes next, and `bytes`, of the samples that are there. `sentences`: how many were spoken in
    all files, and their `seconds`. `claims`: what is to be said of the origin of the samples; none where they are
    silence. `made`: names of the files that are complete. `replaces`: files that are there may be replaced. `unclear`:
    sentences that could not be verified. `unspoken`: beginnings of passages without a word that can be spoken.
    """

    work: str
    file: int = 0
    passage: int = 0
    bytes: int = 0
    sentences: int = 0
    seconds: float = 0.0
    claims: dict[str, Any] = field(default_factory=dict)
    made: tuple[str, ...] = ()
    replaces: bool = False
    unclear: tuple[str, ...] = ()
    unspoken: tuple[str, ...] = ()


class Partial:
    """The two files of a speech that is being made, named after `stem`, in a folder that exists."""

    def __init__(self, stem: Path) -> None:
        self.samples = stem.with_name(stem.name + SAMPLES)
        self.record = stem.with_name(stem.name + RECORD)

    def resume(self, work: str) -> Progress:
        """Return how far this work is; where nothing was begun, the beginning.

        Raises OutputError where the files are another work's, damaged, or cannot be read.
        """
        if not os.path.isfile(self.record):
            return Progress(work)
        try:
            found = json.loads(self.record.read_bytes())
            if found.pop("version") != VERSION:
                raise ValueError("another version")
            lists = {name: tuple(found[name]) for name in ("made", "unclear", "unspoken")}
            progress = Progress(**{**found, **lists})
            length = self.samples.stat().st_size if progress.bytes else 0
            if min(progress.file, progress.passage, progress.bytes) < 0 or length < progress.bytes:
                raise ValueError("samples are missing")
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise OutputError(
                f"{self.record}: cannot be gone on with ({error}); begin anew by --overwrite, which forgets it"
            ) from error
        if progress.work != work:
            raise OutputError(
                f"{self.record}: belongs to another text, voice or manner; give the same ones to go "
                "on with it, or begin anew by --overwrite, which forgets it"
            )
        return progress

    def append(self, progress: Progress, samples: NDArray[np.float32], after: Progress) -> Progress:
        """Add `(samples,)` in [-1, 1] behind what `progress` says is there; return `after` with the new length.

        Raises OutputError where they cannot be written; then they were not added.
        """
        raw = np.rint(samples.clip(-1.0, 1.0) * 32_767).astype("<i2").tobytes()
        with _writing(self.samples), open(self.samples, "r+b" if self.samples.exists() else "w+b") as file:
            file.truncate(progress.bytes)
            file.seek(progress.bytes)
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())  # before the record: it never promises more than is there
        reached = replace(after, bytes=progress.bytes + len(raw))
        self.note(reached)
        return reached

    def note(self, progress: Progress) -> None:
        """Record how far the speech is."""
        write_atomically(self.record, json.dumps({"version": VERSION, **asdict(progress)}).encode())

    def settle(self, progress: Progress) -> None:
        """Cut off whatever lies behind what is recorded."""
        with _writing(self.samples), open(self.samples, "r+b") as file:
            file.truncate(progress.bytes)

    def forget(self) -> None:
        """Remove both files, the record first: samples without one are no beginning of anything."""
        with _writing(self.record):
            self.record.unlink(missing_ok=True)
            self.samples.unlink(missing_ok=True)


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    """Turn what goes wrong at a file into OutputError."""
    try:
        yield
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror or error}") from error
