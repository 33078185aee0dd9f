"""Training of the acoustic model, and of the tokens that it attends to, with verifier and recogniser as they are."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

import lightning as L
import torch
import torch.nn.functional as F
from torch import Tensor

from voiceclone.acoustic.config import AcousticConfig
from voiceclone.acoustic.decoder import draw_times, from_flow, noised, to_flow, velocity_error
from voiceclone.acoustic.network import AcousticModel, Prosody, VoiceTensors, owners
from voiceclone.recogniser.alignment import PHONES
from voiceclone.recogniser.network import PhoneRecogniser
from voiceclone.speaker.network import SpeakerEncoder, Tokenizer
from voiceclone.text.symbols import BEGIN, END, PADDING, SYMBOL_IDS
from voiceclone.training.acoustic_data import AcousticBatch
from voiceclone.training.dropout import drop_out
from voiceclone.training.runtime import averaged, mean_of_all, warmed_cosine


@dataclass(frozen=True)
class AcousticTraining:
    """Learning rate, its schedule, and the weights of the losses.

    The mel's is in squared units of the flow, and small: the likeness must not outweigh it, or vowels suffer.

    `unknown`: share of the items whose decoder is not told the voice, for guidance; `tokenless`: share that is not
    told its tokens, for voices that have none; `from_noise`: share at time 0, whose answer is the mean of all mels;
    `predictor_dropout`: that of durations, energy and pitch, which learn their corpus by heart sooner than the mel.
    """

    rate: float = 1e-3
    warm_up: int = 200
    decay_steps: int = 8000
    mel_weight: float = 5.0
    duration_weight: float = 0.3
    energy_weight: float = 0.1
    pitch_weight: float = 0.2
    voicing_weight: float = 0.2
    likeness_weight: float = 0.8
    recognition_weight: float = 0.15
    unknown: float = 0.1
    tokenless: float = 0.1
    from_noise: float = 0.4
    dropout: float = 0.1
    predictor_dropout: float = 0.3


@dataclass(frozen=True)
class Flow:
    """Where on the flow each item is: `noisy` `(batch, frames, n_mels)` at `time` `(batch,)`.

    `unknown` and `tokenless` `(batch,)`: see `AcousticTraining`.
    """

    noisy: Tensor
    time: Tensor
    unknown: Tensor
    tokenless: Tensor


class Learned(torch.nn.Module):
    """What is trained together: the acoustic model and the tokenizer."""

    def __init__(self, model: AcousticModel, tokenizer: Tokenizer) -> None:
        super().__init__()
        self.model, self.tokenizer = model, tokenizer


class AcousticModule(L.LightningModule):
    """Acoustic model and speaker encoder, whose tokenizer learns with it; without a recogniser, none listens."""

    def __init__(
        self,
        config: AcousticConfig,
        encoder: SpeakerEncoder,
        training: AcousticTraining,
        recogniser: PhoneRecogniser | None = None,
    ) -> None:
        super().__init__()
        self.training_config = training
        self.model = AcousticModel(config)
        self.encoder = encoder.requires_grad_(False)
        self.encoder.tokenizer.requires_grad_(True)
        self.recogniser = None if recogniser is None else recogniser.eval().requires_grad_(False)
        self.learned = Learned(self.model, self.encoder.tokenizer)
        self.average = averaged(self.learned)
        for stack in (self.model.encoder, self.model.decoder):
            drop_out(stack, training.dropout)
        for stack in (self.model.duration, self.model.prosody):
            drop_out(stack, training.predictor_dropout)
        self._followed = 0

    def configure_optimizers(self) -> Any:
        """AdamW, linear warm-up and cosine."""
        optimiser = torch.optim.AdamW(
            self.learned.parameters(), self.training_config.rate, betas=(0.9, 0.98), weight_decay=0.01
        )
        training = self.training_config
        return warmed_cosine(optimiser, training.warm_up, training.decay_steps, begin=0.01, least=training.rate / 50)

    def voice(self, batch: AcousticBatch, tokenizer: Tokenizer) -> VoiceTensors:
        """Tensors of the batch's references."""
        with torch.no_grad():
            embedding = self.encoder.verifier.eval()(batch.reference)
        return batch.voice(embedding, tokenizer(batch.reference))

    def losses(self, batch: AcousticBatch, learned: Learned) -> dict[str, Tensor]:
        """Distance of each prediction, by name: means over all processes that learn together."""
        voice = self.voice(batch, learned.tokenizer)
        energy = batch.relative_energy(voice)
        flow = self.flow(batch)
        log_durations, energies, ends, prosody = learned.model(
            batch.symbols,
            batch.durations,
            energy,
            batch.frames,
            batch.pitch,
            voice,
            flow.noisy,
            flow.time,
            flow.unknown,
            flow.tokenless,
        )
        likeness = (self.encoder.verifier(from_flow(ends)) * voice.embedding).sum(dim=1)
        recognition = {} if self.recogniser is None else {"recognition": _recognition(self.recogniser, ends, batch)}
        return {
            "mel": _flow_loss(ends, to_flow(batch.mel), flow.time, batch.audible),
            **timing_losses(log_durations, energies, batch, energy),
            # The verifier must find the person of the other recording in what was made of this one.
            "likeness": mean_of_all((1 - likeness)[~flow.unknown]),
            **recognition,
            **_prosody_losses(prosody, batch.pitch),
        }

    def flow(self, batch: AcousticBatch) -> Flow:
        """Draw a place on the flow for each item, by its seed: most in its middle, some at its start."""
        chances = [torch.Generator().manual_seed(int(seed)) for seed in batch.seed]

        def drawn(draw: Callable[[torch.Generator], Tensor]) -> Tensor:
            return torch.stack([draw(chance) for chance in chances]).to(batch.mel)

        noise = drawn(lambda chance: torch.randn(batch.mel.shape[1:], generator=chance))
        time = drawn(lambda chance: draw_times(1, self.training_config.from_noise, chance)[0])
        chosen = drawn(lambda chance: torch.rand(2, generator=chance))  # (batch, 2)
        # Above a clip's bandwidth nothing is known: there is noise alone, fading as it does elsewhere.
        noisy = noised(to_flow(batch.mel) * batch.audible.unsqueeze(1), noise, time)
        unknown, tokenless = self.training_config.unknown, self.training_config.tokenless
        return Flow(noisy, time, chosen[:, 0] < unknown, chosen[:, 1] < tokenless)

    def training_step(self, batch: AcousticBatch, index: int) -> Tensor:
        """Weighted sum of all distances."""
        losses = self.losses(batch, self.learned)
        self.log_dict(losses)
        return self.weighed(losses)

    def weighed(self, losses: dict[str, Tensor]) -> Tensor:
        """Weighted sum of all distances."""
        weights = self.training_config
        return sum((getattr(weights, f"{name}_weight") * loss for name, loss in losses.items()), torch.zeros(()))

    def on_before_optimizer_step(self, optimizer: Any) -> None:
        """Clip the gradient."""
        torch.nn.utils.clip_grad_norm_(self.parameters(), 1.0)

    def on_train_start(self) -> None:
        """Go on from a checkpoint's step."""
        self._followed = self.global_step

    def on_train_batch_end(self, *_: object) -> None:
        """Follow with the average, once a step."""
        if self.global_step != self._followed:
            self.average.update_parameters(self.learned)
            self._followed = self.global_step

    def validation_step(self, batch: AcousticBatch, index: int) -> None:
        """Distances of the averaged model for unseen speakers."""
        losses = self.losses(batch, cast(Learned, self.average.module))
        self.log_dict({f"validation_{name}": loss for name, loss in losses.items()}, batch_size=1)


