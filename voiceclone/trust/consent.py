"""By what right a voice was enrolled.

Today there is one level, "self": somebody's word, written into the voice. A fuller consent (spoken and verified,
signed, limited to a purpose or a time, withdrawn) is a further level in LEVELS, fields of `Consent` that are
written to its record only where they are set, and a rule in `check`.
"""

from dataclasses import asdict, dataclass, fields
from datetime import datetime, timezone
from typing import Any

from voiceclone.errors import ConsentError

LEVELS = {"self": "I am the person whose voice this is, or I have that person's permission."}


@dataclass(frozen=True)
class Consent:
    """What somebody declared when enrolling a voice.

    `level` is a key of LEVELS; `statement` is what was declared, in words; `created` is when, ISO 8601 in UTC.
    Raises ConsentError for anything else.
    """

    level: str
    statement: str
    created: str

    def __post_init__(self) -> None:
        """Refuse what is no consent."""
        if self.level not in LEVELS:
            raise ConsentError(f"consent {self.level!r} is not known; use one of: {', '.join(LEVELS)}")
        if not isinstance(self.statement, str) or not self.statement.strip():
            raise ConsentError("the consent has no statement; say by what right the voice is enrolled")
        if not _is_utc_time(self.created):
            raise ConsentError(f"the consent's date is {self.created!r}; it must be ISO 8601 in UTC")

    @classmethod
    def self_attested(cls, statement: str | None = None) -> "Consent":
        """Return the word of whoever enrols: this is my voice, or I have the person's permission.

        `statement` replaces those words. Raises ConsentError where it is blank.

        >>> Consent.self_attested().level
        'self'
        """
        now = datetime.now(timezone.utc).isoformat(timespec="seconds")
        return cls("self", LEVELS["self"] if statement is None else statement, now)

    @classmethod
    def from_choice(cls, choice: str | None) -> "Consent":
        """Return the consent that somebody chose by a word, as on a command line.

        Raises ConsentError, which says what may be chosen, where the word is missing or unknown.
        """
        if choice == "self":
            return cls.self_attested()
        found = "consent is missing" if choice is None else f"consent {choice!r} is not known"
        raise ConsentError(f"{found}; enrolling a voice needs --consent self, which says: {LEVELS['self']}")

    @classmethod
    def from_json(cls, record: Any) -> "Consent":
        """Return the consent in a record that `to_json` made. Raises ConsentError where it is none."""
        names = {field.name for field in fields(cls)}
        if not isinstance(record, dict) or record.keys() != names or not isinstance(record["level"], str):
            raise ConsentError("the consent record is damaged, or was written by another version")
        return cls(**record)

    def to_json(self) -> dict[str, Any]:
        """Return the consent as a record that JSON can hold."""
        return asdict(self)

    def check(self) -> None:
        """Raise ConsentError where speech may not, or no longer, be made with this consent.

        A self-attested consent has no limits. Expiry, purpose and revocation will be asked for here.
        """


def _is_utc_time(text: Any) -> bool:
    try:
        offset = datetime.fromisoformat(text.replace("Z", "+00:00")).utcoffset()  # Python 3.10 does not know the Z
    except (AttributeError, TypeError, ValueError):
        return False
    return offset is not None and not offset
