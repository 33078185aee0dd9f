"""How a sentence is to be delivered: faster or slower, higher or lower, livelier, louder, with longer pauses."""

from dataclasses import dataclass

from voiceclone.errors import TextError
from voiceclone.text.manner import LIMITS

_RANGES = {**LIMITS, "pitch_range": (0.0, 3.0), "pauses": (0.0, 4.0)}


@dataclass(frozen=True)
class Delivery:
    """Wishes beside the words and the voice.

    `speed`: times as fast as the voice would speak, 0.25 to 4; `pitch`: semitones above the voice's own, -24 to 24;
    `pitch_range`: times as much up and down as the voice's own, 0 (monotone) to 3; `energy`: decibels above the voice's
    own, with more or less effort, -20 to 20; `pauses`: times as long as those of the voice and between sentences, 0
    (the shortest that there are) to 4; a pause that markup asks for stays as it is. Raises TextError for what lies
    outside.
    """

    speed: float = 1.0
    pitch: float = 0.0
    pitch_range: float = 1.0
    energy: float = 0.0
    pauses: float = 1.0

    def __post_init__(self) -> None:
        """Validate."""
        for name, (low, high) in _RANGES.items():
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
                raise TextError(f"{name} {value!r} is out of range: from {low:g} to {high:g}")


PLAIN = Delivery()
