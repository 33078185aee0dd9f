"""Changes the sample rate of a signal, whole or in blocks, with torchaudio's band-limited interpolation."""

import math
from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from voiceclone.audio.torchaudio_import import import_torchaudio

# The Kaiser window known as librosa's "kaiser_best": flat to 95 % of the lower Nyquist frequency, aliases
# below -100 dB. https://pytorch.org/audio/stable/tutorials/audio_resampling_tutorial.html
ZERO_CROSSINGS = 64
ROLLOFF = 0.9475937167399596
BETA = 14.769656459379492

# An odd rate such as 44,101 Hz would need a filter for each of 24,000 phases (gigabytes). The nearest ratio with
# at most so many phases is exact for every usual rate, and off by two cents of pitch, unheard, at the very worst.
MOST_PHASES = 480


def resample(samples: npt.NDArray[np.float32], source_rate: int, target_rate: int) -> npt.NDArray[np.float32]:
    """Return `samples`, shape `(samples,)` at `source_rate` Hz, at `target_rate` Hz.

    The result has `ceil(samples * target_rate / source_rate)` samples (up to a thousandth more or fewer where a
    rate is odd), and may exceed the range of `samples` by the ringing of the filter.
    """
    if source_rate == target_rate:
        return samples
    ratio = _ratio(source_rate, target_rate)
    return _interpolate(samples, ratio.numerator, ratio.denominator)


def resample_blocks(
    blocks: Iterable[npt.NDArray[np.float32]], source_rate: int, target_rate: int
) -> Iterator[npt.NDArray[np.float32]]:
    """Resample a signal that comes in blocks of any length, shape `(samples,)`, holding only one of them.

    The blocks that are yielded, one after another, are what `resample` makes of the whole signal.
    """
    if source_rate == target_rate:
        yield from blocks
        return
    ratio = _ratio(source_rate, target_rate)
    down, up = ratio.numerator, ratio.denominator  # `down` samples of the source last as long as `up` of the target
    reach = math.ceil(ZERO_CROSSINGS * max(1.0, down / up) / ROLLOFF)  # the filter's half-length, in source samples
    context = math.ceil(reach / down + 1) * down
    held = np.zeros(0, dtype=np.float32)
    past = 0  # how many of the samples held serve only as context on the left
    for block in blocks:
        held = np.concatenate((held, block))
        ready = (len(held) - past - context) // down * down
        if ready <= 0:
            continue
        yield _interpolate(held, down, up)[past // down * up : (past + ready) // down * up]
        start = max(0, past + ready - context)
        past, held = past + ready - start, held[start:]
    if len(held) > past:
        yield _interpolate(held, down, up)[past // down * up :]


def _ratio(source_rate: int, target_rate: int) -> Fraction:
    """Return source to target as a fraction whose denominator, the number of filters, is small."""
    return Fraction(source_rate, target_rate).limit_denominator(MOST_PHASES)


def _interpolate(samples: npt.NDArray[np.float32], down: int, up: int) -> npt.NDArray[np.float32]:
    with torch.no_grad():
        result: npt.NDArray[np.float32] = _interpolator(down, up)(torch.tensor(samples)).numpy()
    return result


@lru_cache(maxsize=8)
def _interpolator(down: int, up: int) -> Any:
    return import_torchaudio().transforms.Resample(
        down,
        up,
        resampling_method="sinc_interp_kaiser",
        lowpass_filter_width=ZERO_CROSSINGS,
        rolloff=ROLLOFF,
        beta=BETA,
    )
