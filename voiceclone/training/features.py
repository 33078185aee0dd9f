"""Features computed once and kept in memory-mapped shards: samples, mels, pitch.

Decoding a compressed corpus at every epoch would starve the processor, so every clip is read once. A shard is a
folder with `clips.json` and three flat arrays; a shard that has its `clips.json` is complete and is never redone.
"""

import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

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
    """The features of a corpus; clip `i` is `clips[i]`."""

    def __init__(self, folder: Path, kinds: Sequence[str] = (NATURAL,)) -> None:
        """Open a folder that `extract_features` filled: the shards of one kind after those of another.

        What is asked for is read from the disk when it is. Raises DataError if there is none.
        """
        self._begin()
        for shard in [shard for kind in kinds for shard in sorted(folder.glob(f"{kind}*"))]:
            if (shard / "clips.json").is_file():
                arrays = {name: np.load(shard / f"{name}.npy", mmap_mode="r") for name in _ARRAYS}
                self._join(json.loads((shard / "clips.json").read_text()), arrays)
        if not self.clips:
            raise DataError(f"no features in {folder}: run the preparation of the recipe first")

    @classmethod
    def in_memory(cls, rows: Sequence[dict[str, Any]], arrays: dict[str, NDArray[np.generic]]) -> "Features":
        """Return those of one shard: `rows` as in its `clips.json`, and its three arrays."""
        features = cls.__new__(cls)
        features._begin()
        features._join(rows, arrays)
        return features

    def _begin(self) -> None:
        self.clips: list[Clip] = []
        self._places: list[tuple[int, int, int]] = []  # shard, first frame, frames
        self._shards: list[dict[str, NDArray[np.generic]]] = []

    def _join(self, rows: Sequence[dict[str, Any]], arrays: dict[str, NDArray[np.generic]]) -> None:
        start = 0
        for row in rows:
            self.clips.append(Clip(**{name: value for name, value in row.items() if name != "frames"}))
            self._places.append((len(self._shards), start, row["frames"]))
            start += row["frames"]
        self._shards.append(arrays)

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


def extract_features(
    clips: Sequence[Clip], corpus: Path, folder: Path, workers: int = 2, cluster: str | None = None
) -> None:
    """Compute the features of `clips` into shards under `folder`; shards that are there stay as they are.

    `workers`, `cluster`: see `shared_among`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    parts = [clips[first : first + _CLIPS_A_SHARD] for first in range(0, len(clips), _CLIPS_A_SHARD)]
    shards = [folder / f"{NATURAL}-{number:04d}" for number in range(len(parts))]
    waiting = [(part, shard) for part, shard in zip(parts, shards, strict=True) if not (shard / "clips.json").is_file()]
    with shared_among(workers, cluster) as spread:
        for shard in spread(partial(_extract_shard, corpus=corpus), *zip(*waiting, strict=True)) if waiting else ():
            log.info("%s is complete", shard)


def _extract_shard(clips: Sequence[Clip], shard: Path, corpus: Path) -> Path:
    gather(clips, corpus).write(shard)
    return shard


def gather(clips: Sequence[Clip], corpus: Path) -> "Shard":
    """Compute the features of `clips`; what cannot be read is left out. Raises DataError where nothing can."""
    torch.set_num_threads(1)
    shard = Shard()
    for clip in clips:
        try:
            samples = normalise_loudness(load_audio(corpus / clip.file).resampled(MEL.sample_rate).samples)
        except AudioError as error:
            log.warning("left out: %s", error)
            continue
        samples = np.pad(samples, (0, -len(samples) % MEL.hop))
        shard.add(clip, samples, estimate_pitch(samples))
    if not shard.rows:
        raise DataError(f"none of the {len(clips)} recordings from {clips[0].file} to {clips[-1].file} can be read")
    return shard


class Shard:
    """Gathers the clips of one shard in memory: `rows` says what each is, and how many frames it has."""

    def __init__(self) -> None:
        self._columns: dict[str, list[NDArray[np.generic]]] = {name: [] for name in _ARRAYS}
        self.rows: list[dict[str, Any]] = []

    def add(self, clip: Clip, samples: NDArray[np.float32], pitch: NDArray[np.floating]) -> None:
        """Take a clip's `(frames * hop,)` samples at 24 kHz and the F0 in Hz of its `(frames,)`."""
        mel = log_mel(torch.from_numpy(samples)).numpy().astype(np.float16)
        self.take(
            clip, {"samples": (samples * 32767).round().astype(np.int16), "mel": mel, "pitch": pitch.astype(np.float16)}
        )

    def take(self, clip: Clip, arrays: dict[str, NDArray[np.generic]]) -> None:
        """Take a clip whose features are known, as `parts` returned them."""
        for name in _ARRAYS:
            self._columns[name].append(arrays[name])
        self.rows.append({**asdict(clip), "frames": frame_count(len(arrays["samples"]))})

    def parts(self) -> Iterator[dict[str, NDArray[np.generic]]]:
        """Yield the features of each clip: int16 samples, float16 log-mel and F0."""
        for place in range(len(self.rows)):
            yield {name: parts[place] for name, parts in self._columns.items()}

    def features(self) -> Features:
        """Return what was gathered, to be read from memory."""
        return Features.in_memory(self.rows, {name: np.concatenate(parts) for name, parts in self._columns.items()})

    def write(self, folder: Path) -> None:
        """Write the arrays, and then the list of clips that says that they are whole. Raises OutputError."""
        try:
            folder.mkdir(exist_ok=True)
            for name, parts in self._columns.items():
                np.save(folder / f"{name}.npy", np.concatenate(parts))
            write_atomically(folder / "clips.json", json.dumps(self.rows).encode())
        except OSError as error:
            why = error.strerror or error
            raise OutputError(f"{folder} cannot be written: {why}; shards that are complete stay: go on") from error
