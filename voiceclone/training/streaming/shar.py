"""One shard in lhotse's Shar format: what its clips are, their samples as FLAC, log-mels and F0, and their alignments.

The numbers are exactly those of the memory-mapped features, and lhotse reads the folder without this package:
`CutSet.from_shar(in_dir=...)`.
"""

import io
import json
import tarfile
import tempfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
from lhotse import Features as LhotseFeatures
from lhotse import MonoCut, Recording, SupervisionSegment
from lhotse.array import Array, TemporalArray
from lhotse.audio import AudioSource
from lhotse.lazy import LazyJsonlIterator
from lhotse.shar.readers.tar import TarIterator
from lhotse.shar.utils import to_shar_placeholder
from lhotse.shar.writers import ArrayTarWriter, JsonlShardWriter, TarWriter
from numpy.typing import NDArray

from voiceclone.audio.mel import MEL
from voiceclone.errors import DataError, OutputError
from voiceclone.training.aligner import Aligned, Alignments
from voiceclone.training.corpus import Clip
from voiceclone.training.features import Features, Shard

FOLDER = "shards"  # below the place of a stream; nothing else may lie in it, or lhotse takes it for a field
_FRAME = MEL.hop / MEL.sample_rate  # seconds
_CUTS = "cuts.{:06d}.jsonl"
_FIELDS = ("recording", "features", "pitch")


@dataclass(frozen=True)
class Streamed:
    """One shard in memory."""

    features: Features
    alignments: Alignments


def is_written(place: Path, number: int) -> bool:
    """Whether shard `number` of the stream in the folder `place` is complete: its cuts come last."""
    return (place / FOLDER / _CUTS.format(number)).is_file()


def write_shard(place: Path, number: int, shard: Shard, aligned: Sequence[Aligned]) -> None:
    """Write a shard whole, or not at all. Raises OutputError."""
    try:
        (place / FOLDER).mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=place, prefix=".writing-") as folder:
            _write(Path(folder), number, shard, {one.clip: one for one in aligned})
            for name in [*(_tar(field, number) for field in _FIELDS), _CUTS.format(number)]:
                (Path(folder) / name).replace(place / FOLDER / name)
    except OSError as error:
        raise OutputError(
            f"{place} cannot be written: {error.strerror or error}; shards that are complete stay: go on"
        ) from error


def _tar(field: str, number: int) -> str:
    return f"{field}.{number:06d}.tar"


def _write(folder: Path, number: int, shard: Shard, aligned: dict[int, Aligned]) -> None:
    within = str(folder).replace("%", "%%") + "/"  # lhotse's writers count their shards in a pattern
    one = {"shard_size": len(shard.rows), "shard_offset": number}
    with (
        JsonlShardWriter(f"{within}cuts.%06d.jsonl", **one) as cuts,
        TarWriter(f"{within}recording.%06d.tar", **one) as sounds,
        ArrayTarWriter(f"{within}features.%06d.tar", **one) as mels,
        ArrayTarWriter(f"{within}pitch.%06d.tar", **one) as pitches,
    ):
        for place, (row, arrays) in enumerate(zip(shard.rows, shard.parts(), strict=True)):
            name = f"{number:06d}-{place:06d}"
            cuts.write(_cut(name, row, aligned.get(place)))
            _write_sound(sounds, name, arrays["samples"])
            mels.write(name, arrays["mel"], _mel_manifest(name, arrays["mel"]))
            pitches.write(name, arrays["pitch"], _pitch_manifest(arrays["pitch"]))


def _cut(name: str, row: dict[str, Any], aligned: Aligned | None) -> MonoCut:
    clip = {key: value for key, value in row.items() if key != "frames"}
    seconds = row["frames"] * _FRAME
    custom = {"clip": clip}
    if aligned is not None:
        spoken = {"symbols": aligned.symbols.tolist(), "durations": aligned.durations.tolist()}
        custom["alignment"] = {"score": float(aligned.score), **spoken}
    said = SupervisionSegment(
        name, name, 0.0, seconds, text=row["text"], language=row["language"], speaker=row["speaker"], gender=row["sex"]
    )
    return MonoCut(name, 0.0, seconds, 0, supervisions=[said], custom=custom)


def _write_sound(sounds: TarWriter, name: str, samples: NDArray[np.generic]) -> None:
    """Write the very integers, as FLAC: lhotse's own writer would round them on their way through floats."""
    stream = io.BytesIO()
    soundfile.write(stream, samples, MEL.sample_rate, format="FLAC", subtype="PCM_16")
    stream.seek(0)
    sounds.write(f"{name}.flac", stream)
    source = AudioSource("memory", [0], "")
    manifest = Recording(name, [source], MEL.sample_rate, len(samples), len(samples) / MEL.sample_rate, [0])
    described = json.dumps(to_shar_placeholder(manifest).to_dict()).encode()
    sounds.write(f"{name}.json", io.BytesIO(described), count=False)


def _mel_manifest(name: str, mel: NDArray[np.generic]) -> LhotseFeatures:
    return LhotseFeatures(
        "voiceclone-log-mel", len(mel), mel.shape[1], _FRAME, MEL.sample_rate, 0.0, len(mel) * _FRAME,
        "memory_npy", "", "", recording_id=name, channels=0,
    )  # fmt: skip


def _pitch_manifest(pitch: NDArray[np.generic]) -> TemporalArray:
    return TemporalArray(Array("memory_npy", "", "", list(pitch.shape)), 0, _FRAME, 0.0)


def read_shard(place: str, number: int) -> Streamed:
    """Read shard `number` of the stream at `place` into memory. Raises DataError.

    `place` is a folder, or an address or `pipe:` command that holds `{file}` in the place of a file's name.
    """
    cuts = located(place, f"{FOLDER}/{_CUTS.format(number)}")
    tars = [located(place, f"{FOLDER}/{_tar(field, number)}") for field in _FIELDS]
    shard, aligned = Shard(), []
    try:
        for cut, *parts in zip(LazyJsonlIterator(cuts), *map(TarIterator, tars), strict=True):
            if any(path.stem != cut["id"] for _, path in parts):
                raise ValueError(f"{cut['id']} is not what lies beside it")
            recording, features, pitch = (manifest for manifest, _ in parts)
            samples, _ = soundfile.read(io.BytesIO(recording.sources[0].source), dtype="int16")
            if found := cut["custom"].get("alignment"):
                symbols, durations = (np.array(found[name], dtype=np.int64) for name in ("symbols", "durations"))
                aligned.append(Aligned(len(shard.rows), found["score"], symbols, durations))
            shard.take(
                Clip(**cut["custom"]["clip"]), {"samples": samples, "mel": features.load(), "pitch": pitch.load()}
            )
    except (OSError, EOFError, ValueError, KeyError, TypeError, zlib.error, tarfile.TarError, RuntimeError) as error:
        raise DataError(f"shard {number} at {place} cannot be read: {error}") from error
    if not shard.rows:
        raise DataError(f"shard {number} at {place} is empty")
    return Streamed(shard.features(), Alignments.of(aligned))


def located(place: str, file: str) -> str:
    """Where a file of the stream at `place` is read from."""
    return place.replace("{file}", file) if "{file}" in place else str(Path(place) / file)
