"""VoxCeleb: celebrities in interviews, without transcripts. 1,251 people, 352 hours (VoxCeleb2: 6,112, 2,442 hours).

From https://www.robots.ox.ac.uk/~vgg/data/voxceleb: `wav/id10001/1zcIwhmdeo4/00001.wav` at 16 kHz, `vox1_meta.csv`;
VoxCeleb2 `dev/aac/id00012/21Uxsk56VDQ/00001.m4a`, to be converted to wav first. It serves the speaker encoder alone.
It is read here and not by lhotse 1.33, whose preparation fetches a list from the network and reads `.m4a` only.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

from voiceclone.audio.formats import FORMATS
from voiceclone.errors import DataError
from voiceclone.training.corpora.header import header_or_fault
from voiceclone.training.corpora.rows import Reading, Row, plain_sex

_TABLES = {"vox1_meta.csv": "\t", "vox2_meta.csv": ","}  # and what is between their columns


def read_voxceleb(folder: Path, reading: Reading) -> Iterator[Row]:
    """Yield the clips below a folder of speakers (`id…`). Raises DataError where there is none."""
    if not folder.is_dir():
        raise DataError(f"there is no folder {folder}: name the folder that VoxCeleb was unpacked to")
    sexes = _sexes(folder)
    empty = True
    for path in sorted(folder.rglob("id[0-9]*/*/*")):
        if path.suffix.lower() not in (*FORMATS, ".m4a"):
            continue
        empty = False
        speaker = path.parent.parent.name
        seconds, rate, fault = header_or_fault(path)
        file = path.relative_to(folder).as_posix()
        yield Row(file, speaker, seconds=seconds, rate=rate, sex=sexes.get(speaker, ""), fault=fault)
    if empty:
        raise DataError(f"{folder} is not the folder of VoxCeleb: it has no recording like wav/id10001/…/00001.wav")


def _sexes(folder: Path) -> dict[str, str]:
    """Sex of each speaker, from the published tables, where they lie in the folder."""
    sexes = {}
    for name, separator in _TABLES.items():
        if (folder / name).is_file():
            with (folder / name).open(encoding="utf-8", newline="") as lines:
                for speaker, _, sex, *_ in csv.reader(lines, delimiter=separator):
                    sexes[speaker.strip()] = plain_sex(sex)
    return sexes
