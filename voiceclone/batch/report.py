"""The report of a batch: a CSV file in its output folder that says of each line what became of it.

It is also what a second run knows the first one by: which files this batch made, and of what.
"""

import csv
import io
import os
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from voiceclone.audio.atomic_write import write_atomically
from voiceclone.errors import OutputError

NAME = "report.csv"
TO_DO, MADE, FAILED = "to do", "made", "failed"


@dataclass(frozen=True)
class Outcome:
    """What became of a line: `to do`, `made` or `failed`, the seconds of its speech, and why it failed.

    `row`: where the line stands in its table, from 2. `work`: fingerprint of what is spoken, and how. `remark`: what
    is to be known of a line that was made: words that were not recognised.
    """

    row: int
    file: str
    outcome: str
    seconds: float = 0.0
    remark: str = ""
    work: str = ""


_HEADER = tuple(field.name for field in fields(Outcome))


def read_report(folder: Path) -> dict[str, Outcome]:
    """Return the outcomes of the run before by the names of their files; none where there was none.

    Raises OutputError where the report is another program's, or damaged.
    """
    path = folder / NAME
    if not os.path.lexists(path):
        return {}
    try:
        header, *rows = list(csv.reader(io.StringIO(path.read_bytes().decode(), newline=""), strict=True))
        if tuple(header) != _HEADER:
            raise ValueError("it has other columns")
        outcomes = [
            Outcome(int(row), file, outcome, float(seconds), remark, work)
            for row, file, outcome, seconds, remark, work in rows
        ]
    except (OSError, ValueError, csv.Error) as error:
        raise OutputError(f"{path}: is no report of a batch ({error}); move it away, or name another folder") from error
    return {outcome.file: outcome for outcome in outcomes}


def write_report(folder: Path, outcomes: list[Outcome]) -> None:
    """Write the outcomes of all lines. Raises OutputError where that is not possible."""
    content = io.StringIO(newline="")
    writer = csv.writer(content)
    writer.writerow(_HEADER)
    writer.writerows(astuple(outcome) for outcome in outcomes)
    write_atomically(folder / NAME, content.getvalue().encode())
