"""Which recordings of a corpus are left out, and why: a table that a check writes and that a person may edit."""

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

from voiceclone.audio.atomic_write import write_atomically
from voiceclone.errors import DataError

LEFT_OUT = "left_out.tsv"


def read_left_out(*folders: Path) -> dict[str, str]:
    """Return the reason for each recording that `left_out.tsv` in any of the folders lists, by its file."""
    reasons: dict[str, str] = {}
    for folder in folders:
        table = folder / LEFT_OUT
        if table.is_file():
            with table.open(encoding="utf-8", newline="") as lines:
                reader = csv.DictReader(lines, delimiter="\t", restval="")
                if "file" not in (reader.fieldnames or ()):
                    raise DataError(f"{table} lacks the column file")
                reasons.update((line["file"], line.get("reason") or "left out") for line in reader)
    return reasons


def write_reasons(reasons: Mapping[str, str] | Iterable[tuple[str, str]], table: Path) -> None:
    """Write a table of `file` and `reason`, whole or not at all."""
    rows = reasons.items() if isinstance(reasons, Mapping) else reasons
    write_atomically(table, tab_separated(("file", "reason"), rows))


def tab_separated(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> bytes:
    """Return a table with a header as the bytes of a file."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter="\t", lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode()
