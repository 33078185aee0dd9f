"""Training of the aligner, and the alignment of a whole corpus with it."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import lightning as L
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import DataLoader, IterableDataset

from voiceclone.errors import DataError, DependencyError, TextError
from voiceclone.recogniser.alignment import best_path
from voiceclone.text import TextFrontend
from voiceclone.text.symbols import END, encode
from voiceclone.training.alignment import (
    Aligner,
    AlignerConfig,
    envelope_loss,
    recogniser_loss,
    state_posteriors,
)
from voiceclone.training.batches import length_batches, lengths_of, pad
from voiceclone.training.drawing import DrawnData, Turn, loader, of_worker
from voiceclone.training.features import Features
from voiceclone.training.perturbation import faster_durations

log = logging.getLogger(__name__)

Symbols = NDArray[np.int64]


@dataclass(frozen=True)
class AlignerTraining:
    """Batches of `budget` frames; the steps at which the preference for an even pace has faded and others join."""

    budget: int = 12_000
    rate: float = 2e-3
    guided: int = 150
    recogniser_from: int = 300
    together_from: int = 700
    decay_steps: int = 1000


def transcribed(features: Features) -> dict[int, Symbols]:
    """Symbols of each clip's transcript without END, by clip; clips that cannot be aligned are left out and logged."""
    frontends = _frontends({clip.language for clip in features.clips if clip.text})
    found = {}
    for index, clip in enumerate(features.clips):
        frontend = frontends.get(clip.language)
        if frontend is None or not clip.text:
            continue
        try:
            symbols = frontend.transcript(clip.text).symbols()
        except TextError as error:
            log.warning("left out: %s: %s", clip.file, error)
            continue
        if symbols[-1] == END:
            symbols.pop()
        if 2 * len(symbols) <= features.frames(index) <= 2000:
            found[index] = np.array(encode(symbols))
        else:
            log.warning("left out: %s: %d symbols in %d frames", clip.file, len(symbols), features.frames(index))
    if not found:
        raise DataError("no clip with a transcript in a language that can be read")
    return found


def _frontends(languages: set[str]) -> dict[str, TextFrontend]:
    """A front end for each language that has one; the others are logged."""
    frontends = {}
    for language in sorted(languages):
        try:
            frontends[language] = TextFrontend(language)
        except (TextError, DependencyError) as error:
            log.warning("clips in %s are left out: %s", language, error)
    return frontends


Batch = tuple[Tensor, Tensor, Tensor, Tensor]  # mel, symbols, frames, states


class AlignerModule(L.LightningModule):
    """Both networks of the aligner."""

    def __init__(self, config: AlignerConfig, training: AlignerTraining) -> None:
        super().__init__()
        self.training_config = training
        self.network = Aligner(config)

    def configure_optimizers(self) -> Any:
        """AdamW on a cosine schedule."""
        optimiser = torch.optim.AdamW(self.parameters(), self.training_config.rate, weight_decay=0.01)
        steps = self.training_config.decay_steps
        schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps, eta_min=5e-5)
        return {"optimizer": optimiser, "lr_scheduler": {"scheduler": schedule, "interval": "step"}}

    def training_step(self, batch: Batch, index: int) -> Tensor:
        """The envelope first, on its own; then it teaches the recogniser; then both teach it."""
        mel, symbols, frames, states = batch
        training, step = self.training_config, self.global_step
        guidance = max(0.0, 1 - step / training.guided)
        loss, occupancy = envelope_loss(self.network, mel, symbols, frames, states, guidance)
        self.log("envelope", loss)
        if step < training.recogniser_from:
            return loss
        if step >= training.together_from:
            with torch.no_grad():
                occupancy, _ = state_posteriors(self.network(mel, symbols, frames), frames, states)
        recognition = recogniser_loss(self.network, mel, symbols, frames, occupancy)
        self.log("recogniser", recognition)
        return loss + recognition


class Utterances(IterableDataset[Batch]):
    """Endless batches of whole clips with their transcripts, of which each process takes its own."""

    def __init__(self, features: Features, budget: int, turn: Turn | None = None) -> None:
        self.features, self.budget, self.turn = features, budget, turn or Turn()
        self.symbols = transcribed(features)
        self.clips = list(self.symbols)

    def __iter__(self) -> Iterator[Batch]:
        """Yield batches, epoch after epoch."""
        for clips in of_worker(self.shares()):
            yield self._batch(clips)

    def shares(self) -> Iterator[list[int]]:
        """Yield the clips of each batch of this process, from the one at which it stands."""
        lengths = [self.features.frames(clip) for clip in self.clips]
        to_skip, world = self.turn.start, self.turn.world
        for epoch in count():
            batches = list(length_batches(lengths, self.budget, self.turn.chance(epoch)))
            batches += batches[: -len(batches) % world]  # each process has as many
            own = batches[self.turn.rank :: world]
            for places in own[to_skip:]:
                yield [self.clips[place] for place in places]
            to_skip = max(0, to_skip - len(own))

    def _batch(self, clips: list[int]) -> Batch:
        mels = [self.features.mel(clip) for clip in clips]
        symbols = [self.symbols[clip] for clip in clips]
        mel = pad(mels)
        mel = torch.nn.functional.pad(mel, (0, 0, 0, mel.shape[1] % 2))
        return mel, pad(symbols), lengths_of(mels), lengths_of(symbols)


