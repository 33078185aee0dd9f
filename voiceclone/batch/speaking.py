"""Speaks the lines of a batch several at a time, on one thread each; a line that fails fails alone.

A sentence keeps a second thread busy only now and then: much of the way from a text to a signed file is done by one.
Two lines at once on two threads keep both busy, and every line is exactly what it would be on its own. Lines are handed
out longest first, so that the threads end at nearly the same time.
"""

import hashlib
import json
import logging
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import as_completed
from dataclasses import asdict, dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from voiceclone.audio.formats import format_of
from voiceclone.batch.lines import Line
from voiceclone.batch.report import FAILED, MADE, TO_DO, Outcome, read_report, write_report
from voiceclone.cluster import shared_over
from voiceclone.errors import DataError, OutputError, VoiceCloneError, VoiceError
from voiceclone.synthesis.delivery import PLAIN, Delivery
from voiceclone.threads import keep_to_one_thread, several_at_once, usable_cores
from voiceclone.trust.permission import check_permission
from voiceclone.voice import Voice

if TYPE_CHECKING:
    from voiceclone.cloner import VoiceCloner

log = logging.getLogger(__name__)

MakeCloner: TypeAlias = "Callable[[], VoiceCloner]"
_NOTED_EVERY = 20  # lines after which the report is written anew


@dataclass(frozen=True)
class Manner:
    """How all lines of a batch are spoken; see `VoiceCloner.narrate`."""

    delivery: Delivery = PLAIN
    seed: int = 0
    language: str = "en"
    verify: bool = False


PLAINLY = Manner()


@dataclass(frozen=True)
class _Task:
    """A line that is to be spoken: in `voice`, into `path`."""

    line: Line
    voice: Voice
    path: Path
    work: str


def speak_lines(
    lines: Sequence[Line],
    folder: str | os.PathLike[str],
    make_cloner: MakeCloner,
    manner: Manner = PLAINLY,
    *,
    workers: int | None = None,
    cluster: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Outcome]:
    """Speak into `folder` the lines that are not there yet, and return the outcome of each, in order.

    `make_cloner` makes the cloner. `workers`: how many lines are spoken at the same time, by default as many as there
    are cores; with a `cluster` (see `voiceclone.cluster`), as many as it has, which must see `folder` under the same
    name; then `make_cloner` makes one in each of its processes, and must be picklable, as `VoiceCloner.from_pretrained`
    is. `progress` is called with the number of lines that are done and of all.

    The outcomes are also written to `report.csv` there. A line is there already if that report names its file, the
    file exists, and text, voice and manner are the same; a changed line is made again. A file that the batch did not
    make is not touched. Raises OutputError where the folder or the report cannot be written.
    """
    target = _folder(Path(folder))
    before = read_report(target)
    outcomes: dict[int, Outcome] = {}
    tasks: list[_Task] = []
    load = lru_cache(maxsize=None)(Voice.load)  # one voice for all of its lines
    for line in lines:
        earlier = before.get(line.file)
        try:
            task = _task(line, load, target, manner)
            known = _known(task, earlier)
        except VoiceCloneError as error:
            made_of = earlier.work if earlier else ""
            outcomes[line.number] = Outcome(line.number, line.file, FAILED, remark=str(error), work=made_of)
            continue
        outcomes[line.number] = known or Outcome(line.number, line.file, TO_DO, work=task.work)
        if known is None:
            tasks.append(task)
    write_report(target, list(outcomes.values()))  # from here on, what exists under these names was made by the batch
    done = len(lines) - len(tasks)
    try:
        for outcome in _spoken(tasks, make_cloner, manner, workers or usable_cores(), cluster):
            outcomes[outcome.row] = outcome
            done += 1
            if progress:
                progress(done, len(lines))
            if done % _NOTED_EVERY == 0:
                write_report(target, list(outcomes.values()))
    finally:
        write_report(target, list(outcomes.values()))
    return list(outcomes.values())


def _folder(folder: Path) -> Path:
    try:
        folder.mkdir(exist_ok=True)
    except FileExistsError as error:
        raise OutputError(f"{folder}: is a file; name a folder") from error
    except OSError as error:
        raise OutputError(f"{folder}: cannot be made: {error.strerror or error}") from error
    return folder


