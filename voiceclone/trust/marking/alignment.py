"""Where in the pattern a recording is: a search over time, speed and pitch for the synchronisation's correlation.

Under a random key, the sum of chips times what was heard is, whatever the audio, a sum of terms with random signs,
and Chernoff's inequality bounds how far it leans to one side by chance. (H. Chernoff, "A measure of asymptotic
efficiency for tests of a hypothesis based on the sum of observations", Ann. Math. Statist. 23, 1952.)
"""

import math
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
TILTS = np.linspace(1.0, 2.5, 7)[:, None]  # of the bound on chance, against that which suits weights all small
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


def folded(ratios: _Array, tempos: npt.NDArray[np.float64], phases: npt.NDArray[np.float64]) -> _Array:
    """Return the sum over all periods of `ratios` `(frames, BANDS)` at the slots of each of several trials.

    `tempos` and `phases` are `(trials,)`, the sums `(trials, PERIOD, BANDS)`. A chip that comes again has the same sign
    again: summed, each sign is drawn once, as the bound assumes.
    """
    count, spacings = len(ratios), _SPACING / tempos
    periods = max(1, math.ceil((count - phases.min()) / spacings.min() / PERIOD))
    places = phases[:, None] + spacings[:, None] * np.arange(periods * PERIOD)  # (trials, slots)
    frames = np.where(places <= count - 1, np.rint(places), count).astype(np.intp)
    silent = np.concatenate((ratios, np.zeros((1, BANDS), dtype=np.float32)))  # what lies beyond says nothing
    total: _Array = silent[frames].reshape(len(tempos), periods, PERIOD, BANDS).sum(axis=1)
    return total


def search(ratios: _Array, pitch: float, tempos: Sequence[float], pattern: Pattern, best: int) -> list[Alignment]:
    """Return the `best` alignments of `ratios` `(frames, BANDS)` over all shifts, phases and `tempos`, best first."""
    trials = [(tempo, phase / PHASES * _SPACING / tempo) for tempo in tempos for phase in range(PHASES)]
    scores = _scores(folded(ratios, *np.array(trials).T), pattern)  # (trials, PERIOD)
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
    candidates = [alignment]
    middle = len(ratios) / 2
    for change in tempos:
        tempo = alignment.tempo + change
        # The middle of the recording stays where it is.
        stretched = middle - (middle - alignment.phase) * alignment.tempo / tempo
        candidates += [replace(alignment, tempo=tempo, phase=stretched + step).seen_from(0.0) for step in STEPS]
    scores = scores_at(ratios, candidates, pattern.synchronisation)
    best = int(scores.argmax())
    return replace(candidates[best], score=float(scores[best]))


def scores_at(ratios: _Array, alignments: Sequence[Alignment], chips: _Array) -> _Array:
    """Return how many standard deviations `ratios` `(frames, BANDS)` lean to `chips` at each of `alignments`."""
    sums, chips = _tiles(ratios, alignments, chips)
    energy = np.square(sums * (chips != 0)).sum(axis=(1, 2))
    scores: _Array = (sums * chips).sum(axis=(1, 2)) / np.sqrt(np.maximum(energy, 1e-9))
    return scores


def score_at(ratios: _Array, alignment: Alignment, chips: _Array) -> float:
    """Return how many standard deviations `ratios` `(frames, BANDS)` lean to `chips` `(PERIOD, BANDS)` (0: unused)."""
    return float(scores_at(ratios, [alignment], chips)[0])


def log_chance(ratios: _Array, alignment: Alignment, chips: _Array) -> float:
    """Bound the log probability that `ratios` `(frames, BANDS)` lean so far to `chips` if signs are random.

    Chernoff's bound, E exp(tS) / exp(ts), where E exp(tS) of a sum S of weights with random signs is the product of
    their cosh(t weight). It is below Hoeffding's exp(-z^2 / 2), and far below where a few weights outweigh the rest.
    """
    sums, chips = _tiles(ratios, [alignment], chips)
    weights = np.abs(sums[chips != 0]).astype(np.float64)
    total, energy = float((sums * chips).sum()), float(np.square(weights).sum())
    if total <= 0.0:
        return 0.0
    tilts = total / energy * TILTS  # (tilts, 1); the bound holds for each
    tilted = tilts * weights
    cumulants = (tilted + np.log1p(np.exp(-2.0 * tilted)) - np.log(2.0)).sum(axis=1)  # of log cosh
    return float((cumulants - tilts[:, 0] * total).min())


def same_place(one: Alignment, other: Alignment) -> bool:
    """Whether two alignments differ by less than a slot and two hundredths of tempo: one peak, seen twice."""
    length = PERIOD * _SPACING
    distance = abs(one.origin - other.origin) % length
    return min(distance, length - distance) <= _SPACING and abs(one.tempo - other.tempo) < 0.02


def _tiles(ratios: _Array, alignments: Sequence[Alignment], chips: _Array) -> tuple[_Array, _Array]:
    """Return the sums of the tiles at each alignment, and the chips that lie there: `(alignments, PERIOD, BANDS)`."""
    tempos, phases = (np.array(values) for values in zip(*((one.tempo, one.phase) for one in alignments), strict=True))
    shifts = np.array([one.shift for one in alignments])
    return folded(ratios, tempos, phases), chips[(np.arange(PERIOD) + shifts[:, None]) % PERIOD]


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
