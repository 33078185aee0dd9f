"""The sounds that the watermark is measured and trained on: clips of one length, long recordings, noises, rooms."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from voiceclone.audio.files import load_audio
from voiceclone.errors import AudioError, DataError
from voiceclone.evaluation.corpus import Clip
from voiceclone.trust.marking.layout import RATE

Samples = npt.NDArray[np.float32]

LONGEST_RECORDING = 30  # seconds that unmarked clips are joined to
LONGEST_NOISE = 6.0  # seconds


def draw_clips(clips: Sequence[Clip], number: int, seconds: float, seed: int) -> list[Samples]:
    """Return `seconds` of each of up to `number` clips, from a random place, each speaker once before any comes twice.

    Raises DataError where no clip is so long.
    """
    rng = np.random.default_rng(seed)
    long = [clip for clip in clips if clip.seconds >= seconds + 0.05]
    times: dict[str, int] = {}
    ordered: list[tuple[int, int, Clip]] = []
    for index in rng.permutation(len(long)):
        clip = long[index]
        times[clip.speaker] = times.get(clip.speaker, 0) + 1
        ordered.append((times[clip.speaker], len(ordered), clip))
    chosen = [clip for _, _, clip in sorted(ordered, key=lambda item: item[:2])][:number]
    if not chosen:
        raise DataError(f"there is no clip of {seconds:g} s")
    return [_cut(load_audio(clip.path).samples, round(seconds * RATE), rng) for clip in chosen]


def joined(pieces: Iterable[Samples]) -> list[Samples]:
    """Join pieces of speech, each `(samples,)`, to recordings of half a minute or more."""
    recordings: list[Samples] = []
    held: list[Samples] = []
    for piece in pieces:
        held.append(piece)
        if sum(map(len, held)) >= LONGEST_RECORDING * RATE:
            recordings.append(np.concatenate(held))
            held = []
    return [*recordings, np.concatenate(held)] if held else recordings


def window_step(recordings: Sequence[Samples], windows: int, seconds: float) -> float:
    """Return how many seconds windows of `seconds` are apart in the recordings for there to be at least `windows`.

    They overlap where there is too little sound for so many; where there is more, they lie end to end.
    """
    room = sum(max(0.0, len(recording) / RATE - seconds) for recording in recordings)
    return min(seconds, max(0.05, 0.97 * room / windows))


def read_sounds(folder: Path | None) -> tuple[list[Samples], list[Samples]]:
    """Return the noises and the rooms of a folder, at 24 kHz; what cannot be read is left out."""
    noises: list[Samples] = []
    rooms: list[Samples] = []
    for path in sorted(folder.rglob("*.*")) if folder else ():
        if path.suffix in (".opus", ".flac", ".wav", ".ogg"):
            try:
                audio = load_audio(path, max_seconds=LONGEST_NOISE)
            except AudioError:
                continue
            (rooms if path.parent.name == "rooms" else noises).append(audio.samples)
    return noises, rooms


def _cut(samples: Samples, length: int, rng: np.random.Generator) -> Samples:
    start = int(rng.integers(0, max(1, len(samples) - length + 1)))
    piece: Samples = samples[start : start + length].copy()
    return piece