def _task(line: Line, load: Callable[[Path], Voice], folder: Path, manner: Manner) -> _Task:
    """What is to be done for a line; raises what is wrong with it."""
    if not line.file:
        raise OutputError("the name of the file is missing")
    root = Path(os.path.realpath(folder))
    path = Path(os.path.realpath(root / line.file))
    if not path.is_relative_to(root):
        raise OutputError(f"{line.file}: leads out of the output folder")
    format_of(path)
    if line.voice.is_dir():  # also where the cell is empty: then it is the folder of the table
        raise VoiceError(f"{line.voice}: is a folder; name a voice file")
    voice = load(line.voice)
    check_permission(voice)
    said = [line.text, voice.fingerprint, voice.consent.id, asdict(manner)]
    return _Task(line, voice, path, hashlib.sha256(json.dumps(said).encode()).hexdigest())


def _known(task: _Task, before: Outcome | None) -> Outcome | None:
    """The outcome of a line that is there already; None where it is to be made.

    Raises OutputError where its file is there and no batch made it.
    """
    if not os.path.lexists(task.path):
        return None
    if before is None or not before.work:
        raise OutputError(f"{task.path}: exists, and was not made by this batch; move it away, or name another file")
    if before.work != task.work or before.outcome == FAILED:
        return None
    return replace(before, row=task.line.number, outcome=MADE)


def _spoken(
    tasks: Sequence[_Task], make_cloner: MakeCloner, manner: Manner, workers: int, cluster: str | None
) -> Iterator[Outcome]:
    """Yield the outcome of each task as it is done, the longest texts first."""
    ordered = sorted(tasks, key=lambda task: len(task.line.text), reverse=True)
    if not ordered:
        return
    cloner = make_cloner()  # what is wrong with its lexicon is known before anything is spoken
    if cluster is not None:
        yield from _spoken_far(ordered, make_cloner, manner, cluster)
        return
    if workers == 1 or len(ordered) == 1:
        yield from (_speak(task, cloner, manner) for task in ordered)
        return
    with several_at_once(1) as first:  # the shortest line reads what all threads need, as they need it
        yield first.submit(_speak, ordered.pop(), cloner, manner).result()
    with several_at_once(min(workers, len(ordered))) as pool:
        for done in as_completed([pool.submit(_speak, task, cloner, manner) for task in ordered]):
            yield done.result()


def _spoken_far(tasks: Sequence[_Task], make_cloner: MakeCloner, manner: Manner, cluster: str) -> Iterator[Outcome]:
    """Yield the outcomes of tasks that a cluster works on; those whose workers died again and again fail."""
    waiting = {task.line.number: task for task in tasks}
    with shared_over(cluster) as spread:
        try:
            for outcome in spread(partial(_speak_far, make_cloner=make_cloner, manner=manner), tasks):
                del waiting[outcome.row]
                yield outcome
        except DataError as error:
            yield from (_failed(task, str(error)) for task in waiting.values())


_here: "VoiceCloner | None" = None  # of a process of a cluster; it is made once in its life


def _speak_far(task: _Task, make_cloner: MakeCloner, manner: Manner) -> Outcome:
    """Speak in a process that has perhaps spoken before, on one thread: a cluster has a process for each core."""
    global _here
    if _here is None:
        os.environ["OMP_NUM_THREADS"] = "1"  # for torch, and for our sessions of onnxruntime
        _here = make_cloner()
    keep_to_one_thread()
    return _speak(task, _here, manner)


def _speak(task: _Task, cloner: "VoiceCloner", manner: Manner) -> Outcome:
    """Speak a line and write its file; whatever goes wrong is its outcome, and no other line's."""
    try:
        speech = cloner.narrate(
            task.line.text,
            task.voice,
            manner.delivery,
            seed=manner.seed,
            language=manner.language,
            verify=manner.verify,
        )
        task.path.parent.mkdir(parents=True, exist_ok=True)
        speech.audio.save(task.path)
    except VoiceCloneError as error:
        return _failed(task, str(error))
    except Exception as error:  # of no kind that is known; told in the report, as the other lines go on
        log.warning("row %d failed", task.line.number, exc_info=error)
        return _failed(task, f"{type(error).__name__}: {error}")
    remark = "".join(f"not recognised: {sentence} " for sentence in speech.unclear).strip()
    return Outcome(task.line.number, task.line.file, MADE, round(speech.audio.seconds, 3), remark, task.work)


def _failed(task: _Task, remark: str) -> Outcome:
    return Outcome(task.line.number, task.line.file, FAILED, remark=remark, work=task.work)
