"""VCTK 0.92: 110 speakers with many accents of English read newspapers. 44 hours at 48 kHz; CC BY 4.0.

From https://datashare.ed.ac.uk/handle/10283/3443: `speaker-info.txt`, `txt/p225/p225_001.txt` and
`wav48_silence_trimmed/p225/p225_001_mic2.flac`. The second microphone is read, which speakers p280 and p315 lack. The
older release (`wav48/p225/p225_001.wav`) is read as well.
"""

from collections.abc import Iterator
from pathlib import Path

from voiceclone.errors import DataError
from voiceclone.training.corpora.layout import require_layout
from voiceclone.training.corpora.lhotse_rows import lhotse_rows, require_lhotse
from voiceclone.training.corpora.rows import Reading, Row

_INCOMPLETE = ("p280", "p315", "p362")  # as published


def read_vctk(folder: Path, reading: Reading) -> Iterator[Row]:
    """Yield the clips of an unpacked VCTK. Raises DataError where it is not one."""
    older = (folder / "wav48").is_dir()
    require_layout(folder, "VCTK", "speaker-info.txt", "txt", "wav48" if older else "wav48_silence_trimmed")
    _check_recordings(folder, older)
    recipe = require_lhotse("lhotse.recipes.vctk")
    yield from lhotse_rows(folder, lambda: recipe.prepare_vctk(folder, use_edinburgh_vctk_url=not older))


def _check_recordings(folder: Path, older: bool) -> None:
    """Find the transcript whose recording is missing, at which lhotse would stop, so that the message can name it."""
    for text in sorted((folder / "txt").rglob("*.txt")):
        speaker = text.stem.partition("_")[0]
        audio = (
            f"wav48/{speaker}/{text.stem}.wav" if older else f"wav48_silence_trimmed/{speaker}/{text.stem}_mic2.flac"
        )
        if speaker not in _INCOMPLETE and not (folder / audio).is_file():
            raise DataError(f"{folder / audio} is missing, and {text} is not: bring the one back, or remove the other")
