"""ASVspoof 2019 (logical access), 2021 (logical access, deepfake) and 5, as their users have them on disk.

Protocols are read as published: lines of words, of which one names the speaker, one the file, one the attack and one
says `bonafide` or `spoof`. See X. Wang et al., arXiv 1911.01601; X. Liu et al., arXiv 2210.02437; X. Wang et al.,
arXiv 2408.08739.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from voiceclone.errors import DataError
from voiceclone.training.deepfakes.pairs import REAL, Recording

_LABELS = {"bonafide": False, "spoof": True}


@dataclass(frozen=True)
class Part:
    """One split: names of its `protocol` and of the folder of its `audio` (below the corpus), and what stands where.

    `speaker`, `file`, `attack`, `key`, `level`: places of the words in a line; `level` of the codec, None without one.
    """

    protocol: str
    audio: str
    speaker: int
    file: int
    attack: int
    key: int
    level: int | None = None


def _part_2019(split: str, ending: str) -> Part:
    protocol = f"ASVspoof2019_LA_cm_protocols/ASVspoof2019.LA.cm.{split}.{ending}.txt"
    return Part(protocol, f"ASVspoof2019_LA_{split}/flac", 0, 1, 3, 4)


CORPORA: dict[str, dict[str, Part]] = {
    "asvspoof2019": {
        "train": _part_2019("train", "trn"),
        "dev": _part_2019("dev", "trl"),
        "eval": _part_2019("eval", "trl"),
    },
    "asvspoof2021-la": {"eval": Part("keys/LA/CM/trial_metadata.txt", "ASVspoof2021_LA_eval/flac", 0, 1, 4, 5, 2)},
    "asvspoof2021-df": {"eval": Part("keys/DF/CM/trial_metadata.txt", "ASVspoof2021_DF_eval/flac", 0, 1, 4, 5, 2)},
    "asvspoof5": {
        "train": Part("ASVspoof5.train.tsv", "flac_T", 0, 1, 7, 8, 3),
        "dev": Part("ASVspoof5.dev.track_1.tsv", "flac_D", 0, 1, 7, 8, 3),
        "eval": Part("ASVspoof5.eval.track_1.tsv", "flac_E_eval", 0, 1, 7, 8, 3),
    },
}


def corpus_at(folder: Path) -> str:
    """Return which of CORPORA lies in a folder, known by its protocols. Raises DataError where none does."""
    for name, parts in CORPORA.items():
        if any((folder / part.protocol).is_file() for part in parts.values()):
            return name
    raise DataError(f"{folder} holds no ASVspoof 2019, 2021 or 5: none of their protocols is in it")


def read_asvspoof(folder: Path, split: str) -> list[Recording]:
    """Return the recordings of a split, `train`, `dev` or `eval`. Raises DataError where it is not there or damaged."""
    name = corpus_at(folder)
    part = CORPORA[name].get(split)
    if part is None or not (folder / part.protocol).is_file():
        there = [other for other, each in CORPORA[name].items() if (folder / each.protocol).is_file()]
        raise DataError(f"{folder} ({name}) has no split {split!r}, only {', '.join(there)}")
    with (folder / part.protocol).open(encoding="utf-8") as lines:
        return list(_recordings(lines, folder, part))


def _recordings(lines: Iterable[str], folder: Path, part: Part) -> Iterable[Recording]:
    for number, line in enumerate(lines, start=1):
        words = line.split()
        if not words:
            continue
        if len(words) <= part.key or words[part.key] not in _LABELS:
            raise DataError(f"{folder / part.protocol}: line {number} says neither bonafide nor spoof where it should")
        attack = words[part.attack].lower() if _LABELS[words[part.key]] else REAL
        level = words[part.level] if part.level is not None else ""
        path = folder / part.audio / f"{words[part.file]}.flac"
        yield Recording(path, words[part.speaker], attack, level)
