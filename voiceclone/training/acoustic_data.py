"""What the acoustic model learns from: crops of aligned clips, each with another recording of the same voice."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import DataLoader, IterableDataset

from voiceclone.acoustic.config import COMMA_FRAMES, EDGE_FRAMES
from voiceclone.acoustic.network import PITCH_UNIT, VoiceTensors
from voiceclone.audio.mel import HEARD_BINS, MEL, mel_bin_frequencies, speech_contrast, speech_spectrum
from voiceclone.audio.pitch import pitch_statistics
from voiceclone.errors import DataError
from voiceclone.text.symbols import END, SPACE, SYMBOL_IDS
from voiceclone.training.aligner import Alignments, Symbols
from voiceclone.training.batches import pad
from voiceclone.training.corpus import Clip
from voiceclone.training.drawing import DrawnData, Turn, loader
from voiceclone.training.features import NATURAL, PERTURBED, Features

if TYPE_CHECKING:
    from voiceclone.training.streaming import Streamed

_SHORTEST_REFERENCE = 60  # frames
_COMMA = SYMBOL_IDS[","]
_SPACE = SYMBOL_IDS[SPACE]


@dataclass(frozen=True)
class AcousticData:
    """What is drawn: crops and references in frames, the batch, and which clips are good enough.

    `worst_alignments`: share that is left out; `other_languages`: share of the crops that are not English;
    `perturbed`: share of those that are played slower or faster, where `perturbation` made them.
    """

    batch: int = 24
    frames: int = 176
    reference_frames: int = 282
    least_dnsmos: float = 2.6
    most_wer: float = 0.25
    worst_alignments: float = 0.05
    other_languages: float = 0.1
    perturbed: float = 0.5
    least_age: int = 18


@dataclass
class AcousticBatch:
    """One batch; see `AcousticModel.forward`.

    `audible` (batch, n_mels) is 0 above each clip's bandwidth; `seed` (batch,) draws each item's place on the flow.
    """

    symbols: Tensor
    durations: Tensor
    energy: Tensor
    frames: Tensor
    mel: Tensor
    pitch: Tensor
    reference: Tensor
    pitch_mean: Tensor
    pitch_std: Tensor
    quality: Tensor
    contrast: Tensor
    english: Tensor
    audible: Tensor
    seed: Tensor

    def to(self, device: torch.device) -> "AcousticBatch":
        """The same batch on another device."""
        return AcousticBatch(**{name: value.to(device) for name, value in vars(self).items()})

    def voice(self, embedding: Tensor, tokens: Tensor) -> VoiceTensors:
        """The voices of the references, of which the encoder made `embedding` and `tokens`."""
        spectrum = speech_spectrum(self.reference)
        scalars = (self.pitch_mean, self.pitch_std, self.quality, self.contrast, self.english)
        return VoiceTensors(embedding, tokens, spectrum, *scalars)

    def relative_energy(self, voice: VoiceTensors) -> Tensor:
        """Energy of each symbol above the voice's own level, `(batch, states)`."""
        return self.energy - voice.spectrum[:, :HEARD_BINS].mean(dim=1, keepdim=True)


