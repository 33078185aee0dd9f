"""What may happen to a recording on its way, cheap enough to be drawn anew at every step, at the detector's rate.

After RawBoost (H. Tak et al., arXiv 2111.04433): filters with notches and their distortion, impulses that follow the
signal, and stationary noise; and besides rooms, recorded noise, narrow bands and 8 bits. Both of a pair are given the
same generator of chance, and so meet the same.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import scipy.signal

from voiceclone.evaluation.attacks import in_room, mixed, mu_law, simulated_room
from voiceclone.trust.synthetic.config import RATE

Samples = npt.NDArray[np.float32]

_TAPS = 101


def boosted(samples: Samples, noises: Sequence[Samples], rng: np.random.Generator) -> Samples:
    """Return `samples` `(samples,)` at 16 kHz after some of all this; as many."""
    length = len(samples)
    draws = rng.random(7)
    if draws[0] < 0.5:
        samples = _distorted(samples, rng)
    if draws[1] < 0.2:
        samples = in_room(samples, simulated_room(rng, rng.uniform(0.1, 0.5), rng.uniform(0, 10)))
    if draws[2] < 0.15:
        samples = _with_impulses(samples, rng)
    if draws[3] < 0.3:
        samples = mixed(samples, _coloured(length, rng), rng.uniform(10, 40))
    elif draws[3] < 0.5 and noises:
        noise = np.roll(noises[int(rng.integers(len(noises)))], int(rng.integers(1 << 20)))
        samples = mixed(samples, noise, rng.uniform(10, 35))
    if draws[4] < 0.35:
        samples = _filtered(samples, scipy.signal.firwin(_TAPS, rng.uniform(3_000, 7_500), fs=RATE))
    if draws[5] < 0.15:
        samples = _filtered(samples, scipy.signal.firwin(_TAPS, rng.uniform(80, 350), fs=RATE, pass_zero=False))
    if draws[6] < 0.07:
        samples = mu_law(samples)
    return np.asarray(samples[:length], dtype=np.float32)


def _distorted(samples: Samples, rng: np.random.Generator) -> Samples:
    """Powers of the signal, each through a filter of its own, one below the other."""
    total = np.zeros_like(samples)
    scaled = samples / max(float(np.abs(samples).max()), 1e-6)
    powers = int(rng.integers(1, 4))
    for power in range(1, powers + 1):
        gain = 10 ** (-rng.uniform(10, 35) * (power - 1) / 20)
        total += np.float32(gain) * _filtered(scaled**power, _notches(rng))
    return total - total.mean()


def _notches(rng: np.random.Generator) -> npt.NDArray[np.float64]:
    """A filter with a slope and up to three dips."""
    frequencies = np.linspace(0, RATE / 2, 64)
    gains = rng.normal(0, 4) * (frequencies / (RATE / 4) - 1)
    for _ in range(int(rng.integers(0, 4))):
        middle, width = rng.uniform(50, 7_800), rng.uniform(100, 900)
        gains -= rng.uniform(3, 25) * np.exp(-(((frequencies - middle) / width) ** 2))
    filter_: npt.NDArray[np.float64] = scipy.signal.firwin2(_TAPS, frequencies, 10 ** (gains / 20), fs=RATE)
    return filter_


def _with_impulses(samples: Samples, rng: np.random.Generator) -> Samples:
    """Impulses at up to a tenth of the samples, as loud as these are (signal-dependent)."""
    hit = rng.random(len(samples)) < rng.uniform(0.005, 0.1)
    impulses = rng.uniform(-1, 1, len(samples)) * rng.uniform(0.05, 0.5)
    return np.asarray(samples * (1 + hit * impulses), dtype=np.float32)


def _coloured(length: int, rng: np.random.Generator) -> Samples:
    """Noise whose power falls with f^0 to f^-1.5."""
    spectrum = np.fft.rfft(rng.standard_normal(length))
    frequency = np.maximum(np.fft.rfftfreq(length, 1 / RATE), 60.0)
    return np.fft.irfft(spectrum * frequency ** -rng.uniform(0, 0.75), length).astype(np.float32)


def _filtered(samples: Samples, taps: npt.NDArray[np.float64]) -> Samples:
    delay = len(taps) // 2
    full = scipy.signal.oaconvolve(samples, taps.astype(np.float32))
    return np.asarray(full[delay : delay + len(samples)], dtype=np.float32)
