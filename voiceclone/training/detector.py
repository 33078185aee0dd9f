"""Training of the detector of synthetic speech, on pairs of what people said and what machines made of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import lightning as L
import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import DataLoader, IterableDataset

from voiceclone.evaluation.measures import equal_error_rate
from voiceclone.training.deepfakes.boosting import boosted
from voiceclone.training.deepfakes.sounds import Sounds
from voiceclone.training.drawing import DrawnData, Turn, loader
from voiceclone.training.runtime import averaged, warmed_cosine
from voiceclone.trust.synthetic.config import BINS, DetectorConfig
from voiceclone.trust.synthetic.listening import WINDOW
from voiceclone.trust.synthetic.network import Detector, log_spectrum

Batch = tuple[Tensor, Tensor, int]  # samples (batch, WINDOW); 1 for a fake and 0 for a real one (batch,); its chance


@dataclass(frozen=True)
class DetectorTraining:
    """Batches of `pairs` of one real and one fake; of the spectrum, bands and moments up to these sizes are masked."""

    pairs: int = 64
    rate: float = 2e-3
    warm_up: int = 200
    decay_steps: int = 4000
    masked_bins: int = 40
    masked_frames: int = 30


class DetectorModule(L.LightningModule):
    """The detector under cross-entropy; equal error rate for unseen people.

    `noises` `(samples,)` at 16 kHz, recorded ones in one piece, are mixed into what it is taught with.
    """

    noises: Tensor

    def __init__(self, config: DetectorConfig, training: DetectorTraining, noises: Tensor) -> None:
        super().__init__()
        self.register_buffer("noises", noises, persistent=False)
        self.training_config = training
        self.network = Detector(config)
        self.average = averaged(self.network, 0.998)
        self._heard: list[tuple[Tensor, Tensor]] = []

    def configure_optimizers(self) -> Any:
        """AdamW, warmed up, then on a cosine schedule."""
        training = self.training_config
        optimiser = torch.optim.AdamW(self.network.parameters(), training.rate, weight_decay=0.02)
        return warmed_cosine(optimiser, training.warm_up, training.decay_steps, begin=0.05, least=2e-5)

    def training_step(self, batch: Batch, index: int) -> Tensor:
        """Cross-entropy on masked spectra of disturbed pairs."""
        samples, fake, chance = batch
        disturbed = boosted(samples.unflatten(0, (-1, 2)), self.noises, chance).flatten(0, 1)
        spectrum = self._masked(log_spectrum(disturbed))
        loss = F.binary_cross_entropy_with_logits(self.network(spectrum).float(), fake)
        self.log("detector", loss)
        return loss

    def on_train_batch_end(self, *_: object) -> None:
        """Follow with the average."""
        self.average.update_parameters(self.network)

    def validation_step(self, batch: Batch, index: int) -> None:
        """Hear with the averaged network."""
        samples, fake, _ = batch
        self._heard.append((self.average(log_spectrum(samples)).float(), fake))

    def on_validation_epoch_end(self) -> None:
        """Log the equal error rate."""
        logits, fake = (torch.cat(part).cpu().numpy() for part in zip(*self._heard, strict=True))
        self._heard.clear()
        self.log("validation_equal_error", equal_error_rate(logits[fake > 0.5], logits[fake < 0.5])[0])

    def _masked(self, spectrum: Tensor) -> Tensor:
        """One stretch of bins and one of frames, for the batch: SpecAugment (D. Park et al., arXiv 1904.08779)."""
        bins, frames = self.training_config.masked_bins, self.training_config.masked_frames
        wide, long = int(torch.randint(bins, ())), int(torch.randint(frames, ()))
        low = int(torch.randint(BINS - wide, ()))
        early = int(torch.randint(spectrum.shape[1] - long, ()))
        spectrum[:, :, low : low + wide] = 0
        spectrum[:, early : early + long] = 0
        return spectrum


class PairCrops(IterableDataset[Batch]):
    """Endless batches: real and fake in turn, each generator as often as any other.

    A fake comes with the real one that it was made from, at the same level of compression, where the corpus has it.
    """

    def __init__(self, sounds: Sounds, pairs: int, turn: Turn | None = None) -> None:
        self.sounds, self.pairs, self.turn = sounds, pairs, turn or Turn()
        self._fakes: dict[str, list[int]] = {}
        self._reals: dict[tuple[str, str], int] = {}
        self._any_real: list[int] = []
        for place, recording in enumerate(sounds.recordings):
            if recording.is_fake:
                self._fakes.setdefault(recording.generator, []).append(place)
            else:
                self._any_real.append(place)
                if recording.pair:
                    self._reals[recording.pair, recording.level] = place

    def __iter__(self) -> Iterator[Batch]:
        """Yield batches."""
        names = sorted(self._fakes)
        for random in map(self.turn.chance, self.turn.numbers()):
            places: list[int] = []
            crops: list[NDArray[np.float32]] = []
            for _ in range(self.pairs):
                group = self._fakes[names[int(random.integers(len(names)))]]
                fake = group[int(random.integers(len(group)))]
                pair = [self._real_of(fake, random), fake]
                places += pair
                sounds = [self.sounds.samples(place) for place in pair]
                shortest = min(map(len, sounds))
                crops += [_crop(sound, shortest, random) for sound in sounds]
            labels = torch.tensor([float(self.sounds.recordings[place].is_fake) for place in places])
            yield torch.from_numpy(np.stack(crops)), labels, int(random.integers(1 << 62))

    def _real_of(self, fake: int, random: np.random.Generator) -> int:
        recording = self.sounds.recordings[fake]
        place = self._reals.get((recording.pair, recording.level))
        return self._any_real[int(random.integers(len(self._any_real)))] if place is None else place


def _crop(samples: NDArray[np.float32], shortest: int, random: np.random.Generator) -> NDArray[np.float32]:
    """A window of it, or `shortest` samples repeated to one, so that length tells nothing."""
    length = min(WINDOW, shortest)
    first = int(random.integers(len(samples) - length + 1))
    return np.resize(samples[first : first + length], WINDOW)


class DetectorData(DrawnData):
    """Crops of the recordings to train with; a fixed draw of those kept for validation."""

    def __init__(self, train: Sounds, dev: Sounds, training: DetectorTraining) -> None:
        super().__init__()
        self.heard, self.unheard, self.training = train, dev, training

    def train_dataloader(self) -> DataLoader[Batch]:
        """Endless batches."""
        return loader(PairCrops(self.heard, self.training.pairs, self.turn))

    def val_dataloader(self) -> DataLoader[Batch]:
        """Twenty batches of unseen speakers, always the same."""
        batches = iter(PairCrops(self.unheard, self.training.pairs))
        return DataLoader([next(batches) for _ in range(20)], batch_size=None)  # type: ignore[arg-type]
