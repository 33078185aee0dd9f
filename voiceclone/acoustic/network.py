"""The acoustic model: phonemes and a voice to a mel-spectrogram, with durations, pitch and energy in the open.

Non-autoregressive with explicit durations, after FastSpeech 2 (Y. Ren et al., arXiv 2006.04558): every phoneme has
its frames, so that none is skipped or repeated. ConvNeXt blocks with adaptive layer norm carry the voice's vector
into every layer; the decoder also attends to the voice's tokens.

    symbols ─► encoder ─► durations ─► (lengthened) ─► prosody: pitch, voicing ─► decoder ─► mel
                     └──► energy
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from voiceclone.acoustic.config import AcousticConfig
from voiceclone.layers import ConvNeXtBlock, CrossAttention
from voiceclone.text.symbols import PADDING, SYMBOL_IDS

PITCH_UNIT = 0.25  # of ln(F0): what 1 means in a normalised pitch
NEUTRAL_PITCH = 5.0  # ln(148 Hz): what the voice's mean pitch is measured from
CLEAN = 3.5  # quality (DNSMOS overall) that synthesis asks for
_NEUTRAL_QUALITY = 3.0


@dataclass(frozen=True)
class VoiceTensors:
    """What the model is told of a voice: all tensors with a batch in front, float32.

    `embedding` (batch, embedding); `tokens` (batch, tokens, token_channels); `spectrum`, mean log-mel of its speech,
    (batch, n_mels or more than `AcousticConfig.spectrum`); `pitch_mean` and `pitch_std` of ln(F0 in Hz), (batch,).
    `quality` (batch,): predicted opinion score of the recording to be imitated, 1 to 5; 0 where unknown.
    """

    embedding: Tensor
    tokens: Tensor
    spectrum: Tensor
    pitch_mean: Tensor
    pitch_std: Tensor
    quality: Tensor


@dataclass(frozen=True)
class Prosody:
    """Pitch in `PITCH_UNIT`s above the voice's mean and the logit of voicing, `(batch, frames)` each."""

    pitch: Tensor
    voicing: Tensor


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
            nn.Linear(config.embedding + config.spectrum + 4, 2 * config.condition),
            nn.SiLU(),
            nn.Linear(2 * config.condition, config.condition),
        )
        self.symbols = nn.Embedding(config.symbols, config.channels)
        self.encoder = self._stack(config.encoder_blocks, 5)
        self.duration = self._stack(config.duration_blocks, 3)
        self.duration_head = nn.Linear(config.channels, 2)  # log duration, energy
        self.energy = nn.Linear(1, config.channels)
        self.place = nn.Linear(2, config.channels)
        self.prosody = self._stack(config.prosody_blocks, 7)
        self.prosody_head = nn.Linear(config.channels, 2 * config.frames_a_step)  # pitch, voicing
        self.decoder_in = nn.Linear(config.channels + 3 * config.frames_a_step, config.decoder_channels)
        self.decoder = nn.ModuleList(
            ConvNeXtBlock(
                config.decoder_channels, config.decoder_hidden, 7, 1 / config.decoder_blocks, config.condition
            )
            for _ in range(config.decoder_blocks)
        )
        self.attention = nn.ModuleList(
            CrossAttention(config.decoder_channels, config.token_channels, heads=4) for _ in range(2)
        )
        self.decoder_norm = nn.LayerNorm(config.decoder_channels)
        self.decoder_out = nn.Linear(config.decoder_channels, config.frames_a_step * config.n_mels)

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
            ],
            dim=1,
        )
        spectrum = voice.spectrum[:, : self.config.spectrum] / 4 + 1
        described: Tensor = self.condition(torch.cat([voice.embedding * 8, spectrum, scalars], dim=1))
        return described

    def encode(self, symbols: Tensor, condition: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """What each symbol is, and how long and loud it is expected to be.

        `symbols`: numbers `(batch, states)`. Returns `(batch, states, channels)`, the logarithm of the frames each
        lasts `(batch, states)`, and its energy (mean log-mel, above the voice's own) `(batch, states)`.
        """
        inside = (symbols != SYMBOL_IDS[PADDING]).float()
        embedded = self.symbols(symbols) * inside.unsqueeze(2)
        encoded = self.encoder(embedded, condition, inside)  # (batch, states, channels)
        log_duration, energy = self.duration_head(self.duration(encoded, condition, inside)).unbind(dim=2)
        return encoded, log_duration, energy

    def lengthen(self, encoded: Tensor, energy: Tensor, durations: Tensor, frames: Tensor) -> Tensor:
        """Content of every decoder step, `(batch, frames / frames_a_step, channels)`.

        `durations` in frames `(batch, states)`; `frames`: the numbers of the frames that are wanted,
        `(batch, frames)`, a multiple of `frames_a_step`.
        """
        ends = durations.cumsum(dim=1)
        owner = torch.searchsorted(ends, frames.contiguous(), right=True)  # (batch, frames)
        owner = owner.clamp_max(durations.shape[1] - 1)
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

    def decode(self, content: Tensor, pitch: Tensor, voiced: Tensor, voice: VoiceTensors, condition: Tensor) -> Tensor:
        """Mel `(batch, frames, n_mels)` of the content under a pitch (`PITCH_UNIT`s) and voicing (0 or 1)."""
        height = (pitch + ((voice.pitch_mean - NEUTRAL_PITCH) / PITCH_UNIT).unsqueeze(1)) * voiced
        heard = torch.stack([pitch * voiced, height / 2, voiced], dim=2)  # (batch, frames, 3)
        heard = heard.unflatten(1, (-1, self.config.frames_a_step)).flatten(2)  # (batch, steps, 3 * frames_a_step)
        steps = self.decoder_in(torch.cat([content, heard], dim=2))  # (batch, steps, decoder_channels)
        third = len(self.decoder) // 3
        for number, block in enumerate(self.decoder):
            steps = block(steps, condition)
            if (number + 1) % third == 0 and (number + 1) // third <= len(self.attention):
                steps = self.attention[(number + 1) // third - 1](steps, voice.tokens)
        mel = self.decoder_out(self.decoder_norm(steps))  # (batch, steps, frames_a_step * n_mels)
        return 4 * mel.unflatten(2, (self.config.frames_a_step, -1)).flatten(1, 2) - 4

    def forward(
        self, symbols: Tensor, durations: Tensor, energy: Tensor, frames: Tensor, pitch: Tensor, voice: VoiceTensors
    ) -> tuple[Tensor, Tensor, Tensor, Prosody]:
        """Training: all stages with the true durations, energy and pitch (in units; NaN where unvoiced).

        Returns log durations and energies `(batch, states)`, mel `(batch, frames, n_mels)`, and the prosody.
        """
        condition = self.describe(voice)
        encoded, log_durations, energies = self.encode(symbols, condition)
        content = self.lengthen(encoded, energy, durations, frames)
        prosody = self.intone(content, condition)
        voiced = (~pitch.isnan()).float()
        mel = self.decode(content, pitch.nan_to_num(), voiced, voice, condition)
        return log_durations, energies, mel, prosody