def timing_losses(log_durations: Tensor, energies: Tensor, batch: AcousticBatch, energy: Tensor) -> dict[str, Tensor]:
    """Distance of the predictions `(batch, states)`, by name; `energy` is the true one, above the voice's own level."""
    said = batch.symbols != SYMBOL_IDS[PADDING]
    inner = said & (batch.symbols != SYMBOL_IDS[BEGIN]) & (batch.symbols != SYMBOL_IDS[END])
    target = batch.durations.clamp_min(1).float().log()
    return {
        "duration": mean_of_all(F.smooth_l1_loss(log_durations[inner], target[inner], reduction="none")),
        "energy": mean_of_all(F.smooth_l1_loss(energies[said], energy[said], reduction="none")),
    }


def _flow_loss(ends: Tensor, mel: Tensor, time: Tensor, audible: Tensor) -> Tensor:
    """Squared error of the velocity that the predicted end stands for, over the audible bins."""
    audible = audible.unsqueeze(1).expand_as(mel)
    return mean_of_all(velocity_error(ends, mel, time) * audible, audible.sum())


def _recognition(recogniser: PhoneRecogniser, ends: Tensor, batch: AcousticBatch) -> Tensor:
    """How badly the phones are heard that were to be said: cross entropy of every frame."""
    owner = owners(batch.durations, batch.frames)
    said = PHONES.to(owner.device)[batch.symbols.gather(1, owner)]  # (batch, frames)
    return F.nll_loss(recogniser(from_flow(ends)).transpose(1, 2), said)


def _prosody_losses(prosody: Prosody, pitch: Tensor) -> dict[str, Tensor]:
    voiced = ~pitch.isnan()
    return {
        "pitch": mean_of_all(F.smooth_l1_loss(prosody.pitch[voiced], pitch[voiced], reduction="none")),
        "voicing": F.binary_cross_entropy_with_logits(prosody.voicing, voiced.float()),
    }
