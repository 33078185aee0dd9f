"""Training of the verifier: every speaker of the corpus told apart, under every degradation."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lightning as L
import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn
from torch.utils.data import DataLoader, IterableDataset

from voiceclone.audio.mel import MEL, log_mel
from voiceclone.errors import DataError
from voiceclone.evaluation.measures import equal_error_rate
from voiceclone.speaker.config import SpeakerConfig
from voiceclone.speaker.network import Verifier
from voiceclone.training.augmentation import Augmentation, change_speed
from voiceclone.training.drawing import DrawnData, Turn, loader
from voiceclone.training.features import NATURAL, PERTURBED, Features
from voiceclone.training.runtime import averaged


@dataclass(frozen=True)
class SpeakerTraining:
    """Batches of `speakers` people with `crops` crops of `frames` frames each; margin and scale of the loss.

    Each crop is played up to a share `speed_jitter` slower or faster, which makes nobody another person.
    """

    speakers: int = 64
    crops: int = 2
    frames: int = 150
    speed_jitter: float = 0.02
    rate: float = 1.5e-3
    margin: float = 0.2
    scale: float = 30.0
    prototype_weight: float = 1.0
    decay_steps: int = 1500


class AdditiveAngularMargin(nn.Module):
    """Softmax over classes on the sphere with a margin (J. Deng et al., ArcFace, arXiv 1801.07698)."""

    def __init__(self, embedding: int, classes: int, margin: float, scale: float) -> None:
        super().__init__()
        self.centres = nn.Parameter(0.05 * torch.randn(classes, embedding))  # small, so that they turn quickly
        self.margin, self.scale = margin, scale

    def forward(self, embeddings: Tensor, labels: Tensor, share: float = 1.0) -> Tensor:
        """Cross entropy for unit `(batch, embedding)`; `share` of the margin is applied."""
        cosine = F.linear(embeddings, F.normalize(self.centres)).clamp(-1 + 1e-6, 1 - 1e-6)  # (batch, classes)
        with_margin = torch.cos(cosine.acos() + share * self.margin)
        own = F.one_hot(labels, len(self.centres)).bool()
        return F.cross_entropy(self.scale * torch.where(own, with_margin, cosine), labels)


def prototype_loss(embeddings: Tensor, scale: Tensor) -> Tensor:
    """Each person's second crop must find the first among all (J. S. Chung et al., arXiv 2003.11982, section 2.3)."""
    first, second = embeddings[:, 0], embeddings[:, 1]  # (speakers, embedding) each
    return F.cross_entropy(scale.exp() * second @ first.T, torch.arange(len(first), device=first.device))


Batch = tuple[Tensor, Tensor]  # mel (speakers, crops, frames, n_mels), labels (speakers,)


class SpeakerModule(L.LightningModule):
    """The verifier under both losses; equal error rate on unseen people."""

    def __init__(self, config: SpeakerConfig, training: SpeakerTraining, speakers: int) -> None:
        super().__init__()
        self.training_config = training
        self.network = Verifier(config)
        self.average = averaged(self.network)
        self.margin_loss = AdditiveAngularMargin(config.embedding, speakers, training.margin, training.scale)
        self.prototype_scale = nn.Parameter(torch.tensor(2.5))
        self._validation: list[tuple[Tensor, Tensor]] = []

    def configure_optimizers(self) -> Any:
        """AdamW with a short warm-up and a cosine schedule."""
        optimiser = torch.optim.AdamW(
            [
                {"params": self.network.parameters(), "weight_decay": 0.02},
                {"params": [self.margin_loss.centres, self.prototype_scale], "weight_decay": 0.0},
            ],
            self.training_config.rate,
        )
        steps = self.training_config.decay_steps
        schedule = torch.optim.lr_scheduler.OneCycleLR(
            optimiser, self.training_config.rate, total_steps=steps, pct_start=0.05, final_div_factor=100
        )
        return {"optimizer": optimiser, "lr_scheduler": {"scheduler": schedule, "interval": "step"}}

    def lr_scheduler_step(self, scheduler: Any, metric: Any) -> None:
        """Stay at the last rate when the schedule has ended."""
        if scheduler.last_epoch < scheduler.total_steps - 1:
            scheduler.step()

    def training_step(self, batch: Batch, index: int) -> Tensor:
        """Margin loss on all crops, prototype loss between the crops of a person."""
        mel, labels = batch
        speakers, crops = mel.shape[:2]
        embeddings = self.network(mel.flatten(0, 1))  # (speakers * crops, embedding)
        share = min(1.0, max(0.0, self.global_step / self.training_config.decay_steps - 0.25) * 2)
        classes = self.margin_loss(embeddings, labels.repeat_interleave(crops), share)
        pairs = prototype_loss(embeddings.unflatten(0, (speakers, crops)), self.prototype_scale)
        self.log_dict({"classes": classes, "pairs": pairs})
        return classes + self.training_config.prototype_weight * pairs

    def on_train_batch_end(self, *_: object) -> None:
        """Follow with the average."""
        self.average.update_parameters(self.network)

    def validation_step(self, batch: Batch, index: int) -> None:
        """Embed one clip of a person of the dev split."""
        mel, labels = batch
        self._validation.append((self.average(mel).float(), labels))

    def on_validation_epoch_end(self) -> None:
        """Equal error rate over all pairs."""
        embeddings, labels = (torch.cat(parts) for parts in zip(*self._validation, strict=True))
        self._validation.clear()
        same = (labels.unsqueeze(0) == labels.unsqueeze(1)).cpu()
        pairs = torch.triu(torch.ones_like(same), diagonal=1).bool()
        scores = (embeddings @ embeddings.T).cpu()
        alike, unlike = (scores[pairs & kind].double().numpy() for kind in (same, ~same))
        if len(alike) and len(unlike):
            self.log("validation_eer", equal_error_rate(alike, unlike)[0])


