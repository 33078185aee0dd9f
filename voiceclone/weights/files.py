"""Writes and reads a network: half-precision tensors, and its configuration as JSON in the header."""

import dataclasses
import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from safetensors import SafetensorError, safe_open

from voiceclone.audio.definition import MEL
from voiceclone.errors import WeightsError
from voiceclone.text.symbols import SYMBOLS

if TYPE_CHECKING:
    from torch import nn

SHIPPED = Path(__file__).parent
TUNED_FOR = "tuned_for"  # note of an acoustic model that speaks one voice alone: the fingerprint of its embedding
_FORMAT = "voiceclone-1"

Network = TypeVar("Network", bound="nn.Module")


def input_fingerprint() -> str:
    """Short hash of what every network's input means: the mel definition and the symbol inventory."""
    meaning = json.dumps([dataclasses.asdict(MEL), SYMBOLS], ensure_ascii=False)
    return hashlib.sha256(meaning.encode()).hexdigest()[:16]


def save_network(network: "nn.Module", config: Any, path: Path, inputs: str | None = None, **notes: str) -> None:
    """Write `network` and its frozen dataclass `config` to `path`, in half precision, with `notes` in the header.

    `inputs` is the fingerprint of what the network's input means, where that is neither mel nor symbols.
    """
    from safetensors.torch import save_file  # only what needs the tensors themselves loads torch

    tensors = {name: tensor.detach().half().contiguous().cpu() for name, tensor in network.state_dict().items()}
    header = {
        "format": _FORMAT,
        "network": type(network).__name__,
        "config": json.dumps(dataclasses.asdict(config)),
        "inputs": inputs or input_fingerprint(),
        **notes,
    }
    save_file(tensors, path, header)


def load_network(
    network_class: type[Network], config_class: type[Any], path: Path, inputs: str | None = None
) -> Network:
    """Read a network in single precision, ready to run (evaluation mode, no gradients).

    `inputs` is the fingerprint that its inputs must have, where they are neither mel nor symbols. Raises WeightsError
    if the file is missing, damaged, holds another network, or was trained on other inputs.
    """
    import torch

    # Whoever asks: a tensor made for inference could take no part in learning, ever.
    with torch.inference_mode(False):
        return _loaded(network_class, config_class, path, inputs)


def _loaded(network_class: type[Network], config_class: type[Any], path: Path, inputs: str | None) -> Network:
    import torch

    if not path.is_file():
        raise WeightsError(f"no weights at {path}: reinstall the package, or give the folder of a trained model")
    try:
        with safe_open(path, framework="pt") as file:
            header = file.metadata() or {}
            _check(header, network_class.__name__, inputs or input_fingerprint(), path)
            config = config_class(**json.loads(header["config"]))
            tensors = {name: file.get_tensor(name).float() for name in file.keys()}  # noqa: SIM118 (not a mapping)
    except (SafetensorError, OSError, KeyError, TypeError, json.JSONDecodeError) as error:
        raise WeightsError(f"{path} is damaged or not a weights file of this package ({error})") from error
    with torch.random.fork_rng(devices=[]):  # reading draws no number from the caller's generator
        network = network_class(config)
    try:
        network.load_state_dict(tensors)
    except RuntimeError as error:
        raise WeightsError(f"the tensors of {path} do not fit its configuration") from error
    return network.eval().requires_grad_(False)


def network_note(path: Path, key: str) -> str:
    """Return a note that `save_network` was given, empty where there is none. Raises WeightsError as loading does."""
    if not path.is_file():
        raise WeightsError(f"no weights at {path}: reinstall the package, or give the folder of a trained model")
    try:
        with safe_open(path, framework="np") as file:
            note: str = (file.metadata() or {}).get(key, "")
    except (SafetensorError, OSError) as error:
        raise WeightsError(f"{path} is damaged or not a weights file of this package ({error})") from error
    return note


def _check(header: dict[str, str], name: str, inputs: str, path: Path) -> None:
    if header.get("format") != _FORMAT or header.get("network") != name:
        raise WeightsError(f"{path} holds no {name}, but {header.get('network', 'something else')}")
    if header["inputs"] != inputs:
        raise WeightsError(f"{path} was trained on other inputs, such as another mel definition or symbol inventory")


def file_fingerprint(path: Path) -> str:
    """Short hash of a file's content. Raises WeightsError if it is missing."""
    if not path.is_file():
        raise WeightsError(f"no weights at {path}: reinstall the package, or give the folder of a trained model")
    return hashlib.sha256(path.read_bytes()).hexdigest()[:16]
