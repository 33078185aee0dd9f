"""By what right a voice was enrolled: who agrees, that who may do what, until when, and on what ground that is known.

A `Consent` is somebody's word. Enrolment binds it to the voice by a seal (`seal.py`); what makes a voice unusable
is asked in one place, `permission.py`.
"""

import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import date, datetime
from typing import Any

from voiceclone.errors import ConsentError
from voiceclone.trust.moments import end_of, is_moment, is_past, now
from voiceclone.trust.reading import Reading
from voiceclone.trust.seal import Seal
from voiceclone.trust.signing import is_hex

# A claim; a sentence that the speaker was heard reading; no need, because the voice belongs to nobody; and what
# others gave for the voices that this one was mixed from.
LEVELS = {
    "self": "I am the person whose voice this is, or I have that person's permission.",
    "verified": "The speaker read out a fresh sentence that says what the voice is for.",
    "nobody": "This voice was designed. It belongs to no person, and nobody's permission is needed.",
    "mixed": "This voice was mixed from others, and may be used as long as every one of them may.",
}
SPEAKER = "the person in the recording"
GRANTEE = "whoever holds the voice file"
USE = "any lawful use that does not deceive"
ID_LENGTH = 16  # hexadecimal digits
LONGEST = 2_000  # characters of a text


