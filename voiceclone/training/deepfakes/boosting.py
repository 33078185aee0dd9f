"""What may happen to a recording on its way, drawn anew at every step, for a batch at the detector's rate.

After RawBoost (H. Tak et al., arXiv 2111.04433): filters with notches and their distortion, impulses that follow the
signal, and stationary noise; and besides rooms, recorded noise, narrow bands and 8 bits. It happens where the batch
lies, on a processor or a GPU, and alike to both of a pair.
"""

import math
from collections.abc import Callable

import numpy as np
import scipy.fft
import torch
from torch import Tensor

from voiceclone.trust.synthetic.config import RATE

_TAPS = 101
_GRID = 64  # bins on which the gains of a filter are drawn
_LONGEST_ROOM = RATE // 2  # samples

Change = Callable[[Tensor, "_Chance"], Tensor]


def boosted(pairs: Tensor, noises: Tensor, seed: int) -> Tensor:
    """Return `pairs` `(pairs, 2, samples)` at 16 kHz after some of all this, of the same shape.

    `noises` `(samples,)`: recorded noise, all in one, at least as long as a sample; empty for none. `seed` decides.
    """
    chance = _Chance(seed, pairs.device)
    changed = _in_some(pairs, 0.5, _distorted, chance)
    changed = _in_some(changed, 0.2, _in_room, chance)
    changed = _in_some(changed, 0.15, _with_impulses, chance)
    changed = _in_some(changed, 0.3, _with_coloured_noise, chance)
    if len(noises):
        changed = _in_some(changed, 0.15, lambda some, chance: _with_recorded_noise(some, noises, chance), chance)
    changed = _in_some(changed, 0.35, _low_passed, chance)
    changed = _in_some(changed, 0.15, _high_passed, chance)
    return _in_some(changed, 0.07, _in_eight_bits, chance)


class _Chance:
    """What is drawn for each pair, `(pairs, 1, 1)`, and noise: both on the device of the batch."""

    def __init__(self, seed: int, device: torch.device) -> None:
        self.numbers = np.random.default_rng(seed)
        self._device = device
        self._noise = torch.Generator(device).manual_seed(seed)

    def uniform(self, low: float, high: float, pairs: int) -> Tensor:
        """One number for each pair."""
        return self.to_device(self.numbers.uniform(low, high, (pairs, 1, 1)))

    def noise(self, pairs: int, samples: int) -> Tensor:
        """White noise, the same for both of a pair."""
        return torch.randn(pairs, 1, samples, generator=self._noise, device=self._device)

    def to_device(self, drawn: np.ndarray) -> Tensor:
        """In single precision, where the batch lies."""
        return torch.from_numpy(drawn.astype(np.float32)).to(self._device)


def _in_some(pairs: Tensor, share: float, change: Change, chance: _Chance) -> Tensor:
    """Change each pair with a probability of `share`."""
    chosen = np.flatnonzero(chance.numbers.random(len(pairs)) < share)
    if not len(chosen):
        return pairs
    places = torch.from_numpy(chosen).to(pairs.device)
    return pairs.index_copy(0, places, change(pairs[places], chance))


def _distorted(pairs: Tensor, chance: _Chance) -> Tensor:
    """Powers of the signal, each through a filter of its own, one below the other."""
    scaled = pairs / pairs.abs().amax(dim=2, keepdim=True).clamp_min(1e-6)
    highest = chance.numbers.integers(1, 4, (len(pairs), 1, 1))
    total = torch.zeros_like(pairs)
    for power in (1, 2, 3):
        gain = 10 ** (-chance.uniform(10, 35, len(pairs)) * (power - 1) / 20)
        total += gain * chance.to_device(highest >= power) * _filtered(scaled**power, _notches(len(pairs), chance))
    return total - total.mean(dim=2, keepdim=True)


