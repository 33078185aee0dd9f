"""Brings the long-term spectrum of what is made to that of the reference.

The mean spectrum over speech is a large part of what a listener takes for the person and the room, and the networks
only come near to it. What is missing is the same in every sentence: it is measured once, when a voice is enrolled.
A few seconds say only so much of it, so that less than all of it is made up for.
"""

import numpy as np
from numpy.typing import NDArray

from voiceclone.audio.definition import HEARD_BINS, SPEECH_DEPTH

Floats = NDArray[np.float32]

TRUSTED = 0.7  # share of the correction that is made: some of a reference's spectrum is that of what is said in it
_LARGEST = 2.0  # nepers a bin may be moved by
_SMOOTHING = 5  # bins


def spectrum_correction(mel: Floats, wanted: Floats) -> Floats:
    """What to add to every frame, `(n_mels,)`, so that speech like `mel` `(frames, n_mels)` has a mean of `wanted`.

    Smoothed over neighbouring bins, and bounded; above the band that every reference has it goes on as it ends.
    """
    shift = wanted - spectrum_of_speech(mel)  # (n_mels,)
    shift[HEARD_BINS:] = shift[HEARD_BINS - _SMOOTHING : HEARD_BINS].mean()
    padded = np.pad(shift, _SMOOTHING // 2, mode="edge")
    smooth = np.convolve(padded, np.full(_SMOOTHING, 1 / _SMOOTHING), mode="valid")
    return smooth.clip(-_LARGEST, _LARGEST).astype(np.float32)


def spectrum_of_speech(mel: Floats) -> Floats:
    """What `audio.mel.speech_spectrum` says of one mel, `(n_mels,)`, without torch."""
    level = mel.mean(axis=1)  # (frames,)
    spoken = mel[level > np.quantile(level, 0.95) - SPEECH_DEPTH]
    return np.asarray(spoken.mean(axis=0), dtype=np.float32)
