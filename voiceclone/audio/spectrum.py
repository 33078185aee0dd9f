"""The one short-time Fourier transform, and its exact inverse.

Frame t is centred on the middle of hop t ("same" padding), so that a signal of n hops has n frames.
"""

import torch
import torch.nn.functional as F
from torch import Tensor

from voiceclone.audio.definition import BINS as BINS
from voiceclone.audio.definition import HOP as HOP
from voiceclone.audio.definition import N_FFT as N_FFT

_EDGE = (N_FFT - HOP) // 2


def spectrogram(samples: Tensor) -> Tensor:
    """Complex spectrum of `(..., samples)`, shape `(..., frames, BINS)`; zeros fill up an incomplete last hop."""
    missing = -samples.shape[-1] % HOP
    flat = F.pad(samples.reshape(-1, samples.shape[-1]), (_EDGE, missing + _EDGE))  # (signals, samples)
    spectrum = torch.stft(flat, N_FFT, HOP, window=_window(samples), center=False, return_complex=True)
    return spectrum.transpose(1, 2).reshape(*samples.shape[:-1], -1, BINS)


def inverse_spectrogram(spectrum: Tensor) -> Tensor:
    """Samples of a complex spectrum `(..., frames, BINS)` by overlap-add, shape `(..., frames * HOP)`."""
    *signals, frames, _ = spectrum.shape
    window = _window(spectrum.real)
    pieces = torch.fft.irfft(spectrum.reshape(-1, frames, BINS), N_FFT) * window  # (signals, frames, N_FFT)
    length = (frames - 1) * HOP + N_FFT
    weight = window.square().expand(1, frames, N_FFT)
    samples = _overlap_add(pieces, length) / _overlap_add(weight, length).clamp_min(1e-8)
    return samples[:, _EDGE : length - _EDGE].reshape(*signals, frames * HOP)


def _overlap_add(pieces: Tensor, length: int) -> Tensor:
    columns = pieces.transpose(1, 2)  # (signals, N_FFT, frames)
    return F.fold(columns, (1, length), (1, N_FFT), stride=(1, HOP))[:, 0, 0]  # (signals, length)


def _window(like: Tensor) -> Tensor:
    return torch.hann_window(N_FFT, device=like.device)
