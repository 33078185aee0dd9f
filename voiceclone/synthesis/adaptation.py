"""Brings the decoder nearer to a voice: gradient steps on the recording that the voice was enrolled with.

No text is needed: the recogniser says which phones were said when. Only what runs in every step of the flow learns
(see `acoustic/adaptation.py`), on short crops, each frame as far as the recogniser is sure of it.
"""

from dataclasses import dataclass, replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from voiceclone.acoustic.adaptation import change, own_part, with_own_decoder
from voiceclone.acoustic.decoder import noised, to_flow, velocity_error
from voiceclone.acoustic.network import PITCH_UNIT, AcousticModel, VoiceTensors
from voiceclone.audio.mel import HEARD_BINS
from voiceclone.recogniser.alignment import phones_heard
from voiceclone.recogniser.network import PhoneRecogniser
from voiceclone.text.symbols import BEGIN, BOUNDARIES, SYMBOL_IDS, SYMBOLS

_LONG_PAUSE = 12  # frames from which silence is a comma's, as in training
_NEUTRAL_QUALITY = 3.0  # what the recording is taken for: it is to be learned as it is, not as better than it is


@dataclass(frozen=True)
class Adaptation:
    """How a decoder is adapted: `steps` of `crops` crops of `frames` frames, at a learning `rate` that fades.

    `from_noise`: share of the crops at time 0 of the flow.
    """

    steps: int = 40
    crops: int = 4
    frames: int = 240
    rate: float = 3e-4
    from_noise: float = 0.6


ADAPTATION = Adaptation()


def adapt(
    model: AcousticModel,
    recogniser: PhoneRecogniser,
    mel: Tensor,
    f0: NDArray[np.float32],
    voice: VoiceTensors,
    settings: Adaptation = ADAPTATION,
    seed: int = 0,
) -> Tensor:
    """What the decoder of a voice has more than everybody's, `(numbers,)`: see `acoustic.adaptation.changed`.

    `mel` `(1, frames, n_mels)` and `f0` in Hz `(frames,)`, 0 where unvoiced, are of the voice's recording.
    """
    chance = torch.Generator().manual_seed(seed)
    frames = mel.shape[1] - mel.shape[1] % model.config.frames_a_step
    mel, f0 = mel[:, :frames], f0[:frames]
    passage = _passage(model, recogniser, mel, f0, voice)
    own = with_own_decoder(model)
    parameters = [parameter for module in own_part(own.decoder) for parameter in module.parameters()]
    for parameter in parameters:
        parameter.requires_grad_(True)
    optimiser = torch.optim.Adam(parameters, settings.rate, betas=(0.9, 0.95))
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, settings.rate, total_steps=settings.steps, pct_start=0.1)
    for _ in range(settings.steps):
        loss = _loss(own, passage, settings, chance)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        schedule.step()
    return change(model.decoder, own.decoder)


@dataclass(frozen=True)
class _Passage:
    """A recording as the flow sees it: steps are `frames_a_step` frames.

    `mel` in units of the flow `(frames, n_mels)`, `context` `(steps, channels)`, `condition` `(1, condition)`,
    `sureness` `(frames,)`.
    """

    mel: Tensor
    context: Tensor
    condition: Tensor
    sureness: Tensor


@torch.no_grad()
def _passage(
    model: AcousticModel, recogniser: PhoneRecogniser, mel: Tensor, f0: NDArray[np.float32], voice: VoiceTensors
) -> _Passage:
    heard = phones_heard(recogniser, mel)
    symbols = torch.from_numpy(_as_written(heard.symbols, heard.durations)).unsqueeze(0)
    durations = torch.from_numpy(heard.durations).unsqueeze(0)
    loudness = mel[:, :, :HEARD_BINS].mean(dim=2)  # (1, frames)
    voice = replace(voice, quality=torch.tensor([_NEUTRAL_QUALITY]), contrast=_contrast(loudness))
    condition = model.describe(voice)
    encoded, _, _ = model.encode(symbols, condition)
    energy = _means(loudness[0], heard.durations) - voice.spectrum[:, :HEARD_BINS].mean(dim=1, keepdim=True)
    content = model.lengthen(encoded, energy, durations, torch.arange(mel.shape[1]).unsqueeze(0))
    hertz = torch.from_numpy(f0).unsqueeze(0)
    voiced = (hertz > 0).float()
    pitch = (hertz.clamp_min(1.0).log() - voice.pitch_mean.unsqueeze(1)) / PITCH_UNIT * voiced
    context = model.context(content, pitch, voiced, voice, condition)
    sureness = torch.from_numpy(heard.sureness)
    return _Passage(to_flow(mel[0]), context[0], condition, sureness / sureness.mean())


def _loss(model: AcousticModel, passage: _Passage, settings: Adaptation, chance: torch.Generator) -> Tensor:
    """The flow's loss on random crops, over the bins that nearly every recording has."""
    a_step = model.config.frames_a_step
    steps = min(settings.frames // a_step, len(passage.context))
    starts = torch.randint(len(passage.context) - steps + 1, (settings.crops,), generator=chance)
    places = starts.unsqueeze(1) + torch.arange(steps)  # (crops, steps)
    frames = (places.unsqueeze(2) * a_step + torch.arange(a_step)).flatten(1)  # (crops, frames)
    mel = passage.mel[frames]  # (crops, frames, n_mels)
    time = torch.sigmoid(torch.randn(settings.crops, generator=chance) - 0.6)
    time = time * (torch.rand(settings.crops, generator=chance) >= settings.from_noise)
    noise = torch.randn(mel.shape, generator=chance)
    condition = passage.condition.expand(settings.crops, -1)
    ends = model.decoder(noised(mel, noise, time), time, passage.context[places], condition)
    error = velocity_error(ends, mel, time)[..., :HEARD_BINS].mean(dim=2)  # (crops, frames)
    return (error * passage.sureness[frames]).mean()


def _as_written(phones: NDArray[np.int64], durations: NDArray[np.int64]) -> NDArray[np.int64]:
    """Symbols of what was heard: a long silence is a comma's, the first one the beginning's."""
    silent = np.array([SYMBOLS[phone] in BOUNDARIES for phone in phones])
    written = np.where(silent & (durations >= _LONG_PAUSE), SYMBOL_IDS[","], phones)
    if silent[0]:
        written[0] = SYMBOL_IDS[BEGIN]
    return written


def _contrast(loudness: Tensor) -> Tensor:
    """How far in nepers the quiet frames are below the loud ones, `(1,)`, as in training."""
    quiet, loud = loudness.quantile(torch.tensor([0.03, 0.95]), dim=1)
    contrast: Tensor = (loud - quiet).clamp(2.0, 8.0)
    return contrast


def _means(values: Tensor, durations: NDArray[np.int64]) -> Tensor:
    """Mean of `values` `(frames,)` over each stretch, `(1, stretches)`."""
    parts = torch.split(values, durations.tolist())
    return torch.stack([part.mean() for part in parts]).unsqueeze(0)
