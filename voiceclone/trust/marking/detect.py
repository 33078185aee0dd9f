"""Finds the watermark in a recording, without the original: whether it is there, what it says, and where."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from voiceclone.audio.resample import resample
from voiceclone.errors import AudioError
from voiceclone.trust.marking.finding import Finding, find
from voiceclone.trust.marking.hearing import HEARING_HOP, Heard
from voiceclone.trust.marking.layout import RATE, SLOT
from voiceclone.trust.marking.pattern import PUBLIC_KEY, Pattern, pattern_of
from voiceclone.trust.marking.report import THRESHOLD, Segment, WatermarkReport

LONGEST_STRETCH, STRETCH_STEP = 8.0, 4.0  # seconds that are searched at once, and between their beginnings

_Array = npt.NDArray[np.float32]


def find_watermark(samples: _Array, sample_rate: int, key: bytes = PUBLIC_KEY) -> WatermarkReport:
    """Look for a watermark under `key` in `samples`, shape `(samples,)` at any `sample_rate` in Hz.

    Two seconds of speech can be read, and less be detected, where little has happened to them. Raises AudioError for
    samples of another shape or with NaN, and WatermarkError for a key of less than 16 bytes.
    """
    checked = np.asarray(samples, dtype=np.float32)
    if checked.ndim != 1 or not np.isfinite(checked).all():
        raise AudioError("a watermark is looked for in mono samples of shape (samples,) without NaN or infinity")
    pattern = pattern_of(key)
    if checked.size == 0:
        return WatermarkReport(False, 1.0, None, ())
    heard = resample(checked, sample_rate, RATE)
    length, step = round(LONGEST_STRETCH * RATE), round(STRETCH_STEP * RATE)
    starts = range(0, max(1, len(heard) - length + step), step)
    return _reported([_stretch(start, heard[start : start + length], pattern) for start in starts])


def window_p_values(samples: _Array, seconds: float, step: float, key: bytes = PUBLIC_KEY) -> list[float]:
    """Return the p-value of each window of `seconds` in `samples` at 24 kHz, `step` seconds apart.

    The windows are searched as `find_watermark` does, but heard only once, which is many times faster.
    """
    heard, pattern = Heard(samples), pattern_of(key)
    frames, every = round(seconds * RATE / HEARING_HOP), round(step * RATE / HEARING_HOP)
    starts = range(0, len(samples) // HEARING_HOP - frames + 1, every)
    found = [find(heard.stretch(start, frames), pattern) for start in starts]
    return [finding.p_value if finding else 1.0 for finding in found]


@dataclass(frozen=True)
class _Stretch:
    """A part of the recording that begins at `start` seconds, and what was found in it (None: it is silent)."""

    start: float
    heard: Heard
    finding: Finding | None

    @property
    def p_value(self) -> float:
        return self.finding.p_value if self.finding else 1.0

    def segments(self) -> list[Segment]:
        """Return where it is marked, in seconds of the recording."""
        if not self.finding:
            return []
        second, payload = HEARING_HOP / RATE, self.finding.payload
        spans = self.finding.spans(self.heard)
        return [Segment(self.start + first * second, self.start + last * second, payload) for first, last in spans]


def _stretch(start: int, samples: _Array, pattern: Pattern) -> _Stretch:
    heard = Heard(samples)
    return _Stretch(start / RATE, heard, find(heard, pattern))


def _reported(stretches: Sequence[_Stretch]) -> WatermarkReport:
    """Put together what the stretches say; each of several was a chance to err."""
    ordered = sorted(stretches, key=lambda stretch: stretch.p_value)
    p_value = min(1.0, ordered[0].p_value * len(stretches))
    marked = [stretch for stretch in ordered if stretch.p_value * len(stretches) <= THRESHOLD]
    best = ordered[0].finding
    if not marked or best is None:
        return WatermarkReport(False, p_value, None, ())
    payloads = [stretch.finding.payload for stretch in marked if stretch.finding and stretch.finding.payload]
    return WatermarkReport(
        detected=True,
        p_value=p_value,
        payload=payloads[0] if payloads else None,
        segments=_joined([segment for stretch in marked for segment in stretch.segments()]),
        pitch=best.alignments[0].pitch,
        tempo=best.alignments[0].tempo,
    )


def _joined(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """Join segments where they meet and say the same."""
    joined: list[Segment] = []
    for segment in sorted(segments, key=lambda segment: (segment.start, segment.end)):
        last = joined[-1] if joined else segment
        same = last.payload == segment.payload or None in (last.payload, segment.payload)
        if joined and same and segment.start <= last.end + 2 * SLOT / RATE:
            joined[-1] = Segment(last.start, max(last.end, segment.end), last.payload or segment.payload)
        else:
            joined.append(segment)
    return tuple(joined)
