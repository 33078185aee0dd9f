"""What was found when a speaker read out a challenge: the ground on which a consent is called verified."""

import math
from dataclasses import asdict, dataclass
from typing import Any

from voiceclone.errors import ConsentError
from voiceclone.trust.signing import is_hex


@dataclass(frozen=True)
class Reading:
    """A challenge that was read out, by the voice that is to be cloned.

    `challenge`: its id. `sentence`: what was to be read. `recording`: SHA-256 of the samples that were heard.
    `embedding`: SHA-256 of the embedding that they were compared with. `word_score` and `best_decoy`: how well the
    recording fits the sentence, and the best of the other sentences. `speaker_score`: how well it fits the voice.
    Raises ConsentError for anything else.
    """

    challenge: str
    sentence: str
    recording: str
    embedding: str
    word_score: float
    best_decoy: float
    speaker_score: float

    def __post_init__(self) -> None:
        """Refuse what is no finding."""
        hashes = is_hex(self.challenge, 16) and is_hex(self.recording, 64) and is_hex(self.embedding, 64)
        scores = (self.word_score, self.best_decoy, self.speaker_score)
        if not hashes or not isinstance(self.sentence, str) or not all(_is_score(score) for score in scores):
            raise ConsentError("the record of the reading is damaged")

    @classmethod
    def from_json(cls, record: Any) -> "Reading":
        """Return the reading in a record that `to_json` made. Raises ConsentError where it is none."""
        try:
            return cls(**record)
        except TypeError as error:
            raise ConsentError("the record of the reading is damaged") from error

    def to_json(self) -> dict[str, Any]:
        """Return the reading as a record that JSON can hold."""
        return asdict(self)


def _is_score(value: Any) -> bool:
    return isinstance(value, float) and math.isfinite(value)
