"""Brings the decoder nearer to a voice: gradient steps on the recording that the voice was enrolled with.

No text is needed: the recogniser says which phones were said when. Only what runs in every step of the flow learns
(see `acoustic/adaptation.py`), from two lessons at once. It repeats the recording, on short crops, each frame as far
as the recogniser is sure of it; and it says sentences that the speaker never said, which the recogniser must
understand and in which the verifier must find the speaker, so that nothing is learned at the cost of the words.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor

from voiceclone.acoustic.adaptation import change, own_part, with_own_decoder
from voiceclone.acoustic.decoder import COURSE, Decoder, draw_times, from_flow, noised, to_flow, velocity_error
from voiceclone.acoustic.network import AcousticModel
from voiceclone.audio.mel import HEARD_BINS, speech_contrast
from voiceclone.recogniser.alignment import PHONES
from voiceclone.recogniser.network import PhoneRecogniser
from voiceclone.speaker.network import Verifier
from voiceclone.synthesis.engine import Score
from voiceclone.synthesis.repetition import lay_out
from voiceclone.synthesis.torch_networks import TorchNetworks, voice_tensors
from voiceclone.text.symbols import encode
from voiceclone.voice import Voice

_NEUTRAL_QUALITY = 3.0  # what the recording is taken for: it is to be learned as it is, not as better than it is


@dataclass(frozen=True)
class Adaptation:
    """How a decoder is adapted: `steps`, at a learning `rate` that rises and fades.

    In each it repeats `crops` crops of `frames` frames, of which the share `from_noise` begins at time 0 of the flow,
    and says `exercises` crops of as many frames of other sentences; the weights of being understood, `recognition`,
    and of being found, `likeness`, stand beside that of the repetition, 1.
    """

    steps: int = 60
    rate: float = 5e-4
    frames: int = 240
    crops: int = 3
    from_noise: float = 0.6
    exercises: int = 2
    recognition: float = 0.4
    likeness: float = 0.5


ADAPTATION = Adaptation()


@dataclass(frozen=True)
class Listeners:
    """Who judges the exercises: what was said, and by whom."""

    recogniser: PhoneRecogniser
    verifier: Verifier


@dataclass(frozen=True)
class Recording:
    """What the voice was enrolled with: log-mel `(frames, n_mels)` and F0 in Hz `(frames,)`, 0 where unvoiced."""

    mel: Tensor
    f0: NDArray[np.float32]


def adapt(
    acoustic: AcousticModel,
    listeners: Listeners,
    recording: Recording,
    voice: Voice,
    sentences: Sequence[Score],
    settings: Adaptation = ADAPTATION,
    seed: int = 0,
) -> Tensor:
    """What the decoder of a voice has more than everybody's, `(numbers,)`: see `acoustic.adaptation.changed`.

    `sentences`: what is said for exercise, in that voice, laid out with torch.
    """
    chance = torch.Generator().manual_seed(seed)
    repetition = _repetition(acoustic, listeners.recogniser, recording, voice)
    exercise = _exercise(sentences)
    embedding = torch.from_numpy(voice.embedding.copy())
    own = with_own_decoder(acoustic).decoder
    parameters = [parameter for module in own_part(own) for parameter in module.parameters()]
    for parameter in parameters:
        parameter.requires_grad_(True)
    optimiser = torch.optim.Adam(parameters, settings.rate, betas=(0.9, 0.95))
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, settings.rate, total_steps=settings.steps, pct_start=0.1)
    for _ in range(settings.steps):
        loss = _repeated(own, repetition, settings, chance)
        understood, found = _exercised(own, exercise, listeners, embedding, settings, chance)
        loss = loss + settings.recognition * understood + settings.likeness * found
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        schedule.step()
    return change(acoustic.decoder, own)


@dataclass(frozen=True)
class _Lesson:
    """Frames to be made: `context` `(steps, channels)` and `condition` `(1, condition)` of the decoder.

    `goal`: for each frame, where there is one the mel in units of the flow `(frames, n_mels)`, where there is none the
    phone `(frames,)`; `weight` of each frame `(frames,)`.
    """

    context: Tensor
    condition: Tensor
    goal: Tensor
    weight: Tensor

    def crops(self, number: int, frames: int, chance: torch.Generator) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Random stretches: context `(number, steps, channels)`, condition, goal and weight `(number, frames, ...)`."""
        a_step = len(self.goal) // len(self.context)
        steps = min(frames // a_step, len(self.context))
        starts = torch.randint(len(self.context) - steps + 1, (number,), generator=chance)
        places = starts.unsqueeze(1) + torch.arange(steps)  # (number, steps)
        within = (places.unsqueeze(2) * a_step + torch.arange(a_step)).flatten(1)  # (number, frames)
        return self.context[places], self.condition.expand(number, -1), self.goal[within], self.weight[within]


def _repeated(decoder: Decoder, lesson: _Lesson, settings: Adaptation, chance: torch.Generator) -> Tensor:
    """The flow's loss on crops of the recording, over the bins that nearly every recording has."""
    context, condition, mel, weight = lesson.crops(settings.crops, settings.frames, chance)
    time = draw_times(settings.crops, settings.from_noise, chance)
    noise = torch.randn(mel.shape, generator=chance)
    ends = decoder(noised(mel, noise, time), time, context, condition)
    error = velocity_error(ends, mel, time)[..., :HEARD_BINS].mean(dim=2)  # (crops, frames)
    return (error * weight).mean()


def _exercised(
    decoder: Decoder,
    lesson: _Lesson,
    listeners: Listeners,
    embedding: Tensor,
    settings: Adaptation,
    chance: torch.Generator,
) -> tuple[Tensor, Tensor]:
    context, condition, phones, _ = lesson.crops(settings.exercises, settings.frames, chance)
    return judged(decoder, context, condition, phones, listeners, embedding, chance)


def judged(
    decoder: Decoder,
    context: Tensor,
    condition: Tensor,
    phones: Tensor,
    listeners: Listeners,
    embedding: Tensor,
    chance: torch.Generator,
) -> tuple[Tensor, Tensor]:
    """How badly the first step of the flow is understood, and how little it sounds like the voice.

    `context` `(batch, steps, channels)`, `condition` `(batch, condition)`: see `Decoder`; `phones` `(batch, frames)`
    are to be understood, `embedding` `(dim,)` is to be found.
    """
    shape = (*phones.shape, decoder.output.out_features // decoder.frames_a_step)
    noise = COURSE.temperature * torch.randn(shape, generator=chance)
    mel = from_flow(decoder(noise, torch.zeros(len(phones)), context, condition))
    understood = F.nll_loss(listeners.recogniser(mel).transpose(1, 2), phones)
    return understood, 1 - (listeners.verifier(mel) @ embedding).mean()


@torch.no_grad()
def _repetition(model: AcousticModel, recogniser: PhoneRecogniser, recording: Recording, voice: Voice) -> _Lesson:
    mel = recording.mel.unsqueeze(0)
    even = mel[:, : mel.shape[1] - mel.shape[1] % model.config.frames_a_step]
    tensors = voice_tensors(voice)
    tensors = replace(tensors, quality=torch.tensor([_NEUTRAL_QUALITY]), contrast=speech_contrast(even))
    said = lay_out(model, recogniser, mel, torch.from_numpy(recording.f0.copy()).unsqueeze(0), tensors)
    context = model.context(said.content, said.pitch, said.voiced, tensors, said.condition)
    return _Lesson(context[0], said.condition, to_flow(said.mel[0]), said.sureness / said.sureness.mean())


@torch.no_grad()
def _exercise(sentences: Sequence[Score]) -> _Lesson:
    contexts = [_context(score) for score in sentences]
    phones = [PHONES[encode(score.symbols)].repeat_interleave(torch.from_numpy(score.durations)) for score in sentences]
    goal = torch.cat(phones)
    # Made for inference: only copies may take part in learning.
    condition = torch.from_numpy(sentences[0].encoded.condition.copy())[None]
    return _Lesson(torch.cat(contexts).clone(), condition, goal, torch.ones(len(goal)))


def _context(score: Score) -> Tensor:
    """What the decoder is given of a sentence, `(steps, channels)`."""
    assert isinstance(score.networks, TorchNetworks)  # others cannot learn
    return score.networks.context(score.encoded, score.encoded.energy, score.durations, score.intonation, score.voice)