class SpeakerCrops(IterableDataset[Batch]):
    """Endless batches of augmented crops, one group a person."""

    def __init__(self, features: Features, augmentation: Augmentation, training: SpeakerTraining, turn: Turn) -> None:
        self.features, self.augmentation, self.training, self.turn = features, augmentation, training, turn
        by_speaker = defaultdict(list)
        for index, clip in enumerate(features.clips):
            by_speaker[clip.speaker].append(index)
        if len(by_speaker) < training.speakers:
            raise DataError(f"{len(by_speaker)} speakers, where a batch holds {training.speakers}")
        self.by_speaker = [by_speaker[speaker] for speaker in sorted(by_speaker)]
        clips = np.array([len(of_one) for of_one in self.by_speaker])
        self.share = np.minimum(clips, 20) ** 0.5 / (np.minimum(clips, 20) ** 0.5).sum()

    def __iter__(self) -> Iterator[Batch]:
        """Yield batches."""
        for random in map(self.turn.chance, self.turn.numbers()):
            chosen = random.choice(len(self.by_speaker), self.training.speakers, replace=False, p=self.share)
            groups = [self._group(int(speaker), random) for speaker in chosen]
            yield _augmented_mels(np.stack(groups), random), torch.from_numpy(chosen)

    def _group(self, speaker: int, random: np.random.Generator) -> np.ndarray[Any, np.dtype[np.float32]]:
        clips = self.by_speaker[speaker]
        crops = self.training.crops
        chosen = random.choice(clips, crops, replace=len(clips) < crops)
        return np.stack([self._crop(int(clip), random) for clip in chosen])

    def _crop(self, clip: int, random: np.random.Generator) -> np.ndarray[Any, np.dtype[np.float32]]:
        wanted = self.training.frames * MEL.hop
        speed = 1 + random.uniform(-1, 1) * self.training.speed_jitter
        frames = int(np.ceil(self.training.frames * speed)) + 1
        first = int(random.integers(max(1, self.features.frames(clip) - frames)))
        samples = change_speed(self.features.samples(clip, first, frames), speed)
        samples = np.resize(samples, wanted)
        return self.augmentation(samples, random)


def _augmented_mels(samples: np.ndarray[Any, np.dtype[np.float32]], random: np.random.Generator) -> Tensor:
    """Level all to -25 dB, and leave out a band of bins and a stretch of frames (SpecAugment, arXiv 1904.08779)."""
    signal = torch.from_numpy(samples)
    level = signal.square().mean(dim=-1, keepdim=True).sqrt().clamp_min(1e-4)
    mel = log_mel(signal * (10 ** (-25 / 20) / level))  # (speakers, crops, frames, n_mels)
    for _ in range(2):
        low, length = int(random.integers(76)), int(random.integers(10))
        mel[..., low : low + length] = mel.mean()
    first, length = int(random.integers(mel.shape[2] - 20)), int(random.integers(20))
    mel[:, :, first : first + length] = mel.mean()
    return mel


class SpeakerData(DrawnData):
    """Augmented crops of the train split; single clips of the dev split."""

    def __init__(self, features: Path, noises: Path, training: SpeakerTraining) -> None:
        super().__init__()
        self.folder, self.noises, self.training = features, noises, training
        self.features = Features(features / "train", (NATURAL, PERTURBED))
        self.speakers = len({clip.speaker for clip in self.features.clips})

    def train_dataloader(self) -> DataLoader[Batch]:
        """Endless batches."""
        crops = SpeakerCrops(self.features, Augmentation(self.noises), self.training, self.turn)
        return loader(crops)

    def val_dataloader(self) -> DataLoader[Batch]:
        """All clips of the dev split, one by one, at most six seconds."""
        features = Features(self.folder / "dev")
        numbers = {speaker: number for number, speaker in enumerate(sorted({c.speaker for c in features.clips}))}
        clips = [
            (torch.from_numpy(features.mel(index, 0, 563)).unsqueeze(0), torch.tensor([numbers[clip.speaker]]))
            for index, clip in enumerate(features.clips)
        ]
        return DataLoader(clips, batch_size=None)  # type: ignore[arg-type]
