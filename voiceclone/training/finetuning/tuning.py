"""The acoustic model learns one person's voice: from aligned recordings, and from sentences the person never said.

The recordings teach what the base model learned from (see `AcousticTraining`), but always under the voice as it was
enrolled, and as if they were as clean as synthesis asks for: of this person, they are what is wanted. Nobody recorded
the sentences for exercise: there the recogniser must understand what is made and the verifier must find the person in
it, so that what is learned from a few minutes holds for other words, too. The weights are averaged over the steps.

The stages that say what the symbols are and how long they last stay as they were: they would learn a few minutes by
heart.
"""

import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import cast

import numpy as np
import torch
from torch import Tensor

from voiceclone.acoustic.network import AcousticModel, VoiceTensors, owners
from voiceclone.recogniser.alignment import PHONES
from voiceclone.recogniser.network import PhoneRecogniser
from voiceclone.speaker.network import SpeakerEncoder, Tokenizer
from voiceclone.synthesis.adaptation import Listeners, judged
from voiceclone.synthesis.engine import Score
from voiceclone.synthesis.torch_networks import voice_tensors
from voiceclone.text.symbols import encode
from voiceclone.training.acoustic import AcousticModule, AcousticTraining, Learned
from voiceclone.training.acoustic_data import AcousticBatch, AcousticCrops, AcousticData
from voiceclone.training.batches import pad
from voiceclone.training.runtime import bfloat16_is_faster
from voiceclone.voice import Voice


@dataclass(frozen=True)
class OneVoiceTraining(AcousticTraining):
    """The weights of the losses, with those of the sentences for exercise; the voice is always known."""

    unknown: float = 0.0
    understood_weight: float = 1.0
    found_weight: float = 0.5


@dataclass(frozen=True)
class Tuning:
    """How a voice is learned: `steps` at a learning `rate` that rises and fades, on crops of recordings (`data`).

    On a slow machine there are fewer steps, so that it takes no more than `minutes`.

    `losses` weighs what is learned from them; `exercises` crops a step of sentences nobody recorded are weighed by
    `understood` and `found` of `OneVoiceTraining`.
    """

    steps: int = 200
    minutes: float = 5.0
    rate: float = 3e-4
    exercises: int = 4
    data: AcousticData = field(
        default_factory=lambda: AcousticData(batch=8, least_dnsmos=0.0, worst_alignments=0.0, other_languages=0.0)
    )
    losses: OneVoiceTraining = field(default_factory=OneVoiceTraining)


TUNING = Tuning()


class OneVoice(AcousticModule):
    """The training of an acoustic model, with a single voice for all recordings: the one that was enrolled."""

    def __init__(
        self,
        model: AcousticModel,
        encoder: SpeakerEncoder,
        recogniser: PhoneRecogniser,
        voice: Voice,
        training: OneVoiceTraining,
    ) -> None:
        super().__init__(model.config, encoder, training, recogniser)
        self.encoder.eval()
        self.own = voice_tensors(voice)
        self.model.load_state_dict(model.state_dict())
        self.average.module.load_state_dict(self.learned.state_dict())
        for part in (self.model.symbols, self.model.encoder, self.model.duration, self.model.duration_head):
            part.requires_grad_(False)

    def voice(self, batch: AcousticBatch, tokenizer: Tokenizer) -> VoiceTensors:
        """The one voice, asking as in synthesis for clean recordings of it: for this person, those that there are."""
        return _for_all(self.own, len(batch.mel))

    @property
    def averaged_model(self) -> AcousticModel:
        """What was learned, averaged over the steps."""
        return cast(Learned, self.average.module).model


