"""Finds where speech begins and ends in a recording, and how much of it there is."""

import numpy as np
import numpy.typing as npt

from voiceclone.audio.activity import FRAME_SECONDS, speech_frames


def trim_silence(
    samples: npt.NDArray[np.float32], sample_rate: int, keep_seconds: float = 0.05
) -> npt.NDArray[np.float32]:
    """Return `samples`, shape `(samples,)`, from `keep_seconds` before the first speech to as much after the last.

    Background noise, hum and lone clicks at the ends are cut off as well. Where there is no speech at all,
    the result is empty.
    """
    start, end = speech_bounds(samples, sample_rate, keep_seconds)
    return samples[start:end]


def speech_bounds(samples: npt.NDArray[np.float32], sample_rate: int, keep_seconds: float = 0.05) -> tuple[int, int]:
    """Return the first sample that `trim_silence` keeps, and the one after the last; (0, 0) without any speech."""
    active = np.flatnonzero(speech_frames(samples, sample_rate))
    if active.size == 0:
        return 0, 0
    start = round((active[0] * FRAME_SECONDS - keep_seconds) * sample_rate)
    end = round(((active[-1] + 1) * FRAME_SECONDS + keep_seconds) * sample_rate)
    return max(0, start), min(end, len(samples))


def speech_seconds(samples: npt.NDArray[np.float32], sample_rate: int) -> float:
    """Return how many seconds of `samples`, shape `(samples,)`, are speech, short gaps within it included."""
    return float(speech_frames(samples, sample_rate).sum() * FRAME_SECONDS)
