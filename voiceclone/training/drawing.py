"""Which batch is drawn when: by its number alone, so that an interrupted training goes on with the very next one.

Every batch has a number, counted over all processes, and draws its chances from a generator of that number. A process
takes every `world`-th of them, so that two processes together see what one would see in batches of twice the size.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, islice
from typing import Any

import lightning as L
import numpy as np
import torch
from lightning.pytorch.callbacks import Callback
from torch.utils.data import DataLoader, IterableDataset, get_worker_info


@dataclass(frozen=True)
class Turn:
    """Where a process stands: it is number `rank` of `world`, and has done `start` batches; `seed` draws others."""

    seed: int = 0
    start: int = 0
    rank: int = 0
    world: int = 1

    def numbers(self) -> Iterator[int]:
        """Yield the numbers of this process' batches, without end; a worker of a loader takes its own, in turn."""
        worker, workers = _worker()
        for batch in count(self.start + worker, workers):
            yield batch * self.world + self.rank

    def chance(self, number: int) -> np.random.Generator:
        """Return the generator of a batch, or of anything else that has a number."""
        return np.random.default_rng([self.seed, number])


def _worker() -> tuple[int, int]:
    """Which worker of a loader this is, and of how many."""
    info = get_worker_info()
    return (0, 1) if info is None else (info.id, info.num_workers)


def of_worker(batches: Iterator[Any]) -> Iterator[Any]:
    """Pass on the batches that this worker of a loader makes: the loader asks all of them in turn."""
    worker, workers = _worker()
    return islice(batches, worker, None, workers)


def loader(dataset: IterableDataset[Any], workers: int | None = None) -> DataLoader[Any]:
    """Return a loader of a data set that yields whole batches, in their order however many `workers` make them.

    Beside a GPU four do; on processors that also learn, they would only take turns with it.
    """
    if workers is None:
        workers = 4 if torch.cuda.is_available() else 0
    context = "fork" if workers else None  # what is mapped into memory stays shared
    return DataLoader(dataset, batch_size=None, num_workers=workers, multiprocessing_context=context)


class DrawnData(L.LightningDataModule):
    """Data that remembers how many batches were done; that number lies in the checkpoint."""

    seed, batches_done = 0, 0

    @property
    def turn(self) -> Turn:
        """Where this process stands."""
        if self.trainer is None:
            return Turn(self.seed, self.batches_done)
        return Turn(self.seed, self.batches_done, self.trainer.global_rank, self.trainer.world_size)

    def state_dict(self) -> dict[str, Any]:
        """Return what a checkpoint keeps."""
        return {"batches_done": self.batches_done, "seed": self.seed}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        """Go on from a checkpoint."""
        self.batches_done, self.seed = state["batches_done"], state["seed"]


class Numbered(Callback):
    """Gives each batch the chances of its number, in the networks, too, and counts the batches that are done."""

    def __init__(self, data: DrawnData) -> None:
        self._data = data

    def on_train_batch_start(self, trainer: L.Trainer, module: L.LightningModule, *_: object) -> None:
        """Seed what the networks draw."""
        turn = self._data.turn
        number = turn.start * turn.world + turn.rank
        torch.manual_seed(int(turn.chance(number).integers(2**62)))

    def on_train_batch_end(self, trainer: L.Trainer, module: L.LightningModule, *_: object) -> None:
        """Count."""
        self._data.batches_done += 1
