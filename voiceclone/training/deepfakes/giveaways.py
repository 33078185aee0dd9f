"""Whether anything but the speech tells real from synthetic in a corpus: what one plain number a recording would do."""

from collections.abc import Callable, Sequence

import numpy as np

from voiceclone.audio.files import load_audio
from voiceclone.audio.loudness import speech_level
from voiceclone.audio.mel import MEL
from voiceclone.evaluation.measures import equal_error_rate
from voiceclone.evaluation.tables import Table
from voiceclone.training.deepfakes.equalising import Samples, band_of, noise_of
from voiceclone.training.deepfakes.pairs import Recording

_EDGE = 1_200  # samples, 50 ms
NUMBERS: dict[str, Callable[[Samples], float]] = {
    "seconds": len,
    "level of the speech": lambda samples: speech_level(samples, MEL.sample_rate),
    "highest frequency": band_of,
    "level of the noise": lambda samples: float(noise_of(samples).mean()),
    "noise above 8 kHz": lambda samples: float(noise_of(samples)[342:].mean()),
    "offset": lambda samples: abs(float(samples.mean())),
    "sound in the first 50 ms": lambda samples: float(np.abs(samples[:_EDGE]).mean()),
    "sound in the last 50 ms": lambda samples: float(np.abs(samples[-_EDGE:]).mean()),
}


def giveaways(title: str, recordings: Sequence[Recording]) -> Table:
    """Return, for each plain number, the equal error rate of a detector that knows it alone; 50 % tells nothing."""
    rows = np.array([_measured(recording) for recording in recordings])  # (recordings, numbers)
    fake = np.array([recording.is_fake for recording in recordings])
    rates = [equal_error_rate(values[fake], values[~fake])[0] for values in rows.T]
    shown = tuple((name, f"{100 * min(rate, 1 - rate):.0f} %") for name, rate in zip(NUMBERS, rates, strict=True))
    return Table(title, ("number", "EER"), shown)


def _measured(recording: Recording) -> list[float]:
    samples = load_audio(recording.path).samples
    return [float(number(samples)) for number in NUMBERS.values()]
