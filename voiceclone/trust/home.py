"""Where this installation keeps its keys, its certificate, the revoked consents and the open challenges."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from voiceclone.audio.atomic_write import write_atomically
from voiceclone.errors import OutputError

PATIENCE = 10.0  # seconds to wait for another process, which needs milliseconds


def data_folder() -> Path:
    """Return the folder, within the user's own data; it appears when something is first kept in it."""
    from platformdirs import user_data_path

    return user_data_path("voiceclone", appauthor=False)


def read(name: str) -> bytes | None:
    """Return what is kept as `name`, or None where nothing is. Raises OutputError where it cannot be read."""
    path = data_folder() / name
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _unusable(path, error) from error


def write(name: str, content: bytes) -> None:
    """Keep `content` as `name`, whole or not at all, for the user's eyes only.

    Raises OutputError where it cannot be written.
    """
    _make_folder()
    write_atomically(data_folder() / name, content, private=True)


@contextmanager
def exclusive(name: str) -> Iterator[None]:
    """Keep every other process out while what is kept as `name` is read, changed and written again.

    Raises OutputError where the folder cannot be written to, or another process does not let go of it.
    """
    from filelock import FileLock

    folder = _make_folder()
    lock = FileLock(folder / f"{name}.lock", timeout=PATIENCE)
    try:
        lock.acquire()
    except OSError as error:  # a TimeoutError is one, too
        raise _unusable(folder, error) from error
    try:
        yield
    finally:
        lock.release()


def _make_folder() -> Path:
    folder = data_folder()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise _unusable(folder, error) from error
    return folder


def _unusable(path: Path, error: OSError) -> OutputError:
    return OutputError(
        f"{path}: cannot be used: {error.strerror or error}; signing keys and revoked consents are kept there: "
        "make it readable and writable (on Linux, XDG_DATA_HOME names another place)"
    )
