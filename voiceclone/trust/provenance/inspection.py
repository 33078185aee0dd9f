"""Reads where a file comes from, and verifies it."""

import os
from pathlib import Path

from voiceclone.errors import AudioError
from voiceclone.trust.provenance.manifest import read_manifest
from voiceclone.trust.provenance.report import ProvenanceReport
from voiceclone.trust.provenance.sidecar import read_sidecar


def inspect(path: str | os.PathLike[str], *, trust: str | os.PathLike[str] | None = None) -> ProvenanceReport:
    """Return what is said of the origin of a file, and whether it holds; nothing is fetched from a network.

    Reads the C2PA manifest in wav, mp3, flac, m4a and whatever else C2PA's reader knows, otherwise the signed record
    beside the file. `trust`: a PEM file with root certificates that the caller trusts. Raises AudioError where a file
    is missing or cannot be read.
    """
    source = Path(path)
    anchors = None if trust is None else _text(Path(trust))
    if not os.path.isfile(source):  # os.path, because Path raises OSError on a name that is too long
        raise AudioError(f"{source}: there is no such file")
    try:
        with source.open("rb") as file:
            found = read_manifest(file, str(source), anchors) or read_sidecar(file, source)
    except OSError as error:
        raise AudioError(f"{source}: cannot be read: {error.strerror or error}") from error
    return found or ProvenanceReport(str(source), "none", "none")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except (OSError, UnicodeError) as error:
        raise AudioError(f"{path}: cannot be read as certificates in PEM") from error
