"""Which batch is drawn when: by its number alone, so that an interrupted training goes on with the very next one.

Every batch has a number, counted over all processes, and draws its chances from a generator of that number. A process
takes every `world`-th of them, so that two processes together see what one would see in batches of twice the size.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

import lightning as L
import numpy as np
import torch
from lightning.pytorch.callbacks import Callback


@dataclass(frozen=True)
class Turn:
    """Where a process stands: it is number `rank` of `world`, and has done `start` batches; `seed` draws others."""

    seed: int = 0
    start: int = 0
    rank: int = 0
    world: int = 1

    def numbers(self) -> Iterator[int]:
        """Yield the numbers of this process' batches, without end."""
        for batch in count(self.start):
            yield batch * self.world + self.rank

    def chance(self, number: int) -> np.random.Generator:
        """Return the generator of a batch, or of anything else that has a number."""
        return np.random.default_rng([self.seed, number])


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
