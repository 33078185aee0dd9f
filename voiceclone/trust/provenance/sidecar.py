"""A signed record beside a file that can hold no manifest: its SHA-256, what is said of its origin, a signature.

The record of `speech.ogg` is `speech.ogg.provenance.json`. It is signed with the installation's key (`signing.py`).
"""

import hashlib
from pathlib import Path
from typing import Any, BinaryIO

from voiceclone.errors import SigningError
from voiceclone.trust.canonical import canonical, parse_canonical
from voiceclone.trust.provenance.claims import Claims
from voiceclone.trust.provenance.report import ProvenanceReport
from voiceclone.trust.signing import Signature, is_ours, is_valid, sign

SUFFIX = ".provenance.json"
KIND = "provenance 1"
LARGEST = 1 << 16  # bytes; a record has some seven hundred


def sidecar_of(path: Path) -> Path:
    """Return where the record of the file at `path` lies."""
    return path.with_name(path.name + SUFFIX)


def make_sidecar(content: bytes, claims: Claims) -> bytes:
    """Return the signed record of a file with this content.

    Raises OutputError or SigningError where this installation cannot sign.
    """
    return _signed(hashlib.sha256(content).hexdigest(), claims)


def make_sidecar_of_file(file: BinaryIO, claims: Claims) -> bytes:
    """Return the signed record of an open file, of any size: it is read in blocks.

    Raises OutputError or SigningError where this installation cannot sign, OSError where the file cannot be read.
    """
    return _signed(_sha256(file), claims)


def _signed(sha256: str, claims: Claims) -> bytes:
    record = {"sha256": sha256, "claims": claims.to_json()}
    signature = sign(KIND, record)
    return canonical({**record, "key": signature.key, "signature": signature.value}).encode("ascii") + b"\n"


def read_sidecar(file: BinaryIO, path: Path) -> ProvenanceReport | None:
    """Return what the record beside the file at `path`, open as `file`, says and whether it holds; None where none is.

    Raises OSError where it cannot be read.
    """
    beside = sidecar_of(path)
    if not beside.is_file():
        return None
    try:
        record, claims, signature = _parsed(beside)
    except (ValueError, KeyError, TypeError, SigningError):
        return ProvenanceReport(str(path), "sidecar", "damaged", findings=("sidecar.damaged",))
    if not is_valid(signature, KIND, record):
        return ProvenanceReport(str(path), "sidecar", "damaged", findings=("sidecar.signature.mismatch",))
    same = _sha256(file) == record["sha256"]
    return ProvenanceReport(
        path=str(path),
        carrier="sidecar",
        state="altered" if not same else "ours" if is_ours(signature.key) else "valid",
        claims=claims,
        signer=f"the key {signature.key[:16]}…",
        findings=() if same else ("sidecar.sha256.mismatch",),
    )


def _parsed(path: Path) -> tuple[dict[str, Any], Claims, Signature]:
    """Return what is signed, the claims in it, and the signature; raise where the file is no such record."""
    with path.open("rb") as file:
        content = file.read(LARGEST)
    if not content.endswith(b"\n"):
        raise ValueError("is cut off")
    whole = parse_canonical(content[:-1])
    if not isinstance(whole, dict) or whole.keys() != {"sha256", "claims", "key", "signature"}:
        raise KeyError("is no record of ours")
    record = {"sha256": whole["sha256"], "claims": whole["claims"]}
    return record, Claims(**record["claims"]), Signature(whole["key"], whole["signature"])


def _sha256(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    while block := file.read(1 << 20):
        digest.update(block)
    return digest.hexdigest()
