"""From a recording and a consent to a voice, for one visitor."""

from typing import TYPE_CHECKING

from voiceclone import Consent, load_audio

from . import texts
from .advice import advice
from .messages import FieldError, about

if TYPE_CHECKING:
    from voiceclone import Voice

    from .sessions import Session
    from .studio import Studio

LONGEST = 60.0  # seconds of a recording that are heard
REFERENCE, CONSENT, READING = "reference", "consent", "reading"  # the fields of the page that this is about


def attested(studio: "Studio", session: "Session", reference: str | None, name: str | None, promised: bool) -> "Voice":
    """Return the voice of a recording whose user says that they may use it. Raises FieldError where they do not."""
    if not reference:
        raise FieldError(REFERENCE, texts.NO_REFERENCE)
    if not promised:
        raise FieldError(CONSENT, texts.NO_PROMISE)
    if reference in session.enrolled:
        return session.voices[session.enrolled[reference]]
    voice, said = _heard(studio, reference, name)
    _keep(studio, session, reference, voice, said)
    return voice


def verified(session: "Session", reference: str | None) -> "Voice":
    """Return the voice of a recording whose speaker was heard giving consent. Raises FieldError if none was."""
    if not reference:
        raise FieldError(REFERENCE, texts.NO_REFERENCE)
    name = session.enrolled.get(reference)
    if name is None or session.voices[name].consent.level != "verified":
        raise FieldError(CONSENT, texts.NOT_VERIFIED)
    return session.voices[name]


def verify(
    studio: "Studio",
    session: "Session",
    reference: str | None,
    name: str | None,
    challenge: str | None,
    reading: str | None,
) -> None:
    """Hear whether a reading is that of the challenge, by the voice in the recording; keep the voice if so.

    Raises FieldError where it is not, or something is missing.
    """
    if not reference:
        raise FieldError(REFERENCE, texts.NO_REFERENCE)
    if not challenge:
        raise FieldError(READING, texts.NO_CHALLENGE)
    if not reading:
        raise FieldError(READING, texts.NO_READING)
    voice, said = _heard(studio, reference, name)
    with about(READING, reading, texts.READING):
        voice = studio.cloner.verify(voice, reading, challenge)
    if reference in session.enrolled:
        session.forget(session.enrolled[reference])
    _keep(studio, session, reference, voice, said)


def _heard(studio: "Studio", reference: str, name: str | None) -> tuple["Voice", list[str]]:
    """The voice in a recording, and what there is to say against the recording."""
    with about(REFERENCE, reference, texts.REFERENCE), advice() as said:
        consent = Consent.self_attested(texts.PROMISE)
        voice = studio.cloner.enroll(reference, consent=consent, name=(name or "").strip() or texts.OWN_NAME)
    return voice, [warning.replace(reference, texts.REFERENCE) for warning in said]


def _keep(studio: "Studio", session: "Session", reference: str, voice: "Voice", said: list[str]) -> None:
    with about(REFERENCE):
        called = studio.keep(session, voice, voice.name)
    session.recordings[called] = load_audio(reference, max_seconds=LONGEST)
    session.advice[called] = said
    session.enrolled[reference] = called
