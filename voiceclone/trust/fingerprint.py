"""Fingerprints, SHA-256 in hexadecimal digits: of recordings, of arrays, and of all that was learned of a voice."""

import hashlib
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from voiceclone.errors import AudioError
from voiceclone.trust.canonical import canonical

if TYPE_CHECKING:
    from voiceclone.audio.audio import Audio

BLOCK = 1 << 20  # bytes that are read at a time


def recording_fingerprint(recording: "str | os.PathLike[str] | Audio") -> str:
    """Return that of a file's content, as `sha256sum` prints it, or of Audio in memory.

    Raises AudioError where the file cannot be read.
    """
    if not isinstance(recording, str | os.PathLike):
        return hashlib.sha256(b"%d Hz\n" % recording.sample_rate + _raw(recording.samples)).hexdigest()
    digest = hashlib.sha256()
    try:
        with Path(recording).open("rb") as file:
            while block := file.read(BLOCK):
                digest.update(block)
    except OSError as error:
        raise AudioError(f"{os.fspath(recording)}: cannot be read: {error.strerror or error}") from error
    return digest.hexdigest()


def array_fingerprint(array: npt.NDArray[np.float32]) -> str:
    """Return that of an array's numbers, as float32 in little-endian order, and of its shape."""
    return hashlib.sha256(f"{array.shape}\n".encode("ascii") + _raw(array)).hexdigest()


def learned_fingerprint(arrays: Mapping[str, npt.NDArray[np.float32]], facts: Sequence[float | str]) -> str:
    """Return that of named arrays, and facts that no array holds, together."""
    record = {"arrays": {name: array_fingerprint(array) for name, array in arrays.items()}, "facts": list(facts)}
    return hashlib.sha256(canonical(record).encode("ascii")).hexdigest()


def _raw(array: npt.NDArray[np.float32]) -> bytes:
    return np.ascontiguousarray(array, dtype="<f4").tobytes()
