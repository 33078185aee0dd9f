"""Voice: what the networks know of somebody's voice, and by what right; one small file that loads anywhere."""

import json
import math
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save as to_safetensors

from voiceclone.audio.atomic_write import write_atomically
from voiceclone.errors import ConsentError, VoiceError
from voiceclone.trust.consent import Consent

HEADER = "voiceclone.voice"  # the key of the header's metadata under which all that is no tensor stands, as JSON
VERSION = 1
TENSORS = {"embedding": 1, "tokens": 2, "spectrum": 1}  # name: number of dimensions
LARGEST_FILE = 64 * 2**20  # bytes; a voice has some tens of kilobytes


@dataclass(frozen=True, eq=False)
class Voice:
    """Somebody's voice, as enrolled by one set of weights.

    `name`: what to call it. `embedding`: float32, shape `(embedding_dim,)`, of unit length. `tokens`: the reference
    tokens that the acoustic model attends to, float32, shape `(n_tokens, token_dim)`. `pitch_mean`, `pitch_std`: mean
    and standard deviation of the natural logarithm of F0 in Hz over voiced frames. `spectrum`: the mean log-mel over
    speech frames, float32, shape `(n_mels,)`. `consent`: by what right it was enrolled. `encoder`: fingerprint of the
    speaker encoder's weights. Arrays are read-only. Raises VoiceError for wrong shapes or values that are not finite.
    """

    name: str
    embedding: npt.NDArray[np.float32]
    tokens: npt.NDArray[np.float32]
    pitch_mean: float
    pitch_std: float
    spectrum: npt.NDArray[np.float32]
    consent: Consent
    encoder: str

    def __post_init__(self) -> None:
        """Validate, and keep copies that nobody can write to."""
        for name, dimensions in TENSORS.items():
            object.__setattr__(self, name, _checked_array(name, getattr(self, name), dimensions))
        for name in ("pitch_mean", "pitch_std"):
            object.__setattr__(self, name, _checked_number(name, getattr(self, name)))
        length = float(np.linalg.norm(self.embedding.astype(np.float64)))
        if abs(length - 1.0) > 1e-3:
            raise VoiceError(f"a voice's embedding has unit length, not {length:g}")
        if self.pitch_std < 0.0:
            raise VoiceError(f"a voice's pitch_std is not negative, as {self.pitch_std:g} is")
        if not isinstance(self.name, str) or not isinstance(self.encoder, str) or not self.encoder:
            raise VoiceError("a voice has a name and the fingerprint of its encoder, both text")
        if not isinstance(self.consent, Consent):
            raise VoiceError("a voice carries a Consent: enrol it with Consent.self_attested()")

    def __repr__(self) -> str:
        """Return what a person wants to know of a voice; the numbers say nothing to a reader."""
        return f"Voice({self.name!r}, consent={self.consent.level!r}, encoder={self.encoder[:12]!r})"

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the voice to one safetensors file, by habit named `.voice`, whole or not at all.

        Raises OutputError where it cannot be written.
        """
        tensors = {name: getattr(self, name) for name in TENSORS}
        record = {
            "version": VERSION,
            "name": self.name,
            "pitch_mean": self.pitch_mean,
            "pitch_std": self.pitch_std,
            "consent": self.consent.to_json(),
            "encoder": self.encoder,
        }
        write_atomically(path, to_safetensors(tensors, metadata={HEADER: json.dumps(record)}))

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> "Voice":
        """Return the voice that `save` wrote to `path`.

        Raises VoiceError where the file is missing, damaged, cut off, or no voice of this version. Nothing in the
        file is executed.
        """
        source = Path(path)
        _check_file(source)
        try:
            record, tensors = _read(source)
            if record.get("version") != VERSION:
                raise VoiceError(f"it has version {record.get('version')!r}, and this package reads {VERSION}")
            return cls(
                name=record["name"],
                pitch_mean=record["pitch_mean"],
                pitch_std=record["pitch_std"],
                consent=Consent.from_json(record["consent"]),
                encoder=record["encoder"],
                **tensors,
            )
        except KeyError as error:
            raise VoiceError(f"{source}: is no voice: {error.args[0]} is missing; enrol the speaker again") from error
        except (VoiceError, ConsentError) as error:
            raise VoiceError(f"{source}: cannot be used: {error}; enrol the speaker again") from error


def _check_file(path: Path) -> None:
    if not os.path.exists(path):  # os.path, because Path raises OSError on a name that is too long
        raise VoiceError(f"{path}: there is no such voice file; `voiceclone enroll` makes one")
    if not os.path.isfile(path):
        raise VoiceError(f"{path}: is not a file; name a voice that `voiceclone enroll` made")
    if path.stat().st_size > LARGEST_FILE:
        raise VoiceError(f"{path}: is too large to be a voice; name one that `voiceclone enroll` made")


def _read(path: Path) -> tuple[dict[str, Any], dict[str, npt.NDArray[np.float32]]]:
    """Return the record in the header of the file and its tensors."""
    try:
        with safe_open(path, framework="numpy") as file:
            metadata = file.metadata() or {}
            if HEADER not in metadata:
                raise VoiceError("it is a safetensors file, but no voice")
            tensors = {name: file.get_tensor(name) for name in TENSORS if name in file.keys()}  # noqa: SIM118
        record = json.loads(metadata[HEADER])
    except (SafetensorError, OSError, ValueError, TypeError, RecursionError) as error:
        raise VoiceError("it is no voice file, or is damaged or cut off") from error
    if not isinstance(record, dict):
        raise VoiceError("its header is damaged")
    for name in TENSORS:
        if name not in tensors:
            raise KeyError(name)
    return record, tensors


def _checked_array(name: str, values: npt.ArrayLike, dimensions: int) -> npt.NDArray[np.float32]:
    try:
        array = np.asarray(values, dtype=np.float32)
    except (TypeError, ValueError) as error:
        raise VoiceError(f"a voice's {name} is an array of numbers, not {type(values).__name__}") from error
    if array.ndim != dimensions or array.size == 0:
        raise VoiceError(f"a voice's {name} has {dimensions} dimension(s), none empty, not the shape {array.shape}")
    if not np.isfinite(array).all():
        raise VoiceError(f"a voice's {name} contains NaN or infinity")
    return np.frombuffer(array.tobytes(), dtype=np.float32).reshape(array.shape)


def _checked_number(name: str, value: Any) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        number = math.nan
    if isinstance(value, bool | str) or not math.isfinite(number):
        raise VoiceError(f"a voice's {name} is a finite number, not {str(value)[:40]}")
    return number
