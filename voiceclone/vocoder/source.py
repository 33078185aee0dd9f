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

_BETWEEN_PULSES = 0.5  # cycles: where a voiced sound begins


def harmonic_source(f0: Tensor, start: int = 0) -> Tensor:
    """All harmonics of `f0` below the Nyquist frequency, of unit power; 0 where unvoiced.

    All have the same amplitude, except the highest: it fades as it comes within a fundamental of the Nyquist frequency.
    Were it cut off there, the least difference of a pitch, as from one machine to another, would be a click. And the
    phase begins anew in the silence before each voiced sound, so that such differences do not add up.

    `f0`: Hz, 0 where unvoiced, `(batch, frames)`. Returns the samples from frame `start` on,
    `(batch, (frames - start) * hop)`.
    """
    rate = _upsample(_hold_through_silence(f0)) / MEL.sample_rate  # (batch, samples), cycles a sample
    cycles = _since_onset(rate.double().cumsum(dim=1), f0 > 0)[:, start * MEL.hop :]
    rate = rate[:, start * MEL.hop :]
    angle = (2 * math.pi * (cycles - cycles.round())).to(f0.dtype)  # within (-pi, pi]
    room = 0.5 / rate.clamp_min(1e-4)  # fundamentals up to the Nyquist frequency
    full = room.floor() - 1  # harmonics of full amplitude
    half = torch.sin(angle / 2)
    at_pulse = half.abs() < 1e-4
    kernel = torch.sin((full + 0.5) * angle) / (2 * torch.where(at_pulse, torch.ones_like(half), half)) - 0.5
    highest = (room - room.floor()) * torch.cos((full + 1) * angle)
    pulses = (torch.where(at_pulse, full, kernel) + highest) * (2 / room).sqrt()
    return pulses * _upsample((f0 > 0).to(f0.dtype))[:, start * MEL.hop :]


def _since_onset(cycles: Tensor, voiced: Tensor) -> Tensor:
    """Cycles `(batch, samples)` since the middle, which is silent, of the frame before the last voiced sound began."""
    middles = F.pad(cycles[:, MEL.hop // 2 - 1 :: MEL.hop], (1, 0))  # (batch, frames + 1): each begins a stretch
    onset = voiced & ~F.pad(voiced, (1, 0))[:, :-1]
    stretches = torch.arange(middles.shape[1], device=cycles.device).expand_as(middles)
    last = torch.where(F.pad(onset, (0, 1)), stretches, torch.zeros_like(stretches)).cummax(dim=1).values
    begun = middles.gather(1, last).repeat_interleave(MEL.hop, dim=1)  # (batch, samples + hop)
    return cycles - begun[:, MEL.hop // 2 : -MEL.hop // 2] + _BETWEEN_PULSES


def _upsample(frames: Tensor) -> Tensor:
    """Linear interpolation from one value a hop, at the hop's middle, to one a sample."""
    return F.interpolate(frames.unsqueeze(1), scale_factor=MEL.hop, mode="linear").squeeze(1)


def _hold_through_silence(f0: Tensor) -> Tensor:
    """Fill unvoiced frames with the last voiced value before them, and 100 Hz before there is any."""
    frames = torch.arange(f0.shape[1], device=f0.device).expand_as(f0)
    last = torch.where(f0 > 0, frames, torch.full_like(frames, -1)).cummax(dim=1).values
    return torch.where(last >= 0, f0.gather(1, last.clamp_min(0)), torch.full_like(f0, 100.0))
