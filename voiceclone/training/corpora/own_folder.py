"""A folder of one's own: recordings and a CSV of what is said in them, or recordings and a program that listens.

The CSV has a header: `file`, `text`, and where known `speaker`, `language`, `sex`, `age`, `accent`, `licence` and
`consent`. Without a CSV every recording below the folder is read. A recording without a speaker belongs to the folder
that it lies in.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

from voiceclone.audio.formats import FORMATS
from voiceclone.errors import DataError
from voiceclone.training.corpora.header import header_or_fault
from voiceclone.training.corpora.rows import Reading, Row, plain_sex
from voiceclone.training.corpora.transcribing import Transcriber

_HEARD = (*FORMATS, ".m4a", ".webm", ".wma", ".aac")  # those that cannot be read are reported, not passed over
_DELIMITERS = {".csv": ",", ".tsv": "\t"}
_OURS = frozenset(("left_out.tsv", "not_used.tsv", "measured.tsv", "manifest.tsv", "transcripts.tsv"))


def read_own_folder(folder: Path, reading: Reading) -> Iterator[Row]:
    """Yield the recordings that the CSV names, or all. Raises DataError where there is nothing to read."""
    if not folder.is_dir():
        raise DataError(f"there is no folder {folder}: name the folder of your recordings")
    table = reading.table or _only_table(folder)
    rows = _listed(folder, table, reading) if table else _found(folder, reading)
    yield from _transcribed(folder, rows, reading) if reading.transcribe else rows


def _only_table(folder: Path) -> Path | None:
    tables = [path for path in sorted(folder.iterdir()) if path.suffix in _DELIMITERS and path.name not in _OURS]
    if len(tables) > 1:
        raise DataError(
            f"{folder} has several tables ({', '.join(path.name for path in tables)}): name one with --table"
        )
    return tables[0] if tables else None


def _listed(folder: Path, table: Path, reading: Reading) -> Iterator[Row]:
    if not table.is_file():
        raise DataError(f"there is no table {table}")
    try:
        with table.open(encoding="utf-8-sig", newline="") as lines:  # spreadsheets put a mark before the first letter
            columns = csv.DictReader(lines, delimiter=_DELIMITERS.get(table.suffix, ","), restval="")
            wanted = {"file"} if reading.transcribe else {"file", "text"}
            missing = wanted.difference(columns.fieldnames or ())
            if missing:
                raise DataError(
                    f"{table} lacks the column {', '.join(sorted(missing))}: its first line names the columns"
                )
            for line in columns:
                yield _row(folder, line["file"], reading, line)
    except UnicodeDecodeError as error:
        raise DataError(f"{table} is not in UTF-8 ({error}): save it as UTF-8") from error


def _found(folder: Path, reading: Reading) -> Iterator[Row]:
    files = [path for path in sorted(folder.rglob("*")) if path.suffix.lower() in _HEARD]
    if not files:
        raise DataError(f"{folder} has no table and no recording ({', '.join(FORMATS)})")
    for path in files:
        yield _row(folder, path.relative_to(folder).as_posix(), reading, {})


def _row(folder: Path, file: str, reading: Reading, line: dict[str, str]) -> Row:
    seconds, rate, fault = header_or_fault(folder / file)
    where = (folder / file).resolve().parent.name
    return Row(
        file=file,
        speaker=(line.get("speaker") or "").strip() or where,
        text=" ".join((line.get("text") or "").split()),
        language=line.get("language") or reading.language,
        seconds=seconds,
        rate=rate,
        sex=plain_sex(line.get("sex")),
        age=line.get("age") or "",
        accent=line.get("accent") or "",
        licence=line.get("licence") or line.get("license") or "",
        consent=line.get("consent") or "",
        fault=fault,
    )


def _transcribed(folder: Path, rows: Iterator[Row], reading: Reading) -> Iterator[Row]:
    transcriber = Transcriber(reading.transcribe or "", reading.transcripts or folder / "transcripts.tsv")
    for row in rows:
        yield row if row.text or row.fault else transcriber.listen(folder, row)
