"""From what lhotse prepares to rows: lhotse knows the layouts, this file what may be wrong in them.

lhotse stops at the first recording that it cannot read. Here it reads headers through a backend of ours, which says of
a broken file that it lasts a second and remembers what is wrong with it, so that the others are prepared.
"""

import importlib
import io
import logging
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stderr
from pathlib import Path
from typing import Any

from voiceclone.errors import DataError, DependencyError
from voiceclone.training.corpora.header import header_or_fault
from voiceclone.training.corpora.rows import Row, plain_sex

log = logging.getLogger(__name__)

_NOT_THERE = re.compile(r"No such file: (?P<file>.+)|No recording exists for utterance id (?P<id>[^,\s]+)")

Prepared = Mapping[str, Any]  # "recordings": a RecordingSet, "supervisions": a SupervisionSet


def require_lhotse(module: str = "lhotse") -> Any:
    """Return lhotse, or a module of it; raises DependencyError, with the command that installs it, if it is missing."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise DependencyError(
            f'reading this corpus needs lhotse, which cannot be imported ({error}): pip install "voiceclone[train]"'
        ) from error


def lhotse_rows(folder: Path, prepare: Callable[[], Prepared], language: str = "en") -> Iterator[Row]:
    """Yield a row for each supervision that `prepare` finds in `folder`, and one for each file that it misses.

    Raises DataError where the layout is not the one that lhotse expects.
    """
    with _broken_files_passed_over() as broken, _what_is_missed() as missed:
        try:
            with redirect_stderr(io.StringIO()):  # a progress bar for every speaker
                prepared = prepare()
        except (AssertionError, LookupError, ValueError, OSError, StopIteration) as error:
            reason = f"{type(error).__name__}: {error}"
            raise DataError(
                f"{folder} does not have the layout of this corpus, or a part of it is missing ({reason})"
            ) from error
    for file in missed:
        yield Row(_below(folder, file), "", language=language, fault="there is no such file")
    recordings = {recording.id: recording for recording in prepared["recordings"]}
    for supervision in prepared["supervisions"]:
        recording = recordings[supervision.recording_id]
        source = recording.sources[0].source
        yield _row(supervision, recording, _below(folder, source), broken.get(source, ""), language)


def _row(supervision: Any, recording: Any, file: str, fault: str, language: str) -> Row:
    more = supervision.custom or {}
    return Row(
        file=file,
        speaker=supervision.speaker or "speaker",
        text=" ".join((more.get("normalized_text") or supervision.text or "").split()),
        language=language,
        seconds=0.0 if fault else recording.duration,
        rate=0 if fault else recording.sampling_rate,
        sex=plain_sex(supervision.gender),
        age=str(more.get("age") or ""),
        accent=more.get("accent") or "",
        fault=fault,
    )


def _below(folder: Path, file: str) -> str:
    path = Path(file)
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else file


@contextmanager
def _broken_files_passed_over() -> Iterator[dict[str, str]]:
    """Let lhotse read headers as we do; yields what is wrong with each broken file, by its name."""
    backend = require_lhotse("lhotse.audio.backend")
    broken: dict[str, str] = {}

    class Headers(backend.LibsndfileBackend):  # type: ignore[misc,name-defined]
        """Headers alone, and never an exception."""

        usual = 16_000  # Hz; a broken file is given the rate of the last whole one, for lhotse warns of mixed rates

        def info(self, path_or_fd: Any, force_opus_sampling_rate: int | None = None) -> Any:
            seconds, rate, fault = header_or_fault(Path(path_or_fd))
            if fault:
                broken[str(path_or_fd)] = fault
                return backend.LibsndfileCompatibleAudioInfo(1, self.usual, self.usual, 1.0)
            self.usual = rate
            return backend.LibsndfileCompatibleAudioInfo(1, round(seconds * rate), rate, seconds)

    before = backend.get_current_audio_backend()
    backend.set_current_audio_backend(Headers())
    try:
        yield broken
    finally:
        backend.set_current_audio_backend(before)


@contextmanager
def _what_is_missed() -> Iterator[list[str]]:
    """Yield the list of files that lhotse says, in its log, are not there; what else it warns of, our log repeats."""
    missed: list[str] = []
    root = logging.getLogger()
    heard = bool(root.handlers)

    class Ear(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found = _NOT_THERE.match(record.getMessage())
            if found:
                missed.append(found["file"] or found["id"])
            elif not heard:
                log.warning("%s", record.getMessage())

    ear = Ear(logging.WARNING)
    root.addHandler(ear)
    try:
        yield missed
    finally:
        root.removeHandler(ear)
