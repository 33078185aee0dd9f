"""One recording of a corpus as its publisher describes it: a row, or the reason why it cannot be one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Row:
    """One recording: `file` below the corpus' folder, its length in seconds, its sample rate in Hz, what was said.

    What is not known is empty or 0. `sex` is `f` or `m`, `age` years or a decade, `consent` whatever the
    corpus states. `fault` says why the recording cannot be used, and is empty where it can.
    """

    file: str
    speaker: str
    text: str = ""
    language: str = "en"
    seconds: float = 0.0
    rate: int = 0
    sex: str = ""
    age: str = ""
    accent: str = ""
    licence: str = ""
    consent: str = ""
    fault: str = ""


@dataclass(frozen=True)
class Reading:
    """How a corpus is read: its `language`, where the corpus does not say; only these `parts` of it, if any are named.

    For a folder of one's own: `table` names its CSV, `transcribe` the command whose standard output is what is said
    in `{file}`, and `transcripts` the file in which what the command said is kept.
    """

    language: str = "en"
    parts: tuple[str, ...] = ()
    table: Path | None = None
    transcribe: str | None = None
    transcripts: Path | None = None


Reader = Callable[[Path, Reading], Iterator[Row]]


def plain_sex(stated: str | None) -> str:
    """`f`, `m` or nothing, however a corpus spells it (F, Male, female_feminine)."""
    start = (stated or "").strip().lower()[:1]
    return start if start in ("f", "m") else ""
