"""Writes the networks as ONNX files, in the stages that synthesis runs them in, and tries them before they are kept.

`speaker.onnx`: a mel to embedding and tokens; `symbols.onnx`: symbols and a voice to what `Encoded` holds;
`frames.onnx`: that, laid out in time, to mel and pitch; `vocoder.onnx`: mel and pitch to filters. Around the last one
stands `vocoder.signal`.
"""

import importlib.util
import json
import tempfile
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from voiceclone.acoustic.config import CLEAN, QUIET, AcousticConfig
from voiceclone.acoustic.network import AcousticModel, VoiceTensors
from voiceclone.audio.atomic_write import write_atomically
from voiceclone.errors import DependencyError, OutputError, WeightsError
from voiceclone.portable.place import RECORD, default_folder, source_of
from voiceclone.portable.session import open_session
from voiceclone.speaker.config import SpeakerConfig
from voiceclone.speaker.network import SpeakerEncoder
from voiceclone.synthesis.torch_networks import mel_and_pitch
from voiceclone.vocoder.config import VocoderConfig
from voiceclone.vocoder.network import Vocoder
from voiceclone.weights import load_network

LARGEST_DIFFERENCE = 1e-3  # of any output of a network, beside torch's
_OPSET = 17  # the first with layer norm as one operation
_FRAMES, _STATES, _TOKENS = 60, 9, 30  # of the example that is traced; others are as good


def export(weights: Path, folder: Path | None = None, progress: Callable[[int, int], None] | None = None) -> list[Path]:
    """Write the networks of the weights in a folder into another one, and return the files.

    Without `folder` it is where the engine "auto" looks for them. `progress` is called with the number of networks that
    are done and of all.

    Raises DependencyError without the extra `onnx`, OutputError where the folder cannot be written, WeightsError where
    weights are missing or damaged, or onnxruntime makes of them what torch does not.
    """
    for name in ("onnx", "onnxruntime"):
        if importlib.util.find_spec(name) is None:
            raise DependencyError(f"{name} is not installed: pip install 'voiceclone[onnx]'")
    folder = folder or default_folder(weights)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{folder}: cannot be made: {error.strerror or error}") from error
    encoder = load_network(SpeakerEncoder, SpeakerConfig, weights / "speaker.safetensors")
    acoustic = load_network(AcousticModel, AcousticConfig, weights / "acoustic.safetensors")
    vocoder = load_network(Vocoder, VocoderConfig, weights / "vocoder.safetensors")
    written = []
    graphs = _graphs(encoder, acoustic, vocoder)
    for done, graph in enumerate(graphs, start=1):
        written.append(folder / f"{graph.name}.onnx")
        write_atomically(written[-1], _as_onnx(graph))
        if progress:
            progress(done, len(graphs))
    record = {
        "source": source_of(weights),
        "n_mels": acoustic.config.n_mels,
        "frames_a_step": acoustic.config.frames_a_step,
        "reach": acoustic.reach,
        "vocoder_reach": vocoder.reach,
        "nobodys_tokens": [acoustic.no_token.tolist()],
    }
    write_atomically(folder / RECORD, json.dumps(record, indent=1).encode())  # last: with it the export is whole
    return written


@dataclass(frozen=True)
class _Graph:
    """A network as it is exported: an example of its inputs by name, and those whose second dimension is free."""

    name: str
    network: nn.Module
    inputs: dict[str, Tensor]
    free: Sequence[str]
    outputs: Sequence[str]