def _new_id() -> str:
    return secrets.token_hex(ID_LENGTH // 2)


@dataclass(frozen=True)
class Consent:
    """What somebody declared when enrolling a voice.

    `level`: a key of LEVELS. `statement`: what was declared, in words. `created`: when, ISO 8601 in UTC. `speaker`:
    who consents. `grantee`: to whom. `use`: for what. `expires`: the last moment at which it holds, None for no end.
    `id`: by which it is revoked. `reading`: what was found, where the level is "verified". `parts`: the consents of the
    voices that this one was mixed from, each as it was sealed, where the level is "mixed". `seal`: what binds it to a
    voice, once it is. Raises ConsentError for anything else.
    """

    level: str
    statement: str
    created: str
    speaker: str = SPEAKER
    grantee: str = GRANTEE
    use: str = USE
    expires: str | None = None
    id: str = field(default_factory=_new_id)
    reading: Reading | None = None
    parts: "tuple[Consent, ...]" = ()
    seal: Seal | None = None

    def __post_init__(self) -> None:
        """Refuse what is no consent."""
        if not isinstance(self.level, str) or self.level not in LEVELS:
            raise ConsentError(f"consent {str(self.level)[:40]!r} is not known; use one of: {', '.join(LEVELS)}")
        for name in ("statement", "speaker", "grantee", "use"):
            _check_text(name, getattr(self, name))
        if not is_moment(self.created) or not (self.expires is None or is_moment(self.expires)):
            raise ConsentError("a date of the consent is none; it must be ISO 8601 in UTC, to the second")
        if not is_hex(self.id, ID_LENGTH):
            raise ConsentError(f"the consent's id must be {ID_LENGTH} lower-case hexadecimal digits")
        if (self.level == "verified") != isinstance(self.reading, Reading):
            raise ConsentError("a verified consent, and no other, needs a reading; see verification.verify_reading")
        if (self.level == "mixed") != bool(self.parts) or not all(map(_can_be_part, self.parts)):
            raise ConsentError("a mixed voice, and no other, carries the sealed consents of voices that are not mixed")

    @classmethod
    def self_attested(
        cls,
        statement: str | None = None,
        *,
        speaker: str = SPEAKER,
        grantee: str = GRANTEE,
        use: str = USE,
        expires: str | date | datetime | None = None,
    ) -> "Consent":
        """Return the word of whoever enrols: this is my voice, or I have the person's permission.

        `statement` replaces those words; `expires` is a day or a moment, as in `moments.end_of`. Raises ConsentError
        where a text is blank or the date none.

        >>> Consent.self_attested(expires="2035-12-31").expires
        '2035-12-31T23:59:59+00:00'
        """
        return cls(
            level="self",
            statement=LEVELS["self"] if statement is None else statement,
            created=now().isoformat(),
            speaker=speaker,
            grantee=grantee,
            use=use,
            expires=_checked_end(expires),
        )

    @classmethod
    def verified(
        cls,
        reading: Reading,
        *,
        speaker: str = SPEAKER,
        grantee: str = GRANTEE,
        use: str = USE,
        expires: str | date | datetime | None = None,
    ) -> "Consent":
        """Return the consent of a speaker who was heard reading a challenge; its statement is that sentence."""
        own_word = cls.self_attested(reading.sentence, speaker=speaker, grantee=grantee, use=use, expires=expires)
        return replace(own_word, level="verified", reading=reading)

    @classmethod
    def nobodys(cls) -> "Consent":
        """Return what stands in the place of a consent for a designed voice, which belongs to nobody."""
        return replace(cls.self_attested(LEVELS["nobody"], speaker="nobody"), level="nobody")

    @classmethod
    def mixed(cls, parts: "Sequence[Consent]") -> "Consent":
        """Return what a mix of voices with these consents is allowed, which is what all of them allow.

        It ends with the first of them; a mix of voices that are nobody's is nobody's. Raises ConsentError where a part
        is not sealed, or is that of a mix: mix all voices at once instead.
        """
        if parts and all(part.level == "nobody" for part in parts):
            return cls.nobodys()
        return cls(
            level="mixed",
            statement=LEVELS["mixed"],
            created=now().isoformat(),
            speaker=_all_of([part.speaker for part in parts]),
            grantee=_all_of([part.grantee for part in parts]),
            use=_all_of([part.use for part in parts]),
            expires=min((part.expires for part in parts if part.expires is not None), default=None),
            parts=tuple(parts),
        )

    @classmethod
    def from_choice(cls, choice: str | None, **terms: Any) -> "Consent":
        """Return the consent that somebody chose by a word, as on a command line; `terms` as in `self_attested`.

        Raises ConsentError, which says what may be chosen, where the word is missing or unknown.
        """
        if choice == "self":
            return cls.self_attested(**terms)
        found = "consent is missing" if choice is None else f"consent {choice!r} is not known"
        raise ConsentError(f"{found}; enrolling a voice needs --consent self, which says: {LEVELS['self']}")

    @classmethod
    def from_json(cls, record: Any) -> "Consent":
        """Return the consent in a record that `to_json` made. Raises ConsentError where it is none."""
        names = {field.name for field in fields(cls)}
        if not isinstance(record, dict) or {*record, "parts"} != names:  # only the record of a mix has parts
            raise ConsentError("the consent record is damaged, or was written by another version")
        reading, seal, parts = record["reading"], record["seal"], record.get("parts", [])
        if not isinstance(parts, list) or not all(isinstance(part, dict) and "parts" not in part for part in parts):
            raise ConsentError("the consents of which this one is made are damaged")
        inner = {
            "reading": None if reading is None else Reading.from_json(reading),
            "parts": tuple(cls.from_json(part) for part in parts),
            "seal": None if seal is None else Seal.from_json(seal),
        }
        return cls(**{**record, **inner})

    def to_json(self) -> dict[str, Any]:
        """Return the consent as a record that JSON can hold."""
        return {**self.terms(), "seal": None if self.seal is None else self.seal.to_json()}

    def terms(self) -> dict[str, Any]:
        """Return all that the seal covers of the consent, as a record that JSON can hold."""
        record = asdict(replace(self, seal=None))
        del record["seal"]
        if self.parts:
            record["parts"] = [part.to_json() for part in self.parts]
        else:
            del record["parts"]  # as it was before voices could be mixed
        return record

    def sealed(self, voice: str, references: Sequence[str]) -> "Consent":
        """Return this consent bound to the voice with the fingerprint `voice`, learned from `references` (SHA-256).

        Raises ConsentError where it is bound already, OutputError or SigningError where nothing can be signed.
        """
        if self.seal is not None:
            raise ConsentError("this consent belongs to a voice already; give one of its own to each voice")
        if (self.level == "nobody") != (not references):
            raise ConsentError("a voice that was learned from a recording belongs to somebody, and needs consent")
        return replace(self, seal=Seal.make(self.terms(), voice, references))

    def check_seal(self, voice: str) -> None:
        """Raise ConsentError unless this consent, as it stands, was sealed for the voice with this fingerprint."""
        if self.seal is None:
            raise ConsentError("its consent is not bound to it; enrol the speaker with VoiceCloner.enroll")
        self.seal.check(self.terms(), voice)
        for part in self.parts:
            assert part.seal is not None  # or it would be no part
            part.check_seal(part.seal.voice)

    def check(self, at: datetime | None = None) -> None:
        """Raise ConsentError where the consent, or one that it is made of, has expired `at` a moment, which is now."""
        for part in self.parts:
            part.check(at)
        if self.expires is not None and is_past(self.expires, at):
            raise ConsentError(f"the consent {self.id} expired on {self.expires}; ask the speaker for another")


def _can_be_part(consent: Any) -> bool:
    """Whether a mixed voice can carry this along: a sealed consent, not that of a mix itself."""
    return isinstance(consent, Consent) and consent.seal is not None and consent.level != "mixed"


def _all_of(texts: Sequence[str]) -> str:
    """The texts of several consents as that of one."""
    return "; and ".join(dict.fromkeys(texts))[:LONGEST]


def _check_text(name: str, text: Any) -> None:
    if not isinstance(text, str) or not text.strip():
        raise ConsentError(f"the consent has no {name}: say who agrees, that who may do what, by what right")
    if len(text) > LONGEST:
        raise ConsentError(f"the consent's {name} has {len(text):,} characters; {LONGEST:,} are enough")


def _checked_end(expires: str | date | datetime | None) -> str | None:
    if expires is None:
        return None
    try:
        return end_of(expires)
    except (ValueError, OverflowError) as error:
        raise ConsentError(
            f"{str(expires)[:40]!r} is no date on which a consent ends; write it as 2027-12-31"
        ) from error
