"""Where the exported networks lie, and which of them speak for some weights."""

import importlib.util
import json
import os
from pathlib import Path

from voiceclone.errors import DependencyError, WeightsError
from voiceclone.weights import file_fingerprint

AUTO, TORCH, ONNX = "auto", "torch", "onnx"  # engines; any other name is a folder with an export
RECORD = "networks.json"  # what the networks were made from, and their sizes
_FORM = 1  # of the files; another one is not read
_EXPORTED = ("speaker", "acoustic", "vocoder")


def default_folder(weights: Path) -> Path:
    """Return the place for the networks of some weights in the user's cache; it appears with the export."""
    from platformdirs import user_cache_path

    return user_cache_path("voiceclone", appauthor=False) / "onnx" / file_fingerprint(weights / "acoustic.safetensors")


def source_of(weights: Path) -> dict[str, object]:
    """Return what tells an export of these weights from any other. Raises WeightsError where a file is missing."""
    return {"form": _FORM, **{name: file_fingerprint(weights / f"{name}.safetensors") for name in _EXPORTED}}


def is_exported(folder: Path, weights: Path) -> bool:
    """Return whether the folder holds the networks of these weights, as this version exports them."""
    try:
        record = json.loads((folder / RECORD).read_text())
    except (OSError, ValueError):
        return False
    return isinstance(record, dict) and record.get("source") == source_of(weights)


def onnx_folder(engine: str | os.PathLike[str], weights: Path) -> Path | None:
    """Return the folder of the export that an engine speaks with for some weights, None where that is torch.

    Raises WeightsError where an export is asked for and there is none of these weights, DependencyError where
    onnxruntime is asked for and missing.
    """
    if engine == TORCH:
        return None
    folder = default_folder(weights) if engine in (AUTO, ONNX) else Path(engine)
    runs = importlib.util.find_spec("onnxruntime") is not None
    found = is_exported(folder, weights)
    if engine == AUTO:
        return folder if runs and found else None
    if not runs:
        raise DependencyError("onnxruntime is not installed: pip install 'voiceclone[onnx]'")
    if not found:
        raise WeightsError(
            f"the engine {os.fspath(engine)!r}: {folder} holds no export of the weights in {weights}; "
            "`voiceclone export-onnx` writes one; the engines torch and auto need none"
        )
    return folder
