"""The decoder: what is said, and how, to a mel-spectrogram, by flow matching in a few steps.

Conditional flow matching (Y. Lipman et al., arXiv 2210.02747; for speech Matcha-TTS, arXiv 2309.03199): along the
straight line from noise to a mel, `x_t = (1 - t) noise + t mel`, the network says where the line ends. It predicts
the mel itself and not the velocity (T. Li and K. He, arXiv 2511.13720), so that a single step from t = 0 gives the
mean of all mels, which regression would give, and every further step sharpens it. What does not depend on t, the
`context`, is computed once; only the second half of the blocks runs in every step.

    content, pitch, voice ─► context blocks, attention to the voice's tokens ─┐
                                                        noisy mel, time ──────┴─► flow blocks ─► mel
"""

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from voiceclone.acoustic.config import AcousticConfig
from voiceclone.layers import ConvNeXtBlock, CrossAttention

_CENTRE, _SPREAD = -2.7, 2.7  # of log-mels of speech: what the flow sees is (mel - centre) / spread

KERNEL = 7  # steps that a convolution sees at once


class Decoder(nn.Module):
    """Context blocks, which run once, and flow blocks, which run in every step."""

    def __init__(self, config: AcousticConfig) -> None:
        super().__init__()
        self.frames_a_step = config.frames_a_step
        channels, mels = config.decoder_channels, config.frames_a_step * config.n_mels
        self.input = nn.Linear(config.channels + 3 * config.frames_a_step, channels)
        self.context_blocks = self._blocks(config, config.context_blocks)
        self.attention = nn.ModuleList(CrossAttention(channels, config.token_channels, heads=4) for _ in range(2))
        self.noisy = nn.Linear(mels, channels)
        self.time = nn.Sequential(
            nn.Linear(_TIME_WAVES, config.condition), nn.SiLU(), nn.Linear(config.condition, config.condition)
        )
        self.flow_blocks = self._blocks(config, config.flow_blocks)
        self.norm = nn.LayerNorm(channels)
        self.output = nn.Linear(channels, mels)

    @staticmethod
    def _blocks(config: AcousticConfig, number: int) -> nn.ModuleList:
        scale = 1 / (config.context_blocks + config.flow_blocks)
        return nn.ModuleList(
            ConvNeXtBlock(config.decoder_channels, config.decoder_hidden, KERNEL, scale, config.condition)
            for _ in range(number)
        )

    def context(self, content: Tensor, prosody: Tensor, tokens: Tensor, condition: Tensor) -> Tensor:
        """What every step needs, `(batch, steps, decoder_channels)`.

        `content` `(batch, steps, channels)`; `prosody` `(batch, frames, 3)`; `tokens` of the voice
        `(batch, tokens, token_channels)`; `condition` `(batch, condition)`. A step is `frames_a_step` frames.
        """
        prosody = prosody.unflatten(1, (-1, self.frames_a_step)).flatten(2)  # (batch, steps, 3 * frames_a_step)
        steps: Tensor = self.input(torch.cat([content, prosody], dim=2))  # (batch, steps, decoder_channels)
        first = len(self.context_blocks) - len(self.attention)
        for number, block in enumerate(self.context_blocks):
            steps = block(steps, condition)
            if number >= first:
                steps = self.attention[number - first](steps, tokens)
        return steps

    def forward(self, noisy: Tensor, time: Tensor, context: Tensor, condition: Tensor) -> Tensor:
        """The mel where the line through `noisy` at `time` ends; both are in units of the flow, see `to_flow`.

        `noisy` `(batch, frames, n_mels)`, `time` `(batch,)` from 0, noise, to 1; returns the shape of `noisy`.
        """
        steps = context + self.noisy(noisy.unflatten(1, (-1, self.frames_a_step)).flatten(2))
        condition = condition + self.time(_waves(time))
        for block in self.flow_blocks:
            steps = block(steps, condition)
        mel: Tensor = self.output(self.norm(steps))  # (batch, steps, frames_a_step * n_mels)
        return mel.unflatten(2, (self.frames_a_step, -1)).flatten(1, 2)


_TIME_WAVES = 32


def _waves(time: Tensor) -> Tensor:
    """Sines and cosines of a time at octaves, `(batch,)` to `(batch, _TIME_WAVES)`."""
    octaves = 2.0 ** torch.arange(_TIME_WAVES // 2, device=time.device).mul(0.4)  # to 32 periods
    angle = math.pi * time.unsqueeze(1) * octaves
    return torch.cat([angle.sin(), angle.cos()], dim=1)


def to_flow(mel: Tensor) -> Tensor:
    """A log-mel in the units of the flow, about mean 0 and deviation 1; any shape."""
    return (mel - _CENTRE) / _SPREAD


def from_flow(values: Tensor) -> Tensor:
    """The inverse of `to_flow`."""
    return values * _SPREAD + _CENTRE


def draw_times(items: int, from_noise: float, generator: torch.Generator | None = None) -> Tensor:
    """Places on the flow to learn from, `(items,)`: most in its middle, and the share `from_noise` at its start."""
    times = torch.sigmoid(torch.randn(items, generator=generator) - 0.6)  # arXiv 2403.03206, section 3
    return times * (torch.rand(items, generator=generator) >= from_noise)


def noised(values: Tensor, noise: Tensor, time: Tensor) -> Tensor:
    """Where the line from `noise` to `values`, both `(batch, frames, n_mels)`, is at `time` `(batch,)`."""
    along = time.view(-1, 1, 1)
    return (1 - along) * noise + along * values


def velocity_error(ends: Tensor, values: Tensor, time: Tensor) -> Tensor:
    """Squared error of the velocity at `time` that the predicted `ends` stand for, where `values` is the true end."""
    left = (1 - time).clamp_min(0.1).view(-1, 1, 1)
    return ((ends - values) / left).square()


@dataclass(frozen=True)
class Course:
    """How the flow is followed.

    `times`: where the network is asked on its way from noise, 0, to mel, 1; `temperature`: deviation of the noise;
    `guidance`: how far to go on from what nobody's voice would be (J. Ho and T. Salimans, arXiv 2207.12598).
    """

    times: tuple[float, ...] = (0.0, 0.1, 0.3, 0.6)
    temperature: float = 0.3
    guidance: float = 0.0


COURSE = Course()


def follow(decoder: Decoder, noise: Tensor, context: Tensor, condition: Tensor, course: Course = COURSE) -> Tensor:
    """Follow the flow from white noise `(batch, frames, n_mels)` to a log-mel of that shape.

    With guidance the second half of the batch of `context` and `condition` knows no voice.
    """
    values = course.temperature * noise
    for time, after in zip(course.times, (*course.times[1:], 1.0), strict=True):
        at = torch.full((len(context),), time, device=noise.device)
        ends = decoder(values.repeat(len(context) // len(values), 1, 1), at, context, condition)
        if course.guidance:
            known, unknown = ends.chunk(2)
            ends = known + course.guidance * (known - unknown)
        values = values + (after - time) / (1 - time) * (ends - values)
    return from_flow(values)
