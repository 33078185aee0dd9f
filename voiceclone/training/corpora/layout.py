"""Is this the folder of that corpus? Asked before the work begins, and answered in words."""

from collections.abc import Iterable
from pathlib import Path

from voiceclone.errors import DataError


def require_layout(folder: Path, corpus: str, *expected: str) -> None:
    """Raise DataError unless `folder` holds all of `expected`, files or folders below it."""
    if not folder.is_dir():
        raise DataError(f"there is no folder {folder}: name the folder that {corpus} was unpacked to")
    missing = [name for name in expected if not (folder / name).exists()]
    if missing:
        nested = [path.name for path in sorted(folder.iterdir()) if path.is_dir() and (path / expected[0]).exists()]
        advice = f"; give {folder / nested[0]} instead" if nested else ""
        raise DataError(f"{folder} is not the folder of {corpus}: it has no {' and no '.join(missing)}{advice}")


def chosen_parts(folder: Path, corpus: str, known: Iterable[str], wanted: tuple[str, ...]) -> list[str]:
    """Return the parts of a corpus to read: `wanted`, or all that are there. Raises DataError where one is missing."""
    if not folder.is_dir():
        raise DataError(f"there is no folder {folder}: name the folder that {corpus} was unpacked to")
    there = [part for part in known if (folder / part).is_dir()]
    missing = [part for part in wanted if part not in there]
    if missing:
        raise DataError(f"{folder} has no {', '.join(missing)}; its parts are {', '.join(there) or 'none'}")
    if not there:
        raise DataError(f"{folder} is not the folder of {corpus}: it has none of {', '.join(known)}")
    return list(wanted) or there
