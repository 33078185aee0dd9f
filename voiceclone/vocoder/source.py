"""The excitation: a band-limited pulse train at the given pitch, and noise.

It spares the network the learning of phase, and makes the pitch of the result the pitch that was asked for. The
idea is that of the neural source-filter models (X. Wang et al., arXiv 1904.12088) in the spectral domain (Wavehax,
arXiv 2411.06807); the pulse train is the closed form of a sum of cosines (Dirichlet's kernel).
"""

import math

import torch
import torch.nn.functional as F
from torch import Tensor

from voiceclone.audio.mel import MEL


def harmonic_source(f0: Tensor, start: int = 0) -> Tensor:
    """All harmonics of `f0` below the Nyquist frequency with equal amplitude, of unit power; 0 where unvoiced.

    `f0`: Hz, 0 where unvoiced, `(batch, frames)`. Returns the samples from frame `start` on,
    `(batch, (frames - start) * hop)`.
    """
    rate = _upsample(_hold_through_silence(f0)) / MEL.sample_rate  # (batch, samples), cycles a sample
    cycles = rate.double().cumsum(dim=1)[:, start * MEL.hop :]
    rate = rate[:, start * MEL.hop :]
    angle = (2 * math.pi * (cycles - cycles.round())).to(f0.dtype)  # within (-pi, pi]
    harmonics = (0.5 / rate.clamp_min(1e-4)).floor()
    half = torch.sin(angle / 2)
    at_pulse = half.abs() < 1e-4
    kernel = torch.sin((harmonics + 0.5) * angle) / (2 * torch.where(at_pulse, torch.ones_like(half), half)) - 0.5
    pulses = torch.where(at_pulse, harmonics, kernel) * (2 / harmonics).sqrt()
    return pulses * _upsample((f0 > 0).to(f0.dtype))[:, start * MEL.hop :]


def _upsample(frames: Tensor) -> Tensor:
    """Linear interpolation from one value a hop, at the hop's middle, to one a sample."""
    return F.interpolate(frames.unsqueeze(1), scale_factor=MEL.hop, mode="linear").squeeze(1)


def _hold_through_silence(f0: Tensor) -> Tensor:
    """Fill unvoiced frames with the last voiced value before them, and 100 Hz before there is any."""
    frames = torch.arange(f0.shape[1], device=f0.device).expand_as(f0)
    last = torch.where(f0 > 0, frames, torch.full_like(frames, -1)).cummax(dim=1).values
    return torch.where(last >= 0, f0.gather(1, last.clamp_min(0)), torch.full_like(f0, 100.0))