@dataclass(frozen=True)
class Exercise:
    """Sentences that nobody recorded: symbols and durations `(sentences, states)`, and the frames of each."""

    symbols: Tensor
    durations: Tensor
    frames: Tensor

    @classmethod
    def of(cls, scores: Sequence[Score]) -> "Exercise":
        """Make it of sentences laid out in time."""
        symbols = pad([np.array(encode(score.symbols)) for score in scores])
        durations = pad([score.durations for score in scores])
        return cls(symbols, durations, durations.sum(dim=1))

    def crops(self, number: int, frames: int, chance: torch.Generator) -> tuple[Tensor, Tensor, Tensor]:
        """Symbols and durations of some sentences, and frames of a stretch of each, `(number, frames)`."""
        chosen = torch.randint(len(self.symbols), (number,), generator=chance)
        spare = (self.frames[chosen] - frames).clamp_min(0)
        starts = (torch.rand(number, generator=chance) * (spare + 1)).long() // 2 * 2
        return self.symbols[chosen], self.durations[chosen], starts.unsqueeze(1) + torch.arange(frames)


def tune(
    module: OneVoice,
    crops: AcousticCrops,
    exercise: Exercise,
    settings: Tuning = TUNING,
    seed: int = 0,
) -> Iterator[tuple[float, dict[str, float]]]:
    """Learn step by step, and yield the share that is done and what each loss was.

    `module.averaged_model` is what came out of it.
    """
    chance = torch.Generator().manual_seed(seed)
    parameters = [parameter for parameter in module.model.parameters() if parameter.requires_grad]
    optimiser = torch.optim.AdamW(parameters, settings.rate, betas=(0.9, 0.98), weight_decay=0.0)
    half = bfloat16_is_faster()
    batches, start, step = iter(crops), time.monotonic(), 0
    while (done := max(step / settings.steps, (time.monotonic() - start) / (60 * settings.minutes))) < 1:
        with torch.autocast("cpu", torch.bfloat16, enabled=half):
            losses = module.losses(next(batches), module.learned)
            understood, found = _exercised(module, exercise, settings, chance)
        losses |= {"understood": understood, "found": found}
        for group in optimiser.param_groups:
            group["lr"] = settings.rate * min(1.0, 10 * done + 0.05) * (0.5 + 0.5 * math.cos(math.pi * done))
        optimiser.zero_grad()
        module.weighed(losses).backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        module.average.update_parameters(module.learned)
        step += 1
        yield done, {name: loss.item() for name, loss in losses.items()}


def _exercised(
    module: OneVoice, exercise: Exercise, settings: Tuning, chance: torch.Generator
) -> tuple[Tensor, Tensor]:
    """See `judged`."""
    number, model = settings.exercises, module.model
    symbols, durations, frames = exercise.crops(number, settings.data.frames, chance)
    voice = _for_all(module.own, number)
    condition = model.describe(voice)
    encoded, _, energy = model.encode(symbols, condition)
    content = model.lengthen(encoded, energy, durations, frames)
    with torch.no_grad():
        prosody = model.intone(content, condition)
    context = model.context(content, prosody.pitch, (prosody.voicing > 0).float(), voice, condition)
    said = PHONES[symbols.gather(1, owners(durations, frames))]  # (number, frames)
    assert module.recogniser is not None
    listeners = Listeners(module.recogniser, module.encoder.verifier)
    return judged(model.decoder, context, condition, said, listeners, module.own.embedding[0], chance)


def _for_all(voice: VoiceTensors, number: int) -> VoiceTensors:
    """The same voice so many times."""
    values = {name: value.expand(number, *value.shape[1:]) for name, value in vars(voice).items()}
    return VoiceTensors(**values)


def between(base: AcousticModel, tuned: AcousticModel, share: float) -> AcousticModel:
    """The model that lies `share` of the way from `base` to `tuned` (M. Wortsman et al., arXiv 2109.01903)."""
    model = AcousticModel(base.config)
    ends = tuned.state_dict()
    model.load_state_dict({name: value.lerp(ends[name], share) for name, value in base.state_dict().items()})
    return model.eval().requires_grad_(False)
