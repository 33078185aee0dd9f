"""Learned monotonic alignment: how long each symbol of a transcript lasts, without any external tool.

The symbols of a transcript, in order and each at least one frame long, are the states of a left-to-right hidden
Markov model. Two networks score a frame against a state. `Envelope` predicts from the text what each symbol sounds
like, as a Gaussian over cepstra, the way Glow-TTS starts (J. Kim et al., arXiv 2005.11129, section 3.1, here with
the sum over all paths): it must explain every frame, so it cannot collapse. `Recogniser` gives each frame a
distribution over phones and is taught by the first one's alignment, as a hybrid of network and Markov model is
(its posterior over the phone's prior is the score): its boundaries are sharper. The best path under both gives the
durations.
"""

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from voiceclone.audio.mel import HEARD_BINS
from voiceclone.layers import ConvNeXtBlock
from voiceclone.recogniser.alignment import PHONES
from voiceclone.text.symbols import SYMBOLS


@dataclass(frozen=True)
class AlignerConfig:
    """Sizes of both networks. Their view is kept short (0.13 s to each side) so that boundaries stay where they are.

    `cepstra`: coefficients that the envelope explains, and as many differences; `softness` scales its likelihood, as
    the frames of a state are not independent.
    """

    n_mels: int = 100
    bins: int = HEARD_BINS
    cepstra: int = 20
    softness: float = 0.15
    text_channels: int = 192
    text_blocks: int = 3
    channels: int = 256
    hidden: int = 768
    blocks: int = 4
    kernel: int = 3


class Envelope(nn.Module):
    """A Gaussian over cepstra for each symbol in its context."""

    def __init__(self, config: AlignerConfig) -> None:
        super().__init__()
        channels = config.text_channels
        self.softness = config.softness
        self.bins, self.cepstra = config.bins, config.cepstra
        self.symbols = nn.Embedding(len(SYMBOLS), channels)
        self.blocks = nn.ModuleList(
            ConvNeXtBlock(channels, 2 * channels, 3, 1 / config.text_blocks) for _ in range(config.text_blocks)
        )
        self.head = nn.Linear(channels, 4 * config.cepstra)
        place = torch.arange(config.bins) + 0.5
        order = torch.arange(1, config.cepstra + 1)
        cosine = torch.cos(torch.pi * place.unsqueeze(1) * (order - 1) / config.bins) * (2 / config.bins) ** 0.5
        self.cosine: Tensor
        self.register_buffer("cosine", cosine, persistent=False)

    def features(self, mel: Tensor, frames: Tensor) -> Tensor:
        """Cepstra and their differences, of mean 0 and deviation 1 in each clip, `(batch, frames, 2 * cepstra)`."""
        cepstra = mel[..., : self.bins] @ self.cosine  # (batch, frames, cepstra)
        around = torch.nn.functional.pad(cepstra, (0, 0, 2, 2), mode="replicate") if mel.shape[1] > 2 else None
        slope = around[:, 4:] - around[:, :-4] if around is not None else torch.zeros_like(cepstra)
        both = torch.cat([cepstra, slope], dim=2)
        inside = (torch.arange(mel.shape[1], device=mel.device) < frames.unsqueeze(1)).unsqueeze(2)
        count = frames.view(-1, 1, 1)
        mean = (both * inside).sum(dim=1, keepdim=True) / count
        deviation = (((both - mean) * inside).square().sum(dim=1, keepdim=True) / count).sqrt()
        return (both - mean) / deviation.clamp_min(1e-3) * inside

    def forward(self, mel: Tensor, symbols: Tensor, frames: Tensor) -> Tensor:
        """Log-density of every frame in every state, `(batch, frames, states)`, up to a constant."""
        heard = self.features(mel, frames)
        sequence = self.symbols(symbols)
        for block in self.blocks:
            sequence = block(sequence)
        mean, log_scale = self.head(sequence).float().chunk(2, dim=2)  # (batch, states, 2 * cepstra)
        log_scale = log_scale.clamp(-1.5, 1.5)
        precision = (-2 * log_scale).exp()
        distance = (
            torch.einsum("btc,bnc->btn", heard.square(), precision)
            - 2 * torch.einsum("btc,bnc->btn", heard, mean * precision)
            + (mean.square() * precision + 2 * log_scale).sum(dim=2).unsqueeze(1)
        )
        return -0.5 * distance


class Recogniser(nn.Module):
    """Log-posteriors of phones, frame by frame."""

    def __init__(self, config: AlignerConfig) -> None:
        super().__init__()
        self.stem = nn.Conv1d(config.n_mels, config.channels, 5, stride=2, padding=2)
        self.blocks = nn.ModuleList(
            ConvNeXtBlock(config.channels, config.hidden, config.kernel, 1 / config.blocks)
            for _ in range(config.blocks)
        )
        self.norm = nn.LayerNorm(config.channels)
        self.head = nn.Linear(config.channels, 2 * len(SYMBOLS))
        self.prior: Tensor
        self.register_buffer("prior", torch.full((len(SYMBOLS),), 1 / 40))

    def forward(self, mel: Tensor) -> Tensor:
        """Log-posteriors `(batch, frames, symbols)` of `(batch, frames, n_mels)`, an even number of frames."""
        frames = self.stem((mel / 4 + 1).transpose(1, 2)).transpose(1, 2)  # (batch, frames / 2, channels)
        for block in self.blocks:
            frames = block(frames)
        scores = self.head(self.norm(frames)).unflatten(-1, (2, -1)).flatten(1, 2)  # (batch, frames, symbols)
        return scores.float().log_softmax(dim=-1)

    def scores(self, posteriors: Tensor, symbols: Tensor) -> Tensor:
        """Log of posterior over prior of each symbol of the transcript in each frame, `(batch, frames, states)`."""
        return emissions(posteriors - self.prior.clamp_min(1e-3).log(), symbols)

    @torch.no_grad()
    def follow_prior(self, occupancy: Tensor, symbols: Tensor, pace: float = 0.02) -> None:
        """Move the prior towards the share of the frames that each phone had, by `occupancy` of the states."""
        share = torch.zeros_like(self.prior)
        share.index_add_(0, PHONES[symbols].flatten(), occupancy.sum(dim=1).flatten())
        self.prior.lerp_(share / share.sum(), pace)


