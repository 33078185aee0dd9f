"""Training of the acoustic model, and of the tokens that it attends to, with the verifier as it is."""

from dataclasses import dataclass
from typing import Any, cast

import lightning as L
import torch
import torch.nn.functional as F
from torch import Tensor

from voiceclone.acoustic.config import AcousticConfig
from voiceclone.acoustic.network import AcousticModel, Prosody, VoiceTensors
from voiceclone.audio.mel import speech_spectrum
from voiceclone.speaker.network import SpeakerEncoder, Tokenizer
from voiceclone.text.symbols import BEGIN, END, PADDING, SYMBOL_IDS
from voiceclone.training.acoustic_data import AcousticBatch
from voiceclone.training.runtime import averaged

_BESIDE = ("duration", "energy", "pitch", "voicing", "likeness")  # losses beside the mel's


@dataclass(frozen=True)
class AcousticTraining:
    """Learning rate, its schedule, and the weights of the losses beside the mel's."""

    rate: float = 1e-3
    warm_up: int = 200
    decay_steps: int = 8000
    duration_weight: float = 0.3
    energy_weight: float = 0.1
    pitch_weight: float = 0.2
    voicing_weight: float = 0.2
    likeness_weight: float = 0.5


class Learned(torch.nn.Module):
    """What is trained together: the acoustic model and the tokenizer."""

    def __init__(self, model: AcousticModel, tokenizer: Tokenizer) -> None:
        super().__init__()
        self.model, self.tokenizer = model, tokenizer


class AcousticModule(L.LightningModule):
    """Acoustic model and speaker encoder, whose tokenizer learns with it."""

    def __init__(self, config: AcousticConfig, encoder: SpeakerEncoder, training: AcousticTraining) -> None:
        super().__init__()
        self.training_config = training
        self.model = AcousticModel(config)
        self.encoder = encoder.requires_grad_(False)
        self.encoder.tokenizer.requires_grad_(True)
        self.learned = Learned(self.model, self.encoder.tokenizer)
        self.average = averaged(self.learned)

    def configure_optimizers(self) -> Any:
        """AdamW, linear warm-up and cosine."""
        optimiser = torch.optim.AdamW(
            self.learned.parameters(), self.training_config.rate, betas=(0.9, 0.98), weight_decay=0.01
        )
        warm_up, steps = self.training_config.warm_up, self.training_config.decay_steps
        schedule = torch.optim.lr_scheduler.SequentialLR(
            optimiser,
            [
                torch.optim.lr_scheduler.LinearLR(optimiser, 0.01, total_iters=warm_up),
                torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps, eta_min=self.training_config.rate / 50),
            ],
            [warm_up],
        )
        return {"optimizer": optimiser, "lr_scheduler": {"scheduler": schedule, "interval": "step"}}

    def voice(self, batch: AcousticBatch, tokenizer: Tokenizer) -> VoiceTensors:
        """Tensors of the batch's references."""
        with torch.no_grad():
            embedding = self.encoder.verifier.eval()(batch.reference)
        return VoiceTensors(
            embedding,
            tokenizer(batch.reference),
            speech_spectrum(batch.reference),
            batch.pitch_mean,
            batch.pitch_std,
            batch.quality,
        )

    def losses(self, batch: AcousticBatch, learned: Learned) -> dict[str, Tensor]:
        """Distance of each prediction, by name."""
        voice = self.voice(batch, learned.tokenizer)
        level = voice.spectrum[:, : learned.model.config.spectrum].mean(dim=1, keepdim=True)
        energy = batch.energy - level
        log_durations, energies, mel, prosody = learned.model(
            batch.symbols, batch.durations, energy, batch.frames, batch.pitch, voice
        )
        audible = batch.audible.unsqueeze(1).expand_as(mel)
        said = batch.symbols != SYMBOL_IDS[PADDING]
        inner = said & (batch.symbols != SYMBOL_IDS[BEGIN]) & (batch.symbols != SYMBOL_IDS[END])
        target = batch.durations.clamp_min(1).float().log()
        return {
            "mel": ((mel - batch.mel).abs() * audible).sum() / audible.sum(),
            "duration": F.smooth_l1_loss(log_durations[inner], target[inner]),
            "energy": F.smooth_l1_loss(energies[said], energy[said]),
            # The verifier must find the person of the other recording in what was made of this one.
            "likeness": 1 - (self.encoder.verifier(mel) * voice.embedding).sum(dim=1).mean(),
            **_prosody_losses(prosody, batch.pitch),
        }

    def training_step(self, batch: AcousticBatch, index: int) -> Tensor:
        """Weighted sum of all distances."""
        losses = self.losses(batch, self.learned)
        self.log_dict(losses)
        return losses["mel"] + sum(getattr(self.training_config, f"{name}_weight") * losses[name] for name in _BESIDE)

    def on_before_optimizer_step(self, optimizer: Any) -> None:
        """Clip the gradient."""
        torch.nn.utils.clip_grad_norm_(self.parameters(), 1.0)

    def on_train_batch_end(self, *_: object) -> None:
        """Follow with the average."""
        self.average.update_parameters(self.learned)

    def validation_step(self, batch: AcousticBatch, index: int) -> None:
        """Distances of the averaged model for unseen speakers."""
        losses = self.losses(batch, cast(Learned, self.average.module))
        self.log_dict({f"validation_{name}": loss for name, loss in losses.items()}, batch_size=1)


def _prosody_losses(prosody: Prosody, pitch: Tensor) -> dict[str, Tensor]:
    voiced = ~pitch.isnan()
    return {
        "pitch": F.smooth_l1_loss(prosody.pitch[voiced], pitch[voiced]),
        "voicing": F.binary_cross_entropy_with_logits(prosody.voicing, voiced.float()),
    }
