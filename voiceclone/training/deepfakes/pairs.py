"""The files of a corpus of pairs: everything that is known of a recording stands in its name.

`split/level/PAIR__GENERATOR.suffix`, where PAIR is `speaker-` and eight digits of the source, and the generator of the
real one is `real`: what shares a PAIR was made from one recording, and had the same codec at the same rate.
"""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from voiceclone.errors import DataError

REAL = "real"  # the generator of what a person said
LEVELS = ("none", "light", "heavy")
_NAME = re.compile(r"(?P<speaker>.+)-(?P<source>[0-9a-f]{8})__(?P<generator>[a-z0-9-]+)")


@dataclass(frozen=True)
class Recording:
    """One recording of a corpus; `generator` is `real` for a person. `pair` names its source, and is empty if unknown.

    `level`: how far it was compressed, in the corpus' own words.
    """

    path: Path
    speaker: str
    generator: str
    level: str = ""
    pair: str = ""

    @property
    def is_fake(self) -> bool:
        """Whether a machine made it."""
        return self.generator != REAL


def pair_name(speaker: str, file: str) -> str:
    """What the files from one source have in common."""
    plain = re.sub(r"[^A-Za-z0-9]+", "-", speaker).strip("-") or "somebody"
    return f"{plain}-{hashlib.sha256(file.encode()).hexdigest()[:8]}"


def read_pairs(folder: Path, split: str) -> list[Recording]:
    """Return the recordings of one split of a corpus that `build` made. Raises DataError where there is none."""
    found = [_recording(path) for level in LEVELS for path in sorted((folder / split / level).glob("*__*.*"))]
    if not found:
        raise DataError(f"{folder} has no recording of the split {split!r}: make it with recipes/deepfake_corpus")
    return found


def _recording(path: Path) -> Recording:
    name = _NAME.fullmatch(path.stem)
    if name is None:
        raise DataError(f"{path} is no file of this corpus: its name is not SPEAKER-SOURCE__GENERATOR")
    pair = path.stem.partition("__")[0]
    return Recording(path, name["speaker"], name["generator"], path.parent.name, pair)
