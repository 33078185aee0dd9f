"""The configuration of the phone recogniser."""

from dataclasses import dataclass

from voiceclone.audio.mel import HEARD_BINS
from voiceclone.text.symbols import SYMBOLS


@dataclass(frozen=True)
class RecogniserConfig:
    """Sizes of the recogniser, which hears the lowest `bins` of the mel and answers for `frames_a_step` at once."""

    symbols: int = len(SYMBOLS)
    bins: int = HEARD_BINS
    channels: int = 144
    hidden: int = 288
    blocks: int = 5
    kernel: int = 7
    frames_a_step: int = 2