def spoken_form(symbols: Symbols, durations: Symbols) -> tuple[Symbols, Symbols, int, int]:
    """Symbols and durations as they were said, and the first frame and number of frames that they cover.

    A space that lasts becomes a comma and a comma that does not becomes a space, so that a symbol says what is heard;
    silence at both ends is cut to `EDGE_FRAMES`, the last one being shared between the final pause and END.
    """
    symbols, durations = symbols.copy(), durations.copy()
    symbols[(symbols == _SPACE) & (durations >= COMMA_FRAMES)] = _COMMA
    symbols[(symbols == _COMMA) & (durations < 4)] = _SPACE
    skipped = max(0, int(durations[0]) - EDGE_FRAMES)
    durations[0] -= skipped
    after = int(durations[-1])
    end = min(EDGE_FRAMES, after // 2)
    durations[-1] = min(after - end, 2 * EDGE_FRAMES)
    symbols = np.append(symbols, SYMBOL_IDS[END])
    durations = np.append(durations, end)
    return symbols, durations, skipped, int(durations.sum())


def _fits(clip: Clip, data: AcousticData) -> bool:
    quality = clip.dnsmos == 0 or clip.dnsmos >= data.least_dnsmos
    of_age = not (clip.age.isdigit() and int(clip.age) < data.least_age) and clip.age not in ("teens", "child")
    return quality and of_age and clip.wer <= data.most_wer


class AcousticCrops(IterableDataset[AcousticBatch]):
    """Endless batches of crops."""

    def __init__(
        self, features: Features, alignments: Alignments, data: AcousticData, turn: Turn | None = None
    ) -> None:
        """Prepare the draw. Raises DataError where no clip can serve."""
        self.features, self.alignments, self.data, self.turn = features, alignments, data, turn or Turn()
        self.clips_of = defaultdict(list)
        for index, clip in enumerate(features.clips):
            self.clips_of[clip.speaker].append(index)
        worst = np.quantile(alignments.scores, data.worst_alignments) if len(alignments) else 0.0
        self.places = [
            place
            for place, clip in enumerate(alignments.clips)
            if _fits(features.clips[clip], data) and alignments.scores[place] >= worst and self._is_long_enough(place)
        ]
        if not self.places:
            raise DataError(f"no recording has {data.frames} frames that are good enough to learn from")
        self.pitch_of = {
            speaker: pitch_statistics(np.concatenate([features.pitch(index) for index in clips]))
            for speaker, clips in self.clips_of.items()
        }
        counts: dict[str, int] = defaultdict(int)
        for place in self.places:
            counts[self._clip(place).speaker] += 1
        weights = np.array([counts[self._clip(place).speaker] ** -0.5 for place in self.places])
        english = np.array([self._clip(place).language == "en" for place in self.places])
        natural = np.array([self._clip(place).speed == 1 for place in self.places])
        self.share = _divided(_divided(weights, english, data.other_languages), natural, data.perturbed)
        self.sums = np.cumsum(self.share)
        self.bins = mel_bin_frequencies().numpy()

    def _is_long_enough(self, place: int) -> bool:
        """Whether there is a crop, and a reference that shares no frame with it."""
        clip = int(self.alignments.clips[place])
        alone = len(self.clips_of[self.features.clips[clip].speaker]) == 1
        spare = self.features.frames(clip) - self.data.frames
        crop = spoken_form(*self.alignments.item(place))[3] >= self.data.frames
        return crop and (not alone or spare >= 2 * _SHORTEST_REFERENCE)

    def _clip(self, place: int) -> Clip:
        return self.features.clips[self.alignments.clips[place]]

    def __iter__(self) -> Iterator[AcousticBatch]:
        """Yield batches."""
        return map(self.numbered, self.turn.numbers())

    def numbered(self, number: int) -> AcousticBatch:
        """Return the batch of a number: each item is drawn by its own number, whatever batch it is in."""
        items = range(number * self.data.batch, (number + 1) * self.data.batch)
        return self._batch([self._drawn(item) for item in items])

    def _drawn(self, number: int) -> dict[str, NDArray[np.generic]]:
        random = self.turn.chance(number)
        place = min(int(np.searchsorted(self.sums, random.random(), side="right")), len(self.places) - 1)
        return self._item(self.places[place], random)

    def whole(self, place: int, random: np.random.Generator) -> tuple[AcousticBatch, int, int]:
        """A batch of one whole clip, the number of the clip, and its first frame in the batch."""
        _, _, skipped, total = spoken_form(*self.alignments.item(place))
        batch = self._batch([self._item(place, random, total - total % 2)])
        return batch, int(self.alignments.clips[place]), skipped

    def _item(
        self, place: int, random: np.random.Generator, frames: int | None = None
    ) -> dict[str, NDArray[np.generic]]:
        frames = frames or self.data.frames
        index = int(self.alignments.clips[place])
        clip = self.features.clips[index]
        symbols, durations, skipped, total = spoken_form(*self.alignments.item(place))
        first = int(random.integers(total - frames + 1))
        mel = self.features.mel(index, skipped, total)
        pitch = self.features.pitch(index, skipped + first, frames)
        mean, deviation = self.pitch_of[clip.speaker]
        with np.errstate(divide="ignore"):
            units = np.where(pitch > 0, (np.log(pitch) - mean) / PITCH_UNIT, np.nan)
        limit = clip.bandwidth if clip.bandwidth > 0 else MEL.f_max
        return {
            "symbols": symbols,
            "durations": durations,
            "energy": _means(mel.mean(axis=1), durations),
            "frames": np.arange(first, first + frames),
            "mel": mel[first : first + frames],
            "pitch": units.astype(np.float32),
            "reference": self._reference(index, skipped + first, frames, random),
            "pitch_mean": np.float32(mean),
            "pitch_std": np.float32(deviation),
            "quality": np.float32(clip.dnsmos),
            "contrast": speech_contrast(torch.from_numpy(mel).unsqueeze(0))[0].numpy(),
            "english": np.float32(clip.language == "en"),
            "audible": (self.bins < limit).astype(np.float32),
            "seed": random.integers(2**62),
        }

    def _reference(self, index: int, first: int, frames: int, random: np.random.Generator) -> NDArray[np.float32]:
        """Mel of another clip of the speaker; where there is none, of the clip's longer part beside the crop."""
        wanted = self.data.reference_frames
        others = [clip for clip in self.clips_of[self.features.clips[index].speaker] if clip != index]
        if others:
            index = int(random.choice(others))
            start = int(random.integers(max(1, self.features.frames(index) - wanted)))
        else:
            behind = self.features.frames(index) - first - frames
            start = first + frames if behind > first else 0
            wanted = max(_SHORTEST_REFERENCE, min(wanted, max(behind, first)))
            start = min(start, max(0, self.features.frames(index) - wanted))
        mel = self.features.mel(index, start, wanted)
        return np.resize(mel, (self.data.reference_frames, mel.shape[1]))

    @staticmethod
    def _batch(items: list[dict[str, NDArray[np.generic]]]) -> AcousticBatch:
        columns = {name: [np.asarray(item[name]) for item in items] for name in items[0]}
        return AcousticBatch(
            **{
                name: pad(column) if column[0].ndim else torch.from_numpy(np.stack(column))
                for name, column in columns.items()
            }
        )


def _divided(weights: NDArray[np.float64], kind: NDArray[np.bool_], others: float) -> NDArray[np.float64]:
    """`weights` scaled to a sum of 1, of which `others` falls on those that are not of the kind, if there are any."""
    for part, share in ((kind, 1 - others), (~kind, others)):
        weights = np.where(part, weights * share / max(weights[part].sum(), 1e-9), weights)
    return weights / weights.sum()


def _means(values: NDArray[np.float32], durations: Symbols) -> NDArray[np.float32]:
    """Mean of `values` over each of the stretches that `durations` lays out; 0 over an empty one."""
    sums = np.concatenate(([0.0], np.cumsum(values, dtype=np.float64)))
    ends = np.cumsum(durations)
    return ((sums[ends] - sums[ends - durations]) / np.maximum(durations, 1)).astype(np.float32)


class AcousticDataModule(DrawnData):
    """Crops of the train split, or of a stream of it; a fixed draw of the dev split."""

    def __init__(self, features: Path, data: AcousticData, place: str | None = None) -> None:
        """`features` is their folder; `place` is where the train split lies as Shar, if it is to be streamed."""
        super().__init__()
        self.folder, self.data, self.place = features, data, place

    def _crops(self, split: str, turn: Turn) -> AcousticCrops:
        folder = self.folder / split
        features, alignments = Features(folder, (NATURAL, PERTURBED)), Alignments(folder / "alignments.npz")
        alignments.spread(features)
        return AcousticCrops(features, alignments, self.data, turn)

    def train_dataloader(self) -> DataLoader[AcousticBatch]:
        """Endless batches."""
        if self.place is None:
            return loader(self._crops("train", self.turn))
        from voiceclone.training.streaming import Stream, read_index  # lhotse is slow to load

        frames = self.data.batch * self.data.frames
        return loader(Stream(read_index(self.place), self._streamed, frames, self.turn))

    def _streamed(self, shard: "Streamed") -> Callable[[int], AcousticBatch]:
        return AcousticCrops(shard.features, shard.alignments, self.data).numbered

    def dev_crops(self) -> AcousticCrops:
        """Crops of unseen speakers, always the same."""
        return self._crops("dev", Turn())

    def val_dataloader(self) -> DataLoader[AcousticBatch]:
        """Six batches of unseen speakers, always the same."""
        batches = iter(self.dev_crops())
        return DataLoader([next(batches) for _ in range(6)], batch_size=None)  # type: ignore[arg-type]
