"""Durations and energies learned again, last and briefly, while everything that they are told stays as it is.

Beside the mel they learn their corpus by heart long before the mel is good: what they predict for people they have not
heard is best after a few hundred steps, when the decoder has hardly begun.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import lightning as L
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from voiceclone.acoustic.config import AcousticConfig
from voiceclone.acoustic.network import AcousticModel
from voiceclone.speaker.config import SpeakerConfig
from voiceclone.speaker.network import SpeakerEncoder
from voiceclone.training.acoustic import timing_losses
from voiceclone.training.acoustic_data import AcousticBatch, AcousticData, AcousticDataModule
from voiceclone.training.dropout import drop_out
from voiceclone.training.runtime import averaged, train, warmed_cosine
from voiceclone.weights import load_network, save_network


@dataclass(frozen=True)
class TimingTraining:
    """Learning rate, how many steps it takes to fall, the share that is dropped, and the weights of both errors."""

    rate: float = 1e-3
    warm_up: int = 50
    decay_steps: int = 800
    weight_decay: float = 0.05
    dropout: float = 0.3
    duration_weight: float = 3.0
    energy_weight: float = 1.0


class Timing(nn.Module):
    """What is learned: the blocks behind the encoder that say how long and how loud each symbol is."""

    def __init__(self, model: AcousticModel) -> None:
        super().__init__()
        self.duration, self.duration_head = model.duration, model.duration_head

    def forward(self, encoded: Tensor, condition: Tensor, inside: Tensor) -> tuple[Tensor, Tensor]:
        """Log durations and energies `(batch, states)`; see `AcousticModel.encode`."""
        log_durations, energies = self.duration_head(self.duration(encoded, condition, inside)).unbind(dim=2)
        return log_durations, energies


class TimingModule(L.LightningModule):
    """A trained acoustic model whose durations and energies begin anew."""

    def __init__(self, model: AcousticModel, encoder: SpeakerEncoder, training: TimingTraining) -> None:
        super().__init__()
        self.training_config = training
        anew = AcousticModel(model.config)
        model.duration, model.duration_head = anew.duration, anew.duration_head
        self.model, self.encoder = model.requires_grad_(False), encoder.requires_grad_(False)
        self.learned = Timing(model).requires_grad_(True)
        self.average = averaged(self.learned, 0.995)
        drop_out(self.learned.duration, training.dropout)

    def configure_optimizers(self) -> Any:
        """AdamW, warmed up, then on a cosine to nothing."""
        training = self.training_config
        optimiser = torch.optim.AdamW(
            self.learned.parameters(), training.rate, betas=(0.9, 0.98), weight_decay=training.weight_decay
        )
        return warmed_cosine(optimiser, training.warm_up, training.decay_steps - training.warm_up, begin=0.02)

    def losses(self, batch: AcousticBatch, learned: Timing) -> dict[str, Tensor]:
        """Distance of both predictions, by name."""
        with torch.no_grad():
            voice = batch.voice(*self.encoder.eval()(batch.reference))
            condition = self.model.describe(voice)
            encoded, inside = self.model.read(batch.symbols, condition)
        encoded = F.dropout(encoded, self.training_config.dropout, learned.training)
        log_durations, energies = learned(encoded, condition, inside)
        return timing_losses(log_durations, energies, batch, batch.relative_energy(voice))

    def training_step(self, batch: AcousticBatch, index: int) -> Tensor:
        """Weighted sum of both distances."""
        losses = self.losses(batch, self.learned)
        self.log_dict(losses)
        weights = self.training_config
        return weights.duration_weight * losses["duration"] + weights.energy_weight * losses["energy"]

    def on_before_optimizer_step(self, optimizer: Any) -> None:
        """Clip the gradient."""
        nn.utils.clip_grad_norm_(self.learned.parameters(), 1.0)

    def on_train_batch_end(self, *_: object) -> None:
        """Follow with the average."""
        self.average.update_parameters(self.learned)

    def validation_step(self, batch: AcousticBatch, index: int) -> None:
        """Distances of the averaged blocks for unseen speakers."""
        losses = self.losses(batch, cast(Timing, self.average.module))
        self.log_dict({f"validation_{name}": loss for name, loss in losses.items()}, batch_size=1)


def learn_timing(
    features: Path, model: Path, work: Path, training: TimingTraining, data: AcousticData, hours: float
) -> None:
    """Learn durations and energies of the acoustic model in the folder `model` again, and write them there.

    `features`: as `acoustic_data.AcousticDataModule` has them. A training that `hours` cut short goes on in `work` for
    as long as the model is the one that it began with. Raises DataError, WeightsError.
    """
    file = model / "acoustic.safetensors"
    encoder = load_network(SpeakerEncoder, SpeakerConfig, model / "speaker.safetensors")
    acoustic = load_network(AcousticModel, AcousticConfig, file)
    module = TimingModule(acoustic, encoder, training)
    folder = work / _fingerprint(module)
    train(
        module, AcousticDataModule(features, data), folder, hours=hours, steps=training.decay_steps, validate_every=100
    )
    module.learned.load_state_dict(module.average.module.state_dict())
    save_network(acoustic.cpu(), acoustic.config, file)


def _fingerprint(module: TimingModule) -> str:
    """Of all that stays as it is: what is learned in a first run must not make another model of it."""
    learned = {id(parameter) for parameter in module.learned.parameters()}
    digest = hashlib.sha256()
    for network in (module.model, module.encoder):
        for parameter in network.parameters():
            if id(parameter) not in learned:
                digest.update(parameter.detach().numpy().tobytes())
    return digest.hexdigest()[:16]
