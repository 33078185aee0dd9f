"""A corpus of recordings: one table, one row a clip."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from voiceclone.errors import DataError

_REQUIRED = ("file", "speaker", "text", "language", "split", "seconds")


@dataclass(frozen=True)
class Clip:
    """One recording of a manifest. `seconds` is its length, `bandwidth` its highest frequency in Hz (0: unknown).

    `speed`: how many times as fast it is played as it was recorded; see `perturbation`.
    """

    file: str
    speaker: str
    speaker_source: str
    text: str
    language: str
    sex: str
    age: str
    corpus: str
    split: str
    seconds: float
    bandwidth: float
    dnsmos: float
    wer: float
    speed: float = 1.0


def read_manifest(corpus: Path) -> list[Clip]:
    """Read `manifest.tsv` of a corpus folder (tab-separated, with a header).

    Columns `file`, `speaker`, `text`, `language`, `split` and `seconds` are required; the others may be missing.
    Raises DataError if the table is missing, empty, or lacks a column.
    """
    table = corpus / "manifest.tsv"
    if not table.is_file():
        raise DataError(f"no manifest.tsv in {corpus}: give the folder of a corpus with such a table")
    with table.open(encoding="utf-8", newline="") as lines:
        clips = list(_rows(lines, table))
    if not clips:
        raise DataError(f"{table} lists no clip")
    return clips


def _rows(lines: Iterator[str], table: Path) -> Iterator[Clip]:
    reader = csv.DictReader(lines, delimiter="\t")
    missing = [name for name in _REQUIRED if name not in (reader.fieldnames or [])]
    if missing:
        raise DataError(f"{table} lacks the column {', '.join(missing)}")
    for row in reader:
        yield Clip(
            file=row["file"],
            speaker=row["speaker"],
            speaker_source=row.get("speaker_source", "published"),
            text=row["text"],
            language=row["language"],
            sex=row.get("sex", ""),
            age=row.get("age", ""),
            corpus=row.get("corpus", ""),
            split=row["split"],
            seconds=float(row["seconds"]),
            bandwidth=float(row.get("bandwidth") or 0),
            dnsmos=float(row.get("dnsmos") or 0),
            wer=float(row.get("wer") or 0),
        )
