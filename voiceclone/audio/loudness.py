"""Measures how loud speech is, and brings recordings to one level."""

import math

import numpy as np
import numpy.typing as npt
from scipy.signal import lfilter

from voiceclone.audio.activity import FRAME_SECONDS, speech_frames

SPEECH_LEVEL = -25.0  # dB of full scale, RMS over speech
HIGHEST_PEAK = 0.99


def speech_level(samples: npt.NDArray[np.float32], sample_rate: int) -> float:
    """Return the RMS level of the speech in `samples`, shape `(samples,)`, in dB of full scale.

    Where no speech is found, all samples count. Digital silence has the level minus infinity.
    """
    hop = max(1, round(FRAME_SECONDS * sample_rate))
    active = np.repeat(speech_frames(samples, sample_rate), hop)  # (samples,)
    spoken = samples[: len(active)][active] if active.any() else samples
    power = float(np.square(spoken, dtype=np.float64).mean()) if len(spoken) else 0.0
    return 10.0 * math.log10(power) if power > 0.0 else -math.inf


def normalise_loudness(samples: npt.NDArray[np.float32], sample_rate: int = 24_000) -> npt.NDArray[np.float32]:
    """Return `samples`, shape `(samples,)`, scaled so that the speech in them has -25 dB of full scale (RMS).

    The gain is lower where a peak would exceed 0.99. Digital silence is returned as it is.
    """
    level = speech_level(samples, sample_rate)
    if not math.isfinite(level):
        return samples
    gain = 10.0 ** ((SPEECH_LEVEL - level) / 20.0)
    gain = min(gain, HIGHEST_PEAK / float(np.abs(samples).max()))
    return np.asarray(samples * np.float32(gain), dtype=np.float32)


def integrated_loudness(samples: npt.NDArray[np.float32], sample_rate: int) -> float:
    """Return the loudness of `samples`, shape `(samples,)`, in LUFS, as ITU-R BS.1770-4 defines it for one channel.

    Minus infinity where nothing is louder than -70 LUFS, or where there are less than 0.4 s.
    """
    weighted = samples.astype(np.float64)
    for numerator, denominator in _k_weighting(sample_rate):
        weighted = lfilter(numerator, denominator, weighted)
    block, step = round(0.4 * sample_rate), round(0.1 * sample_rate)
    if len(weighted) < block:
        return -math.inf
    energy = np.concatenate(([0.0], np.cumsum(np.square(weighted))))  # (samples + 1,)
    starts = np.arange(0, len(weighted) - block + 1, step)
    power = np.maximum((energy[starts + block] - energy[starts]) / block, 1e-15)  # (blocks,)
    gated = power[_lufs(power) > -70.0]
    if gated.size == 0:
        return -math.inf
    gated = gated[_lufs(gated) > _lufs(gated.mean()) - 10.0]
    return float(_lufs(gated.mean()))


def _lufs(power: npt.ArrayLike) -> npt.NDArray[np.float64]:
    loudness: npt.NDArray[np.float64] = -0.691 + 10.0 * np.log10(power)
    return loudness


def _k_weighting(sample_rate: int) -> list[tuple[list[float], list[float]]]:
    """Return the two filters of BS.1770 for any rate: a high shelf for the head, a high pass for low hearing.

    The standard prints coefficients for 48 kHz only; the analogue parameters behind them were recovered by
    B. De Man, "Evaluation of Implementations of the EBU R128 Loudness Measurement" (AES 145, 2018).
    """
    k = math.tan(math.pi * 1681.974450955533 / sample_rate)
    q, high = 0.7071752369554196, 10.0 ** (3.999843853973347 / 20.0)
    middle = high**0.4996667741545416
    norm = 1.0 + k / q + k * k
    shelf = (
        [(high + middle * k / q + k * k) / norm, 2.0 * (k * k - high) / norm, (high - middle * k / q + k * k) / norm],
        [1.0, 2.0 * (k * k - 1.0) / norm, (1.0 - k / q + k * k) / norm],
    )
    k, q = math.tan(math.pi * 38.13547087602444 / sample_rate), 0.5003270373238773
    norm = 1.0 + k / q + k * k
    high_pass = ([1.0, -2.0, 1.0], [1.0, 2.0 * (k * k - 1.0) / norm, (1.0 - k / q + k * k) / norm])
    return [shelf, high_pass]
