"""LJ Speech: one woman reads non-fiction. 24 hours, 13,100 clips at 22.05 kHz; public domain.

From https://keithito.com/LJ-Speech-Dataset: `metadata.csv` (`id|text|normalised text`, no header) and `wavs/id.wav`.
"""

from collections.abc import Iterator
from pathlib import Path

from voiceclone.errors import DataError
from voiceclone.training.corpora.layout import require_layout
from voiceclone.training.corpora.lhotse_rows import lhotse_rows, require_lhotse
from voiceclone.training.corpora.rows import Reading, Row


def read_ljspeech(folder: Path, reading: Reading) -> Iterator[Row]:
    """Yield the clips of an unpacked LJSpeech-1.1. Raises DataError where it is not one."""
    require_layout(folder, "LJ Speech", "metadata.csv", "wavs")
    _check_metadata(folder / "metadata.csv")
    recipe = require_lhotse("lhotse.recipes.ljspeech")
    yield from lhotse_rows(folder, lambda: recipe.prepare_ljspeech(folder))


def _check_metadata(table: Path) -> None:
    """Find the line that lhotse would stumble over, so that the message can name it."""
    with table.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip().count("|") != 2:
                raise DataError(
                    f"{table}, line {number}: expected `id|text|normalised text`, found {line.strip()[:60]!r}"
                )
