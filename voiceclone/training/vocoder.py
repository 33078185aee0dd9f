"""Training of the vocoder: spectral distances first, then a generator against its discriminators."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import lightning as L
import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, IterableDataset

from voiceclone.audio.mel import MEL
from voiceclone.errors import DataError
from voiceclone.training.drawing import DrawnData, Turn, loader
from voiceclone.training.features import Features
from voiceclone.training.prediction import Predicted
from voiceclone.training.runtime import averaged
from voiceclone.training.vocoder_losses import (
    Discriminators,
    MultiScaleMelLoss,
    discriminator_loss,
    feature_loss,
    generator_loss,
)
from voiceclone.vocoder.config import VocoderConfig
from voiceclone.vocoder.network import Vocoder

if TYPE_CHECKING:
    from voiceclone.training.streaming import Streamed


@dataclass(frozen=True)
class VocoderTraining:
    """Crops of `frames` frames in batches of `batch`; the adversary joins after `adversarial_from` steps.

    `predicted`: share of the crops whose mel is not that of the recording but the acoustic model's.
    """

    frames: int = 64
    batch: int = 16
    rate: float = 5e-4
    adversary_rate: float = 1e-3
    adversarial_frames: int = 32
    adversarial_from: int = 2500
    decay_steps: int = 40_000
    mel_weight: float = 15.0
    feature_weight: float = 2.0
    least_dnsmos: float = 2.6
    predicted: float = 0.0


Batch = tuple[Tensor, Tensor, Tensor]


class VocoderModule(L.LightningModule):
    """Generator and discriminators, trained in turn."""

    def __init__(self, config: VocoderConfig, training: VocoderTraining) -> None:
        super().__init__()
        self.automatic_optimization = False
        self.training_config = training
        self.generator = Vocoder(config)
        self.average = averaged(self.generator)
        self.adversary = Discriminators()
        self.mel_loss = MultiScaleMelLoss()

    def configure_optimizers(self) -> Any:
        """One optimiser a side, both with a cosine schedule."""
        rates = self.training_config.rate, self.training_config.adversary_rate
        optimisers = [
            torch.optim.AdamW(side.parameters(), rate, betas=(0.8, 0.99), weight_decay=0.01)
            for side, rate in zip((self.generator, self.adversary), rates, strict=True)
        ]
        steps = self.training_config.decay_steps
        schedules = [torch.optim.lr_scheduler.CosineAnnealingLR(o, steps, eta_min=2e-5) for o in optimisers]
        return optimisers, schedules

    def training_step(self, batch: Batch, index: int) -> None:
        """One step of the adversary (once it has joined), one of the generator."""
        real, mel, f0 = batch
        generator_steps, adversary_steps = cast("list[Any]", self.optimizers())
        made = self.generator(mel, f0, torch.randn_like(real))
        mel_distance = self.mel_loss(made, real)
        loss = self.training_config.mel_weight * mel_distance
        if self.steps_done >= self.training_config.adversarial_from:
            loss = loss + self._contest(*self._windows(real, made), adversary_steps)
        self._step(generator_steps, loss, self.generator)
        self.average.update_parameters(self.generator)
        self.log("mel", mel_distance)
        for schedule in self.lr_schedulers():  # type: ignore[union-attr]
            schedule.step()

    def _windows(self, real: Tensor, made: Tensor) -> tuple[Tensor, Tensor]:
        """A random window of both: the adversary costs more than the generator, so it hears less."""
        length = self.training_config.adversarial_frames * MEL.hop
        first = int(torch.randint(real.shape[1] - length + 1, ()))
        return real[:, first : first + length], made[:, first : first + length]

    def _contest(self, real: Tensor, made: Tensor, adversary_steps: Any) -> Tensor:
        """Teach the adversary, then return the generator's loss against it."""
        scores = self.adversary(torch.cat([real, made.detach()]))
        scores_real = [(score[: len(real)], [part[: len(real)] for part in parts]) for score, parts in scores]
        loss = discriminator_loss(scores_real, [(score[len(real) :], []) for score, _ in scores])
        self._step(adversary_steps, loss, self.adversary)
        self.adversary.requires_grad_(False)
        scores_made = self.adversary(made)
        self.adversary.requires_grad_(True)
        features, deceit = feature_loss(scores_real, scores_made), generator_loss(scores_made)
        self.log_dict({"adversary": loss, "features": features, "deceit": deceit})
        return self.training_config.feature_weight * features + deceit

    @property
    def steps_done(self) -> int:
        """Updates of the generator so far, over all runs."""
        return int(self.average.n_averaged)

    def _step(self, optimiser: Any, loss: Tensor, side: torch.nn.Module) -> None:
        optimiser.zero_grad()
        self.manual_backward(loss)
        self.clip_gradients(optimiser, 10.0, "norm")
        optimiser.step()

    def validation_step(self, batch: Batch, index: int) -> None:
        """Distance of the averaged generator's copies of unseen speakers."""
        real, mel, f0 = batch
        noise = torch.randn(real.shape, generator=torch.Generator().manual_seed(0)).to(real)
        self.log("validation_mel", self.mel_loss(self.average(mel, f0, noise).float(), real), batch_size=1)


