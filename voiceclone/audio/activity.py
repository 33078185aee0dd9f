"""Tells speech from silence and steady noise by the energy of short frames in the band of speech."""

from functools import lru_cache

import numpy as np
import numpy.typing as npt
from scipy.ndimage import binary_closing, binary_opening, uniform_filter1d
from scipy.signal import butter, sosfilt

FRAME_SECONDS = 0.01
SMOOTHING = 3  # frames over which the energy is averaged
BAND = (100.0, 7_000.0)  # Hz: leaves out hum and rumble
NOTHING = -100.0  # dB of full scale: digital silence
LOUD_FRAMES = 50  # how many of the loudest frames may be clicks at most
SILENCE = -70.0  # dB of full scale, below which nothing counts as speech
BELOW_SPEECH = 35.0  # dB below loud speech, down to which sound counts as speech in a quiet room
ABOVE_NOISE = 0.4  # of the way from noise to loud speech, in dB, above which sound counts as speech in a noisy one
STEADY = 3.0  # dB between loud and quiet frames, under which a sound does not change as speech does
SHORTEST_SPEECH = 5  # frames; what is shorter and stands alone is a click
LONGEST_GAP = 25  # frames; a shorter silence within speech is part of it (the closure of a stop, a breath)


def frame_levels(samples: npt.NDArray[np.float32], sample_rate: int) -> npt.NDArray[np.float64]:
    """Return the level of each 10 ms of `samples`, shape `(frames,)`, in dB of full scale (a square wave is 0)."""
    hop = max(1, round(FRAME_SECONDS * sample_rate))
    frames = len(samples) // hop
    if frames == 0:
        return np.zeros(0)
    band = sosfilt(_band_filter(sample_rate), samples)[: frames * hop]  # (samples,)
    power = uniform_filter1d(np.square(band).reshape(frames, hop).mean(axis=1), SMOOTHING, mode="nearest")  # (frames,)
    levels: npt.NDArray[np.float64] = 10.0 * np.log10(np.maximum(power, 1e-12))
    return levels


def speech_frames(samples: npt.NDArray[np.float32], sample_rate: int) -> npt.NDArray[np.bool_]:
    """Return for each 10 ms of `samples`, shape `(samples,)`, whether it is speech: shape `(frames,)`.

    The threshold lies between the quietest and the loudest parts of the recording, so that a noisy room does not
    count as speech. A sound of a second or more that never changes, a hum or a hiss, is no speech at all.
    """
    levels = frame_levels(samples, sample_rate)
    if levels.size == 0:
        return np.zeros(0, dtype=np.bool_)
    noise, loud = noise_and_loud(levels)
    if loud < SILENCE or (loud - noise < STEADY and len(levels) * FRAME_SECONDS >= 1.0):
        return np.zeros(len(levels), dtype=np.bool_)
    threshold = max(noise + ABOVE_NOISE * (loud - noise), loud - BELOW_SPEECH, SILENCE)
    active = binary_opening(levels > threshold, np.ones(SHORTEST_SPEECH))
    padded = np.pad(active, LONGEST_GAP)
    closed: npt.NDArray[np.bool_] = binary_closing(padded, np.ones(LONGEST_GAP))[LONGEST_GAP:-LONGEST_GAP]
    return closed


def noise_and_loud(levels: npt.NDArray[np.float64]) -> tuple[float, float]:
    """Return the level of the background and of the loudest speech, both in dB, from the `levels` of frames.

    Digital silence before or after a noisy recording is no background; half a second of speech in a long silence
    is enough to be the loudest.
    """
    heard = levels[levels > NOTHING]
    noise = float(np.percentile(heard, 5.0)) if heard.size else NOTHING
    rank = max(1, min(len(levels) // 20, LOUD_FRAMES))
    return noise, float(np.partition(levels, -rank)[-rank])


@lru_cache(maxsize=8)
def _band_filter(sample_rate: int) -> npt.NDArray[np.float64]:
    highest = min(BAND[1], 0.45 * sample_rate)
    sections: npt.NDArray[np.float64] = butter(2, (BAND[0], highest), "bandpass", fs=sample_rate, output="sos")
    return sections
