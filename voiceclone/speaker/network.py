"""The speaker encoder: a recording's mel to one embedding (who) and a sequence of tokens (how).

The verifier is an ECAPA-TDNN (B. Desplanques et al., arXiv 2005.07143) at half the frame rate. The tokenizer
keeps the reference's sounds in their order, for the acoustic model to attend to.
"""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from voiceclone.layers import ConvNeXtBlock
from voiceclone.speaker.config import SpeakerConfig


class SqueezeExcitation(nn.Module):
    """Scale each channel by what its mean over time says (section 3.2 of the paper)."""

    def __init__(self, channels: int, bottleneck: int) -> None:
        super().__init__()
        self.squeeze = nn.Linear(channels, bottleneck)
        self.excite = nn.Linear(bottleneck, channels)

    def forward(self, frames: Tensor) -> Tensor:
        """Map `(batch, channels, frames)` to the same shape."""
        scale = torch.sigmoid(self.excite(F.relu(self.squeeze(frames.mean(dim=2)))))  # (batch, channels)
        return frames * scale.unsqueeze(2)


class Res2Block(nn.Module):
    """Pointwise, grouped dilated (Res2Net) and pointwise convolution, squeeze and excitation, residual."""

    def __init__(self, channels: int, groups: int, dilation: int, bottleneck: int) -> None:
        super().__init__()
        width = channels // groups
        self.before = _convolution(channels, channels, 1)
        self.dilated = nn.ModuleList(_convolution(width, width, 3, dilation) for _ in range(groups - 1))
        self.after = _convolution(channels, channels, 1)
        self.excitation = SqueezeExcitation(channels, bottleneck)
        self.groups = groups

    def forward(self, frames: Tensor) -> Tensor:
        """Map `(batch, channels, frames)` to the same shape."""
        first, *others = self.before(frames).chunk(self.groups, dim=1)
        parts, last = [first], torch.zeros_like(first)
        for layer, part in zip(self.dilated, others, strict=True):
            last = layer(part + last)
            parts.append(last)
        return frames + self.excitation(self.after(torch.cat(parts, dim=1)))


class AttentivePooling(nn.Module):
    """Mean and deviation over time, weighted by channel and frame (section 3.1 of the paper)."""

    def __init__(self, channels: int, bottleneck: int) -> None:
        super().__init__()
        self.inner = nn.Conv1d(3 * channels, bottleneck, 1)
        self.outer = nn.Conv1d(bottleneck, channels, 1)

    def forward(self, frames: Tensor) -> Tensor:
        """Map `(batch, channels, frames)` to `(batch, 2 * channels)`."""
        context = torch.cat([frames, *(part.expand_as(frames) for part in _moments(frames, None))], dim=1)
        weights = self.outer(torch.tanh(self.inner(context))).float().softmax(dim=2)  # (batch, channels, frames)
        return torch.cat(_moments(frames, weights), dim=1).squeeze(2)


def _moments(frames: Tensor, weights: Tensor | None) -> tuple[Tensor, Tensor]:
    weights = torch.full_like(frames, 1 / frames.shape[2]) if weights is None else weights
    mean = (weights * frames).sum(dim=2, keepdim=True)
    variance = (weights * frames.square()).sum(dim=2, keepdim=True) - mean.square()
    return mean, variance.clamp_min(1e-5).sqrt()


def _convolution(before: int, after: int, kernel: int, dilation: int = 1, stride: int = 1) -> nn.Sequential:
    padding = dilation * (kernel // 2)
    return nn.Sequential(nn.Conv1d(before, after, kernel, stride, padding, dilation), nn.ReLU(), nn.BatchNorm1d(after))


class Verifier(nn.Module):
    """ECAPA-TDNN: mel to an embedding of unit length."""

    def __init__(self, config: SpeakerConfig) -> None:
        super().__init__()
        self.bins = config.bins
        self.stem = _convolution(config.bins, config.channels, 5, stride=2)
        self.blocks = nn.ModuleList(
            Res2Block(config.channels, config.groups, dilation, config.attention) for dilation in (2, 3, 4)
        )
        self.join = nn.Sequential(nn.Conv1d(3 * config.channels, config.pooled, 1), nn.ReLU())
        self.pooling = AttentivePooling(config.pooled, config.attention)
        self.norm = nn.BatchNorm1d(2 * config.pooled)
        self.embedding = nn.Linear(2 * config.pooled, config.embedding)

    def forward(self, mel: Tensor) -> Tensor:
        """Map `(batch, frames, n_mels)` to `(batch, embedding)`."""
        mel = mel[..., : self.bins]
        frames = self.stem((mel - mel.mean(dim=1, keepdim=True)).transpose(1, 2))  # (batch, channels, frames / 2)
        levels = []
        for block in self.blocks:
            frames = block(frames)
            levels.append(frames)
        pooled = self.pooling(self.join(torch.cat(levels, dim=1)))
        return F.normalize(self.embedding(self.norm(pooled)).float(), dim=1)


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
