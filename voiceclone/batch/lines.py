"""Reads the lines of a batch from a CSV file with the columns text, voice and file name."""

import csv
import io
import os
from dataclasses import dataclass
from pathlib import Path

from voiceclone.errors import TextError

_COLUMNS = {
    "text": ("text",),
    "voice": ("voice",),
    "file": ("file", "file name", "file_name", "filename"),
}


@dataclass(frozen=True)
class Line:
    """A line of a batch: where it stands in its file, what is said, in which voice file, into which file."""

    number: int
    text: str
    voice: Path
    file: str


def read_lines(path: str | os.PathLike[str]) -> list[Line]:
    """Return the lines of a CSV file in UTF-8, with a first row that names the columns text, voice and file.

    A voice is the name of a voice file, as seen from the folder of the CSV file. Rows that are empty are passed over.
    Raises TextError, naming the file, where it cannot be read, is no such table, holds no line, or names a file twice.
    """
    source = Path(path)
    if not os.path.isfile(source):  # os.path, because Path raises OSError on a name that is too long
        raise TextError(f"{source}: there is no such file")
    try:
        written = source.read_bytes().decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(written, newline=""), strict=True))
    except OSError as error:
        raise TextError(f"{source}: cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise TextError(f"{source}: is not text in UTF-8; save it as CSV in UTF-8") from error
    except csv.Error as error:
        raise TextError(f"{source}: is no CSV: {error}") from error
    if not any(map(any, rows)):
        raise TextError(f"{source}: is empty; give it a first row text,voice,file and a row for each line")
    places = _places(rows[0], source)
    lines = [
        Line(number, *_cells(row, places, number, source)) for number, row in enumerate(rows[1:], start=2) if any(row)
    ]
    if not lines:
        raise TextError(f"{source}: holds no line below its first row")
    _refuse_twins(lines, source)
    return lines


def _places(header: list[str], source: Path) -> dict[str, int]:
    """Return in which column each of the three stands."""
    names = [" ".join(name.lower().split()) for name in header]
    places = {}
    for column, accepted in _COLUMNS.items():
        found = [place for place, name in enumerate(names) if name in accepted]
        if len(found) != 1:
            what = "is missing" if not found else "stands there twice"
            raise TextError(f"{source}: the column {column!r} {what}; its first row must name text, voice and file")
        places[column] = found[0]
    return places


def _cells(row: list[str], places: dict[str, int], number: int, source: Path) -> tuple[str, Path, str]:
    if len(row) <= max(places.values()):
        raise TextError(f"{source}: row {number} has {len(row)} cells, too few for its columns; is a quote missing?")
    text, voice, file = (row[places[column]].strip() for column in _COLUMNS)
    return text, source.parent / voice, file


def _refuse_twins(lines: list[Line], source: Path) -> None:
    """Refuse a file that two lines would write, also where a file system makes no difference of capitals."""
    seen: dict[str, int] = {}
    for line in lines:
        name = os.path.normpath(line.file).casefold()
        if line.file and name in seen:
            raise TextError(f"{source}: rows {seen[name]} and {line.number} name the same file, {line.file}")
        seen[name] = line.number
