"""The network that listens for the mark: from a spectrogram, for each tile, how surely it was made louder or softer.

It knows neither key nor pattern: it compares a tile with what speech is like around it, and so does away with most of
what the speech itself would answer. It compares it also with the quietest that its band ever is, which in noise is the
noise, and so trusts no tile that noise has drowned. Four convolutions; their output is a log-likelihood ratio.
"""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

QUIET = 0.1  # the share of the frames that are as quiet as a band's floor, or quieter


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
        self.near = nn.Conv2d(config.parts + 4, channels, (5, 5), padding=(2, 2))
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
    """Levels against what is around them, the loudest and their band's floor: `(batch, parts + 4, frames, bands)`."""
    level = levels.mean(dim=1, keepdim=True)  # (batch, 1, frames, bands)
    around = F.avg_pool2d(level, (17, 5), 1, (8, 2), count_include_pad=False)
    loudest = level.amax(dim=(2, 3), keepdim=True)  # (batch, 1, 1, 1)
    floor = level.kthvalue(max(1, round(QUIET * level.shape[2])), dim=2, keepdim=True).values  # (batch, 1, 1, bands)
    return torch.cat(
        [
            (levels - around) / 6,
            (level - loudest) / 20 + 1,
            (around - loudest) / 20 + 1,
            (level - floor).clamp(-10, 40) / 20,
            ((floor - loudest) / 20 + 1).expand_as(level),
        ],
        dim=1,
    )
