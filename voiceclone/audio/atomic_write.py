"""Writes a file whole or not at all, so that an interruption or a full disk leaves nothing half-written."""

import contextlib
import os
import secrets
from pathlib import Path

from voiceclone.errors import OutputError


def check_destination(path: str | os.PathLike[str]) -> Path:
    """Return `path` as a Path, or raise OutputError where it is a folder or lies in a missing one.

    Meant to be called before long work, so that a mistyped folder is noticed at once.
    """
    destination = Path(path)
    if os.path.isdir(destination):  # os.path, because Path raises OSError on a name that is too long
        raise OutputError(f"{destination}: this is a folder; name a file in it")
    if not os.path.isdir(destination.parent):
        raise OutputError(f"{destination}: the folder {destination.parent} does not exist; create it first")
    return destination


def write_atomically(path: str | os.PathLike[str], content: bytes, *, private: bool = False) -> None:
    """Write `content` to `path`, replacing what is there, through a temporary file in the same folder.

    A link is followed. Devices and pipes, which cannot be replaced, are written to directly. A `private` file can be
    read and written by its owner only, from its first byte on. Raises OutputError where the file cannot be written;
    what was at `path` before is then unchanged.
    """
    destination = check_destination(path)
    try:
        target = Path(os.path.realpath(destination))
        if target.exists() and not target.is_file():
            target.write_bytes(content)
        else:
            _replace(target, content, 0o600 if private else 0o666)
    except OSError as error:
        raise OutputError(f"{destination}: cannot be written: {error.strerror or error}") from error


def _replace(target: Path, content: bytes, mode: int) -> None:
    temporary = target.with_name(f".{target.name[:100]}.{secrets.token_hex(4)}.part")
    try:
        with open(temporary, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())  # a disk may report that it is full only here
        os.replace(temporary, target)
    except BaseException:  # an interruption by the user must leave nothing behind, either
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
