"""Batches from shards that are read one after another: by their numbers, as everywhere (see `drawing`).

Shards are counted without end, like batches; in each epoch they come in another order. A process draws from `LANES`
of them in turn, each of which stays in memory while about as much is drawn from it as it holds, and gives way to the
next that no other process has. A worker of a loader has some of the lanes, so that, as long as `LANES` can be divided
by their number, no two read the same shard either.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

import numpy as np
from lhotse.serialization import open_best
from numpy.typing import NDArray
from torch.utils.data import IterableDataset

from voiceclone.audio.mel import MEL
from voiceclone.errors import DataError
from voiceclone.training.drawing import Turn
from voiceclone.training.streaming.shar import Streamed, located, read_shard

LANES = 4
INDEX = "index.json"

Batch = TypeVar("Batch")


@dataclass(frozen=True)
class Index:
    """What lies at `place`: so many `shards`, and `seconds` of speech in all of them."""

    place: str
    shards: int
    seconds: float


def read_index(place: str) -> Index:
    """Read what `export_shards` wrote; `place`: see `read_shard`. Raises DataError where it is missing."""
    try:
        with open_best(located(place, INDEX), "r") as file:
            found = json.load(file)
        return Index(place, int(found["shards"]), float(found["seconds"]))
    except (OSError, ValueError, KeyError) as error:
        raise DataError(f"{located(place, INDEX)} cannot be read ({error}): write the shards to their end") from error


class Stream(IterableDataset[Batch]):
    """Endless batches; of `frames` each, which says how many are drawn from a shard."""

    def __init__(
        self, index: Index, draw: Callable[[Streamed], Callable[[int], Batch]], frames: int, turn: Turn
    ) -> None:
        """`draw` makes of a shard what returns the batch of a number."""
        self.index, self.draw, self.turn = index, draw, turn
        in_a_shard = index.seconds / index.shards * MEL.sample_rate / MEL.hop
        self.visit = max(1, round(in_a_shard / frames))  # batches
        self._order = lru_cache(maxsize=2 * LANES)(self._shuffled)

    def __iter__(self) -> Iterator[Batch]:
        """Yield batches."""
        held: dict[int, tuple[int, Callable[[int], Batch]]] = {}  # of each lane: which shard in the row, and its draw
        for number in self.turn.numbers():
            place = self.place_of(number)
            lane = place % LANES
            if lane not in held or held[lane][0] != place:
                held.pop(lane, None)  # not two at once in memory
                held[lane] = place, self.draw(read_shard(self.index.place, self.shard_at(place)))
            yield held[lane][1](number)

    def place_of(self, number: int) -> int:
        """Which shard in the endless row of shards the batch of a number is drawn from."""
        own, rank = divmod(number, self.turn.world)
        visits, lane = own // LANES // self.visit, own % LANES
        return (visits * self.turn.world + rank) * LANES + lane

    def shard_at(self, place: int) -> int:
        """The number of the shard at a place in that row: in every epoch each comes once."""
        epoch, within = divmod(place, self.index.shards)
        return int(self._order(epoch)[within])

    def _shuffled(self, epoch: int) -> NDArray[Any]:
        return np.random.default_rng([self.turn.seed, epoch]).permutation(self.index.shards)
