"""One tree of exceptions: every message says what was wrong, with which file or value, and what to do."""


class VoiceCloneError(Exception):
    """Root of every error that this package raises on purpose."""


class AudioError(VoiceCloneError):
    """A recording cannot be read, is not audio, or cannot serve its purpose (silent, too short, damaged)."""


class TextError(VoiceCloneError):
    """A text cannot be spoken: empty, without any word, or in a language without phonemes."""


class NothingToSayError(TextError):
    """A text is empty or holds no word that can be spoken."""


class VoiceError(VoiceCloneError):
    """A voice file is missing, damaged, foreign, or belongs to other weights."""


class ConsentError(VoiceCloneError):
    """Consent is missing, unknown, or does not cover what was asked."""


class SigningError(VoiceCloneError):
    """Nothing can be signed: a key or a certificate is missing, damaged, or does not fit; or what was signed is."""


class WatermarkError(VoiceCloneError):
    """A watermark cannot be made as asked: the key is too short, or a number does not fit its bits."""


class WeightsError(VoiceCloneError):
    """A weights file is missing, damaged, foreign, or does not fit this version of the package."""


class OutputError(VoiceCloneError):
    """A result cannot be written: the folder is missing, the disk is full, the format is unknown."""


class DependencyError(VoiceCloneError):
    """A feature needs an extra that is not installed; the message names the pip command."""


class DataError(VoiceCloneError):
    """A training or evaluation corpus is missing, in the wrong layout, or empty."""
