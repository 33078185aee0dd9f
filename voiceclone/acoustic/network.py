"""The acoustic model: phonemes and a voice to a mel-spectrogram, with durations, pitch and energy in the open.

Non-autoregressive with explicit durations, after FastSpeech 2 (Y. Ren et al., arXiv 2006.04558): every phoneme has
its frames, so that none is skipped or repeated. ConvNeXt blocks with adaptive layer norm carry the voice's vector
into every layer; the decoder, a flow in a few steps, also attends to the voice's tokens.

    symbols ─► encoder ─► durations ─► (lengthened) ─► prosody: pitch, voicing ─► decoder ─► mel
                     └──► energy
"""

from dataclasses import dataclass, replace

import torch
from torch import Tensor, nn

from voiceclone.acoustic.config import PITCH_UNIT as PITCH_UNIT
from voiceclone.acoustic.config import AcousticConfig
from voiceclone.acoustic.decoder import COURSE, KERNEL, Course, Decoder, follow
from voiceclone.layers import ConvNeXtBlock
from voiceclone.text.symbols import PADDING, SYMBOL_IDS

NEUTRAL_PITCH = 5.0  # ln(148 Hz): what the voice's mean pitch is measured from
_NEUTRAL_QUALITY, _NEUTRAL_CONTRAST = 3.0, 5.0


@dataclass(frozen=True)
class VoiceTensors:
    """What the model is told of a voice: all tensors with a batch in front, float32.

    `embedding` (batch, embedding); `tokens` (batch, tokens, token_channels); `spectrum`, mean log-mel of its speech,
    (batch, n_mels or more than `AcousticConfig.spectrum`); `pitch_mean` and `pitch_std` of ln(F0 in Hz), (batch,).
    Of the recording to be imitated, (batch,) each: `quality`, its predicted opinion score, 1 to 5, 0 where unknown;
    `contrast`, how far in nepers its background is below its speech; `english`, 1 for that, 0 for another language.
    """

    embedding: Tensor
    tokens: Tensor
    spectrum: Tensor
    pitch_mean: Tensor
    pitch_std: Tensor
    quality: Tensor
    contrast: Tensor
    english: Tensor


@dataclass(frozen=True)
class Prosody:
    """Pitch in `PITCH_UNIT`s above the voice's mean and the logit of voicing, `(batch, frames)` each."""

    pitch: Tensor
    voicing: Tensor


def owners(durations: Tensor, frames: Tensor) -> Tensor:
    """Which symbol each of `frames` `(batch, frames)` belongs to, where they last `durations` `(batch, states)`."""
    ends = durations.cumsum(dim=1)
    owner = (frames.unsqueeze(2) >= ends.unsqueeze(1)).sum(dim=2)  # (batch, frames); a search has no form in ONNX
    return owner.clamp_max(durations.shape[1] - 1)


class Stack(nn.Module):
    """Blocks in a row under one condition, and a norm."""

    def __init__(self, channels: int, hidden: int, blocks: int, kernel: int, condition: int) -> None:
        super().__init__()
        self.blocks = nn.ModuleList(
            ConvNeXtBlock(channels, hidden, kernel, 1 / blocks, condition) for _ in range(blocks)
        )
        self.norm = nn.LayerNorm(channels)

    def forward(self, sequence: Tensor, condition: Tensor, inside: Tensor | None = None) -> Tensor:
        """Map `(batch, length, channels)` to the same shape; what `inside` (batch, length) denies stays zero."""
        for block in self.blocks:
            sequence = block(sequence, condition)
            if inside is not None:
                sequence = sequence * inside.unsqueeze(2)
        normed: Tensor = self.norm(sequence)
        return normed


