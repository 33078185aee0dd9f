"""A recording laid out for the acoustic model, to be said again: what the recogniser hears, when, how high, how loud.

No text is needed.
"""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from voiceclone.acoustic.config import COMMA_FRAMES
from voiceclone.acoustic.network import PITCH_UNIT, AcousticModel, VoiceTensors
from voiceclone.audio.mel import HEARD_BINS
from voiceclone.recogniser.alignment import phones_heard
from voiceclone.recogniser.network import PhoneRecogniser
from voiceclone.text.symbols import BEGIN, BOUNDARIES, SYMBOL_IDS, SYMBOLS


@dataclass(frozen=True)
class Repetition:
    """What `AcousticModel.context` and `mel` take, a batch of one.

    `mel` `(1, frames, n_mels)` is the recording's, of whole steps; `content` `(1, frames, channels)` and `condition`
    `(1, condition)` are the model's; `pitch` `(1, frames)` is in units above the voice's, 0 where `voiced` is 0;
    `sureness` `(frames,)` says how sure the recogniser is.
    """

    mel: Tensor
    content: Tensor
    pitch: Tensor
    voiced: Tensor
    condition: Tensor
    sureness: Tensor


@torch.no_grad()
def lay_out(
    model: AcousticModel, recogniser: PhoneRecogniser, mel: Tensor, f0: Tensor, voice: VoiceTensors
) -> Repetition:
    """Lay out a log-mel `(1, frames, n_mels)` with its F0 in Hz `(1, frames)`, 0 where unvoiced, to be said by `voice`.

    A last frame that fills no step of the model is left out.
    """
    frames = mel.shape[1] - mel.shape[1] % model.config.frames_a_step
    mel, f0 = mel[:, :frames], f0[:, :frames]
    heard = phones_heard(recogniser, mel)
    symbols = torch.from_numpy(_as_written(heard.symbols, heard.durations)).unsqueeze(0)
    condition = model.describe(voice)
    encoded, _, _ = model.encode(symbols, condition)
    loudness = torch.split(mel[0, :, :HEARD_BINS].mean(dim=1), heard.durations.tolist())
    means = torch.stack([part.mean() for part in loudness]).unsqueeze(0)
    energy = means - voice.spectrum[:, :HEARD_BINS].mean(dim=1, keepdim=True)
    durations = torch.from_numpy(heard.durations).unsqueeze(0)
    content = model.lengthen(encoded, energy, durations, torch.arange(frames).unsqueeze(0))
    voiced = (f0 > 0).float()
    pitch = (f0.clamp_min(1.0).log() - voice.pitch_mean.unsqueeze(1)) / PITCH_UNIT * voiced
    return Repetition(mel, content, pitch, voiced, condition, torch.from_numpy(heard.sureness))


def _as_written(phones: NDArray[np.int64], durations: NDArray[np.int64]) -> NDArray[np.int64]:
    """Symbols of what was heard: a long silence is a comma's, the first one the beginning's."""
    silent = np.array([SYMBOLS[phone] in BOUNDARIES for phone in phones])
    written = np.where(silent & (durations >= COMMA_FRAMES), SYMBOL_IDS[","], phones)
    if silent[0]:
        written[0] = SYMBOL_IDS[BEGIN]
    return written
