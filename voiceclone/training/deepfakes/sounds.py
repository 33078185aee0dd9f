"""The recordings of a corpus decoded once, at the detector's rate, in memory-mapped shards."""

import hashlib
import json
import logging
from collections.abc import Collection, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from voiceclone.audio.atomic_write import write_atomically
from voiceclone.audio.files import load_audio
from voiceclone.errors import AudioError, DataError
from voiceclone.training.deepfakes.pairs import Recording
from voiceclone.trust.synthetic.listening import prepared

log = logging.getLogger(__name__)

Samples = npt.NDArray[np.float32]

_A_SHARD = 500  # recordings
_LONGEST = 10.0  # seconds that are kept of each


class Sounds:
    """Recordings and their samples: `recordings[i]` is heard by `samples(i)`."""

    def __init__(self, recordings: Sequence[Recording], folder: Path, without: Collection[str] = ()) -> None:
        """Decode what is not yet in `folder`; what cannot be read or holds no speech is left out with a warning.

        Those by the generators `without` are decoded, too, but not among `recordings`. Raises DataError where nothing
        is left.
        """
        folder.mkdir(parents=True, exist_ok=True)
        self._without = without
        self.recordings: list[Recording] = []
        self._places: list[tuple[int, int, int]] = []  # shard, first sample, samples
        self._shards: list[npt.NDArray[np.int16]] = []
        for first in range(0, len(recordings), _A_SHARD):
            self._add(recordings[first : first + _A_SHARD], folder)
        if not self.recordings:
            raise DataError(f"none of {len(recordings)} recordings can be heard")

    def __len__(self) -> int:
        """Return the number of recordings."""
        return len(self.recordings)

    def samples(self, place: int) -> Samples:
        """Return the samples of a recording, `(samples,)` at 16 kHz."""
        shard, start, length = self._places[place]
        return self._shards[shard][start : start + length].astype(np.float32) / np.float32(32_768)

    def _add(self, part: Sequence[Recording], folder: Path) -> None:
        name = _digest(part)
        table, array = folder / f"{name}.json", folder / f"{name}.npy"
        if not table.is_file():
            sounds = [_decoded(recording) for recording in part]
            np.save(array, np.concatenate(sounds))
            write_atomically(table, json.dumps([len(sound) for sound in sounds]).encode())
            log.info("%s: %d recordings are decoded", folder, len(part))
        start = 0
        for recording, length in zip(part, json.loads(table.read_text()), strict=True):
            if length and recording.generator not in self._without:
                self.recordings.append(recording)
                self._places.append((len(self._shards), start, length))
            start += length
        self._shards.append(np.load(array, mmap_mode="r"))


def _digest(part: Sequence[Recording]) -> str:
    """A name for these files as they are now: others of the same names are decoded anew."""
    known = [(str(one.path), _size_and_time(one.path)) for one in part]
    return hashlib.sha256(json.dumps(known).encode()).hexdigest()[:16]


def _size_and_time(path: Path) -> tuple[int, int]:
    if not path.is_file():
        return 0, 0
    status = path.stat()
    return status.st_size, status.st_mtime_ns


def _decoded(recording: Recording) -> npt.NDArray[np.int16]:
    try:
        audio = load_audio(recording.path, max_seconds=_LONGEST)
    except AudioError as error:
        log.warning("left out: %s", error)
        return np.zeros(0, dtype=np.int16)
    heard = prepared(audio.samples, audio.sample_rate)
    return np.clip(heard * 32_767, -32_768, 32_767).round().astype(np.int16)
