"""The one log-mel front end, shared by every network."""

from functools import lru_cache

import torch
from torch import Tensor

from voiceclone.audio.definition import HEARD_BINS as HEARD_BINS
from voiceclone.audio.definition import MEL as MEL
from voiceclone.audio.definition import SPEECH_DEPTH
from voiceclone.audio.definition import MelConfig as MelConfig
from voiceclone.audio.spectrum import spectrogram
from voiceclone.audio.torchaudio_import import import_torchaudio


@lru_cache(maxsize=1)
def mel_filters() -> Tensor:
    """Triangular HTK mel filters on magnitudes, shape `(n_fft // 2 + 1, n_mels)`."""
    filters: Tensor = import_torchaudio().functional.melscale_fbanks(
        MEL.n_fft // 2 + 1, MEL.f_min, MEL.f_max, MEL.n_mels, MEL.sample_rate, norm=None, mel_scale="htk"
    )
    return filters


def mel_bin_frequencies() -> Tensor:
    """Centre frequency of each mel bin in Hz, shape `(n_mels,)`."""
    mel_max = 2595.0 * torch.log10(torch.tensor(1.0 + MEL.f_max / 700.0))
    points = torch.linspace(0.0, float(mel_max), MEL.n_mels + 2)[1:-1]
    return 700.0 * (10.0 ** (points / 2595.0) - 1.0)


def frame_count(samples: int) -> int:
    """Number of mel frames of a signal of `samples` samples: one a hop, the last one padded."""
    return -(-samples // MEL.hop)


def log_mel(samples: Tensor) -> Tensor:
    """Natural-log mel magnitudes of `(..., samples)` at 24 kHz, shape `(..., frames, n_mels)`."""
    magnitude = spectrogram(samples).abs()  # (..., frames, n_fft // 2 + 1)
    return (magnitude @ mel_filters().to(magnitude.device)).clamp_min(MEL.floor).log()


def speech_contrast(mel: Tensor) -> Tensor:
    """How far, in nepers, the quiet frames of `(batch, frames, n_mels)` are below the loud ones; 2 to 8, `(batch,)`."""
    level = mel[:, :, :HEARD_BINS].mean(dim=2)  # (batch, frames)
    quiet, loud = level.quantile(torch.tensor([0.03, 0.95]).to(level), dim=1)
    contrast: Tensor = (loud - quiet).clamp(2.0, 8.0)
    return contrast


def speech_spectrum(mel: Tensor) -> Tensor:
    """Mean log-mel over the frames in which somebody speaks, `(batch, n_mels)`, of `(batch, frames, n_mels)`.

    These are the frames within 4 nepers (35 dB) of the loud ones, by their mean over the bins.
    """
    level = mel.mean(dim=2)  # (batch, frames)
    spoken = (level > level.quantile(0.95, dim=1, keepdim=True) - SPEECH_DEPTH).float()
    return torch.einsum("btm,bt->bm", mel, spoken) / spoken.sum(dim=1, keepdim=True)
