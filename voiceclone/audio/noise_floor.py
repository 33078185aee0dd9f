"""Takes a steady noise out of a mel-spectrogram: a hiss, a hum, a fan."""

import torch
from torch import Tensor

from voiceclone.audio.definition import HEARD_BINS, MEL, SPEECH_DEPTH

_QUIET = 0.1  # share of the frames, the quietest, that are taken for noise
_CLEAN, _NOISY = 20.0, 14.0  # decibels of speech over noise, median over the bins: nothing, and all, is done
_OVER = 2.0  # how much more than the mean noise is taken away: noise is as often louder than its mean as not
_LEFT = 0.03  # share of the power that stays at least, so that no hole is torn


def without_noise(mel: Tensor) -> Tensor:
    """Subtract the power of the quietest frames of a log-mel `(frames, n_mels)`, if it is near that of the speech.

    Spectral subtraction with a floor (M. Berouti et al., ICASSP 1979); a clean recording comes back as it is.
    """
    power = (2 * mel).exp()
    level = mel[:, :HEARD_BINS].mean(dim=1)  # (frames,)
    noise = power[level <= level.quantile(_QUIET)].mean(dim=0)  # (n_mels,)
    speech = power[level > level.quantile(0.95) - SPEECH_DEPTH].mean(dim=0)
    ratio = 10 * float((speech / noise)[:HEARD_BINS].log10().median())
    share = min(1.0, max(0.0, (_CLEAN - ratio) / (_CLEAN - _NOISY)))
    if not share:
        return mel
    cleaned = torch.maximum(power - share * _OVER * noise, _LEFT**share * power)
    return (cleaned.log() / 2).clamp_min(torch.tensor(MEL.floor).log())