def _graphs(encoder: SpeakerEncoder, acoustic: AcousticModel, vocoder: Vocoder) -> list[_Graph]:
    chance = torch.Generator().manual_seed(0)

    def some(*shape: int) -> Tensor:
        return torch.randn(*shape, generator=chance)

    config = acoustic.config
    durations = torch.full((1, _STATES), 9)
    mel = some(1, _FRAMES, config.n_mels) - 3
    f0 = torch.full((1, _FRAMES), 150.0)
    voice = {
        "embedding": nn.functional.normalize(some(1, config.embedding)),
        "spectrum": some(1, config.n_mels) - 3,
        "pitch_mean": torch.tensor([5.0]),
        "pitch_std": torch.tensor([0.2]),
    }
    spoken = {
        "states": some(1, _STATES, config.channels),
        "energy": some(1, _STATES),
        "durations": durations,
        "frames": torch.arange(10, 10 + _FRAMES)[None],
        "raised": some(1, _FRAMES),
        "pitch_range": torch.tensor([1.1]),
        "pitch_mean": torch.tensor([5.0]),
        "tokens": some(1, _TOKENS, config.token_channels),
        "condition": some(1, config.condition),
        "noise": some(1, _FRAMES, config.n_mels),
    }
    of_length = ("states", "energy", "durations", "frames", "raised", "tokens", "noise")
    symbols = {"symbols": torch.arange(1, 1 + _STATES)[None], **voice}
    return [
        _Graph("speaker", encoder, {"mel": mel}, ("mel",), ("embedding", "tokens")),
        _Graph(
            "symbols", _Symbols(acoustic), symbols, ("symbols",), ("condition", "states", "log_durations", "energies")
        ),
        _Graph("frames", _Frames(acoustic), spoken, of_length, ("mel", "f0")),
        _Graph("vocoder", _Filters(vocoder), {"mel": mel, "f0": f0}, ("mel", "f0"), ("filters",)),
    ]


class _Symbols(nn.Module):
    """Symbols in a voice: the stages before durations are known."""

    def __init__(self, acoustic: AcousticModel) -> None:
        super().__init__()
        self.acoustic = acoustic

    def forward(
        self, symbols: Tensor, embedding: Tensor, spectrum: Tensor, pitch_mean: Tensor, pitch_std: Tensor
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        asked = (torch.tensor([value]) for value in (CLEAN, QUIET, 1.0))
        condition = self.acoustic.describe(VoiceTensors(embedding, embedding, spectrum, pitch_mean, pitch_std, *asked))
        return condition, *self.acoustic.encode(symbols, condition)


class _Frames(nn.Module):
    """Frames of a sentence laid out in time."""

    def __init__(self, acoustic: AcousticModel) -> None:
        super().__init__()
        self.acoustic = acoustic

    def forward(
        self,
        states: Tensor,
        energy: Tensor,
        durations: Tensor,
        frames: Tensor,
        raised: Tensor,
        pitch_range: Tensor,
        pitch_mean: Tensor,
        tokens: Tensor,
        condition: Tensor,
        noise: Tensor,
    ) -> tuple[Tensor, Tensor]:
        voice = VoiceTensors(condition, tokens, condition, pitch_mean, pitch_mean, pitch_mean, pitch_mean, pitch_mean)
        return mel_and_pitch(
            self.acoustic, states, energy, durations, frames, raised, condition, noise, pitch_range, voice
        )


class _Filters(nn.Module):
    """The vocoder's network."""

    def __init__(self, vocoder: Vocoder) -> None:
        super().__init__()
        self.vocoder = vocoder

    def forward(self, mel: Tensor, f0: Tensor) -> Tensor:
        return self.vocoder.filters(mel, f0)


def _as_onnx(graph: _Graph) -> bytes:
    """Bytes of the ONNX file of a network. Raises WeightsError where onnxruntime makes something else of it."""
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter that traces is called old; the other one needs onnxscript
        path = Path(folder) / "network.onnx"
        torch.onnx.export(
            graph.network,
            tuple(graph.inputs.values()),
            path,
            input_names=list(graph.inputs),
            output_names=list(graph.outputs),
            dynamic_axes={name: {1: f"{name}_length"} for name in graph.free},
            opset_version=_OPSET,
            dynamo=False,
        )
        made = open_session(path).run(None, {name: tensor.numpy() for name, tensor in graph.inputs.items()})
        with torch.inference_mode():
            wanted = graph.network(*graph.inputs.values())
        wanted = wanted if isinstance(wanted, tuple) else (wanted,)
        for name, one, other in zip(graph.outputs, made, wanted, strict=True):
            difference = float(np.abs(one - other.numpy()).max())
            if not difference <= LARGEST_DIFFERENCE * max(1.0, float(other.abs().max())):
                raise WeightsError(f"onnxruntime's {name} of the network {graph.name} is {difference:g} beside torch's")
        return path.read_bytes()
