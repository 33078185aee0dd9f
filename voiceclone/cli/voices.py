"""Voices as they are named on the command line: by a file, or by the name of one that ships."""

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from voiceclone import Voice, VoiceCloner


def voice_of(name: str, cloner: "VoiceCloner") -> "Voice":
    """Return the voice in a file, or the one that ships under this name.

    A file comes first. Raises VoiceError where there is neither, or the file is no voice.
    """
    from voiceclone import Voice

    is_path = os.path.exists(name) or os.path.basename(name) != name or name.endswith(".voice")
    return Voice.load(name) if is_path else cloner.preset(name)
