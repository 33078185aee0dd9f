"""The network that listens for the mark: from a spectrogram, for each tile, how surely it was made louder or softer.

It knows neither key nor pattern: it compares a tile with what speech is like around it, and so does away with most of
what the speech itself would answer. Four convolutions; their output is a log-likelihood ratio.
"""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn


@dataclass(frozen=True)
class ListenerConfig:
    """Sizes: `channels` of the convolutions; `parts` of a band that the network hears apart."""

    channels: int = 16
    parts: int = 2


class Listener(nn.Module):
    """Levels of the bands to log-likelihood ratios of louder against softer."""

    def __init__(self, config: ListenerConfig) -> None:
        super().__init__()
        self.config = config
        channels = config.channels
        self.near = nn.Conv2d(config.parts + 2, channels, (5, 5), padding=(2, 2))
        self.middle = nn.Conv2d(channels, channels, (5, 3), padding=(4, 1), dilation=(2, 1))
        self.far = nn.Conv2d(channels, channels, (5, 3), padding=(8, 1), dilation=(4, 1))
        self.head = nn.Conv2d(2 * channels, 1, 1)

    def forward(self, levels: Tensor) -> Tensor:
        """Map levels in dB, `(batch, parts, frames, bands)`, to log-likelihood ratios `(batch, frames, bands)`.

        The ratio at a frame is that of a tile whose middle the frame is.
        """
        near = F.gelu(self.near(_standardised(levels)))  # (batch, channels, frames, bands)
        inner = near + F.gelu(self.middle(near))
        inner = inner + F.gelu(self.far(inner))
        ratios: Tensor = self.head(torch.cat([inner, near], dim=1)).squeeze(1)
        return ratios


def _standardised(levels: Tensor) -> Tensor:
    """Levels against their surroundings, and both against the loudest: `(batch, parts + 2, frames, bands)`."""
    level = levels.mean(dim=1, keepdim=True)
    around = F.avg_pool2d(level, (17, 5), 1, (8, 2), count_include_pad=False)
    loudest = level.amax(dim=(2, 3), keepdim=True)
    return torch.cat([(levels - around) / 6, (level - loudest) / 20 + 1, (around - loudest) / 20 + 1], dim=1)
