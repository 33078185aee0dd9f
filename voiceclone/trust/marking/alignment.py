"""Where in the pattern a recording is: a search over time, speed and pitch for the synchronisation's correlation.

Under a random key, the sum of chips times what was heard is, whatever the audio, a sum of terms with random signs:
by Hoeffding's inequality a sum beyond z times the root of the sum of squares has a probability below exp(-z^2 / 2).
(W. Hoeffding, "Probability inequalities for sums of bounded random variables", JASA 58, 1963.)
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from voiceclone.trust.marking.hearing import HEARING_HOP
from voiceclone.trust.marking.layout import BANDS, PERIOD, SLOT
from voiceclone.trust.marking.pattern import Pattern

PHASES = 4  # positions within a slot that are tried
STEPS = (-0.67, -0.33, 0.0, 0.33, 0.67)  # frames, to refine the phase by
_SPACING = SLOT / HEARING_HOP  # frames from a slot to the next

_Array = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Alignment:
    """A guess of how a recording came from what was marked, and how well the synchronisation fits.

    `pitch` and `tempo`: what frequencies and speed were multiplied with; `phase`: the frame of the first slot's middle;
    `shift`: its place in the period, in slots; `score`: standard deviations.
    """

    pitch: float
    tempo: float
    phase: float
    shift: int
    score: float

    def frames(self, count: int) -> npt.NDArray[np.intp]:
        """Return the middles of the slots that lie within `count` frames, `(slots,)`."""
        return slot_frames(count, self.tempo, self.phase)

    def places(self, slots: int) -> npt.NDArray[np.intp]:
        """Return the place in the period of each of `slots` slots, `(slots,)`."""
        return (np.arange(slots) + self.shift) % PERIOD

    def seen_from(self, frame: float) -> "Alignment":
        """Return the same alignment for the recording that has this one from `frame` on (or before, if negative)."""
        slots, phase = divmod(self.phase + frame, _SPACING / self.tempo)
        return replace(self, phase=phase, shift=(self.shift - int(slots)) % PERIOD)

    @property
    def origin(self) -> float:
        """The frame at which the period begins, between 0 and the period's length."""
        length = PERIOD * _SPACING / self.tempo
        return (self.phase - self.shift * _SPACING / self.tempo) % length


def slot_frames(count: int, tempo: float, phase: float) -> npt.NDArray[np.intp]:
    """Return the frames, of `count`, that are nearest to the middles of slots, `(slots,)`."""
    spacing = _SPACING / tempo
    slots = max(0, int((count - 1 - phase) / spacing) + 1)
    frames: npt.NDArray[np.intp] = np.rint(phase + spacing * np.arange(slots)).astype(np.intp)
    return np.minimum(frames, count - 1)


def folded(ratios: _Array, frames: npt.NDArray[np.intp]) -> _Array:
    """Return the sum over all periods of `ratios` `(frames, BANDS)` at the slots' `frames`: `(PERIOD, BANDS)`.

    A chip that comes again has the same sign again: summed, each sign is drawn once, as the bound assumes.
    """
    periods = max(1, -(-len(frames) // PERIOD))
    filled = np.zeros((periods * PERIOD, BANDS), dtype=np.float32)
    filled[: len(frames)] = ratios[frames]
    total: _Array = filled.reshape(periods, PERIOD, BANDS).sum(axis=0)
    return total


def search(ratios: _Array, pitch: float, tempos: Sequence[float], pattern: Pattern, best: int) -> list[Alignment]:
    """Return the `best` alignments of `ratios` `(frames, BANDS)` over all shifts, phases and `tempos`, best first."""
    trials = [(tempo, phase / PHASES * _SPACING / tempo) for tempo in tempos for phase in range(PHASES)]
    sums = np.stack([folded(ratios, slot_frames(len(ratios), tempo, phase)) for tempo, phase in trials])
    scores = _scores(sums, pattern)  # (trials, PERIOD)
    found: list[Alignment] = []
    likely = np.argpartition(scores, -20 * best, axis=None)[-20 * best :]
    for index in likely[np.argsort(scores.ravel()[likely])[::-1]]:
        trial, shift = divmod(int(index), PERIOD)
        alignment = Alignment(pitch, *trials[trial], shift, float(scores[trial, shift]))
        if not any(same_place(alignment, other) for other in found):
            found.append(alignment)
        if len(found) == best:
            break
    return found


def refined(ratios: _Array, alignment: Alignment, tempos: Sequence[float], pattern: Pattern) -> Alignment:
    """Return the best alignment near `alignment`: at tempos that differ by `tempos`, and at STEPS earlier or later."""
    chips = pattern.synchronisation
    candidates = [alignment]
    middle = len(ratios) / 2
    for change in tempos:
        tempo = alignment.tempo + change
        # The middle of the recording stays where it is.
        stretched = middle - (middle - alignment.phase) * alignment.tempo / tempo
        for step in STEPS:
            moved = replace(alignment, tempo=tempo, phase=stretched + step).seen_from(0.0)
            candidates.append(replace(moved, score=score_at(ratios, moved, chips)))
    return max(candidates, key=lambda candidate: candidate.score)


def score_at(ratios: _Array, alignment: Alignment, chips: _Array) -> float:
    """Return how many standard deviations `ratios` `(frames, BANDS)` lean to `chips` `(PERIOD, BANDS)` (0: unused)."""
    total = np.roll(folded(ratios, alignment.frames(len(ratios))), alignment.shift, axis=0)
    energy = float(np.square(total * (chips != 0)).sum())
    return float((total * chips).sum()) / np.sqrt(energy) if energy > 0 else 0.0


def same_place(one: Alignment, other: Alignment) -> bool:
    """Whether two alignments differ by less than a slot and two hundredths of tempo: one peak, seen twice."""
    length = PERIOD * _SPACING
    distance = abs(one.origin - other.origin) % length
    return min(distance, length - distance) <= _SPACING and abs(one.tempo - other.tempo) < 0.02


def _scores(sums: _Array, pattern: Pattern) -> _Array:
    """Return the score of each shift of the pattern, `(trials, PERIOD)`, for sums `(trials, PERIOD, BANDS)`."""
    flat = sums.reshape(len(sums), -1)
    chips = _shifted_synchronisation(pattern)  # (PERIOD, PERIOD * BANDS)
    energy = np.square(flat) @ np.abs(chips).T
    scores: _Array = flat @ chips.T / np.sqrt(np.maximum(energy, 1e-9))
    return scores


@lru_cache(maxsize=8)
def _shifted_synchronisation(pattern: Pattern) -> _Array:
    """Return for each shift what the synchronisation is at each slot and band: `(PERIOD, PERIOD * BANDS)`."""
    chips = pattern.synchronisation
    return np.stack([np.roll(chips, -shift, axis=0).reshape(-1) for shift in range(PERIOD)])