class AcousticModel(nn.Module):
    """Symbols and a voice to mel and pitch, stage by stage."""

    def __init__(self, config: AcousticConfig) -> None:
        super().__init__()
        self.config = config
        self.condition = nn.Sequential(
            nn.Linear(config.embedding + config.spectrum + 6, 2 * config.condition),
            nn.SiLU(),
            nn.Linear(2 * config.condition, config.condition),
        )
        self.symbols = nn.Embedding(config.symbols, config.channels)
        self.encoder = self._stack(config.encoder_blocks, 5)
        self.duration = self._stack(config.duration_blocks, 3)
        self.duration_head = nn.Linear(config.channels, 2)  # log duration, energy
        self.energy = nn.Linear(1, config.channels)
        self.place = nn.Linear(2, config.channels)
        self.prosody = self._stack(config.prosody_blocks, KERNEL)
        self.prosody_head = nn.Linear(config.channels, 2 * config.frames_a_step)  # pitch, voicing
        self.decoder = Decoder(config)
        self.no_voice = nn.Parameter(torch.zeros(config.condition))  # instead of a voice, for guidance
        self.no_token = nn.Parameter(torch.zeros(config.token_channels))

    @property
    def reach(self) -> int:
        """Frames to each side that a frame of the mel depends on, once the durations are known."""
        blocks = self.config.prosody_blocks + self.config.context_blocks + self.config.flow_blocks
        return self.config.frames_a_step * blocks * (KERNEL // 2)

    def _stack(self, blocks: int, kernel: int) -> Stack:
        return Stack(self.config.channels, self.config.hidden, blocks, kernel, self.config.condition)

    def describe(self, voice: VoiceTensors) -> Tensor:
        """The vector that conditions every block, `(batch, condition)`."""
        known = (voice.quality > 0).float()
        scalars = torch.stack(
            [
                (voice.pitch_mean - NEUTRAL_PITCH) / PITCH_UNIT,
                voice.pitch_std / PITCH_UNIT,
                (voice.quality - _NEUTRAL_QUALITY) * known,
                known,
                (voice.contrast - _NEUTRAL_CONTRAST) / 2,
                voice.english,
            ],
            dim=1,
        )
        spectrum = voice.spectrum[:, : self.config.spectrum] / 4 + 1
        described: Tensor = self.condition(torch.cat([voice.embedding * 8, spectrum, scalars], dim=1))
        return described

    def read(self, symbols: Tensor, condition: Tensor) -> tuple[Tensor, Tensor]:
        """What each symbol is among its neighbours, `(batch, states, channels)`, and 1 where there is one, else 0."""
        inside = (symbols != SYMBOL_IDS[PADDING]).float()
        embedded = self.symbols(symbols) * inside.unsqueeze(2)
        return self.encoder(embedded, condition, inside), inside

    def encode(self, symbols: Tensor, condition: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """What each symbol is, and how long and loud it is expected to be.

        `symbols`: numbers `(batch, states)`. Returns `(batch, states, channels)`, the logarithm of the frames each
        lasts `(batch, states)`, and its energy (mean log-mel, above the voice's own) `(batch, states)`.
        """
        encoded, inside = self.read(symbols, condition)
        log_duration, energy = self.duration_head(self.duration(encoded, condition, inside)).unbind(dim=2)
        return encoded, log_duration, energy

    def lengthen(self, encoded: Tensor, energy: Tensor, durations: Tensor, frames: Tensor) -> Tensor:
        """Content of every decoder step, `(batch, frames / frames_a_step, channels)`.

        `durations` in frames `(batch, states)`; `frames`: the numbers of the frames that are wanted,
        `(batch, frames)`, a multiple of `frames_a_step`.
        """
        ends = durations.cumsum(dim=1)
        owner = owners(durations, frames)
        content = encoded + self.energy(energy.unsqueeze(2))  # (batch, states, channels)
        lasting = durations.gather(1, owner).clamp_min(1).float()
        begin = (ends - durations).gather(1, owner)
        place = torch.stack([(frames - begin + 0.5) / lasting, lasting.log() / 2], dim=2)  # (batch, frames, 2)
        content = content.gather(1, owner.unsqueeze(2).expand(-1, -1, content.shape[2])) + self.place(place)
        return content.unflatten(1, (-1, self.config.frames_a_step)).mean(dim=2)

    def intone(self, content: Tensor, condition: Tensor) -> Prosody:
        """Predict pitch and voicing of every frame."""
        heads = self.prosody_head(self.prosody(content, condition))  # (batch, steps, 2 * frames_a_step)
        pitch, voicing = heads.unflatten(2, (self.config.frames_a_step, 2)).flatten(1, 2).unbind(dim=2)
        return Prosody(pitch, voicing)

    def context(self, content: Tensor, pitch: Tensor, voiced: Tensor, voice: VoiceTensors, condition: Tensor) -> Tensor:
        """What the decoder's steps need, of the content under a pitch (`PITCH_UNIT`s) and voicing (0 or 1)."""
        height = (pitch + ((voice.pitch_mean - NEUTRAL_PITCH) / PITCH_UNIT).unsqueeze(1)) * voiced
        prosody = torch.stack([pitch * voiced, height / 2, voiced], dim=2)  # (batch, frames, 3)
        return self.decoder.context(content, prosody, voice.tokens, condition)

    def mel(
        self,
        content: Tensor,
        pitch: Tensor,
        voiced: Tensor,
        voice: VoiceTensors,
        condition: Tensor,
        noise: Tensor,
        course: Course = COURSE,
    ) -> Tensor:
        """The mel of the content under a pitch and voicing, of the shape of `noise`, `(batch, frames, n_mels)`."""
        context = self.context(content, pitch, voiced, voice, condition)
        if course.guidance:
            everybody = torch.ones(len(condition), dtype=torch.bool, device=condition.device)
            nobody, unknown = self.forget(condition, voice, everybody, everybody)
            context = torch.cat([context, self.context(content, pitch, voiced, unknown, nobody)])
            condition = torch.cat([condition, nobody])
        return follow(self.decoder, noise, context, condition, course)

    def forward(
        self,
        symbols: Tensor,
        durations: Tensor,
        energy: Tensor,
        frames: Tensor,
        pitch: Tensor,
        voice: VoiceTensors,
        noisy: Tensor,
        time: Tensor,
        unknown: Tensor,
        tokenless: Tensor,
    ) -> tuple[Tensor, Tensor, Tensor, Prosody]:
        """Training: all stages with the true durations, energy and pitch (in units; NaN where unvoiced).

        `noisy` `(batch, frames, n_mels)` lies on the flow at `time` `(batch,)`; where `unknown` `(batch,)` is true
        the decoder is not told the voice, where `tokenless` is true not its tokens. Returns log durations and
        energies `(batch, states)`, where the flow ends `(batch, frames, n_mels)`, and the prosody.
        """
        condition = self.describe(voice)
        encoded, log_durations, energies = self.encode(symbols, condition)
        content = self.lengthen(encoded, energy, durations, frames)
        prosody = self.intone(content, condition)
        voiced = (~pitch.isnan()).float()
        condition, voice = self.forget(condition, voice, unknown, tokenless)
        context = self.context(content, pitch.nan_to_num(), voiced, voice, condition)
        return log_durations, energies, self.decoder(noisy, time, context, condition), prosody

    def forget(
        self, condition: Tensor, voice: VoiceTensors, unknown: Tensor, tokenless: Tensor
    ) -> tuple[Tensor, VoiceTensors]:
        """Condition and voice with those that are `unknown` `(batch,)` replaced by nobody's, or only their tokens."""
        condition = torch.where(unknown.unsqueeze(1), self.no_voice, condition)
        tokens = torch.where((unknown | tokenless).view(-1, 1, 1), self.no_token, voice.tokens)
        return condition, replace(voice, tokens=tokens)
