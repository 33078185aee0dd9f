"""A seal binds a consent to one voice and to the recordings it was learned from, and is signed."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from voiceclone.errors import ConsentError, SigningError
from voiceclone.trust.signing import Signature, is_hex, is_valid, sign

KIND = "consent 1"
HASH_LENGTH = 64  # hexadecimal digits of SHA-256


@dataclass(frozen=True)
class Seal:
    """`voice`: fingerprint of the voice; `references`: SHA-256 of each recording; `key` and `signature`: who sealed.

    All are lower-case hexadecimal digits. Raises ConsentError for anything else.
    """

    voice: str
    references: tuple[str, ...]
    key: str
    signature: str

    def __post_init__(self) -> None:
        """Refuse what is no seal."""
        if not all(is_hex(value, HASH_LENGTH) for value in (self.voice, *self.references)):
            raise ConsentError("the seal of the consent is damaged")
        self._signature()

    @classmethod
    def make(cls, terms: Mapping[str, Any], voice: str, references: Sequence[str]) -> "Seal":
        """Return a seal by this installation on a consent with these `terms`.

        Raises OutputError or SigningError where this installation cannot sign.
        """
        signature = sign(KIND, _sealed(terms, voice, references))
        return cls(voice, tuple(references), signature.key, signature.value)

    @classmethod
    def from_json(cls, record: Any) -> "Seal":
        """Return the seal in a record that `to_json` made. Raises ConsentError where it is none."""
        try:
            return cls(**{**record, "references": tuple(record["references"])})
        except (TypeError, KeyError) as error:
            raise ConsentError("the seal of the consent is damaged") from error

    def to_json(self) -> dict[str, Any]:
        """Return the seal as a record that JSON can hold."""
        return {**asdict(self), "references": list(self.references)}

    def check(self, terms: Mapping[str, Any], voice: str) -> None:
        """Raise ConsentError where the seal is not on these `terms`, or not on this `voice`."""
        if self.voice != voice:
            raise ConsentError("its consent was given for another voice, or the voice was changed afterwards")
        if not is_valid(self._signature(), KIND, _sealed(terms, self.voice, self.references)):
            raise ConsentError("its consent was changed after it was sealed")

    def _signature(self) -> Signature:
        try:
            return Signature(self.key, self.signature)
        except SigningError as error:
            raise ConsentError("the seal of the consent is damaged") from error


def _sealed(terms: Mapping[str, Any], voice: str, references: Sequence[str]) -> dict[str, Any]:
    return {"terms": terms, "voice": voice, "references": list(references)}
