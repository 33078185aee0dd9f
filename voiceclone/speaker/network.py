"""The speaker encoder: a recording's mel to one embedding (who) and a sequence of tokens (how).

The verifier is a network of time delays that hears loudness. The tokenizer keeps the reference's sounds in their order,
for the acoustic model to attend to.
"""

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from voiceclone.layers import ConvNeXtBlock
from voiceclone.speaker.config import SpeakerConfig


class TimeDelayBlock(nn.Module):
    """Dilated and pointwise convolution around a residual."""

    def __init__(self, channels: int, dilation: int) -> None:
        super().__init__()
        self.dilated = _convolution(channels, channels, 3, dilation)
        self.pointwise = nn.Sequential(nn.Conv1d(channels, channels, 1), nn.BatchNorm1d(channels))

    def forward(self, frames: Tensor) -> Tensor:
        """Map `(batch, channels, frames)` to the same shape."""
        return F.relu(frames + self.pointwise(self.dilated(frames)))


class AttentivePooling(nn.Module):
    """Mean and deviation over time, weighted by channel and frame (K. Okabe et al., arXiv 1803.10963)."""

    def __init__(self, channels: int, bottleneck: int) -> None:
        super().__init__()
        self.inner = nn.Conv1d(channels, bottleneck, 1)
        self.outer = nn.Conv1d(bottleneck, channels, 1)

    def forward(self, frames: Tensor) -> Tensor:
        """Map `(batch, channels, frames)` to `(batch, 2 * channels)`."""
        weights = self.outer(torch.tanh(self.inner(frames))).float().softmax(dim=2)  # (batch, channels, frames)
        frames = frames.float()
        mean = (weights * frames).sum(dim=2)
        variance = (weights * frames.square()).sum(dim=2) - mean.square()
        return torch.cat([mean, variance.clamp_min(1e-5).sqrt()], dim=1)


def _convolution(before: int, after: int, kernel: int, dilation: int = 1, stride: int = 1) -> nn.Sequential:
    padding = dilation * (kernel // 2)
    return nn.Sequential(nn.Conv1d(before, after, kernel, stride, padding, dilation), nn.ReLU(), nn.BatchNorm1d(after))


class Verifier(nn.Module):
    """Mel to an embedding of unit length: an x-vector (D. Snyder et al., ICASSP 2018) at half the frame rate."""

    def __init__(self, config: SpeakerConfig) -> None:
        super().__init__()
        self.bins = config.bins
        self.stem = _convolution(2 * config.bins, config.channels, 5, stride=2)
        self.blocks = nn.ModuleList(TimeDelayBlock(config.channels, 1 + block) for block in range(config.blocks))
        self.join = nn.Sequential(nn.Conv1d(len(self.blocks) * config.channels, config.pooled, 1), nn.ReLU())
        self.pooling = AttentivePooling(config.pooled, config.attention)
        self.norm = nn.BatchNorm1d(2 * config.pooled)
        self.embedding = nn.Linear(2 * config.pooled, config.embedding)

    def forward(self, mel: Tensor) -> Tensor:
        """Map `(batch, frames, n_mels)` to `(batch, embedding)`."""
        frames = self.stem(self._heard(mel[..., : self.bins].float()).transpose(1, 2))  # (batch, channels, frames / 2)
        levels = []
        for block in self.blocks:
            frames = block(frames)
            levels.append(frames)
        pooled = self.pooling(self.join(torch.cat(levels, dim=1)))
        return F.normalize(self.embedding(self.norm(pooled)).float(), dim=1)

    def embed(self, mels: Sequence[Tensor]) -> Tensor:
        """One embedding `(embedding,)` of recordings, `(frames, n_mels)` each; a longer one weighs more."""
        return F.normalize(torch.stack([len(mel) * self(mel.unsqueeze(0))[0] for mel in mels]).sum(dim=0), dim=0)

    @staticmethod
    def _heard(mel: Tensor) -> Tensor:
        """Loudness and level of each bin about the recording's own, `(batch, frames, 2 * bins)`.

        Loudness is the cube root of power, as in S. Stevens, Psychological Review 64 (1957): the loud sounds, in which
        a voice is heard best, weigh most. Neither is taken about each bin's own mean, which is part of the voice.
        """
        loudness = (2 / 3 * mel).exp()
        loudness = loudness / loudness.mean(dim=(1, 2), keepdim=True).clamp_min(1e-6)
        level = mel - mel.mean(dim=(1, 2), keepdim=True)
        return torch.cat([loudness.clamp_max(30.0), level], dim=2) / 4


class Tokenizer(nn.Module):
    """Mel of a reference to a sequence of tokens, one for each four frames (43 ms)."""

    def __init__(self, config: SpeakerConfig) -> None:
        super().__init__()
        channels = config.token_channels
        self.bins = config.bins
        self.stem = nn.Conv1d(config.bins, channels, 5, stride=2, padding=2)
        self.blocks = nn.ModuleList(
            ConvNeXtBlock(channels, 3 * channels, 7, 1 / config.token_blocks) for _ in range(config.token_blocks)
        )
        self.norm = nn.LayerNorm(channels)

    def forward(self, mel: Tensor) -> Tensor:
        """Map `(batch, frames, n_mels)` to `(batch, tokens, token_channels)`."""
        frames = self.stem((mel[..., : self.bins] / 4 + 1).transpose(1, 2)).transpose(1, 2)
        for block in self.blocks:
            frames = block(frames)  # (batch, frames / 2, channels)
        tokens: Tensor = self.norm(F.avg_pool1d(frames.transpose(1, 2), 2, ceil_mode=True).transpose(1, 2))
        return tokens


class SpeakerEncoder(nn.Module):
    """Verifier and tokenizer side by side."""

    def __init__(self, config: SpeakerConfig) -> None:
        super().__init__()
        self.config = config
        self.verifier = Verifier(config)
        self.tokenizer = Tokenizer(config)

    def forward(self, mel: Tensor) -> tuple[Tensor, Tensor]:
        """Embedding `(batch, embedding)` of unit length and tokens `(batch, tokens, token_channels)`.

        `mel`: log-mel of speech at -25 dB, `(batch, frames, n_mels)`.
        """
        return self.verifier(mel), self.tokenizer(mel)
