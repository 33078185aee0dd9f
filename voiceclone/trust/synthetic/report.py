"""What the detector of synthetic speech heard, in words and numbers."""

from dataclasses import asdict, dataclass
from typing import Any

from voiceclone.trust.synthetic.calibration import Calibration


@dataclass(frozen=True)
class Window:
    """A stretch from `start` to `end`, in seconds, and its score from 0 to 1."""

    start: float
    end: float
    score: float


@dataclass(frozen=True)
class SyntheticReport:
    """How much a recording sounds like a machine.

    `score`: from 0 to 1, the higher the more, None where nothing could be judged; `windows`: the same over time;
    `calibration`: the error rates behind it; `available`: whether there is a detector at all.
    """

    score: float | None
    windows: tuple[Window, ...]
    calibration: Calibration | None
    available: bool = True

    @property
    def meaning(self) -> str:
        """What was heard and what it is worth, in one sentence."""
        if not self.available:
            return "These weights have no detector of synthetic speech: nothing is known of how it sounds."
        if self.score is None or self.calibration is None:
            return "There is not enough speech for the detector to judge."
        alarms, misses = self.calibration.at(self.score)
        known = len(self.calibration.generators)
        return (
            f"It sounds like a {'machine' if self.score >= 0.5 else 'person'}, with a score of {self.score:.2f} "
            f"(0 a person, 1 a machine): of {self.calibration.reals} recordings of people {_percent(alarms)} had this "
            f"score or more, of {self.calibration.fakes} by {known} known generators {_percent(misses)} had less; "
            "others are missed more often, so that this is evidence and no verdict."
        )

    def to_json(self) -> dict[str, Any]:
        """Return the report as a record that JSON can hold."""
        alarms, misses = (None, None)
        if self.score is not None and self.calibration is not None:
            alarms, misses = self.calibration.at(self.score)
        return {
            "available": self.available,
            "score": self.score,
            "false_alarms": alarms,
            "misses": misses,
            "windows": [asdict(window) for window in self.windows],
        }


def _percent(share: float) -> str:
    if share == 0:
        return "none"
    return f"{100 * share:.1f} %" if share < 0.1 else f"{100 * share:.0f} %"
