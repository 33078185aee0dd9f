"""Speech in a voice that was heard for a few seconds, made on a plain CPU.

The public names are here, and each is loaded when it is first used: `import voiceclone` itself costs nothing.

    from voiceclone import Consent, VoiceCloner
    cloner = VoiceCloner.from_pretrained()
    voice = cloner.enroll("speaker.wav", consent=Consent.self_attested())
    cloner.synthesize("The old clock stopped.", voice).save("out.wav")
"""

import importlib
from typing import TYPE_CHECKING, Any

from voiceclone._version import __version__

if TYPE_CHECKING:
    from voiceclone import errors
    from voiceclone.audio.audio import Audio
    from voiceclone.audio.files import load_audio
    from voiceclone.cloner import VoiceCloner
    from voiceclone.errors import (
        AudioError,
        ConsentError,
        DataError,
        DependencyError,
        NothingToSayError,
        OutputError,
        SigningError,
        TextError,
        VoiceCloneError,
        VoiceError,
        WatermarkError,
        WeightsError,
    )
    from voiceclone.synthesis.delivery import Delivery
    from voiceclone.synthesis.speech import Speech
    from voiceclone.trust.consent import Consent
    from voiceclone.trust.detection import detect
    from voiceclone.voice import Voice

_HOMES = {
    "Audio": "voiceclone.audio.audio",
    "Consent": "voiceclone.trust.consent",
    "Delivery": "voiceclone.synthesis.delivery",
    "Speech": "voiceclone.synthesis.speech",
    "Voice": "voiceclone.voice",
    "VoiceCloner": "voiceclone.cloner",
    "detect": "voiceclone.trust.detection",
    "load_audio": "voiceclone.audio.files",
    **dict.fromkeys(
        (
            "AudioError",
            "ConsentError",
            "DataError",
            "DependencyError",
            "NothingToSayError",
            "OutputError",
            "SigningError",
            "TextError",
            "VoiceCloneError",
            "VoiceError",
            "WatermarkError",
            "WeightsError",
        ),
        "voiceclone.errors",
    ),
}

__all__ = [
    "Audio",
    "AudioError",
    "Consent",
    "ConsentError",
    "DataError",
    "Delivery",
    "DependencyError",
    "NothingToSayError",
    "OutputError",
    "SigningError",
    "Speech",
    "TextError",
    "Voice",
    "VoiceCloneError",
    "VoiceCloner",
    "VoiceError",
    "WatermarkError",
    "WeightsError",
    "__version__",
    "detect",
    "errors",
    "load_audio",
]


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used (PEP 562)."""
    if name == "errors":
        return importlib.import_module("voiceclone.errors")
    if name not in _HOMES:
        raise AttributeError(f"module 'voiceclone' has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Return the names that are offered, loaded or not."""
    return sorted({*globals(), *__all__})
