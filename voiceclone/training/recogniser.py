"""Training of the phone recogniser, frame by frame on the alignment of the corpus."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lightning as L
import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import DataLoader, IterableDataset

from voiceclone.audio.mel import MEL
from voiceclone.recogniser.alignment import PHONES
from voiceclone.recogniser.config import RecogniserConfig
from voiceclone.recogniser.network import PhoneRecogniser
from voiceclone.text.symbols import SYMBOLS
from voiceclone.training.aligner import Alignments
from voiceclone.training.drawing import DrawnData, Turn, loader
from voiceclone.training.features import Features
from voiceclone.training.runtime import averaged


@dataclass(frozen=True)
class RecogniserTraining:
    """Crops of `frames` frames in batches of `batch`; `worst_alignments` is the share of clips that is left out."""

    frames: int = 224
    batch: int = 24
    rate: float = 1.5e-3
    decay_steps: int = 5000
    worst_alignments: float = 0.05


Batch = tuple[Tensor, Tensor]  # mel (batch, frames, n_mels), phones (batch, frames)


class RecogniserModule(L.LightningModule):
    """The recogniser under cross-entropy; the share of frames that it names rightly, for unseen people."""

    def __init__(self, config: RecogniserConfig, training: RecogniserTraining) -> None:
        super().__init__()
        self.training_config = training
        self.network = PhoneRecogniser(config)
        self.average = averaged(self.network)

    def configure_optimizers(self) -> Any:
        """AdamW on a cosine schedule."""
        optimiser = torch.optim.AdamW(self.network.parameters(), self.training_config.rate, weight_decay=0.02)
        steps = self.training_config.decay_steps
        schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps, eta_min=2e-5)
        return {"optimizer": optimiser, "lr_scheduler": {"scheduler": schedule, "interval": "step"}}

    def training_step(self, batch: Batch, index: int) -> Tensor:
        """Cross-entropy; the prior follows the share of each phone."""
        mel, phones = batch
        loss = F.nll_loss(self.network(mel).flatten(0, 1), phones.flatten())
        share = torch.bincount(phones.flatten(), minlength=len(SYMBOLS)).to(self.network.prior)
        self.network.prior.lerp_(share / share.sum(), 0.01)
        self.log("phones", loss)
        return loss

    def on_train_batch_end(self, *_: object) -> None:
        """Follow with the average."""
        self.average.update_parameters(self.network)

    def validation_step(self, batch: Batch, index: int) -> None:
        """Share of frames named rightly by the averaged network."""
        mel, phones = batch
        right = (self.average(mel).argmax(dim=2) == phones).float().mean()
        self.log("validation_frames_right", right, batch_size=1)


class PhoneCrops(IterableDataset[Batch]):
    """Endless batches of crops of aligned clips, their mels degraded by noise, tilt and gaps."""

    def __init__(self, folder: Path, training: RecogniserTraining, turn: Turn | None = None) -> None:
        self.features, self.alignments = Features(folder), Alignments(folder / "alignments.npz")
        self.training, self.turn = training, turn
        worst = np.quantile(self.alignments.scores, training.worst_alignments)
        long_enough = [self.features.frames(clip) > training.frames for clip in self.alignments.clips]
        self.places = np.flatnonzero(np.array(long_enough) & (self.alignments.scores >= worst))

    def __iter__(self) -> Iterator[Batch]:
        """Yield batches; without a turn, always the same ones, and not degraded."""
        turn = self.turn or Turn()
        for random in map(turn.chance, turn.numbers()):
            items = [self._item(int(place), random) for place in random.choice(self.places, self.training.batch)]
            mels, phones = zip(*items, strict=True)
            yield torch.from_numpy(np.stack(mels)), torch.from_numpy(np.stack(phones))

    def _item(self, place: int, random: np.random.Generator) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        clip = int(self.alignments.clips[place])
        symbols, durations = self.alignments.item(place)
        first = int(random.integers(self.features.frames(clip) - self.training.frames))
        phones = np.repeat(PHONES.numpy()[symbols], durations)[first : first + self.training.frames]
        mel = self.features.mel(clip, first, self.training.frames)
        return _degraded(mel, random) if self.turn else mel, phones


def _degraded(mel: NDArray[np.float32], random: np.random.Generator) -> NDArray[np.float32]:
    """A mel as another room and another microphone would have given it: noise, a tilt, a muted stretch."""
    bins = np.linspace(-1, 1, mel.shape[1], dtype=np.float32)
    mel = mel + np.float32(random.normal(0, 0.5)) * bins + np.float32(random.normal(0, 0.3)) * bins**2
    if random.random() < 0.6:
        level = np.quantile(mel, 0.95) - random.uniform(1.0, 6.0)
        noise = level + random.normal(0, 0.8) * bins + random.normal(0, 0.4, mel.shape)
        mel = np.logaddexp(mel, noise.astype(np.float32))
    first, length = int(random.integers(len(mel) - 12)), int(random.integers(12))
    mel[first : first + length] = mel.mean()
    return np.maximum(mel, np.float32(np.log(MEL.floor))).astype(np.float32)


class RecogniserData(DrawnData):
    """Crops of the train split; a fixed draw of the dev split."""

    def __init__(self, features: Path, training: RecogniserTraining) -> None:
        super().__init__()
        self.folder, self.training = features, training

    def train_dataloader(self) -> DataLoader[Batch]:
        """Endless batches."""
        return loader(PhoneCrops(self.folder / "train", self.training, self.turn))

    def val_dataloader(self) -> DataLoader[Batch]:
        """Eight batches of unseen speakers, always the same."""
        batches = iter(PhoneCrops(self.folder / "dev", self.training))
        return DataLoader([next(batches) for _ in range(8)], batch_size=None)  # type: ignore[arg-type]