class Aligner(nn.Module):
    """Both networks."""

    def __init__(self, config: AlignerConfig) -> None:
        super().__init__()
        self.config = config
        self.envelope = Envelope(config)
        self.recogniser = Recogniser(config)

    def forward(self, mel: Tensor, symbols: Tensor, frames: Tensor) -> Tensor:
        """Score of every frame in every state under both, `(batch, frames, states)`; an even number of frames."""
        envelope = self.config.softness * self.envelope(mel, symbols, frames)
        return envelope + self.recogniser.scores(self.recogniser(mel), symbols)


def emissions(posteriors: Tensor, symbols: Tensor) -> Tensor:
    """Value for each symbol of the transcript in each frame, `(batch, frames, states)`.

    `posteriors`: `(batch, frames, symbols)`; `symbols`: numbers, `(batch, states)`.
    """
    classes = PHONES.to(symbols.device)[symbols]
    return posteriors.gather(2, classes.unsqueeze(1).expand(-1, posteriors.shape[1], -1))


@torch.no_grad()
def state_posteriors(scores: Tensor, frames: Tensor, states: Tensor) -> tuple[Tensor, Tensor]:
    """Forward-backward over all monotonic paths that visit every state.

    `scores`: log-emissions `(batch, frames, states)`; `frames`, `states`: true lengths `(batch,)`.
    Returns the probability of each state in each frame, of the shape of `scores`, and the log-sum of all paths
    `(batch,)`.
    """
    length = scores.shape[1]
    forward = _sweep(scores)
    # Backward is the forward sweep of the reversed problem; reversing within each item's own lengths.
    frame_order = (frames.unsqueeze(1) - 1 - torch.arange(length)) % length
    state_order = (states.unsqueeze(1) - 1 - torch.arange(scores.shape[2])) % scores.shape[2]
    flipped = _reorder(scores, frame_order, state_order)
    backward = _reorder(_sweep(flipped), frame_order, state_order)
    total = forward[torch.arange(len(scores)), frames - 1, states - 1]  # (batch,)
    log_posterior = forward + backward - scores - total[:, None, None]
    in_time = torch.arange(length) < frames.unsqueeze(1)
    in_text = torch.arange(scores.shape[2]) < states.unsqueeze(1)
    inside = in_time.unsqueeze(2) & in_text.unsqueeze(1)
    return torch.where(inside, log_posterior.exp(), torch.zeros(())), total


def _sweep(scores: Tensor) -> Tensor:
    alpha = torch.full_like(scores[:, 0], -1e9)
    alpha[:, 0] = scores[:, 0, 0]
    rows = [alpha]
    nowhere = torch.full_like(alpha[:, :1], -1e9)
    for frame in range(1, scores.shape[1]):
        alpha = torch.logaddexp(alpha, torch.cat([nowhere, alpha[:, :-1]], dim=1)) + scores[:, frame]
        rows.append(alpha)
    return torch.stack(rows, dim=1)


def _reorder(scores: Tensor, frame_order: Tensor, state_order: Tensor) -> Tensor:
    by_frame = scores.gather(1, frame_order.unsqueeze(2).expand_as(scores))
    return by_frame.gather(2, state_order.unsqueeze(1).expand_as(scores))


def diagonal_prior(frames: Tensor, states: Tensor, shape: tuple[int, int], width: float = 0.05) -> Tensor:
    """Log-weights that favour an even pace, for the first steps of training, `(batch, frames, states)`."""
    time = torch.arange(shape[0]).unsqueeze(0) / frames.unsqueeze(1)  # (batch, frames)
    place = torch.arange(shape[1]).unsqueeze(0) / states.unsqueeze(1)  # (batch, states)
    return -0.5 * ((time.unsqueeze(2) - place.unsqueeze(1)) / width).square()


def envelope_loss(
    network: Aligner, mel: Tensor, symbols: Tensor, frames: Tensor, states: Tensor, guidance: float
) -> tuple[Tensor, Tensor]:
    """Negative log-density of a frame under the envelope, and the posterior of each state in each frame.

    The gradient is that of the log-sum over all paths, by Fisher's identity; `guidance` weighs an even pace.
    """
    densities = network.envelope(mel, symbols, frames)
    scores = network.config.softness * densities.detach()
    scores = scores + guidance * diagonal_prior(frames, states, scores.shape[1:])
    occupancy, _ = state_posteriors(scores, frames, states)
    return -(occupancy * densities).sum() / frames.sum() / (2 * network.config.cepstra), occupancy


def recogniser_loss(network: Aligner, mel: Tensor, symbols: Tensor, frames: Tensor, occupancy: Tensor) -> Tensor:
    """Cross entropy of the recogniser against the posterior of each state, a frame."""
    network.recogniser.follow_prior(occupancy, symbols)
    return -(occupancy * emissions(network.recogniser(mel), symbols)).sum() / frames.sum()
