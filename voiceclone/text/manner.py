"""The manner of a word: how it is said beside the words around it, and the pause after it."""

from dataclasses import dataclass

from voiceclone.errors import TextError

LIMITS = {"speed": (0.25, 4.0), "pitch": (-24.0, 24.0), "energy": (-20.0, 20.0)}
LONGEST_PAUSE = 10.0  # seconds


@dataclass(frozen=True)
class Manner:
    """How a word is said.

    `speed`: times as fast as it would be, 0.25 to 4; `pitch`: semitones higher, -24 to 24; `energy`: decibels louder,
    -20 to 20; `pause`: the silence after it in seconds, 0 to 10, or None for what its punctuation asks.
    Raises TextError for what lies outside.
    """

    speed: float = 1.0
    pitch: float = 0.0
    energy: float = 0.0
    pause: float | None = None

    def __post_init__(self) -> None:
        """Validate."""
        for name, (low, high) in LIMITS.items():
            if not low <= getattr(self, name) <= high:
                raise TextError(f"{name} {getattr(self, name):g} is out of range: from {low:g} to {high:g}")
        if self.pause is not None and not 0 <= self.pause <= LONGEST_PAUSE:
            raise TextError(f"a pause of {self.pause:g} s is out of range: from 0 to {LONGEST_PAUSE:g} s")

    def inside(self, outer: "Manner") -> "Manner":
        """Return this manner for words that are already said in another: speeds multiply, the rest adds up.

        Raises TextError where both together are out of range.
        """
        return Manner(self.speed * outer.speed, self.pitch + outer.pitch, self.energy + outer.energy)


PLAIN = Manner()
