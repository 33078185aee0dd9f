"""From checkpoints to weights files: the averaged weights, in half precision."""

from pathlib import Path

import torch
from torch import Tensor

from voiceclone.acoustic.config import AcousticConfig
from voiceclone.acoustic.network import AcousticModel
from voiceclone.errors import WeightsError
from voiceclone.recogniser.config import RecogniserConfig
from voiceclone.recogniser.network import PhoneRecogniser
from voiceclone.speaker.config import SpeakerConfig
from voiceclone.speaker.network import SpeakerEncoder
from voiceclone.training.acoustic import Learned
from voiceclone.vocoder.config import VocoderConfig
from voiceclone.vocoder.network import Vocoder
from voiceclone.weights import save_network

_AVERAGE = "average.module."


def averaged_weights(checkpoint: Path) -> dict[str, Tensor]:
    """The averaged network of a checkpoint that `runtime.train` wrote. Raises WeightsError where it is not there."""
    if not checkpoint.is_file():
        raise WeightsError(f"no checkpoint at {checkpoint}")
    # Tensors and numbers only: nothing in the file is executed.
    state = torch.load(checkpoint, map_location="cpu", weights_only=True)["state_dict"]
    return {name.removeprefix(_AVERAGE): value for name, value in state.items() if name.startswith(_AVERAGE)}


def export_vocoder(checkpoint: Path, folder: Path, config: VocoderConfig | None = None) -> None:
    """Write `folder/vocoder.safetensors`, of the shipped size unless `config` says otherwise."""
    network = Vocoder(config or VocoderConfig())
    network.load_state_dict(averaged_weights(checkpoint))
    save_network(network, network.config, folder / "vocoder.safetensors")


def export_recogniser(checkpoint: Path, folder: Path, config: RecogniserConfig | None = None) -> None:
    """Write `folder/recogniser.safetensors`, of the shipped size unless `config` says otherwise."""
    network = PhoneRecogniser(config or RecogniserConfig())
    network.load_state_dict(averaged_weights(checkpoint))
    save_network(network, network.config, folder / "recogniser.safetensors")


def export_acoustic(checkpoint: Path, speaker_checkpoint: Path, folder: Path) -> None:
    """Write `folder/acoustic.safetensors` and `folder/speaker.safetensors`, whose tokenizer learned with it."""
    encoder = SpeakerEncoder(SpeakerConfig())
    encoder.verifier.load_state_dict(averaged_weights(speaker_checkpoint))
    export_with_encoder(checkpoint, encoder, folder, AcousticConfig())


def export_with_encoder(checkpoint: Path, encoder: SpeakerEncoder, folder: Path, config: AcousticConfig) -> None:
    """The same for a model of the size `config`, with the verifier of `encoder` as it is."""
    model = AcousticModel(config)
    Learned(model, encoder.tokenizer).load_state_dict(averaged_weights(checkpoint))
    save_network(model, model.config, folder / "acoustic.safetensors")
    save_network(encoder, encoder.config, folder / "speaker.safetensors")
