"""Judges whether a recording can serve as a reference of somebody's voice."""

import numpy as np
import numpy.typing as npt

from voiceclone.audio.activity import frame_levels, noise_and_loud
from voiceclone.audio.audio import Audio
from voiceclone.audio.trim import speech_seconds
from voiceclone.errors import AudioError

LEAST_SPEECH, ENOUGH_SPEECH = 1.0, 3.0  # seconds
QUIETEST = -60.0  # dB of full scale, below which a recording is silent
CLIPPED, SPOILT = 0.002, 0.05  # shares of all samples at the clipping level: audible, and beyond use
NOISY = 20.0  # dB from the background to loud speech, below which the noise becomes part of the voice


def check_reference(audio: Audio, name: str = "the reference") -> list[str]:
    """Return what is doubtful about `audio` as a reference, one sentence each; none where all is well.

    `name` is what the messages call the recording. Raises AudioError, with advice, where no voice can be learned
    from it: it is silent, holds less than one second of speech, or is clipped through and through.
    """
    levels = frame_levels(audio.samples, audio.sample_rate)
    noise, loud = noise_and_loud(levels) if levels.size else (QUIETEST, QUIETEST)
    clipped = clipped_share(audio.samples)
    speech = speech_seconds(audio.samples, audio.sample_rate)
    if levels.size and loud < QUIETEST:
        raise AudioError(f"{name}: is silent; check the microphone and record again")
    if speech < LEAST_SPEECH:
        raise AudioError(
            f"{name}: holds {speech:.1f} s of speech; at least {LEAST_SPEECH:.0f} s is needed, and 5 to 20 s serve best"
        )
    if clipped > SPOILT:
        raise AudioError(
            f"{name}: is strongly clipped ({clipped:.0%} of its samples are cut off); record again at a lower level"
        )
    warnings = []
    if speech < ENOUGH_SPEECH:
        warnings.append(f"{name}: holds only {speech:.1f} s of speech; 5 to 20 s give a closer likeness")
    if clipped > CLIPPED:
        warnings.append(
            f"{name}: is clipped ({clipped:.1%} of its samples); a lower recording level gives a clearer voice"
        )
    if loud - noise < NOISY:
        warnings.append(
            f"{name}: is noisy ({loud - noise:.0f} dB above the background); a quieter room gives a clearer voice"
        )
    return warnings


def clipped_share(samples: npt.NDArray[np.float32]) -> float:
    """Return roughly what share of `samples`, shape `(samples,)`, was cut off at a clipping level.

    The magnitudes of speech grow rarer the larger they are. Clipping piles up at one level those that would have
    been larger, and the pile outlasts a change of level, of rate and lossy coding: it is what is measured.
    """
    magnitudes = np.abs(samples)
    if magnitudes.size == 0 or magnitudes.max() == 0.0:
        return 0.0
    counts, _ = np.histogram(magnitudes, bins=40, range=(0.0, float(magnitudes.max())))
    share = counts / magnitudes.size  # (bins,)
    piles = (share[level : level + 3].sum() - share[level - 4 : level - 1].sum() for level in range(10, 38))
    return max(0.0, float(max(piles)))
