"""Common Voice: people read sentences to their telephones. Many languages, English alone over 2,000 hours; CC0.

From https://commonvoice.mozilla.org/datasets, a language (`cv-corpus-…/en`): `validated.tsv` and `clips/….mp3`. It is
read here and not by lhotse 1.33, whose preparation stops at the first clip that cannot be read and needs columns that
only some releases have. The rules forbid finding out who the speakers are.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

from voiceclone.errors import DataError
from voiceclone.training.corpora.header import header_or_fault
from voiceclone.training.corpora.layout import require_layout
from voiceclone.training.corpora.rows import Reading, Row, plain_sex

_SPLITS = ("validated",)  # "other" is what nobody has listened to yet


def read_common_voice(folder: Path, reading: Reading) -> Iterator[Row]:
    """Yield the clips of one language that listeners found right. Raises DataError where the folder is not one."""
    parts = reading.parts or _SPLITS
    require_layout(folder, "one language of Common Voice", *(f"{part}.tsv" for part in parts), "clips")
    for part in parts:
        with (folder / f"{part}.tsv").open(encoding="utf-8", newline="") as lines:
            table = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE, restval="")
            missing = {"client_id", "path", "sentence"}.difference(table.fieldnames or ())
            if missing:
                raise DataError(f"{folder / part}.tsv lacks the column {', '.join(sorted(missing))}")
            for line in table:
                yield _row(folder, line)


def _row(folder: Path, line: dict[str, str]) -> Row:
    seconds, rate, fault = header_or_fault(folder / "clips" / line["path"])
    return Row(
        file=f"clips/{line['path']}",
        speaker=line["client_id"][:16],
        text=" ".join(line["sentence"].split()),
        language=_language(line.get("locale") or folder.name),
        seconds=seconds,
        rate=rate,
        sex=plain_sex(line.get("gender")),
        age=line.get("age", ""),
        accent=line.get("accents") or line.get("accent") or "",  # releases before 8 call it `accent`
        fault=fault,
    )


def _language(locale: str) -> str:
    return locale.split("-")[0]
