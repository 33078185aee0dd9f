"""What all tabs work with: the networks, the visitors, and the voices that ship."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

from voiceclone import Audio, Voice, VoiceError

from . import texts
from .sessions import Session, Sessions

if TYPE_CHECKING:
    from voiceclone import VoiceCloner

NETWORKS: dict[str, Any] = {
    "concurrency_id": "networks",
    "concurrency_limit": 1,
}  # one visitor at a time; the others see their place


class Studio:
    """A cloner and the sessions of those who use it."""

    def __init__(self, cloner: "VoiceCloner", sessions: Sessions) -> None:
        self.cloner = cloner
        self.sessions = sessions
        self.example: tuple[Audio, Voice] | None = None  # the recording that ships, and its voice, once it is needed

    @cached_property
    def presets(self) -> dict[str, Voice]:
        """The voices that ship, by name."""
        return {name: self.cloner.preset(name) for name in self.cloner.presets}

    def names(self, session: Session) -> list[str]:
        """Names of all voices that a visitor can use, their own first."""
        return [*session.voices, *self.cloner.presets]

    def keep(self, session: Session, voice: Voice, name: str) -> str:
        """Keep a voice for a visitor under this name, or one like it; return what it is called.

        Raises VoiceError where they have too many.
        """
        plain = " ".join(name.split()) or texts.OWN_NAME
        return session.keep(voice, plain, {*self.cloner.presets, texts.NEW_VOICE})

    def voice(self, session: Session, name: str | None) -> Voice:
        """Return the voice of this name. Raises VoiceError where the visitor has none."""
        if name in session.voices:
            return session.voices[name]
        if name in self.cloner.presets:
            return self.presets[name]
        raise VoiceError(texts.NO_SUCH_VOICE)
