"""From a manifest to features on the disk, all of them or a part; what is there is not computed again."""

import hashlib
import itertools
import logging
from collections.abc import Sequence
from pathlib import Path

from voiceclone.audio.atomic_write import write_atomically
from voiceclone.errors import DataError, OutputError
from voiceclone.training.corpora.left_out import read_left_out
from voiceclone.training.corpus import Clip, read_manifest
from voiceclone.training.features import extract_features
from voiceclone.training.perturbation import perturb

log = logging.getLogger(__name__)

SPLITS = ("dev", "train")


def extract(
    corpus: Path, features: Path, workers: int = 2, cluster: str | None = None, hours: float | None = None
) -> None:
    """Compute the features of `corpus/manifest.tsv` but for what `corpus/left_out.tsv` lists; a second run goes on.

    `hours`: of the train split only so many, of some speakers, where `pipeline.shard` writes all of it elsewhere.
    `workers`, `cluster`: see `shared_among`. Raises DataError where `features` was begun with another manifest.
    """
    clips = usable_clips(corpus)
    if hours is not None:
        clips = _part(clips, 3600 * hours)
    remember(clips, features)
    for split in SPLITS:
        extract_features(of_split(clips, split), corpus, features / split, workers, cluster)
    perturb(features / "train", workers, cluster)


def usable_clips(corpus: Path) -> list[Clip]:
    """Return the clips of `corpus/manifest.tsv` but for those that `corpus/left_out.tsv` lists."""
    left_out = read_left_out(corpus)
    every = read_manifest(corpus)
    clips = [clip for clip in every if clip.file not in left_out]
    if len(clips) < len(every):
        log.warning("%d recordings are left out, as left_out.tsv in %s says", len(every) - len(clips), corpus)
    return clips


def of_split(clips: Sequence[Clip], split: str) -> list[Clip]:
    """Return those of a split."""
    return [clip for clip in clips if clip.split == split]


def _part(clips: list[Clip], seconds: float) -> list[Clip]:
    """So many seconds of the train split, of speakers that a hash chooses: the same ones on every machine."""
    train = sorted(of_split(clips, "train"), key=lambda clip: hashlib.sha256(clip.speaker.encode()).digest())
    ends = itertools.accumulate(clip.seconds for clip in train)
    chosen = [clip for clip, end in zip(train, ends, strict=True) if end - clip.seconds < seconds]
    return [*of_split(clips, "dev"), *chosen]


def remember(clips: Sequence[Clip], folder: Path) -> None:
    """Keep in `folder` which clips it is for: shards are counted off their list, and another must not go on with it.

    Raises DataError where it is another one, OutputError where nothing can be written.
    """
    digest = hashlib.sha256("\n".join(f"{clip.split} {clip.file}" for clip in clips).encode()).hexdigest()
    file = folder / "clips.sha256"
    if file.is_file() and file.read_text() != digest:
        raise DataError(f"{folder} was begun with another list of recordings: remove it, or give another folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{folder}: the folder cannot be made: {error.strerror or error}") from error
    write_atomically(file, digest.encode())