class AlignerData(DrawnData):
    """Transcribed clips of the train split."""

    def __init__(self, features: Path, training: AlignerTraining) -> None:
        super().__init__()
        self.folder, self.training = features, training

    def train_dataloader(self) -> DataLoader[Batch]:
        """Endless batches."""
        return loader(Utterances(Features(self.folder / "train"), self.training.budget, self.turn))


class Alignments:
    """Symbols and durations of the transcribed clips of a corpus, with a score each."""

    def __init__(self, file: Path) -> None:
        """Read what `align_corpus` wrote. Raises DataError if it is missing."""
        if not file.is_file():
            raise DataError(f"no alignments at {file}: run the alignment of the recipe first")
        with np.load(file) as arrays:
            self._take(arrays)

    @classmethod
    def of(cls, found: Sequence["Aligned"]) -> "Alignments":
        """Return those of some clips."""
        alignments = cls.__new__(cls)
        alignments._take(_packed(found))
        return alignments

    def _take(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self.clips: NDArray[np.int64] = arrays["clips"]
        self.scores: NDArray[np.float32] = arrays["scores"]
        self._starts: NDArray[np.int64] = arrays["starts"]
        self._symbols: NDArray[np.int16] = arrays["symbols"]
        self._durations: NDArray[np.int16] = arrays["durations"]

    def __len__(self) -> int:
        """Return the number of aligned clips."""
        return len(self.clips)

    def item(self, place: int) -> tuple[Symbols, Symbols]:
        """Symbols and their durations in frames of the clip `clips[place]`, `(states,)` each."""
        span = slice(self._starts[place], self._starts[place + 1])
        return self._symbols[span].astype(np.int64), self._durations[span].astype(np.int64)

    def spread(self, features: Features) -> None:
        """Align also the clips of `features` that are others at another speed."""
        place_of = {features.clips[clip].file: place for place, clip in enumerate(self.clips)}
        others = [index for index, clip in enumerate(features.clips) if clip.speed != 1 and clip.file in place_of]
        places = np.array([place_of[features.clips[index].file] for index in others], dtype=np.int64)
        items = [self.item(place) for place in places]
        durations = [
            faster_durations(item[1], features.clips[index].speed, features.frames(index))
            for index, item in zip(others, items, strict=True)
        ]
        ends = self._starts[-1] + np.cumsum([len(item[0]) for item in items], dtype=np.int64)
        self.clips = np.concatenate([self.clips, np.array(others, dtype=np.int64)])
        self.scores = np.concatenate([self.scores, self.scores[places]])
        self._starts = np.concatenate([self._starts, ends])
        self._symbols = np.concatenate([self._symbols, *(item[0].astype(np.int16) for item in items)])
        self._durations = np.concatenate([self._durations, *(lasts.astype(np.int16) for lasts in durations)])


@dataclass(frozen=True)
class Aligned:
    """How long each symbol of a clip's transcript lasts: `symbols` and `durations` in frames, `(states,)` each.

    `clip` is its number; `score` the mean log-density of a frame.
    """

    clip: int
    score: float
    symbols: Symbols
    durations: Symbols


@torch.no_grad()
def align(network: Aligner, features: Features) -> Iterator[Aligned]:
    """Yield how long each symbol lasts, of every clip whose transcript can be read."""
    network = network.eval()
    for clip, numbers in transcribed(features).items():
        mel = torch.from_numpy(features.mel(clip)).unsqueeze(0)
        padded = torch.nn.functional.pad(mel, (0, 0, 0, mel.shape[1] % 2))
        densities = network(padded, torch.from_numpy(numbers).unsqueeze(0), torch.tensor([mel.shape[1]]))
        lasts, score = best_path(densities[0, : mel.shape[1]].numpy())
        yield Aligned(clip, score, numbers, lasts)


def align_corpus(network: Aligner, features: Features, file: Path) -> None:
    """Write the durations of every transcribed clip to `file` (.npz)."""
    save_alignments(file, list(align(network, features)))


def save_alignments(file: Path, found: Sequence[Aligned]) -> None:
    """Write what `Alignments` reads."""
    np.savez(file, **_packed(found))  # type: ignore[arg-type]


def _packed(found: Sequence[Aligned]) -> dict[str, NDArray[Any]]:
    def joined(values: Sequence[Symbols]) -> NDArray[np.int16]:
        return np.concatenate([np.empty(0, dtype=np.int16), *values]).astype(np.int16)

    return {
        "clips": np.array([one.clip for one in found], dtype=np.int64),
        "scores": np.array([one.score for one in found], dtype=np.float32),
        "starts": np.cumsum([0] + [len(one.symbols) for one in found]),
        "symbols": joined([one.symbols for one in found]),
        "durations": joined([one.durations for one in found]),
    }
