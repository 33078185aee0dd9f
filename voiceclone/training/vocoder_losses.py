"""What the vocoder is judged by: distances of mel-spectrograms, and two families of discriminators."""

import itertools
from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from voiceclone.audio.mel import MEL
from voiceclone.audio.torchaudio_import import import_torchaudio

Features = list[Tensor]
_LOUDER = 10.0  # speech at -25 dB has a deviation of 0.06: too little for a discriminator to begin with


class MultiScaleMelLoss(nn.Module):
    """Mean L1 distance of log-mels at several resolutions (R. Kumar et al., arXiv 2306.06546, section 3.4)."""

    def __init__(
        self, windows: Sequence[int] = (128, 256, 512, 1024, 2048), bins: Sequence[int] = (10, 20, 40, 80, 160)
    ):
        super().__init__()
        fbanks = import_torchaudio().functional.melscale_fbanks
        self.windows = windows
        for window, count in zip(windows, bins, strict=True):
            filters = fbanks(window // 2 + 1, 0.0, MEL.f_max, count, MEL.sample_rate, norm=None, mel_scale="htk")
            self.register_buffer(f"filters_{window}", filters, persistent=False)

    def forward(self, made: Tensor, real: Tensor) -> Tensor:
        """Distance of two signals `(batch, samples)`."""
        total = made.new_zeros(())
        for window in self.windows:
            total = total + F.l1_loss(self._log_mel(made, window), self._log_mel(real, window))
        return total / len(self.windows)

    def _log_mel(self, samples: Tensor, window: int) -> Tensor:
        shape = torch.hann_window(window, device=samples.device)
        spectrum = torch.stft(samples, window, window // 4, window=shape, return_complex=True)
        magnitude = (spectrum.real.square() + spectrum.imag.square() + 1e-12).sqrt()  # (batch, bins, frames)
        return (magnitude.transpose(1, 2) @ getattr(self, f"filters_{window}")).clamp_min(MEL.floor).log()


class PeriodDiscriminator(nn.Module):
    """Convolutions along time on every `period`-th sample (HiFi-GAN, arXiv 2010.05646, section 2.3)."""

    def __init__(self, period: int, channels: int = 16) -> None:
        super().__init__()
        self.period = period
        widths = (1, channels, 2 * channels, 4 * channels, 8 * channels)
        self.layers = nn.ModuleList(
            nn.utils.parametrizations.weight_norm(nn.Conv2d(before, after, (5, 1), (3, 1), padding=(2, 0)))
            for before, after in itertools.pairwise(widths)
        )
        self.last = nn.utils.parametrizations.weight_norm(nn.Conv2d(widths[-1], 1, (3, 1), padding=(1, 0)))

    def forward(self, samples: Tensor) -> tuple[Tensor, Features]:
        """Score `(batch, ...)` and the features of every layer for `(batch, samples)`."""
        samples = F.pad(samples, (0, -samples.shape[1] % self.period))
        inner = samples.reshape(len(samples), 1, -1, self.period)  # (batch, 1, rows, period)
        return _through(self.layers, self.last, inner)


class SpectrumDiscriminator(nn.Module):
    """Convolutions on a complex spectrogram (UnivNet, arXiv 2106.07889; complex as in EnCodec, arXiv 2210.13438)."""

    def __init__(self, window: int, channels: int = 16) -> None:
        super().__init__()
        self.window = window
        conv = nn.Conv2d
        shapes = [
            conv(2, channels, (3, 9), padding=(1, 4)),
            conv(channels, channels, (3, 9), stride=(1, 2), padding=(1, 4)),
            conv(channels, channels, (3, 9), stride=(1, 2), padding=(1, 4)),
            conv(channels, channels, (3, 9), stride=(1, 2), padding=(1, 4)),
            conv(channels, channels, (3, 3), padding=(1, 1)),
        ]
        self.layers = nn.ModuleList(nn.utils.parametrizations.weight_norm(layer) for layer in shapes)
        self.last = nn.utils.parametrizations.weight_norm(conv(channels, 1, (3, 3), padding=(1, 1)))

    def forward(self, samples: Tensor) -> tuple[Tensor, Features]:
        """Score `(batch, ...)` and the features of every layer for `(batch, samples)`."""
        shape = torch.hann_window(self.window, device=samples.device)
        spectrum = torch.stft(
            samples.float(), self.window, self.window // 4, window=shape, normalized=True, return_complex=True
        )
        parts = torch.view_as_real(spectrum).permute(0, 3, 2, 1)  # (batch, 2, frames, bins)
        return _through(self.layers, self.last, parts)


def _through(layers: nn.ModuleList, last: nn.Module, inner: Tensor) -> tuple[Tensor, Features]:
    features = []
    for layer in layers:
        inner = F.leaky_relu(layer(inner), 0.1)
        features.append(inner)
    return last(inner).flatten(1), features


class Discriminators(nn.Module):
    """The adversary: five period and three spectrum discriminators."""

    def __init__(
        self, periods: Sequence[int] = (2, 3, 5, 7, 11), windows: Sequence[int] = (512, 1024, 2048), channels: int = 16
    ) -> None:
        super().__init__()
        self.parts = nn.ModuleList(
            [PeriodDiscriminator(period, channels) for period in periods]
            + [SpectrumDiscriminator(window, channels) for window in windows]
        )

    def forward(self, samples: Tensor) -> list[tuple[Tensor, Features]]:
        """Score and features of each discriminator for `(batch, samples)`."""
        return [part(_LOUDER * samples) for part in self.parts]


def discriminator_loss(real: list[tuple[Tensor, Features]], made: list[tuple[Tensor, Features]]) -> Tensor:
    """Hinge loss: real scores above 1, made ones below -1."""
    losses = [
        F.relu(1 - score_real).mean() + F.relu(1 + score_made).mean()
        for (score_real, _), (score_made, _) in zip(real, made, strict=True)
    ]
    return torch.stack(losses).mean()


def generator_loss(made: list[tuple[Tensor, Features]]) -> Tensor:
    """Hinge loss of the generator: its scores as high as they go."""
    return torch.stack([F.relu(1 - score).mean() for score, _ in made]).mean()


def feature_loss(real: list[tuple[Tensor, Features]], made: list[tuple[Tensor, Features]]) -> Tensor:
    """Mean L1 distance between the discriminators' features of real and made, each relative to its own size.

    Relative as in EnCodec (arXiv 2210.13438, section 3.4), so that no layer counts more because its values are large.
    """
    losses = [
        F.l1_loss(one, other.detach()) / other.detach().abs().mean().clamp_min(1e-4)
        for (_, features_made), (_, features_real) in zip(made, real, strict=True)
        for one, other in zip(features_made, features_real, strict=True)
    ]
    return torch.stack(losses).mean()
