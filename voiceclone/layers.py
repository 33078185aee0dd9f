"""The layers that more than one network is built of."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class ConvNeXtBlock(nn.Module):
    """Depthwise convolution in time, then two pointwise layers, around a residual (Z. Liu et al., arXiv 2201.03545).

    With `condition` channels, the norm's scale and shift come from a condition vector: adaptive layer norm, whose
    last projection starts at zero (W. Peebles and S. Xie, arXiv 2212.09748, section 3.2).
    """

    def __init__(self, channels: int, hidden: int, kernel: int, scale: float, condition: int = 0) -> None:
        super().__init__()
        self.depthwise = nn.Conv1d(channels, channels, kernel, padding=kernel // 2, groups=channels)
        self.norm = nn.LayerNorm(channels)
        self.expand = nn.Linear(channels, hidden)
        self.contract = nn.Linear(hidden, channels)
        self.scale = nn.Parameter(torch.full((channels,), scale))
        if condition:
            self.adapt = nn.Linear(condition, 2 * channels)
            nn.init.zeros_(self.adapt.weight)
            nn.init.zeros_(self.adapt.bias)

    def forward(self, frames: Tensor, condition: Tensor | None = None) -> Tensor:
        """Map `(batch, frames, channels)` to the same shape, under a condition `(batch, condition)`."""
        inner = self.norm(self.depthwise(frames.transpose(1, 2)).transpose(1, 2))  # (batch, frames, channels)
        if condition is not None:
            gain, shift = self.adapt(condition).unsqueeze(1).chunk(2, dim=-1)  # (batch, 1, channels) each
            inner = inner * (1 + gain) + shift
        return frames + self.scale * self.contract(F.gelu(self.expand(inner)))


class CrossAttention(nn.Module):
    """Multi-head attention of a sequence to another one, around a residual."""

    def __init__(self, channels: int, memory: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.norm = nn.LayerNorm(channels)
        self.query = nn.Linear(channels, channels)
        self.key_value = nn.Linear(memory, 2 * channels)
        self.out = nn.Linear(channels, channels)

    def forward(self, frames: Tensor, memory: Tensor) -> Tensor:
        """`frames` `(batch, frames, channels)` attend to `memory` `(batch, tokens, memory)`; the shape of `frames`."""
        query = self._split(self.query(self.norm(frames)))  # (batch, heads, frames, channels / heads)
        key, value = (self._split(part) for part in self.key_value(memory).chunk(2, dim=-1))
        inner = F.scaled_dot_product_attention(query, key, value)
        return frames + self.out(inner.transpose(1, 2).flatten(2))

    def _split(self, sequence: Tensor) -> Tensor:
        return sequence.unflatten(-1, (self.heads, -1)).transpose(1, 2)
