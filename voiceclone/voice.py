"""Voice: what the networks know of somebody's voice, and by what right; one small file that loads anywhere."""

import math
import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save as to_safetensors

from voiceclone.audio.atomic_write import write_atomically
from voiceclone.errors import ConsentError, VoiceError
from voiceclone.trust.canonical import canonical, parse_canonical
from voiceclone.trust.consent import Consent
from voiceclone.trust.fingerprint import array_fingerprint, learned_fingerprint
from voiceclone.trust.revocation import check_not_revoked

HEADER = "voiceclone.voice"  # the key of the header's metadata under which all that is no tensor stands, as JSON
VERSION = 3  # 1 had no seal on its consent, 2 no adaptation
TENSORS = {"embedding": 1, "tokens": 2, "spectrum": 1, "correction": 1, "adaptation": 1}  # name: dimensions
LARGEST_FILE = 64 * 2**20  # bytes; a voice has some hundreds of kilobytes


@dataclass(frozen=True, eq=False)
class Voice:
    """Somebody's voice, as enrolled by one set of weights.

    `name`: what to call it. `embedding`: float32, shape `(embedding_dim,)`, of unit length. `tokens`: the reference
    tokens that the acoustic model attends to, float32, shape `(n_tokens, token_dim)`. `pitch_mean`, `pitch_std`: mean
    and standard deviation of the natural logarithm of F0 in Hz over voiced frames. `spectrum`: the mean log-mel over
    speech frames, float32, shape `(n_mels,)`; `correction`: what is added to every frame that is made, so that it has
    that spectrum, of the same shape. `adaptation`: what its decoder has more than everybody's, float32 of half
    precision, shape `(numbers,)`, or of no number (see `acoustic.adaptation`). `consent`: by what right it was
    enrolled; it must be `sealed` to be used. `encoder`: fingerprint of the speaker encoder's weights. Arrays are
    read-only. Raises VoiceError for wrong shapes or values that are not finite.
    """

    name: str
    embedding: npt.NDArray[np.float32]
    tokens: npt.NDArray[np.float32]
    pitch_mean: float
    pitch_std: float
    spectrum: npt.NDArray[np.float32]
    correction: npt.NDArray[np.float32]
    consent: Consent
    encoder: str
    adaptation: npt.NDArray[np.float32] = field(default_factory=lambda: np.zeros(0, dtype=np.float32))

    def __post_init__(self) -> None:
        """Validate, and keep copies that nobody can write to."""
        for name, dimensions in TENSORS.items():
            object.__setattr__(self, name, _checked_array(name, getattr(self, name), dimensions))
        object.__setattr__(self, "adaptation", _read_only(_halved(self.adaptation).astype(np.float32)))
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

    @property
    def fingerprint(self) -> str:
        """SHA-256 over all that was learned of the voice, but not its name, as hexadecimal digits."""
        arrays = {name: getattr(self, name) for name in TENSORS}
        return learned_fingerprint(arrays, (self.pitch_mean, self.pitch_std, self.encoder))

    def sealed(self, references: Sequence[str]) -> "Voice":
        """Return this voice with its consent bound to it, signed by this installation.

        `references`: SHA-256 of each recording that it was learned from; none for a designed voice. Raises
        ConsentError where the consent is bound already or is not of this voice, OutputError or SigningError where
        nothing can be signed.
        """
        reading = self.consent.reading
        if reading is not None and reading.embedding != array_fingerprint(self.embedding):
            raise ConsentError("the sentence was read, and compared, for another voice than this one")
        return replace(self, consent=self.consent.sealed(self.fingerprint, references))

    def with_consent(self, consent: Consent) -> "Voice":
        """Return this voice under another consent: one that was verified meanwhile, or that ends later.

        Raises ConsentError where the present one was tampered with or revoked, or is that of a mix, and as `sealed`
        does.
        """
        self.check_seal()
        check_not_revoked(self.consent)
        if self.consent.parts:
            raise ConsentError("a mixed voice keeps the consents of the voices it was mixed from; verify those")
        assert self.consent.seal is not None
        return replace(self, consent=consent).sealed(self.consent.seal.references)

    def check_seal(self) -> None:
        """Raise ConsentError unless the consent, as it stands, was sealed for this voice, as it stands."""
        self.consent.check_seal(self.fingerprint)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the voice to one safetensors file, by habit named `.voice`, whole or not at all.

        Raises ConsentError where its consent is not bound to it, OutputError where it cannot be written.
        """
        self.check_seal()
        tensors = {name: getattr(self, name) for name in TENSORS} | {"adaptation": _halved(self.adaptation)}
        record = {
            "version": VERSION,
            "name": self.name,
            "pitch_mean": self.pitch_mean,
            "pitch_std": self.pitch_std,
            "consent": self.consent.to_json(),
            "encoder": self.encoder,
        }
        write_atomically(path, to_safetensors(tensors, metadata={HEADER: canonical(record)}))

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> "Voice":
        """Return the voice that `save` wrote to `path`.

        Raises VoiceError where the file is missing, damaged, cut off, or no voice of this version, and where its
        consent or what was learned of the voice was changed. One that has expired or was revoked is loaded, but
        nothing is spoken in it. Nothing in the file is executed.
        """
        source = Path(path)
        _check_file(source)
        try:
            record, tensors = _read(source)
            if record.get("version") != VERSION:
                raise VoiceError(f"it has version {record.get('version')!r}, and this package reads {VERSION}")
            voice = cls(
                name=record["name"],
                pitch_mean=record["pitch_mean"],
                pitch_std=record["pitch_std"],
                consent=Consent.from_json(record["consent"]),
                encoder=record["encoder"],
                **tensors,
            )
            voice.check_seal()
            return voice
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
        record = parse_canonical(metadata[HEADER])
    except (SafetensorError, OSError, ValueError, TypeError) as error:
        raise VoiceError("it is no voice file of this version, or is damaged or cut off") from error
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
    if array.ndim != dimensions or (array.size == 0 and name != "adaptation"):
        raise VoiceError(f"a voice's {name} has {dimensions} dimension(s), none empty, not the shape {array.shape}")
    if not np.isfinite(array).all():
        raise VoiceError(f"a voice's {name} contains NaN or infinity")
    return _read_only(array)


def _halved(array: npt.NDArray[np.float32]) -> npt.NDArray[np.float16]:
    """Half precision: a voice would be twice as large without it, and no nearer."""
    return np.clip(array, -6e4, 6e4).astype(np.float16)


def _read_only(array: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    return np.frombuffer(array.tobytes(), dtype=np.float32).reshape(array.shape)


def _checked_number(name: str, value: Any) -> float:
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        number = math.nan
    if isinstance(value, bool | str) or not math.isfinite(number):
        raise VoiceError(f"a voice's {name} is a finite number, not {str(value)[:40]}")
    return number
