"""What somebody does to the watermark who knows of it: copies averaged, a second mark, the mark undone."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from voiceclone.evaluation.mark_trials import Specimen, draw_payload
from voiceclone.trust.marking.code import encode
from voiceclone.trust.marking.detect import find_watermark
from voiceclone.trust.marking.embed import embed, mark
from voiceclone.trust.marking.hearing import HEARING_HOP, listen, power_spectrogram
from voiceclone.trust.marking.layout import BANDS, FIRST_MIDDLE, PERIOD, RATE, SLOT
from voiceclone.trust.marking.pattern import PUBLIC_KEY, pattern_of
from voiceclone.trust.marking.payload import to_message

Samples = npt.NDArray[np.float32]
HostileAttack = Callable[[Specimen, np.random.Generator], Samples]


def hostile_attacks() -> dict[str, HostileAttack]:
    """Return the attacks by name; each takes a specimen and a generator, and returns samples `(samples,)`."""
    return {
        "mean of 2 copies, other payloads": lambda one, rng: _mean_of_copies(one, rng, 2),
        "mean of 5 copies, other payloads": lambda one, rng: _mean_of_copies(one, rng, 5),
        "second mark, same key": lambda one, rng: embed(one.marked, draw_payload(rng)),
        "second mark, another key": lambda one, rng: embed(one.marked, draw_payload(rng), rng.bytes(32)),
        "undone with network, without key": lambda one, rng: _undone_by_ear(one.marked),
        "undone with detector and key": lambda one, rng: _undone(one.marked),
    }


def _mean_of_copies(one: Specimen, rng: np.random.Generator, count: int) -> Samples:
    others = [embed(one.clip, draw_payload(rng)) for _ in range(count - 1)]
    mean: Samples = np.mean([one.marked, *others], axis=0, dtype=np.float32)
    return mean


def _undone(samples: Samples) -> Samples:
    """Read the mark, and put its opposite on. The beginning of the pattern is taken to be that of the samples."""
    report = find_watermark(samples, RATE)
    if report.payload is None:
        return samples
    return mark(samples, -pattern_of(PUBLIC_KEY).chips(encode(to_message(report.payload))))


def _undone_by_ear(samples: Samples) -> Samples:
    """Put the opposite on of what the network hears in each tile, as sure as it is, without knowing the pattern."""
    ratios = listen(power_spectrogram(samples), 1.0)  # (frames, BANDS)
    slots = np.arange((len(samples) - FIRST_MIDDLE) // SLOT)
    frames = np.rint((slots * SLOT + FIRST_MIDDLE) / HEARING_HOP).astype(np.intp)
    heard = np.tanh(ratios[frames] / 2)  # the expected chip of each tile
    chips = np.zeros((-(-len(slots) // PERIOD) * PERIOD, BANDS), dtype=np.float32)
    chips[: len(heard)] = -heard
    pieces = [
        mark(samples, block)[start : start + PERIOD * SLOT]
        for block, start in zip(chips.reshape(-1, PERIOD, BANDS), range(0, len(samples), PERIOD * SLOT), strict=False)
    ]
    undone = np.concatenate(pieces)
    return np.concatenate((undone, samples[len(undone) :]))
