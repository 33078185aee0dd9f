"""How every network is trained: number type, checkpoints, resuming, time budget, logs."""

import logging
import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import lightning as L
import torch
from lightning.pytorch.callbacks import Callback
from lightning.pytorch.loggers import CSVLogger, TensorBoardLogger
from rich import progress
from rich.console import Console
from rich.progress import BarColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel

from voiceclone.errors import DataError, OutputError
from voiceclone.training.drawing import DrawnData, Numbered

log = logging.getLogger(__name__)

Precision = Literal["auto", "32", "bf16"]


def choose_precision(wanted: Precision = "auto") -> Literal["32-true", "bf16-mixed"]:
    """Number type for training; "auto" measures a matrix product in both.

    On some processors bfloat16 is two to four times as fast as single precision, on others hundreds of times slower.
    """
    if wanted == "auto":
        if torch.cuda.is_available():
            return "bf16-mixed"
        wanted = "bf16" if bfloat16_is_faster() else "32"
    return "bf16-mixed" if wanted == "bf16" else "32-true"


def bfloat16_is_faster() -> bool:
    """Whether this processor multiplies matrices faster in bfloat16 than in single precision, by a measurement."""
    return _product_seconds(torch.bfloat16) < 0.8 * _product_seconds(torch.float32)


def _product_seconds(dtype: torch.dtype, size: int = 512) -> float:
    matrix = torch.randn(size, size).to(dtype)
    matrix @ matrix
    start = time.perf_counter()
    for _ in range(5):
        matrix @ matrix
    return time.perf_counter() - start


def averaged(network: nn.Module, decay: float = 0.999) -> AveragedModel:
    """Exponential moving average of a network's weights; it is part of the checkpoint when held by the module.

    The average is short at first, `(1 + n) / (10 + n)` after n steps, so that the first weights are soon forgotten.
    """

    @torch.no_grad()
    def follow(averages: Sequence[Tensor], currents: Sequence[Tensor], steps: Tensor | int) -> None:
        pace = 1 - min(decay, (1 + int(steps)) / (10 + int(steps)))
        for average, current in zip(averages, currents, strict=True):
            if average.is_floating_point():
                average.lerp_(current, pace)
            else:
                average.copy_(current)

    return AveragedModel(network, multi_avg_fn=follow, use_buffers=True).requires_grad_(False)


def warmed_cosine(
    optimiser: torch.optim.Optimizer, warm_up: int, steps: int, *, begin: float, least: float = 0.0
) -> dict[str, Any]:
    """What a module tells Lightning: a rate that rises from the share `begin` over `warm_up` steps, then falls.

    It falls on a cosine over `steps` more, to `least`.
    """
    schedule = torch.optim.lr_scheduler.SequentialLR(
        optimiser,
        [
            torch.optim.lr_scheduler.LinearLR(optimiser, begin, total_iters=warm_up),
            torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps, eta_min=least),
        ],
        [warm_up],
    )
    return {"optimizer": optimiser, "lr_scheduler": {"scheduler": schedule, "interval": "step"}}


def mean_of_all(values: Tensor, count: Tensor | None = None) -> Tensor:
    """Mean of `values` of any shape, or their sum by `count`, over all processes that learn together.

    Their gradients are averaged, so that each process' own mean would give weight to those that have fewer values.
    """
    number = torch.tensor(float(values.numel()), device=values.device) if count is None else count.detach().clone()
    if torch.distributed.is_available() and torch.distributed.is_initialized():
        torch.distributed.all_reduce(number)
        number /= torch.distributed.get_world_size()
    return values.sum() / number.clamp_min(1e-6)


class Checkpoint(Callback):
    """Writes `last.ckpt` every ten minutes, whole or not at all, whatever way the module optimises itself.

    Only between two steps: where `accumulate` batches make one, a part of them would be lost.
    """

    def __init__(self, folder: Path, minutes: float = 10, accumulate: int = 1) -> None:
        self._file, self._interval, self._at = folder / "last.ckpt", 60 * minutes, time.monotonic()
        self._accumulate = accumulate

    def on_train_batch_end(
        self, trainer: L.Trainer, module: L.LightningModule, outputs: object, batch: object, index: int
    ) -> None:
        """Write when the time has come."""
        if (index + 1) % self._accumulate == 0 and agreed(trainer, time.monotonic() - self._at >= self._interval):
            self.write(trainer)

    def on_train_end(self, trainer: L.Trainer, module: L.LightningModule) -> None:
        """Write at the end."""
        self.write(trainer)

    def write(self, trainer: L.Trainer) -> None:
        """Write beside the old file, then take its place."""
        fresh = self._file.with_suffix(".new")
        try:
            trainer.save_checkpoint(fresh)
            if trainer.is_global_zero:
                fresh.replace(self._file)
        except (OSError, RuntimeError) as error:  # torch says of a full disk that it cannot write a file
            fresh.unlink(missing_ok=True)
            kept = "the one before it is whole" if self._file.is_file() else "there is none yet"
            raise OutputError(
                f"{self._file}: the checkpoint cannot be written ({error}); {kept}: free some space, and go on"
            ) from error
        self._at = time.monotonic()


