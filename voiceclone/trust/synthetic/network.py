"""The detector: a log spectrogram to one number, the higher the more it sounds like a machine.

AASIST (J. Jung et al., arXiv 2110.01200) in its light size, with a spectrogram for its bank of filters: residual
convolutions, a graph of bands and a graph of moments, attention within and between them, and what is left of all.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from voiceclone.trust.synthetic.config import BINS, DEPTH, HOP, N_FFT, DetectorConfig
from voiceclone.trust.synthetic.graph import GraphAttention, GraphPool, HeterogeneousAttention


class Detector(nn.Module):
    """Samples to a logit: positive for a machine, negative for a person."""

    def __init__(self, config: DetectorConfig) -> None:
        super().__init__()
        self.config = config
        first, *rest = config.channels
        self.stem = nn.Conv2d(1, first, 5, stride=(2, 2), padding=2)
        pools = [(2, 2), (2, 2), (2, 1), (1, 1)]
        widths = zip(config.channels, rest, pools, strict=False)
        self.encoder = nn.Sequential(*(Residual(before, after, pool) for before, after, pool in widths))
        width, (inner, outer) = config.channels[-1], config.nodes
        bands = BINS // 2 ** (1 + sum(high > 1 for high, _ in pools))
        self.place = nn.Parameter(0.02 * torch.randn(bands, width))
        self.bands = nn.Sequential(GraphAttention(width, inner), GraphPool(inner, 0.6))
        self.moments = nn.Sequential(GraphAttention(width, inner), GraphPool(inner, 0.7))
        self.stack = nn.Parameter(torch.randn(1, inner))
        self.both = HeterogeneousAttention(inner, outer)
        self.again = HeterogeneousAttention(outer, outer)
        self.head = nn.Sequential(nn.Dropout(0.3), nn.Linear(5 * outer, 1))
        self.to(memory_format=torch.channels_last)  # type: ignore[call-overload]  # twice as fast on a processor

    def forward(self, spectrum: Tensor) -> Tensor:
        """Map `log_spectrum`s `(batch, frames, BINS)` to logits `(batch,)`."""
        image = spectrum.transpose(1, 2).unsqueeze(1)  # (batch, 1, BINS, frames)
        seen = self.encoder(self.stem(image))  # (batch, channels, bands, moments)
        bands = self.bands(seen.amax(dim=3).transpose(1, 2) + self.place)  # (batch, nodes, inner)
        moments = self.moments(seen.amax(dim=2).transpose(1, 2))
        stack = self.stack.expand(len(spectrum), -1, -1)  # (batch, 1, inner)
        bands, moments, stack = self.both(bands, moments, stack)
        more_bands, more_moments, stack = self.again(bands, moments, stack)
        bands, moments = bands + more_bands, moments + more_moments
        summary = [bands.amax(dim=1), bands.mean(dim=1), moments.amax(dim=1), moments.mean(dim=1), stack.squeeze(1)]
        return self.head(torch.cat(summary, dim=1)).squeeze(1)


class Residual(nn.Module):
    """Two convolutions around a residual, and a pool of `(bands, moments)`."""

    def __init__(self, channels: int, out: int, pool: tuple[int, int]) -> None:
        super().__init__()
        self.pool = pool
        self.before = nn.BatchNorm2d(channels)
        self.first = nn.Conv2d(channels, out, 3, padding=1)
        self.between = nn.BatchNorm2d(out)
        self.second = nn.Conv2d(out, out, 3, padding=1)
        self.past = nn.Conv2d(channels, out, 1)

    def forward(self, seen: Tensor) -> Tensor:
        """Map `(batch, channels, bands, moments)` to `(batch, out, bands / pool, moments / pool)`."""
        inner = F.max_pool2d(self.first(F.relu(self.before(seen))), self.pool)
        inner = self.second(F.relu(self.between(inner)))
        return inner + F.max_pool2d(self.past(seen), self.pool)


def log_spectrum(samples: Tensor) -> Tensor:
    """Log magnitudes of `(batch, samples)` at 16 kHz, `(batch, frames, BINS)`, each bin about its mean over time.

    Neither the level, nor the colour of a microphone, nor what lies 70 dB below the loudest bin is left in it.
    """
    window = torch.hann_window(N_FFT, device=samples.device)
    spectrum = torch.stft(samples, N_FFT, HOP, window=window, return_complex=True)[:, 1:]  # (batch, BINS, frames)
    level = spectrum.abs().clamp_min(1e-7).log().transpose(1, 2)
    level = torch.maximum(level, level.amax(dim=(1, 2), keepdim=True) - DEPTH)
    return (level - level.mean(dim=1, keepdim=True)) / 1.5
