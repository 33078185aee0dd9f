"""The speech in a recording, as every network of this package hears it."""

import numpy as np
from numpy.typing import NDArray

from voiceclone.audio.audio import Audio
from voiceclone.audio.definition import MEL
from voiceclone.audio.loudness import normalise_loudness
from voiceclone.audio.trim import trim_silence


def speech_of(audio: Audio) -> NDArray[np.float32]:
    """Return the samples of a recording at 24 kHz, `(samples,)`: trimmed of silence at both ends, at -25 dB."""
    samples = audio.resampled(MEL.sample_rate).samples
    return normalise_loudness(trim_silence(samples, MEL.sample_rate), MEL.sample_rate)
