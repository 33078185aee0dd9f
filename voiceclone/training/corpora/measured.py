"""What was measured of each recording of a corpus, in a table that later steps, and a second check, read."""

import csv
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from voiceclone.audio.atomic_write import write_atomically
from voiceclone.training.corpora.left_out import tab_separated

MEASURED = "measured.tsv"


@dataclass(frozen=True, slots=True)
class Measured:
    """One recording as it sounds; what is judged is its beginning, up to `measure.HEARD` seconds.

    `stamp`: size and time of the file; `seconds` in all, `speech` in what was heard; `rate` in Hz; `bandwidth`, its
    highest frequency in Hz; `contrast` from the background to loud speech, and `loud`, the level of the latter, in
    dB; `clipped`, a share of the samples; `dnsmos`, its predicted opinion score, 1 to 5, 0 where nobody asked for it;
    `digest`, a hash of the samples; `fault`, why it cannot be read.
    """

    file: str
    stamp: str
    seconds: float = 0.0
    rate: int = 0
    channels: int = 0
    bandwidth: float = 0.0
    contrast: float = 0.0
    loud: float = 0.0
    speech: float = 0.0
    clipped: float = 0.0
    dnsmos: float = 0.0
    digest: str = ""
    fault: str = ""


_COLUMNS = tuple(field.name for field in fields(Measured))
_WHOLE, _BROKEN = ("rate", "channels"), ("seconds", "bandwidth", "contrast", "loud", "speech", "clipped", "dnsmos")
_NUMBERS = (*_WHOLE, *_BROKEN)


def read_measured(folder: Path) -> dict[str, Measured]:
    """Return what `folder/measured.tsv` holds, by file; nothing where there is no such table of this version."""
    table = folder / MEASURED
    if not table.is_file():
        return {}
    with table.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines, delimiter="\t", restval="")
        if tuple(reader.fieldnames or ()) != _COLUMNS:
            return {}
        whole = (line for line in reader if all(line[name] for name in _NUMBERS))  # the last one may have been cut off
        return {line["file"]: _measured(line) for line in whole}


def _measured(line: dict[str, str]) -> Measured:
    numbers = {name: int(line[name]) for name in _WHOLE} | {name: float(line[name]) for name in _BROKEN}
    words = {name: line[name] for name in ("file", "stamp", "digest", "fault")}
    return Measured(**words, **numbers)  # type: ignore[arg-type]


def append_measured(found: Iterable[Measured], folder: Path) -> None:
    """Add lines to `folder/measured.tsv`, which is there, so that a check that is interrupted goes on from them."""
    lines = tab_separated((), map(astuple, found)).removeprefix(b"\n")
    with (folder / MEASURED).open("ab") as table:
        table.write(lines)


def write_measured(found: Iterable[Measured], folder: Path) -> None:
    """Write `folder/measured.tsv`, whole or not at all."""
    write_atomically(folder / MEASURED, tab_separated(_COLUMNS, map(astuple, found)))
