"""What the search for a watermark found."""

from dataclasses import dataclass

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