def _notches(pairs: int, chance: _Chance) -> Tensor:
    """Filters with a slope and up to three dips, `(pairs, 1, taps)`."""
    rng, frequencies = chance.numbers, np.linspace(0, RATE / 2, _GRID + 1)
    decibels = rng.normal(0, 4, (pairs, 1)) * (frequencies / (RATE / 4) - 1)
    dips = rng.integers(0, 4, (pairs, 1))
    for dip in range(3):
        middle, width = rng.uniform(50, 7_800, (pairs, 1)), rng.uniform(100, 900, (pairs, 1))
        depth = rng.uniform(3, 25, (pairs, 1)) * (dips > dip)
        decibels -= depth * np.exp(-(((frequencies - middle) / width) ** 2))
    taps = np.fft.fftshift(np.fft.irfft(10 ** (decibels / 20)), axes=1)[:, _GRID - _TAPS // 2 :][:, :_TAPS]
    return chance.to_device((taps * np.hamming(_TAPS))[:, None])


def _in_room(pairs: Tensor, chance: _Chance) -> Tensor:
    """Reverberation of 0.1 to 0.5 s: noise that decays by 60 dB, 0 to 10 dB below the direct sound."""
    length = chance.uniform(0.1, 0.5, len(pairs)) * RATE
    time = torch.arange(_LONGEST_ROOM, device=pairs.device)
    tail = chance.noise(len(pairs), _LONGEST_ROOM) * 10 ** (-3 * time / length) * (time < length)
    below = 10 ** (-chance.uniform(0, 10, len(pairs)) / 20)
    tail = tail * below / tail.square().sum(dim=2, keepdim=True).sqrt()
    tail[:, :, 0] = 1.0
    return _convolved(pairs, tail)[:, :, : pairs.shape[2]]


def _with_impulses(pairs: Tensor, chance: _Chance) -> Tensor:
    """Impulses at up to a tenth of the samples, as loud as these are (signal-dependent)."""
    often = chance.uniform(0.005, 0.1, len(pairs))
    bound = math.sqrt(2) * torch.erfinv(1 - 2 * often)  # a normal number is above it so often
    hit = chance.noise(len(pairs), pairs.shape[2]) > bound
    size = chance.noise(len(pairs), pairs.shape[2]).clamp(-1, 1) * chance.uniform(0.05, 0.5, len(pairs))
    return pairs * (1 + hit * size)


def _with_coloured_noise(pairs: Tensor, chance: _Chance) -> Tensor:
    """Noise whose power falls with f^0 to f^-1.5, 10 to 40 dB below."""
    length = pairs.shape[2]
    frequency = torch.fft.rfftfreq(length, 1 / RATE, device=pairs.device).clamp_min(60.0)
    spectrum = torch.fft.rfft(chance.noise(len(pairs), length)) * frequency ** -chance.uniform(0, 0.75, len(pairs))
    return _mixed(pairs, torch.fft.irfft(spectrum, length), chance.uniform(10, 40, len(pairs)))


def _with_recorded_noise(pairs: Tensor, noises: Tensor, chance: _Chance) -> Tensor:
    """A stretch of the noises, 10 to 35 dB below."""
    length = pairs.shape[2]
    starts = chance.numbers.integers(0, len(noises) - length + 1, len(pairs))
    stretches = torch.stack([noises[start : start + length] for start in starts.tolist()])[:, None]
    return _mixed(pairs, stretches, chance.uniform(10, 35, len(pairs)))


def _low_passed(pairs: Tensor, chance: _Chance) -> Tensor:
    return _filtered(pairs, _low_pass(chance.uniform(3_000, 7_500, len(pairs))))


def _high_passed(pairs: Tensor, chance: _Chance) -> Tensor:
    return pairs - _filtered(pairs, _low_pass(chance.uniform(80, 350, len(pairs))))


def _in_eight_bits(pairs: Tensor, chance: _Chance) -> Tensor:
    """Quantised by the mu-law, at full level."""
    scaled = pairs / pairs.abs().amax(dim=2, keepdim=True).clamp_min(1e-9)
    code = (scaled.sign() * torch.log1p(255 * scaled.abs()) / math.log(256) * 127).round() / 127
    return code.sign() * (256 ** code.abs() - 1) / 255


def _mixed(pairs: Tensor, sound: Tensor, below: Tensor) -> Tensor:
    """Add `sound` so many dB `below` the speech."""
    power, own = (part.square().mean(dim=2, keepdim=True) for part in (pairs, sound))
    return pairs + sound * (power / own.clamp_min(1e-12)).sqrt() * 10 ** (-below / 20)


def _low_pass(cutoff: Tensor) -> Tensor:
    """A sinc under a Hamming window for each `cutoff` `(pairs, 1, 1)` in Hz, `(pairs, 1, taps)`."""
    time = torch.arange(_TAPS, device=cutoff.device) - _TAPS // 2
    taps = torch.sinc(2 * cutoff / RATE * time) * torch.hamming_window(_TAPS, periodic=False, device=cutoff.device)
    return taps / taps.sum(dim=2, keepdim=True)


def _filtered(pairs: Tensor, taps: Tensor) -> Tensor:
    """Convolve with a filter that is symmetric, without its delay."""
    return _convolved(pairs, taps)[:, :, _TAPS // 2 :][:, :, : pairs.shape[2]]


def _convolved(pairs: Tensor, response: Tensor) -> Tensor:
    size = scipy.fft.next_fast_len(pairs.shape[2] + response.shape[2] - 1, real=True)
    return torch.fft.irfft(torch.fft.rfft(pairs, size) * torch.fft.rfft(response, size), size)