class Crops(IterableDataset[Batch]):
    """Endless batches of random crops: samples, mel, pitch."""

    def __init__(
        self, features: Features, training: VocoderTraining, turn: Turn, predicted: Predicted | None = None
    ) -> None:
        """Prepare the draw; `predicted` mels take the share of it that `training` says. Raises DataError: no clip."""
        self.features, self.training, self.turn, self.predicted = features, training, turn, predicted
        self.clips = [
            index
            for index, clip in enumerate(features.clips)
            if features.frames(index) > training.frames and not 0 < clip.dnsmos < training.least_dnsmos
        ]
        if not self.clips:
            raise DataError(f"no recording has more than {training.frames} frames that are good enough to learn from")
        lengths = np.array([features.frames(clip) for clip in self.clips], dtype=np.float64)
        self.share = lengths / lengths.sum()

    def __iter__(self) -> Iterator[Batch]:
        """Yield batches."""
        return map(self.numbered, self.turn.numbers())

    def numbered(self, number: int) -> Batch:
        """Return the batch of a number: clips are drawn by their length, a crop of each, at a random level."""
        random = self.turn.chance(number)
        clips = random.choice(self.clips, self.training.batch, p=self.share)
        return _stack([self._any_crop(int(clip), random) for clip in clips])

    def _any_crop(self, clip: int, random: np.random.Generator) -> Batch:
        if self.predicted and random.random() < self.training.predicted:
            return self._predicted_crop(self.predicted, random)
        return self._crop(clip, random)

    def _crop(self, clip: int, random: np.random.Generator) -> Batch:
        first = int(random.integers(self.features.frames(clip) - self.training.frames))
        gain = float(10 ** (random.uniform(-12, 2) / 20))
        return _excerpt(self.features, clip, first, self.training.frames, gain)

    def _predicted_crop(self, predicted: Predicted, random: np.random.Generator) -> Batch:
        frames = self.training.frames
        row = int(random.integers(len(predicted.rows)))
        first = int(random.integers(predicted.rows[row]["frames"] - frames))
        begin = predicted.rows[row]["first"] + first
        samples, _, pitch = _excerpt(self.features, predicted.rows[row]["clip"], begin, frames)
        return samples, torch.from_numpy(predicted.mel(row, first, frames)), pitch


def _excerpt(features: Features, clip: int, first: int, frames: int, gain: float = 1.0) -> Batch:
    samples = torch.from_numpy(features.samples(clip, first, frames)) * gain
    mel = torch.from_numpy(features.mel(clip, first, frames))
    mel = (mel + float(np.log(gain))).clamp_min(float(np.log(MEL.floor)))
    return samples, mel, torch.from_numpy(features.pitch(clip, first, frames))


def _stack(items: list[Batch]) -> Batch:
    samples, mels, pitches = zip(*items, strict=True)
    return torch.stack(samples), torch.stack(mels), torch.stack(pitches)


class VocoderData(DrawnData):
    """Random crops of the train split, or of a stream of it; fixed excerpts of the dev split."""

    def __init__(self, features: Path, training: VocoderTraining, place: str | None = None) -> None:
        """`features` is their folder; `place` is where the train split lies as Shar, if it is to be streamed.

        Raises DataError where a stream is to hold predicted mels, which it does not.
        """
        super().__init__()
        if place is not None and training.predicted:
            raise DataError("a stream holds no predicted mels: train on it without them, or without the stream")
        self.folder, self.training, self.place = features, training, place

    def train_dataloader(self) -> DataLoader[Batch]:
        """Endless batches."""
        if self.place is not None:
            from voiceclone.training.streaming import Stream, read_index  # lhotse is slow to load

            frames = self.training.batch * self.training.frames
            return loader(Stream(read_index(self.place), self._streamed, frames, self.turn))
        folder = self.folder / "train"
        predicted = Predicted(folder) if self.training.predicted else None
        return loader(Crops(Features(folder), self.training, self.turn, predicted))

    def _streamed(self, shard: "Streamed") -> Callable[[int], Batch]:
        return Crops(shard.features, self.training, self.turn).numbered

    def excerpts(self) -> list[Batch]:
        """Two seconds from the middle of 48 clips."""
        features = Features(self.folder / "dev")
        chosen = [index for index in range(0, len(features), 10) if features.frames(index) > 200][:48]
        excerpts = [_excerpt(features, clip, (features.frames(clip) - 188) // 2, 188) for clip in chosen]
        return [_stack(excerpts[first : first + 16]) for first in range(0, len(excerpts), 16)]

    def val_dataloader(self) -> DataLoader[Batch]:
        """These excerpts."""
        return DataLoader(self.excerpts(), batch_size=None)  # type: ignore[arg-type]
