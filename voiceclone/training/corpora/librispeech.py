"""LibriSpeech: 2,484 people read books. 982 hours at 16 kHz, so nothing above 8 kHz is heard; CC BY 4.0.

From https://www.openslr.org/12: `SPEAKERS.TXT` and, a part, `train-clean-100/103/1240/103-1240-0000.flac` with
`103-1240.trans.txt` beside it. The transcripts are capitals without punctuation.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from voiceclone.training.corpora.layout import chosen_parts
from voiceclone.training.corpora.lhotse_rows import Prepared, lhotse_rows, require_lhotse
from voiceclone.training.corpora.rows import Reading, Row, plain_sex


def read_librispeech(folder: Path, reading: Reading) -> Iterator[Row]:
    """Yield the clips of an unpacked LibriSpeech, part by part. Raises DataError where it is not one."""
    recipe = require_lhotse("lhotse.recipes.librispeech")
    sexes = _sexes(folder / "SPEAKERS.TXT")
    for part in chosen_parts(folder, "LibriSpeech", (*recipe.LIBRISPEECH, *recipe.MINI_LIBRISPEECH), reading.parts):
        for row in lhotse_rows(folder, partial(_prepare, recipe, folder, part)):
            yield replace(row, sex=sexes.get(row.speaker, ""))


def _prepare(recipe: Any, folder: Path, part: str) -> Prepared:
    prepared: Prepared = recipe.prepare_librispeech(folder, dataset_parts=part)[part]
    return prepared


def _sexes(table: Path) -> dict[str, str]:
    """What lhotse does not read: `ID | SEX | SUBSET | MINUTES | NAME`, comments behind a semicolon."""
    if not table.is_file():
        return {}
    lines = [line for line in table.read_text(encoding="utf-8").splitlines() if not line.startswith(";")]
    columns = [line.split("|") for line in lines if line.count("|") >= 2]
    return {speaker.strip(): plain_sex(sex) for speaker, sex, *_ in columns}
