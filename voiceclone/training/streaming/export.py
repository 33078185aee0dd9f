"""From a list of clips to shards, each made on its own: read, aligned, written, and never redone."""

import json
import logging
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np

from voiceclone.audio.atomic_write import write_atomically
from voiceclone.errors import DataError
from voiceclone.training.aligner import align
from voiceclone.training.alignment import Aligner
from voiceclone.training.corpus import Clip
from voiceclone.training.features import gather
from voiceclone.training.streaming.shar import is_written, write_shard
from voiceclone.training.streaming.stream import INDEX
from voiceclone.training.workers import shared_among

log = logging.getLogger(__name__)

CLIPS_A_SHARD = 2000  # some two hours of speech, and half a gigabyte in memory
_HANDFUL = 8  # clips of a speaker that stay together, so that each has others to be compared with


def export_shards(
    clips: Sequence[Clip],
    corpus: Path,
    place: Path,
    aligner: Aligner,
    workers: int = 2,
    cluster: str | None = None,
    clips_a_shard: int = CLIPS_A_SHARD,
) -> None:
    """Write `clips` with their features and alignments to the folder `place`; shards that are there stay.

    `index.json` comes last, and says that all are there. `workers`, `cluster`: see `shared_among`. Raises OutputError
    where nothing can be written.
    """
    parts = dealt(clips, clips_a_shard)
    waiting = [(number, part) for number, part in enumerate(parts) if not is_written(place, number)]
    job = partial(_export, corpus=corpus, place=place, aligner=aligner)
    with shared_among(workers, cluster) as spread:
        for number in spread(job, *zip(*waiting, strict=True)) if waiting else ():
            log.info("shard %d of %d is complete", number, len(parts))
    seconds = sum(clip.seconds for clip in clips)
    about = {"shards": len(parts), "clips": len(clips), "seconds": round(seconds, 3)}
    write_atomically(place / INDEX, json.dumps(about).encode())


def dealt(clips: Sequence[Clip], clips_a_shard: int) -> list[list[Clip]]:
    """Mix the clips, a handful of a speaker together, into shards of nearly the same number.

    Raises DataError where there is none.
    """
    if not clips:
        raise DataError("there is no recording to write into shards")
    of_speaker: dict[str, list[Clip]] = {}
    for clip in clips:
        of_speaker.setdefault(clip.speaker, []).append(clip)
    handfuls = [own[first : first + _HANDFUL] for own in of_speaker.values() for first in range(0, len(own), _HANDFUL)]
    order = np.random.default_rng(0).permutation(len(handfuls))
    shards = min(len(handfuls), max(1, round(len(clips) / clips_a_shard)))
    return [[clip for place in order[first::shards] for clip in handfuls[place]] for first in range(shards)]


def _export(number: int, clips: Sequence[Clip], corpus: Path, place: Path, aligner: Aligner) -> int:
    shard = gather(clips, corpus)
    said = any(row["text"] for row in shard.rows)
    write_shard(place, number, shard, list(align(aligner, shard.features())) if said else [])
    return number
