"""Features computed once and kept in memory-mapped shards: samples, mels, pitch.

Decoding a compressed corpus at every epoch would starve the processor, so every clip is read once. A shard is a
folder with `clips.json` and three flat arrays; a shard that has its `clips.json` is complete and is never redone.
"""

import json
import logging
from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from voiceclone.audio.atomic_write import write_atomically
from voiceclone.audio.files import load_audio
from voiceclone.audio.loudness import normalise_loudness
from voiceclone.audio.mel import MEL, frame_count, log_mel
from voiceclone.audio.pitch import estimate_pitch
from voiceclone.errors import AudioError, DataError, OutputError
from voiceclone.training.corpus import Clip
from voiceclone.training.workers import shared_among

log = logging.getLogger(__name__)

NATURAL, PERTURBED = "shard", "perturbed"  # what the names of shards begin with
_CLIPS_A_SHARD = 500


class Features:
    """The features of a corpus, read lazily from its shards; clip `i` is `clips[i]`."""

    def __init__(self, folder: Path, kinds: Sequence[str] = (NATURAL,)) -> None:
        """Open a folder that `extract_features` filled: the shards of one kind after those of another.

        Raises DataError if there is none.
        """
        self.clips: list[Clip] = []
        self._places: list[tuple[int, int, int]] = []  # shard, first frame, frames
        self._shards: list[dict[str, NDArray[np.generic]]] = []
        for shard in [shard for kind in kinds for shard in sorted(folder.glob(f"{kind}*"))]:
            if not (shard / "clips.json").is_file():
                continue
            number, start = len(self._shards), 0
            self._shards.append({name: np.load(shard / f"{name}.npy", mmap_mode="r") for name in _ARRAYS})
            for row in json.loads((shard / "clips.json").read_text()):
                frames = row.pop("frames")
                self.clips.append(Clip(**row))
                self._places.append((number, start, frames))
                start += frames
        if not self.clips:
            raise DataError(f"no features in {folder}: run the preparation of the recipe first")

    def __len__(self) -> int:
        """Return the number of clips."""
        return len(self.clips)

    def frames(self, clip: int) -> int:
        """Length of a clip in mel frames."""
        return self._places[clip][2]

    def samples(self, clip: int, first: int = 0, frames: int | None = None) -> NDArray[np.float32]:
        """Samples of `frames` mel frames from frame `first`, shape `(frames * hop,)`, float32 at 24 kHz."""
        shard, start, stop = self._slice(clip, first, frames)
        window = self._shards[shard]["samples"][start * MEL.hop : stop * MEL.hop]
        return window.astype(np.float32) / np.float32(32768)

    def mel(self, clip: int, first: int = 0, frames: int | None = None) -> NDArray[np.float32]:
        """Log-mel frames, shape `(frames, n_mels)`."""
        shard, start, stop = self._slice(clip, first, frames)
        return self._shards[shard]["mel"][start:stop].astype(np.float32)

    def pitch(self, clip: int, first: int = 0, frames: int | None = None) -> NDArray[np.float32]:
        """F0 in Hz, 0 where unvoiced, shape `(frames,)`."""
        shard, start, stop = self._slice(clip, first, frames)
        return self._shards[shard]["pitch"][start:stop].astype(np.float32)

    def _slice(self, clip: int, first: int, frames: int | None) -> tuple[int, int, int]:
        shard, start, length = self._places[clip]
        stop = length if frames is None else min(length, first + frames)
        return shard, start + first, start + stop


_ARRAYS = ("samples", "mel", "pitch")


def extract_features(clips: Sequence[Clip], corpus: Path, folder: Path, workers: int = 2) -> None:
    """Compute the features of `clips` into shards under `folder`; shards that are there stay as they are."""
    folder.mkdir(parents=True, exist_ok=True)
    parts = [clips[first : first + _CLIPS_A_SHARD] for first in range(0, len(clips), _CLIPS_A_SHARD)]
    shards = [folder / f"{NATURAL}-{number:04d}" for number in range(len(parts))]
    waiting = [(part, shard) for part, shard in zip(parts, shards, strict=True) if not (shard / "clips.json").is_file()]
    with shared_among(workers) as spread:
        for shard in spread(partial(_extract_shard, corpus=corpus), *zip(*waiting, strict=True)) if waiting else ():
            log.info("%s is complete", shard)


def _extract_shard(clips: Sequence[Clip], shard: Path, corpus: Path) -> Path:
    torch.set_num_threads(1)
    writer = ShardWriter(shard)
    for clip in clips:
        try:
            samples = normalise_loudness(load_audio(corpus / clip.file).resampled(MEL.sample_rate).samples)
        except AudioError as error:
            log.warning("left out: %s", error)
            continue
        samples = np.pad(samples, (0, -len(samples) % MEL.hop))
        writer.add(clip, samples, estimate_pitch(samples))
    if writer.is_empty:
        raise DataError(f"none of the {len(clips)} recordings from {clips[0].file} to {clips[-1].file} can be read")
    writer.close()
    return shard


class ShardWriter:
    """Gathers the clips of one shard in memory; `close` writes them."""

    def __init__(self, shard: Path) -> None:
        self._shard = shard
        self._columns: dict[str, list[NDArray[np.generic]]] = {name: [] for name in _ARRAYS}
        self._rows: list[dict[str, object]] = []

    def add(self, clip: Clip, samples: NDArray[np.float32], pitch: NDArray[np.floating]) -> None:
        """Take a clip's `(frames * hop,)` samples at 24 kHz and the F0 in Hz of its `(frames,)`."""
        self._columns["samples"].append((samples * 32767).round().astype(np.int16))
        self._columns["mel"].append(log_mel(torch.from_numpy(samples)).numpy().astype(np.float16))
        self._columns["pitch"].append(pitch.astype(np.float16))
        self._rows.append({**asdict(clip), "frames": frame_count(len(samples))})

    @property
    def is_empty(self) -> bool:
        """Whether no clip was added."""
        return not self._rows

    def close(self) -> None:
        """Write the arrays, and then the list of clips that says that they are whole. Raises OutputError."""
        try:
            self._shard.mkdir(exist_ok=True)
            for name, parts in self._columns.items():
                np.save(self._shard / f"{name}.npy", np.concatenate(parts))
            write_atomically(self._shard / "clips.json", json.dumps(self._rows).encode())
        except OSError as error:
            why = error.strerror or error
            raise OutputError(
                f"{self._shard} cannot be written: {why}; shards that are complete stay: go on"
            ) from error
