"""Searches one stretch of a recording: where the mark may be, what it says there, and whether that may be chance."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from voiceclone.trust.marking.alignment import (
    PHASES,
    STEPS,
    Alignment,
    log_chance,
    refined,
    same_place,
    scores_at,
    search,
)
from voiceclone.trust.marking.code import CODE_SYMBOLS, decode, encode
from voiceclone.trust.marking.hearing import HEARING_HOP, Heard
from voiceclone.trust.marking.layout import PERIOD, RATE, SLOT
from voiceclone.trust.marking.pattern import Pattern
from voiceclone.trust.marking.payload import CHECK_BITS, MESSAGE_BITS, Payload, from_message
from voiceclone.trust.marking.tracking import follow

CANDIDATES = 6  # alignments that are read
PITCHES = tuple(round(1 + 0.012 * step, 3) for step in range(-5, 6))
TEMPOS = tuple(round(1 + 0.004 * step, 3) for step in range(-15, 16))  # at unchanged pitch
NEAR_TEMPOS = (-0.004, 0.0, 0.004)  # from the pitch: both change together with the speed
FINE_TEMPOS = (-0.002, -0.001, 0.0, 0.001, 0.002)
SURE = 1e-9  # a p-value at which no other speed need be tried
# How the chance to err is shared: half goes to the search as it is, half to that over speeds, and of each half so much
# to a message with its checksum, the synchronisation alone, a message without, and either message in a part.
SEARCH, CHECKED, BARE, UNCHECKED, CHECKED_PART, UNCHECKED_PART = 0.5, 0.5, 0.25, 0.0625, 0.125, 0.0625
PART = round(1.5 * RATE / HEARING_HOP)  # frames

_Array = npt.NDArray[np.float32]
_Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Finding:
    """What a stretch says: a `p_value`, and a `payload` or none; where, as one or, after cuts, several `alignments`.

    `chips` `(PERIOD, BANDS)` are what the tiles carry, 0 where that is not known.
    """

    p_value: float
    payload: Payload | None
    alignments: tuple[Alignment, ...]
    chips: _Array

    def spans(self, heard: Heard) -> list[tuple[int, int]]:
        """Return from which frame of the stretch to which it is marked, as often as that begins anew."""
        ratios = heard.at(self.alignments[0].pitch)
        held = follow(ratios, self.alignments, self.chips)
        return sorted(
            span for one, slots in zip(self.alignments, held, strict=True) for span in _spans(one, slots, ratios)
        )


def find(heard: Heard, pattern: Pattern) -> Finding | None:
    """Return what a stretch says, as it is or, if that is little, at another speed or pitch; None if it is silent.

    The p-value bounds, whatever the audio, the probability over random keys that an alignment and a message fit so
    well by chance: Chernoff's bound for each, times the number of those that were tried.
    """
    if heard.is_silent:
        return None
    near = search(heard.at(1.0), 1.0, (1.0,), pattern, CANDIDATES)
    plain = _likeliest(heard, near, pattern, PHASES * PERIOD)
    if plain.p_value < SURE and plain.payload:
        return plain
    elsewhere, trials = _at_other_speeds(heard, pattern)
    moved = _likeliest(heard, elsewhere, pattern, trials)
    return min(plain, moved, key=_rank)


def _at_other_speeds(heard: Heard, pattern: Pattern) -> tuple[list[Alignment], int]:
    """Return the likeliest alignments over all speeds and pitches, and how many were tried."""
    found: list[Alignment] = []
    trials = 0
    for pitch in PITCHES:
        tempos = TEMPOS if pitch == 1.0 else (1.0, *(pitch + step for step in NEAR_TEMPOS))
        found += search(heard.at(pitch), pitch, tempos, pattern, CANDIDATES)
        trials += len(tempos) * PHASES * PERIOD
    found = sorted(found, key=lambda one: -one.score)[:CANDIDATES]
    closer = [refined(heard.at(one.pitch), one, FINE_TEMPOS, pattern) for one in found]
    return closer, trials * len(FINE_TEMPOS) * len(STEPS)


def _likeliest(heard: Heard, alignments: Sequence[Alignment], pattern: Pattern, trials: int) -> Finding:
    """Read at each of `alignments`, and across cuts at the best one's speed; return the likeliest after `trials`."""
    best = max(alignments, key=lambda one: one.score)
    whole = [[one] for one in alignments]
    spliced = _after_cuts(heard, best, pattern)
    held = [[np.ones(len(one.frames(len(heard.at(one.pitch)))), dtype=np.bool_)] for one in alignments]
    held.append(follow(heard.at(best.pitch), spliced, pattern.synchronisation))
    groups = [*whole, spliced]
    evidence = [_code_evidence(heard, group, mask, pattern) for group, mask in zip(groups, held, strict=True)]
    messages = decode(np.stack(evidence).astype(np.float32))
    findings = [
        _finding(heard, group, message, pattern, trials) for group, message in zip(groups, messages, strict=True)
    ]
    return min(findings, key=_rank)


