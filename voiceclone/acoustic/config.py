"""The configuration of the acoustic model."""

from dataclasses import dataclass

from voiceclone.audio.definition import HEARD_BINS
from voiceclone.text.symbols import SYMBOLS

COMMA_FRAMES = 12  # silence within a sentence from which it is a comma's
PITCH_UNIT = 0.25  # of ln(F0): what 1 means in a normalised pitch
# Synthesis asks for a recording like most that were learned from (medians 3.2 and 4.8): rarer ones cost likeness.
CLEAN = 3.2  # quality (DNSMOS overall)
QUIET = 4.2  # nepers between speech and what is behind it
EDGE_FRAMES = 6  # silence before the first word and after the last, in training and in synthesis


@dataclass(frozen=True)
class AcousticConfig:
    """Sizes of the acoustic model: inputs, the width of the condition, and of its three stacks of blocks.

    `spectrum` is the number of mel bins of the voice's mean spectrum; `frames_a_step` the mel frames that the decoder
    makes in one step; of its blocks `context_blocks` run once and `flow_blocks` in every step of the flow.
    """

    symbols: int = len(SYMBOLS)
    n_mels: int = 100
    embedding: int = 192
    token_channels: int = 192
    spectrum: int = HEARD_BINS
    condition: int = 192
    channels: int = 256
    hidden: int = 512
    encoder_blocks: int = 4
    duration_blocks: int = 2
    prosody_blocks: int = 3
    decoder_channels: int = 384
    decoder_hidden: int = 1024
    context_blocks: int = 3
    flow_blocks: int = 3
    frames_a_step: int = 2
