"""The vocoder: mel and pitch to samples, through filters on a harmonic and a noise spectrum.

A ConvNeXt backbone at the frame rate and an inverse short-time Fourier transform, after Vocos (H. Siuzdak, arXiv
2306.00814); what the head predicts are filters on an excitation, and a free spectrum for what is neither harmonic
nor noise, such as the burst of a plosive.
"""

import math

import torch
from torch import Tensor, nn

from voiceclone.audio.spectrum import BINS, inverse_spectrogram, spectrogram
from voiceclone.layers import ConvNeXtBlock
from voiceclone.vocoder.config import VocoderConfig
from voiceclone.vocoder.source import harmonic_source


class Vocoder(nn.Module):
    """Mel-spectrogram and pitch to samples."""

    def __init__(self, config: VocoderConfig) -> None:
        super().__init__()
        self.config = config
        self.stem = nn.Conv1d(config.n_mels + 2, config.channels, config.kernel, padding=config.kernel // 2)
        self.stem_norm = nn.LayerNorm(config.channels)
        self.blocks = nn.ModuleList(
            ConvNeXtBlock(config.channels, config.hidden, config.kernel, 1 / config.blocks)
            for _ in range(config.blocks)
        )
        self.norm = nn.LayerNorm(config.channels)
        self.head = nn.Linear(config.channels, 5 * BINS)

    def forward(self, mel: Tensor, f0: Tensor, noise: Tensor, pulses: Tensor | None = None) -> Tensor:
        """Return samples `(batch, frames * hop)`.

        `mel`: natural log, `(batch, frames, n_mels)`; `f0`: Hz, 0 where unvoiced, `(batch, frames)`; `noise`: white,
        of unit variance, `(batch, frames * hop)`; `pulses`: of the same shape, those of `f0` if they are not given.
        """
        if pulses is None:
            pulses = harmonic_source(f0)  # (batch, frames * hop)
        harmonic, random = spectrogram(torch.stack([pulses, noise])) / math.sqrt(BINS)  # (batch, frames, BINS) each
        return inverse_spectrogram(self._spectrum(self.filters(mel, f0).float(), harmonic, random))

    def filters(self, mel: Tensor, f0: Tensor) -> Tensor:
        """Filters on the excitation, and a free spectrum, for each frame, `(batch, frames, 5 * BINS)`.

        They are, in nepers and radians, gain and phase for the harmonics, gain for the noise, gain and phase of the
        free spectrum.
        """
        frames = self.stem_norm(self.stem(self._inputs(mel, f0)).transpose(1, 2))  # (batch, frames, channels)
        for block in self.blocks:
            frames = block(frames)
        filters: Tensor = self.head(self.norm(frames))
        return filters

    @property
    def reach(self) -> int:
        """Frames to each side that a sample depends on: the convolutions', and the transforms' windows."""
        return (len(self.blocks) + 1) * (self.config.kernel // 2) + 4

    def _inputs(self, mel: Tensor, f0: Tensor) -> Tensor:
        voiced = (f0 > 0).to(mel.dtype)
        height = (f0.clamp_min(50.0).log() - math.log(150.0)) * voiced
        return torch.cat([mel / 4 + 1, torch.stack([height, voiced], dim=2)], dim=2).transpose(1, 2)

    def _spectrum(self, filters: Tensor, harmonic: Tensor, random: Tensor) -> Tensor:
        loud_harmonic, angle_harmonic, loud_random, loud_free, angle_free = filters.chunk(5, dim=-1)
        return (
            _polar(loud_harmonic, angle_harmonic) * harmonic
            + _gain(loud_random) * random
            + _polar(loud_free - 3, angle_free)
        )


def _gain(loudness: Tensor) -> Tensor:
    return loudness.clamp_max(7.0).exp()


def _polar(loudness: Tensor, angle: Tensor) -> Tensor:
    gain = _gain(loudness)
    return torch.complex(gain * angle.cos(), gain * angle.sin())