def _after_cuts(heard: Heard, best: Alignment, pattern: Pattern) -> list[Alignment]:
    """Return `best`, and where short parts of the recording fit best at its speed: the mark may go on there."""
    found = [best]
    for start, frames in _parts(heard):
        part = heard.stretch(start, frames).at(best.pitch)
        for one in search(part, best.pitch, (best.tempo,), pattern, 2):
            moved = one.seen_from(start)
            if not any(same_place(moved, other) for other in found):
                found.append(moved)
    return found


def _parts(heard: Heard) -> list[tuple[int, int]]:
    """Return the parts that are looked at alone, `(start, frames)`: as long as a cut may leave the mark."""
    return [(start, PART) for start in range(0, heard.frames - PART + 1, PART // 2)]


def _finding(
    heard: Heard, group: Sequence[Alignment], message: npt.NDArray[np.uint8], pattern: Pattern, trials: int
) -> Finding:
    payload, chips = from_message(message), pattern.chips(encode(message))
    whole, parts = heard.at(group[0].pitch), _parts(heard)
    share, share_of_part = (CHECKED, CHECKED_PART) if payload else (UNCHECKED, UNCHECKED_PART)
    messages = (MESSAGE_BITS - CHECK_BITS * (payload is not None)) * math.log(2.0)
    chances = [
        log_chance(whole, group[0], pattern.synchronisation) - math.log(BARE),
        log_chance(whole, group[0], chips) + messages - math.log(share),
    ]
    if len(group) > 1:
        start, frames, one = _best_part(heard, group, chips)
        chance = log_chance(whole[start : start + frames], one.seen_from(-start), chips)
        chances.append(
            chance + messages + 2.0 * math.log(len(parts)) - math.log(share_of_part)
        )  # found in one, so in all
    p_value = math.exp(min(0.0, min(chances) + math.log(trials / SEARCH)))
    return Finding(p_value, payload, tuple(group), chips if payload else pattern.synchronisation)


def _best_part(heard: Heard, group: Sequence[Alignment], chips: _Array) -> tuple[int, int, Alignment]:
    """Return the part of the recording, `(start, frames)`, where one of `group` fits best: cuts leave no more whole."""
    whole = heard.at(group[0].pitch)
    best, found = -math.inf, (0, heard.frames, group[0])
    for start, frames in _parts(heard):
        scores = scores_at(whole[start : start + frames], [one.seen_from(-start) for one in group], chips)
        if scores.max() > best:
            best, found = float(scores.max()), (start, frames, group[int(scores.argmax())])
    return found


def _code_evidence(
    heard: Heard, group: Sequence[Alignment], held: Sequence[_Mask], pattern: Pattern
) -> npt.NDArray[np.float64]:
    """Return the sum, for each code symbol, of what its tiles say in the slots that hold: `(CODE_SYMBOLS,)`."""
    sums = np.zeros(CODE_SYMBOLS)
    for alignment, slots in zip(group, held, strict=True):
        ratios = heard.at(alignment.pitch)
        frames, places = alignment.frames(len(ratios))[slots], alignment.places(len(slots))[slots]
        symbol, sign = pattern.symbol[places], pattern.sign[places]  # (slots, BANDS)
        used = symbol >= 0
        sums += np.bincount(symbol[used], (sign * ratios[frames])[used], CODE_SYMBOLS)
    return sums


def _rank(finding: Finding) -> tuple[bool, float]:
    """Order findings: those that can be read first, as their checksum fits, where they are no accident."""
    return finding.payload is None or finding.p_value > SURE, finding.p_value


def _spans(alignment: Alignment, held: _Mask, ratios: _Array) -> list[tuple[int, int]]:
    """Return from which frame to which each run of slots reaches that holds."""
    half = SLOT // HEARING_HOP // 2
    frames = alignment.frames(len(ratios))
    edges = np.flatnonzero(np.diff(np.concatenate(([False], held, [False])).astype(np.int8)))
    return [
        (max(0, int(frames[first]) - half), min(len(ratios), int(frames[after - 1]) + half))
        for first, after in edges.reshape(-1, 2)
    ]
