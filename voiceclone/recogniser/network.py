"""The recogniser: a mel to the phone of every frame, whoever speaks.

ConvNeXt blocks at half the frame rate over a third of a second to each side. It is taught frame by frame by the
aligner, as the network of a hybrid of network and Markov model is (N. Morgan and H. Bourlard, 1990): its posterior
over the prior of a phone is the likelihood that a search over a text's phones needs.
"""

import torch
from torch import Tensor, nn

from voiceclone.layers import ConvNeXtBlock
from voiceclone.recogniser.config import RecogniserConfig


class PhoneRecogniser(nn.Module):
    """Log-posteriors of phones, frame by frame."""

    def __init__(self, config: RecogniserConfig) -> None:
        super().__init__()
        self.config = config
        self.stem = nn.Conv1d(config.bins, config.channels, 5, stride=config.frames_a_step, padding=2)
        self.blocks = nn.ModuleList(
            ConvNeXtBlock(config.channels, config.hidden, config.kernel, 1 / config.blocks)
            for _ in range(config.blocks)
        )
        self.norm = nn.LayerNorm(config.channels)
        self.head = nn.Linear(config.channels, config.frames_a_step * config.symbols)
        self.prior: Tensor
        self.register_buffer("prior", torch.full((config.symbols,), 1 / config.symbols))

    def forward(self, mel: Tensor) -> Tensor:
        """Log-posteriors `(batch, frames, symbols)` of a log-mel `(batch, frames, n_mels)` at any level."""
        frames = mel.shape[1]
        heard = mel[..., : self.config.bins]
        heard = heard - heard.mean(dim=(1, 2), keepdim=True)
        heard = nn.functional.pad(heard, (0, 0, 0, -frames % self.config.frames_a_step))
        steps = self.stem((heard / 3).transpose(1, 2)).transpose(1, 2)  # (batch, steps, channels)
        for block in self.blocks:
            steps = block(steps)
        scores = self.head(self.norm(steps)).unflatten(2, (self.config.frames_a_step, -1)).flatten(1, 2)
        posteriors: Tensor = scores[:, :frames].float().log_softmax(dim=2)
        return posteriors
