"""Makes one sentence: symbols and a voice to mel and pitch, these to samples."""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from voiceclone.acoustic.config import EDGE_FRAMES
from voiceclone.acoustic.network import CLEAN, PITCH_UNIT, AcousticModel, VoiceTensors
from voiceclone.audio.mel import MEL
from voiceclone.synthesis.timbre import match_spectrum
from voiceclone.text.symbols import BEGIN, END, SYMBOL_IDS, encode
from voiceclone.vocoder.network import Vocoder
from voiceclone.voice import Voice


@dataclass(frozen=True)
class Rendering:
    """A sentence before it is sound: durations in frames `(states,)`, mel `(frames, n_mels)`, F0 in Hz `(frames,)`."""

    symbols: list[str]
    durations: NDArray[np.int64]
    mel: Tensor
    f0: Tensor


class Engine:
    """The acoustic model and the vocoder, ready to speak."""

    def __init__(self, acoustic: AcousticModel, vocoder: Vocoder) -> None:
        self.acoustic = acoustic
        self.vocoder = vocoder

    @torch.inference_mode()
    def render(self, symbols: list[str], voice: Voice, speed: float = 1.0) -> Rendering:
        """Mel and pitch of a sentence's symbols (see `Sentence.symbols`) in a voice, `speed` times as fast."""
        tensors = voice_tensors(voice)
        numbers = torch.tensor([encode(symbols)])
        condition = self.acoustic.describe(tensors)
        encoded, log_durations, energy = self.acoustic.encode(numbers, condition)
        durations = whole_frames(log_durations, numbers, speed, self.acoustic.config.frames_a_step)
        frames = torch.arange(int(durations.sum())).unsqueeze(0)
        content = self.acoustic.lengthen(encoded, energy, durations, frames)
        prosody = self.acoustic.intone(content, condition)
        voiced = (prosody.voicing > 0).float()
        mel = self.acoustic.decode(content, prosody.pitch, voiced, tensors, condition)[0]
        mel = match_spectrum(mel, tensors.spectrum[0])
        f0 = (prosody.pitch * PITCH_UNIT + tensors.pitch_mean.unsqueeze(1)).exp() * voiced
        return Rendering(symbols, durations[0].numpy(), mel, f0[0])

    @torch.inference_mode()
    def sound(self, rendering: Rendering, generator: torch.Generator) -> NDArray[np.float32]:
        """Samples `(samples,)` of a rendering, at the rate of the mel definition."""
        noise = torch.randn(1, len(rendering.f0) * MEL.hop, generator=generator)
        samples: Tensor = self.vocoder(rendering.mel.unsqueeze(0), rendering.f0.unsqueeze(0), noise)
        return samples[0].numpy()


def voice_tensors(voice: Voice) -> VoiceTensors:
    """A voice as the acoustic model takes it, a batch of one, asking for a clean recording of it."""
    return VoiceTensors(
        torch.from_numpy(voice.embedding.copy()).unsqueeze(0),
        torch.from_numpy(voice.tokens.copy()).unsqueeze(0),
        torch.from_numpy(voice.spectrum.copy()).unsqueeze(0),
        torch.tensor([voice.pitch_mean], dtype=torch.float32),
        torch.tensor([voice.pitch_std], dtype=torch.float32),
        torch.tensor([CLEAN]),
    )


def whole_frames(log_durations: Tensor, symbols: Tensor, speed: float, multiple: int) -> Tensor:
    """Frames of each symbol, at least one each, `(batch, states)`; END fills up to a multiple of `multiple`.

    What is lost or won by rounding a symbol is handed on to the next one, so that the whole keeps its length.
    """
    wanted = (log_durations.clamp(max=6.0).exp() / speed).clamp_min(1.0)
    for symbol in (BEGIN, END):
        wanted = wanted.masked_fill(symbols == SYMBOL_IDS[symbol], EDGE_FRAMES)
    ends = wanted.cumsum(dim=1).round()
    durations = torch.diff(ends, dim=1, prepend=torch.zeros_like(ends[:, :1])).clamp_min(1).long()
    durations[:, -1] += -durations.sum(dim=1) % multiple
    return durations
