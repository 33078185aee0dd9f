"""Trials of the watermark: how often it is found and read under each condition, what it costs, how often it errs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import process_time

import numpy as np
import numpy.typing as npt

from voiceclone.audio.audio import Audio
from voiceclone.evaluation.judges import NaturalnessJudge, SpeakerJudge
from voiceclone.evaluation.mark_clips import window_step
from voiceclone.evaluation.mark_conditions import Condition
from voiceclone.evaluation.mark_peers import MarkPeer
from voiceclone.evaluation.measures import cosine, pesq_wide_band
from voiceclone.evaluation.progress import Progress, silent
from voiceclone.trust.marking.detect import find_watermark, window_p_values
from voiceclone.trust.marking.embed import embed
from voiceclone.trust.marking.layout import RATE
from voiceclone.trust.marking.payload import PAYLOAD_BITS, WIDTHS, Payload, to_message
from voiceclone.trust.marking.report import THRESHOLD, WatermarkReport

Samples = npt.NDArray[np.float32]

LEVELS = (0.5, 0.1, 0.01, 0.001)  # p-values below which so large a share of unmarked windows may lie, and no more


@dataclass(frozen=True, eq=False)
class Specimen:
    """A clip, its marked copy, both `(samples,)` at 24 kHz, and what the mark says."""

    clip: Samples
    marked: Samples
    payload: Payload


@dataclass(frozen=True)
class Survival:
    """Under one condition, shares of clips: `found`; `read` without an error; `bit_errors`, of the bits.

    Where nothing can be read half of the bits count as wrong. `misread`: read, with another payload. `peers`: the
    share that each peer finds, by name.
    """

    name: str
    promised: bool
    found: float
    read: float
    bit_errors: float
    misread: float
    peers: dict[str, float]


@dataclass(frozen=True)
class Cost:
    """What a mark does to speech: wide-band PESQ, loss of DNSMOS, cosine of Resemblyzer; means and worst cases."""

    name: str
    pesq: float
    worst_pesq: float
    naturalness_loss: float
    similarity: float
    worst_similarity: float


@dataclass(frozen=True)
class FalseAlarms:
    """Of `windows` of unmarked sound, `step` seconds apart: `alarms`, the lowest p-value, the shares below LEVELS."""

    name: str
    windows: int
    step: float
    alarms: int
    lowest: float
    shares: tuple[float, ...]


def draw_payload(rng: np.random.Generator) -> Payload:
    """Return a random payload."""
    return Payload(**{name: int(rng.integers(1 << width)) for name, width in WIDTHS.items()})


def specimens(clips: Sequence[Samples], seed: int = 0) -> list[Specimen]:
    """Mark each of `clips` `(samples,)` at 24 kHz with a payload of its own."""
    rng = np.random.default_rng(seed)
    payloads = [draw_payload(rng) for _ in clips]
    return [Specimen(clip, embed(clip, payload), payload) for clip, payload in zip(clips, payloads, strict=True)]


def survival(
    marked: Sequence[Specimen],
    conditions: Sequence[Condition],
    peers: Sequence[MarkPeer] = (),
    seed: int = 0,
    progress: Progress = silent,
) -> list[Survival]:
    """Attack each marked copy, and those of the peers, under each condition, and look for the mark."""
    theirs = {peer: [peer.mark(specimen.clip) for specimen in marked] for peer in peers}

    def under(condition: Condition) -> Survival:
        def attacked(samples: Samples, place: int) -> Samples:
            return condition.attack(samples, np.random.default_rng((seed, place)))

        reports = [find_watermark(attacked(one.marked, place), RATE) for place, one in enumerate(marked)]
        shares = {
            peer.name: float(np.mean([peer.finds(attacked(one, place)) for place, one in enumerate(copies)]))
            for peer, copies in theirs.items()
        }
        return _survival(condition.name, condition.promised, reports, marked, shares)

    return [under(condition) for condition in progress(conditions, "attacking")]


def hostile_survival(
    marked: Sequence[Specimen],
    name: str,
    attack: Callable[[Specimen, np.random.Generator], Samples],
    seed: int = 0,
) -> Survival:
    """Let somebody who knows of the mark attack each marked copy, and look for it."""
    reports = [
        find_watermark(attack(one, np.random.default_rng((seed, place))), RATE) for place, one in enumerate(marked)
    ]
    return _survival(name, False, reports, marked, {})


def bit_errors(read: Payload | None, written: Payload) -> float:
    """Return the share of wrong bits; a half where nothing was read."""
    if read is None:
        return 0.5
    return float((to_message(read) != to_message(written))[:PAYLOAD_BITS].mean())


def cost(
    name: str, pairs: Sequence[tuple[Samples, Samples]], speaker: SpeakerJudge, naturalness: NaturalnessJudge
) -> Cost:
    """Compare clips with their marked copies, `pairs` of samples `(samples,)` at 24 kHz."""
    quality, losses, likeness = [], [], []
    for clip, marked in pairs:
        before, after = Audio(np.clip(clip, -1, 1), RATE), Audio(np.clip(marked, -1, 1), RATE)
        score = pesq_wide_band(before.resampled(16_000).samples, after.resampled(16_000).samples)
        quality += [] if score is None else [score]
        losses.append(naturalness.rate(before)["overall"] - naturalness.rate(after)["overall"])
        likeness.append(cosine(speaker.embed(before), speaker.embed(after)))
    means = [float(np.mean(values)) for values in (quality, losses, likeness)]
    return Cost(name, means[0], min(quality), means[1], means[2], min(likeness))


def false_alarms(
    name: str, recordings: Sequence[Samples], windows: int, seconds: float, progress: Progress = silent
) -> FalseAlarms:
    """Look for the mark in `windows` windows of `seconds`, or a few more, of unmarked `recordings` at 24 kHz."""
    step = window_step(recordings, windows, seconds)
    found = [window_p_values(recording, seconds, step) for recording in progress(recordings, name)]
    values = np.concatenate([np.array(values) for values in found])
    shares = tuple(float((values <= level).mean()) for level in LEVELS)
    return FalseAlarms(name, len(values), step, int((values <= THRESHOLD).sum()), float(values.min()), shares)


def marking_speed(clip: Samples, runs: int = 5) -> tuple[float, float, float]:
    """Return the real-time factor of marking `clip`, and the seconds of processor time of finding and of not finding.

    Where nothing is found, every speed and pitch has been tried.
    """
    marked = embed(clip, Payload())
    find_watermark(clip, RATE)

    def seconds(work: Callable[[], object]) -> float:
        start = process_time()
        for _ in range(runs):
            work()
        return (process_time() - start) / runs

    return (
        seconds(lambda: embed(clip, Payload())) / (len(clip) / RATE),
        seconds(lambda: find_watermark(marked, RATE)),
        seconds(lambda: find_watermark(clip, RATE)),
    )


def _survival(
    name: str,
    promised: bool,
    reports: Sequence[WatermarkReport],
    marked: Sequence[Specimen],
    peers: dict[str, float],
) -> Survival:
    read = [report.payload for report in reports]
    errors = [bit_errors(payload, one.payload) for payload, one in zip(read, marked, strict=True)]
    right = [payload == one.payload for payload, one in zip(read, marked, strict=True)]
    wrong = [payload is not None and not fits for payload, fits in zip(read, right, strict=True)]
    return Survival(
        name=name,
        promised=promised,
        found=float(np.mean([report.detected for report in reports])),
        read=float(np.mean(right)),
        bit_errors=float(np.mean(errors)),
        misread=float(np.mean(wrong)),
        peers=peers,
    )