def agreed(trainer: L.Trainer, wish: bool) -> bool:
    """Whether any of the processes that learn together wants it: what is done must be done by all."""
    return wish if trainer.world_size == 1 else bool(trainer.strategy.reduce_boolean_decision(wish, all=False))


class Budget(Callback):
    """Ends this run after some hours of wall clock, however long earlier runs took."""

    def __init__(self, hours: float) -> None:
        self._end = time.monotonic() + 3600 * hours

    def on_train_batch_end(self, trainer: L.Trainer, module: L.LightningModule, *_: object) -> None:
        """Stop when the time is over."""
        trainer.should_stop = agreed(trainer, trainer.should_stop or time.monotonic() > self._end)


class Progress(Callback):
    """Logs a line every minute: step, seconds a step, minutes left of the `hours`, and the latest metrics.

    In a terminal a bar shows how much of the time is over.
    """

    def __init__(self, hours: float) -> None:
        self._start = self._at = time.monotonic()
        self._seconds, self._step = 3600 * hours, 0
        console = Console(stderr=True)
        columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), TimeRemainingColumn())
        self._bar = progress.Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
        self._task = self._bar.add_task("", total=self._seconds)

    def on_train_start(self, trainer: L.Trainer, module: L.LightningModule) -> None:
        """Begin."""
        self._at, self._step = time.monotonic(), trainer.global_step
        if trainer.is_global_zero:
            self._bar.start()

    def teardown(self, trainer: L.Trainer, module: L.LightningModule, stage: str) -> None:
        """End, however it ends."""
        self._bar.stop()

    def on_train_batch_end(self, trainer: L.Trainer, module: L.LightningModule, *_: object) -> None:
        """Print when a minute has passed."""
        elapsed, over = time.monotonic() - self._at, time.monotonic() - self._start
        self._bar.update(self._task, completed=over, description=f"step {trainer.global_step}")
        if elapsed < 60:
            return
        steps = trainer.global_step - self._step
        figures = " ".join(f"{name} {value:.4g}" for name, value in sorted(trainer.logged_metrics.items()))
        pace, left = elapsed / max(1, steps), max(0.0, self._seconds - over) / 60
        log.info("step %d, %.2f s a step, %.0f min left: %s", trainer.global_step, pace, left, figures)
        self._at, self._step = time.monotonic(), trainer.global_step


def train(
    module: L.LightningModule,
    data: DrawnData,
    folder: Path,
    *,
    hours: float,
    precision: Precision = "auto",
    validate_every: int | None = 1000,
    steps: int = -1,
    accumulate: int = 1,
    watching: Sequence[Callback] = (),
) -> None:
    """Train until `hours` of wall clock have passed or `steps` are done, resuming from `folder/last.ckpt`.

    What comes is what would have come without the interruption. `accumulate` batches make one step; `watching`
    looks on (see `watching` and `showing`). Under torchrun
    the processes learn together, on GPUs or (with gloo) on processors. A checkpoint is written every ten minutes and
    at the end; metrics go to `folder/csv` and TensorBoard. Raises DataError for a wish that cannot be met, OutputError
    where a checkpoint cannot be written.
    """
    if accumulate > 1 and not module.automatic_optimization:
        what = type(module).__name__
        raise DataError(f"{what} takes two optimisers in turn and does not accumulate: use a larger batch")
    folder.mkdir(parents=True, exist_ok=True)
    version = len(list(folder.glob("csv/*")))
    local, world = (int(os.environ.get(name, 1)) for name in ("LOCAL_WORLD_SIZE", "WORLD_SIZE"))  # torchrun sets them
    together = world > 1
    trainer = L.Trainer(
        accelerator="auto",
        devices=local if together else "auto",
        num_nodes=world // local,
        strategy="ddp" if together else "auto",
        use_distributed_sampler=False,
        accumulate_grad_batches=accumulate,
        max_steps=steps,
        precision=choose_precision(precision),
        max_epochs=-1,
        callbacks=[
            *watching,
            Numbered(data),
            Checkpoint(folder, accumulate=accumulate),
            Budget(hours),
            Progress(hours),
        ],
        enable_checkpointing=False,
        logger=[
            CSVLogger(folder, name="csv", version=version),
            TensorBoardLogger(folder, name="tensorboard", version=version),
        ],
        log_every_n_steps=20,
        val_check_interval=validate_every,
        check_val_every_n_epoch=None,
        num_sanity_val_steps=0,
        enable_progress_bar=False,
        enable_model_summary=False,
    )
    last = folder / "last.ckpt"
    trainer.fit(module, data, ckpt_path=last if last.is_file() else None)
