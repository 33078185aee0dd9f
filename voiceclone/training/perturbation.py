"""More voices than a corpus has: each speaker played slower, and played faster, is a speaker more.

Pitch and formants move together, as from one person to another, so that what is said stays natural. Speed
perturbation is that of T. Ko et al. (Interspeech 2015); the other speeds count as other speakers, after H. Yamamoto
et al. (Interspeech 2019).
"""

import logging
import zlib
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.signal import resample_poly

from voiceclone.audio.mel import MEL
from voiceclone.training.corpus import Clip
from voiceclone.training.features import NATURAL, PERTURBED, Features, Shard
from voiceclone.training.workers import shared_among

log = logging.getLogger(__name__)

_WHOLE = 24
_SPEEDS = {"slow": (20, 21, 22), "fast": (26, 27, 28)}  # of 24: a speaker has one of each, at least 8 % away


def perturb(folder: Path, workers: int = 2, cluster: str | None = None) -> None:
    """Write a slow and a fast copy of every shard in `folder`; what is there stays as it is."""
    jobs = [
        (shard, way, target)
        for shard in sorted(folder.glob(f"{NATURAL}-*"))
        for way in _SPEEDS
        if not ((target := folder / f"{PERTURBED}-{shard.name}-{way}") / "clips.json").is_file()
    ]
    with shared_among(workers, cluster) as spread:
        for target in spread(partial(_perturb_shard, folder), *zip(*jobs, strict=True)) if jobs else ():
            log.info("%s is complete", target)


def _perturb_shard(folder: Path, shard: Path, way: str, target: Path) -> Path:
    torch.set_num_threads(1)
    features, copy = Features(folder, (shard.name,)), Shard()
    for index, clip in enumerate(features.clips):
        parts = _SPEEDS[way][zlib.crc32(clip.speaker.encode()) % len(_SPEEDS[way])]
        samples = resample_poly(features.samples(index), _WHOLE, parts).astype(np.float32)
        samples = np.pad(np.clip(samples, -1, 1), (0, -len(samples) % MEL.hop))
        pitch = _faster_pitch(features.pitch(index), parts / _WHOLE, len(samples) // MEL.hop)
        copy.add(_faster(clip, parts / _WHOLE), samples, pitch)
    copy.write(target)
    return target


def _faster(clip: Clip, speed: float) -> Clip:
    highest = clip.bandwidth or MEL.f_max
    return replace(
        clip,
        speaker=f"{clip.speaker}@{speed:.3f}",
        seconds=clip.seconds / speed,
        bandwidth=min(MEL.f_max, highest * speed),
        speed=speed,
    )


def _faster_pitch(pitch: NDArray[np.float32], speed: float, frames: int) -> NDArray[np.float32]:
    places = ((np.arange(frames) + 0.5) * speed).astype(int).clip(max=len(pitch) - 1)
    return np.asarray(pitch[places] * np.float32(speed), dtype=np.float32)


def faster_durations(durations: NDArray[np.int64], speed: float, frames: int) -> NDArray[np.int64]:
    """Durations in frames `(states,)` of a clip of `frames` frames that is played `speed` times as fast.

    Every symbol that had a frame keeps one; together they last at most `frames`.
    """
    ends = np.minimum(np.round(durations.cumsum() / speed), frames).astype(np.int64)
    least = np.cumsum(durations > 0)
    ends = np.maximum.accumulate(ends - least) + least  # each at least one behind the one before it
    return np.diff(np.minimum(ends, frames), prepend=0)
