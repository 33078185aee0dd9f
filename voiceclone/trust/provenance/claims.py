"""What is said of the origin of a file; it names no person."""

from dataclasses import asdict, dataclass
from typing import Any

from voiceclone._version import __version__
from voiceclone.trust.consent import Consent
from voiceclone.trust.moments import now

GENERATOR = "voiceclone"
# IPTC's word for what a trained model made: https://cv.iptc.org/newscodes/digitalsourcetype/
SYNTHETIC = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"


@dataclass(frozen=True)
class Claims:
    """Statements on a file's origin; None for what is not said.

    `generator` and `version`: the program that made it. `source_type`: how, as a word of IPTC. `created`: when,
    ISO 8601, by the clock of the machine. `consent_id` and `consent_level`: by what right. `watermark`: what
    the watermark in the sound says, as hexadecimal digits, or why there is none. Raises ValueError for what is no text.
    """

    generator: str | None
    version: str | None
    source_type: str | None
    created: str | None
    consent_id: str | None
    consent_level: str | None
    watermark: str | None

    def __post_init__(self) -> None:
        """Refuse what is no text: claims are read from foreign files."""
        if not all(value is None or isinstance(value, str) for value in asdict(self).values()):
            raise ValueError("a claim is a text")

    @classmethod
    def of_speech(cls, consent: Consent, watermark: str | None = None) -> "Claims":
        """Return what is true of speech that is made now, with this consent and with this watermark in it."""
        return cls(GENERATOR, __version__, SYNTHETIC, now().isoformat(), consent.id, consent.level, watermark)

    def to_json(self) -> dict[str, Any]:
        """Return the claims as a record that JSON can hold."""
        return asdict(self)
