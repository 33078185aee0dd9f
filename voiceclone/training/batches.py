"""Batches of clips of nearly equal length, so that little is padded."""

from collections.abc import Iterator, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor


def length_batches(lengths: Sequence[int], budget: int, random: np.random.Generator) -> Iterator[list[int]]:
    """Yield, in random order, positions in `lengths` whose padded size is at most `budget` (one item at least)."""
    jitter = np.array(lengths) * random.uniform(0.95, 1.05, len(lengths))
    batches: list[list[int]] = []
    batch: list[int] = []
    longest = 0
    for position in np.argsort(jitter):
        longest = max(longest, lengths[position])
        if batch and longest * (len(batch) + 1) > budget:
            batches.append(batch)
            batch, longest = [], lengths[position]
        batch.append(int(position))
    if batch:
        batches.append(batch)
    for number in random.permutation(len(batches)):
        yield batches[number]


def pad(sequences: Sequence[NDArray[np.generic]]) -> Tensor:
    """Stack arrays of different lengths, zeros behind: `(batch, longest, ...)`."""
    return torch.nn.utils.rnn.pad_sequence([torch.from_numpy(np.asarray(s)) for s in sequences], batch_first=True)


def lengths_of(sequences: Sequence[NDArray[np.generic]]) -> Tensor:
    """Length of each array, `(batch,)`."""
    return torch.tensor([len(sequence) for sequence in sequences])
