"""What the search for a watermark found."""

from dataclasses import asdict, dataclass
from typing import Any

from voiceclone.trust.marking.payload import Payload

THRESHOLD = 1e-5  # of unmarked recordings, no larger share may be called marked


@dataclass(frozen=True)
class Segment:
    """Marked speech from `start` to `end`, in seconds, and what the mark says there (None: it cannot be read)."""

    start: float
    end: float
    payload: Payload | None


@dataclass(frozen=True)
class WatermarkReport:
    """Whether there is a watermark.

    `detected`: the `p_value` is at most 1 in 100,000; `p_value`: of all recordings without a mark under this key, at
    most that share leans as far to it; `payload`: what it says, None if that cannot be read; `segments`: where it was
    found; `pitch` and `tempo`: what frequencies and speed were multiplied with since it was put on.

    That nothing was detected does not mean that a person spoke.
    """

    detected: bool
    p_value: float
    payload: Payload | None
    segments: tuple[Segment, ...]
    pitch: float = 1.0
    tempo: float = 1.0

    @property
    def meaning(self) -> str:
        """What was found, in one sentence."""
        if not self.detected:
            return (
                "No watermark was found. That does not mean that a person spoke: others mark otherwise, or not at all."
            )
        chance = f"a recording without it looks so at most once in {1 / max(self.p_value, 1e-12):,.0f}"
        read = "" if self.payload else ", but too damaged to be read"
        return f"The watermark of this program was found{read} ({chance})."

    def to_json(self) -> dict[str, Any]:
        """Return the report as a record that JSON can hold."""
        return {
            **asdict(self),
            "payload": _record(self.payload),
            "segments": [_segment(part) for part in self.segments],
        }


def _segment(segment: Segment) -> dict[str, Any]:
    return {"start": segment.start, "end": segment.end, "payload": _record(segment.payload)}


def _record(payload: Payload | None) -> dict[str, Any] | None:
    if payload is None:
        return None
    return {"identifier": payload.identifier, **asdict(payload), "date": payload.date.isoformat()}
