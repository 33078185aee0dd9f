"""Makes speech as much louder as is asked for.

The acoustic model takes a wish for more energy as one for more effort: a brighter voice, hardly a louder one, as all
that it learned from was brought to one level. So what it made is compared with what it would have made without the
wish, and what is missing is added. The comparison is over a moment around each frame, power by power, so that pauses
do not count and any stretch of frames can be made on its own.
"""

import math

import numpy as np
from numpy.typing import NDArray

from voiceclone.audio.definition import MEL

Floats = NDArray[np.float32]

REACH = 24  # frames to each side that are compared
_KNEE = 0.7  # of full scale, above which loud samples are bent instead of cut


def missing_gain(made: Floats, plain: Floats, louder: Floats) -> Floats:
    """The gain of `made` in nepers, `(frames,)`, with which it is `louder` `(frames,)`, in nepers, than `plain`.

    Both are log-mels `(frames, n_mels)`; the first and last `REACH` frames are less certain.
    """
    gain: Floats = louder - 0.5 * np.log(_power(made) / _power(plain))
    return gain


def _power(mel: Floats) -> Floats:
    """Power around each frame, `(frames,)`."""
    power = np.exp(2.0 * mel) @ _narrowness(mel.shape[1])
    around = np.convolve(np.pad(power, REACH), np.ones(2 * REACH + 1), mode="valid")
    return np.asarray(around, dtype=np.float32)


def _narrowness(bins: int) -> Floats:
    """How much narrower each bin is than the first, `(bins,)`: a wide one sums up the same sound several times."""
    highest = math.log10(1.0 + MEL.f_max / 700.0)  # of the mel scale, where a bin is as wide as 700 Hz + its frequency
    return np.asarray(10.0 ** (-highest * np.arange(1, bins + 1) / (bins + 1)), dtype=np.float32)


def amplified(samples: Floats, gain: Floats) -> Floats:
    """Samples `(frames * hop,)` under a gain in nepers that glides from frame to frame; they stay below full scale.

    It is laid on the sound and not on the mel, because the vocoder knows levels like those of its training only.
    """
    places = (np.arange(len(samples)) + 0.5) / MEL.hop - 0.5
    louder = samples * np.exp(np.interp(places, np.arange(len(gain)), gain))
    above = np.maximum(np.abs(louder) - _KNEE, 0.0) / (1.0 - _KNEE)
    bent = np.sign(louder) * (_KNEE + (1.0 - _KNEE) * np.tanh(above))
    return np.where(above > 0.0, bent, louder).astype(np.float32)
