"""Tiny seeded networks for tests; what they say means nothing, but it has the right shapes."""

import torch

from voiceclone.acoustic.config import AcousticConfig
from voiceclone.acoustic.network import AcousticModel
from voiceclone.recogniser.config import RecogniserConfig
from voiceclone.recogniser.network import PhoneRecogniser
from voiceclone.speaker.config import SpeakerConfig
from voiceclone.speaker.network import SpeakerEncoder
from voiceclone.vocoder.config import VocoderConfig
from voiceclone.vocoder.network import Vocoder
from voiceclone.weights import save_network

SPEAKER = SpeakerConfig(channels=16, blocks=2, pooled=24, attention=8, embedding=16, token_channels=16, token_blocks=1)
ACOUSTIC = AcousticConfig(
    embedding=16, token_channels=16, condition=8, channels=16, hidden=16, encoder_blocks=1, duration_blocks=1,
    prosody_blocks=1, decoder_channels=16, decoder_hidden=16, context_blocks=2, flow_blocks=1,
)  # fmt: skip
RECOGNISER = RecogniserConfig(channels=16, hidden=16, blocks=1)
VOCODER = VocoderConfig(channels=16, hidden=16, blocks=1)


def tiny_encoder() -> SpeakerEncoder:
    torch.manual_seed(1)
    return SpeakerEncoder(SPEAKER).eval()


def tiny_acoustic() -> AcousticModel:
    torch.manual_seed(2)
    return AcousticModel(ACOUSTIC).eval()


def tiny_recogniser() -> PhoneRecogniser:
    torch.manual_seed(4)
    return PhoneRecogniser(RECOGNISER).eval()


def tiny_vocoder() -> Vocoder:
    torch.manual_seed(3)
    return Vocoder(VOCODER).eval()


def save_tiny_model(folder) -> None:
    """Write a model folder as a recipe would."""
    save_network(tiny_encoder(), SPEAKER, folder / "speaker.safetensors")
    save_network(tiny_acoustic(), ACOUSTIC, folder / "acoustic.safetensors")
    save_network(tiny_vocoder(), VOCODER, folder / "vocoder.safetensors")
    save_network(tiny_recogniser(), RECOGNISER, folder / "recogniser.safetensors")
