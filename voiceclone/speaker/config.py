"""The configuration of the speaker encoder."""

from dataclasses import dataclass

from voiceclone.audio.definition import HEARD_BINS


@dataclass(frozen=True)
class SpeakerConfig:
    """Sizes of the speaker encoder.

    Both parts, the verifier (`channels`, `blocks`, `pooled`, `attention`, `embedding`) and the tokenizer (`token_*`),
    hear the lowest `bins` of the mel only (up to 6.4 kHz): the band that nearly every recording has.
    """

    bins: int = HEARD_BINS
    channels: int = 224
    blocks: int = 4
    pooled: int = 448
    attention: int = 64
    embedding: int = 192
    token_channels: int = 192
    token_blocks: int = 4
