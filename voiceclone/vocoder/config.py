"""The configuration of the vocoder."""

from dataclasses import dataclass


@dataclass(frozen=True)
class VocoderConfig:
    """Sizes of the vocoder: width of the backbone, of its blocks' inner layer, number of blocks, kernel in frames."""

    n_mels: int = 100
    channels: int = 256
    hidden: int = 768
    blocks: int = 8
    kernel: int = 7
