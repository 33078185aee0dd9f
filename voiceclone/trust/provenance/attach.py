"""Writes a file together with its provenance, or neither."""

import contextlib
import logging
import os
import secrets
from pathlib import Path

from voiceclone.audio.atomic_write import write_atomically
from voiceclone.errors import OutputError, SigningError
from voiceclone.trust.provenance.claims import Claims
from voiceclone.trust.provenance.credentials import signing_credentials
from voiceclone.trust.provenance.manifest import TYPES, embed, embed_stream
from voiceclone.trust.provenance.sidecar import make_sidecar, make_sidecar_of_file, sidecar_of

log = logging.getLogger(__name__)

# Bytes up to which a manifest goes into a file that is signed where it lies. C2PA's library holds a file up to three
# times in memory, so that a larger one gets a record beside it, which takes no memory.
LARGEST_EMBEDDED = 96 * 2**20


def write_with_provenance(path: Path, content: bytes, claims: Claims) -> None:
    """Write the audio file `content` to `path`, with a manifest in it or, if its format has none, a record beside it.

    Raises SigningError where it cannot be signed, and OutputError where it cannot be written; then no file is left
    that was not there before.
    """
    mime_type = TYPES.get(path.suffix.lower())
    try:
        if mime_type is None or not _c2pa_is_there():
            _write_pair(path, content, make_sidecar(content, claims))
        else:
            write_atomically(path, embed(content, mime_type, claims, signing_credentials()))
            sidecar_of(path).unlink(missing_ok=True)  # of a file that was here before
    except SigningError as error:
        raise SigningError(f"{path}: cannot be signed, so nothing was written: {error}") from error
    except OSError as error:
        raise OutputError(f"{sidecar_of(path)}: cannot be replaced: {error.strerror or error}") from error


def sign_file(unsigned: Path, path: Path, claims: Claims) -> None:
    """Make the complete audio file `unsigned` the file `path`, with its provenance, in bounded memory.

    `unsigned` lies in the folder of `path`, may be `path` itself, and is gone afterwards. A large file (above
    `LARGEST_EMBEDDED`) gets a record beside it in whatever format it is. Raises SigningError where it cannot be signed
    and OutputError where it cannot be written; then `path` is what it was before.
    """
    mime_type = TYPES.get(path.suffix.lower())
    beside = sidecar_of(path)
    try:
        if mime_type is None or unsigned.stat().st_size > LARGEST_EMBEDDED or not _c2pa_is_there():
            with unsigned.open("rb") as file:
                record = make_sidecar_of_file(file, claims)
            write_atomically(beside, record)
            os.replace(unsigned, path)
        else:
            _embed_file(unsigned, path, mime_type, claims)
            beside.unlink(missing_ok=True)  # of a file that was here before
    except SigningError as error:
        raise SigningError(f"{path}: cannot be signed, so nothing was written: {error}") from error
    except OSError as error:
        raise OutputError(f"{path}: cannot be written: {error.strerror or error}") from error


def _embed_file(unsigned: Path, path: Path, mime_type: str, claims: Claims) -> None:
    signed = path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}.part")
    try:
        with unsigned.open("rb") as content, signed.open("x+b") as file:
            embed_stream(content, file, mime_type, claims, signing_credentials())
            file.flush()
            os.fsync(file.fileno())  # a disk may report that it is full only here
        os.replace(signed, path)
        if unsigned != path:
            unsigned.unlink()
    except BaseException:
        with contextlib.suppress(OSError):
            signed.unlink()
        raise


def _c2pa_is_there() -> bool:
    """Return whether C2PA's library, which is native code, runs on this machine; without it, a record is written."""
    try:
        import c2pa  # noqa: F401
    except (ImportError, OSError) as error:
        log.warning("C2PA cannot be loaded (%s): the provenance goes into a file beside the audio", error)
        return False
    return True


def _write_pair(path: Path, content: bytes, record: bytes) -> None:
    """Write the record, then the file: there is no moment at which the file lies there without its record."""
    beside = sidecar_of(path)
    before = beside.read_bytes() if beside.is_file() else None
    write_atomically(beside, record)
    try:
        write_atomically(path, content)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink() if before is None else beside.write_bytes(before)
        raise
