"""Three sizes of the same networks, by name, and how many parameters each has."""

from dataclasses import dataclass, field

import torch

from voiceclone.acoustic.config import AcousticConfig
from voiceclone.acoustic.network import AcousticModel
from voiceclone.errors import DataError
from voiceclone.speaker.config import SpeakerConfig
from voiceclone.speaker.network import SpeakerEncoder
from voiceclone.vocoder.config import VocoderConfig
from voiceclone.vocoder.network import Vocoder


@dataclass(frozen=True)
class Size:
    """The configurations of the three networks. All sizes share the embedding, so that an encoder serves them all."""

    name: str
    speaker: SpeakerConfig = field(default_factory=SpeakerConfig)
    acoustic: AcousticConfig = field(default_factory=AcousticConfig)
    vocoder: VocoderConfig = field(default_factory=VocoderConfig)


SIZES = {
    size.name: size
    for size in (
        Size("small"),  # as shipped
        Size(
            "base",
            SpeakerConfig(channels=448, pooled=896, attention=96, token_channels=256),
            AcousticConfig(
                token_channels=256, condition=256, channels=384, hidden=1024, decoder_channels=512, decoder_hidden=1536,
                context_blocks=4, flow_blocks=4,
            ),
            VocoderConfig(channels=384, hidden=1152),
        ),
        Size(
            "large",
            SpeakerConfig(channels=768, blocks=5, pooled=1536, attention=128, token_channels=384, token_blocks=6),
            AcousticConfig(
                token_channels=384, condition=384, channels=512, hidden=2048, encoder_blocks=6, prosody_blocks=4,
                decoder_channels=768, decoder_hidden=3072, context_blocks=6, flow_blocks=6,
            ),
            VocoderConfig(channels=512, hidden=1536),
        ),
    )
}  # fmt: skip


def find_size(name: str) -> Size:
    """Return the size of that name. Raises DataError for one that is not known."""
    if name not in SIZES:
        raise DataError(f"no size is called {name!r}; there are {', '.join(SIZES)}")
    return SIZES[name]


def parameter_counts(size: Size) -> dict[str, int]:
    """Return the number of parameters of each network, and of all; no memory is taken for them."""
    with torch.device("meta"):
        networks = {
            "speaker": SpeakerEncoder(size.speaker),
            "acoustic": AcousticModel(size.acoustic),
            "vocoder": Vocoder(size.vocoder),
        }
    counts = {name: sum(part.numel() for part in network.parameters()) for name, network in networks.items()}
    return {**counts, "all": sum(counts.values())}
