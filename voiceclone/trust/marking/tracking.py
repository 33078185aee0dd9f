"""Follows a mark through cuts: which of several alignments holds at each moment, or none."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from voiceclone.trust.marking.alignment import Alignment

CHANGE = 8.0  # nats of evidence that it takes to believe in a cut, or in the mark's beginning or end

_Array = npt.NDArray[np.float32]


def slot_evidence(ratios: _Array, alignment: Alignment, chips: _Array) -> _Array:
    """Return how much likelier each slot of `ratios` `(frames, BANDS)` is with the mark than without, nats `(slots,)`.

    `chips` `(PERIOD, BANDS)` are +1, -1, or 0 where they are not known. Of a ratio L that agrees with its chip as c
    says, a marked tile is sigmoid(c L) likely where an unmarked one is a half.
    """
    frames = alignment.frames(len(ratios))
    signs = chips[alignment.places(len(frames))]  # (slots, BANDS)
    agreement = np.log(2.0) - np.logaddexp(0.0, -signs * ratios[frames])
    evidence: _Array = np.where(signs != 0, agreement, 0.0).sum(axis=1)
    return evidence


def follow(ratios: _Array, alignments: Sequence[Alignment], chips: _Array) -> list[npt.NDArray[np.bool_]]:
    """Return for each alignment at which of its slots it holds, each `(slots,)`, by the likeliest sequence of changes.

    All have about the tempo of the first one.
    """
    evidence = [slot_evidence(ratios, alignment, chips) for alignment in alignments]
    count = max(len(values) for values in evidence)
    scores = np.zeros((count, len(alignments) + 1))  # the last state is that nothing holds
    for state, values in enumerate(evidence):
        scores[: len(values), state] = values
    path = _best_path(scores)
    return [path[: len(values)] == state for state, values in enumerate(evidence)]


def _best_path(scores: npt.NDArray[np.float64]) -> npt.NDArray[np.intp]:
    """Return the states `(steps,)` of the sequence whose `scores` `(steps, states)`, less its changes, are best."""
    steps, states = scores.shape
    total = scores[0].copy()
    back = np.zeros((steps, states), dtype=np.intp)
    for step in range(1, steps):
        best = int(total.argmax())
        stay = total >= total[best] - CHANGE
        back[step] = np.where(stay, np.arange(states), best)
        total = np.where(stay, total, total[best] - CHANGE) + scores[step]
    path = np.empty(steps, dtype=np.intp)
    state = int(total.argmax())
    for step in reversed(range(steps)):
        path[step] = state
        state = back[step, state]
    return path
