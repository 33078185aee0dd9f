"""LibriTTS and LibriTTS-R: 2,456 people read books, cut into sentences. 585 hours at 24 kHz; CC BY 4.0.

From https://www.openslr.org/60 and, restored by a denoiser, https://www.openslr.org/141: `SPEAKERS.txt` and, a part,
`train-clean-100/103/1241/103_1241_000000_000001.wav` with `103_1241.trans.tsv` and `103_1241.book.tsv` beside it.
"""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from voiceclone.training.corpora.layout import chosen_parts
from voiceclone.training.corpora.lhotse_rows import Prepared, lhotse_rows, require_lhotse
from voiceclone.training.corpora.rows import Reading, Row


def read_libritts(folder: Path, reading: Reading) -> Iterator[Row]:
    """Yield the clips of an unpacked LibriTTS or LibriTTS-R, part by part. Raises DataError where it is not one."""
    recipe = require_lhotse("lhotse.recipes.libritts")
    for part in chosen_parts(folder, "LibriTTS", recipe.LIBRITTS, reading.parts):
        # A speaker at a time: lhotse looks for each transcript's recording among all that it was given, one by one.
        for speaker in sorted(path for path in (folder / part).iterdir() if path.is_dir()):
            yield from lhotse_rows(folder, partial(_prepare, recipe, folder, f"{part}/{speaker.name}"))


def _prepare(recipe: Any, folder: Path, part: str) -> Prepared:
    prepared: Prepared = recipe.prepare_libritts(folder, [part])[part]
    return prepared
