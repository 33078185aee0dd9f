"""Whether somebody may speak in a voice: the one place where that is asked."""

from typing import TYPE_CHECKING

from voiceclone.errors import ConsentError
from voiceclone.trust.revocation import check_not_revoked

if TYPE_CHECKING:
    from voiceclone.voice import Voice


def check_permission(voice: "Voice") -> None:
    """Raise ConsentError unless the voice's consent is its own, unchanged, in force and not revoked.

    The list of revoked consents is read anew. Raises OutputError where it cannot be.
    """
    try:
        voice.check_seal()
    except ConsentError as error:
        raise ConsentError(f"the voice {voice.name!r} cannot be used: {error}") from error
    voice.consent.check()
    check_not_revoked(voice.consent)
