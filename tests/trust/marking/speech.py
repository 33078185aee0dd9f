"""Speech to mark: the example reference, which a program spoke, and what lies within it."""

from functools import lru_cache
from pathlib import Path

import numpy as np

from voiceclone.audio.files import load_audio

REFERENCE = Path(__file__).parents[3] / "examples" / "reference.wav"


@lru_cache(maxsize=1)
def five_seconds():
    """Return five seconds of speech at 24 kHz, twice the example if that is shorter."""
    samples = load_audio(REFERENCE).samples
    return np.resize(samples, 120_000)
