"""Hours of training over all runs: a step that was interrupted has what is left of its hours, not all of them again."""

import json
import logging
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import lightning as L
from lightning.pytorch.callbacks import Callback

from voiceclone.audio.atomic_write import write_atomically
from voiceclone.errors import DataError
from voiceclone.training.drawing import DrawnData
from voiceclone.training.runtime import Precision, train

log = logging.getLogger(__name__)

_RECORD = "training.json"


@dataclass(frozen=True)
class Record:
    """What is known of the training in a folder: the size of its network, `spent` hours, and a run that has not ended.

    `started`: when that run began, in seconds since 1970; 0 where none is under way.
    """

    size: str
    spent: float = 0.0
    started: float = 0.0


def hours_left(folder: Path, hours: float, size: str) -> float:
    """Return what is left of `hours` for the training in `folder`; a run that was killed counts to its last checkpoint.

    Raises DataError where the folder holds a training of another size.
    """
    record = _read(folder)
    if record is None:
        return hours
    if record.size != size:
        raise DataError(f"{folder} holds a training of the size {record.size!r}, not {size!r}: give another folder")
    return max(0.0, hours - record.spent)


def train_for(
    module: L.LightningModule,
    data: DrawnData,
    folder: Path,
    *,
    hours: float,
    size: str,
    precision: Precision = "auto",
    validate_every: int | None = 1000,
    accumulate: int = 1,
    watching: Sequence[Callback] = (),
) -> None:
    """Train in `folder` until `hours` are spent, all runs together; at once done where they are."""
    left = hours_left(folder, hours, size)
    if left <= 0:
        log.info("%s: its %.4g hours are spent; give more to go on", folder, hours)
        return
    spent, begun = hours - left, time.time()
    _write(folder, Record(size, spent, begun))
    train(
        module,
        data,
        folder,
        hours=left,
        precision=precision,
        validate_every=validate_every,
        accumulate=accumulate,
        watching=watching,
    )
    _write(folder, Record(size, hours if _is_over(begun, left) else spent + _since(begun)))


def _since(begun: float) -> float:
    return (time.time() - begun) / 3600


def _is_over(begun: float, left: float) -> bool:
    """Whether the run used what it had, and was not stopped by hand."""
    return _since(begun) >= left


def _read(folder: Path) -> Record | None:
    file = folder / _RECORD
    if not file.is_file():
        return None
    try:
        record = Record(**json.loads(file.read_text(encoding="utf-8")))
    except (ValueError, TypeError) as error:
        raise DataError(f"{file} is damaged ({error}): remove it to give the training its hours again") from error
    checkpoint = folder / "last.ckpt"
    if record.started and checkpoint.is_file():
        run = max(0.0, checkpoint.stat().st_mtime - record.started) / 3600
        return Record(record.size, record.spent + run)
    return record


def _write(folder: Path, record: Record) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    write_atomically(folder / _RECORD, json.dumps(asdict(record)).encode())
