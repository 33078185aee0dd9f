"""The acoustic model and the vocoder in torch, as the engine asks for them, and as each voice has adapted them."""

from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from voiceclone.acoustic.adaptation import changed
from voiceclone.acoustic.config import CLEAN, PITCH_UNIT, QUIET, AcousticConfig
from voiceclone.acoustic.network import AcousticModel, VoiceTensors
from voiceclone.errors import VoiceError
from voiceclone.synthesis.networks import Encoded, Floats, Integers, Intonation
from voiceclone.vocoder.config import VocoderConfig
from voiceclone.vocoder.network import Vocoder
from voiceclone.vocoder.signal import filtered, harmonic_source
from voiceclone.voice import Voice
from voiceclone.weights import load_network


def load_networks(weights: Path) -> "TorchNetworks":
    """Read both from a folder of weights. Raises WeightsError as `load_network` does."""
    return TorchNetworks(
        load_network(AcousticModel, AcousticConfig, weights / "acoustic.safetensors"),
        load_network(Vocoder, VocoderConfig, weights / "vocoder.safetensors"),
    )


class TorchNetworks:
    """`Networks` of an acoustic model and a vocoder."""

    def __init__(self, acoustic: AcousticModel, vocoder: Vocoder) -> None:
        self.acoustic, self.vocoder = acoustic, vocoder
        self.n_mels, self.frames_a_step = acoustic.config.n_mels, acoustic.config.frames_a_step
        self.reach, self.vocoder_reach = acoustic.reach, vocoder.reach
        self.nobodys_tokens: Floats = acoustic.no_token.detach().unsqueeze(0).numpy()
        self._own: tuple[Floats, TorchNetworks] | None = None  # the last adaptation, and what it made

    def of(self, voice: Voice) -> "TorchNetworks":
        """The networks as the voice has adapted them. Raises VoiceError where these were others."""
        if not len(voice.adaptation):
            return self
        own = self._own  # another thread may replace it by another voice's
        if own is None or own[0] is not voice.adaptation:
            try:
                adapted = changed(self.acoustic, torch.from_numpy(voice.adaptation.copy()))
            except ValueError as error:
                raise VoiceError(f"the voice {voice.name!r} was adapted to other weights: enrol it again") from error
            self._own = own = voice.adaptation, TorchNetworks(adapted, self.vocoder)
        return own[1]

    @torch.inference_mode()
    def encode(self, symbols: Integers, voice: Voice) -> Encoded:
        """See `Networks.encode`."""
        condition = self.acoustic.describe(voice_tensors(voice))
        states, log_durations, energy = self.acoustic.encode(torch.from_numpy(symbols)[None], condition)
        return Encoded(condition[0].numpy(), states[0].numpy(), log_durations[0].numpy(), energy[0].numpy())

    @torch.inference_mode()
    def mel(
        self,
        encoded: Encoded,
        energy: Floats,
        durations: Integers,
        frames: Integers,
        intonation: Intonation,
        voice: Voice,
        noise: Floats,
    ) -> tuple[Floats, Floats]:
        """See `Networks.mel`."""
        states, louder, lasting, numbers, raised, condition, white = _batched(
            encoded.states, energy, durations, frames, intonation.raised / PITCH_UNIT, encoded.condition, noise
        )
        changed_range, tensors = torch.tensor([intonation.range]), voice_tensors(voice)
        mel, f0 = mel_and_pitch(
            self.acoustic, states, louder, lasting, numbers, raised, condition, white, changed_range, tensors
        )
        return mel[0].numpy(), f0[0].numpy()

    @torch.inference_mode()
    def context(
        self, encoded: Encoded, energy: Floats, durations: Integers, intonation: Intonation, voice: Voice
    ) -> Tensor:
        """What the decoder is given of a whole sentence, `(steps, channels)`: see `Decoder.context`."""
        frames = np.arange(durations.sum())
        states, louder, lasting, numbers, raised, condition = _batched(
            encoded.states, energy, durations, frames, intonation.raised / PITCH_UNIT, encoded.condition
        )
        content = self.acoustic.lengthen(states, louder, lasting, numbers)
        pitch, voiced = _intoned(self.acoustic, content, condition, raised, torch.tensor([intonation.range]))
        return self.acoustic.context(content, pitch, voiced, voice_tensors(voice), condition)[0]

    @torch.inference_mode()
    def samples(self, mel: Floats, f0: Floats, noise: Floats) -> Floats:
        """See `Networks.samples`."""
        start = len(f0) - len(mel)
        filters = self.vocoder.filters(*_batched(mel, f0[start:]))[0].numpy()
        return filtered(filters, harmonic_source(f0, start), noise)


def mel_and_pitch(
    acoustic: AcousticModel,
    states: Tensor,
    energy: Tensor,
    durations: Tensor,
    frames: Tensor,
    raised: Tensor,
    condition: Tensor,
    noise: Tensor,
    pitch_range: Tensor,
    voice: VoiceTensors,
) -> tuple[Tensor, Tensor]:
    """What `Networks.mel` returns, batched; `raised` in `PITCH_UNIT`s `(batch, frames)`, `pitch_range` `(1,)`."""
    content = acoustic.lengthen(states, energy, durations, frames)
    pitch, voiced = _intoned(acoustic, content, condition, raised, pitch_range)
    mel = acoustic.mel(content, pitch, voiced, voice, condition, noise)  # (batch, frames, n_mels)
    f0 = (pitch * PITCH_UNIT + voice.pitch_mean.unsqueeze(1)).exp() * voiced  # (batch, frames)
    return mel, f0


def _intoned(
    acoustic: AcousticModel, content: Tensor, condition: Tensor, raised: Tensor, pitch_range: Tensor
) -> tuple[Tensor, Tensor]:
    """Pitch in units and voicing (0 or 1), `(batch, frames)` each."""
    prosody = acoustic.intone(content, condition)
    return prosody.pitch * pitch_range + raised, (prosody.voicing > 0).float()


def _batched(*arrays: Floats | Integers) -> list[Tensor]:
    return [torch.from_numpy(np.ascontiguousarray(array))[None] for array in arrays]


def voice_tensors(voice: Voice) -> VoiceTensors:
    """A voice as the acoustic model takes it, a batch of one, asking for a clean recording of it, in English."""
    return VoiceTensors(
        torch.from_numpy(voice.embedding.copy()).unsqueeze(0),
        torch.from_numpy(voice.tokens.copy()).unsqueeze(0),
        torch.from_numpy(voice.spectrum.copy()).unsqueeze(0),
        torch.tensor([voice.pitch_mean], dtype=torch.float32),
        torch.tensor([voice.pitch_std], dtype=torch.float32),
        torch.tensor([CLEAN]),
        torch.tensor([QUIET]),
        torch.tensor([1.0]),
    )
