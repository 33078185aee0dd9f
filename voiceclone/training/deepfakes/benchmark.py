"""The benchmark of a detector on a corpus of real and synthetic speech: error rates by generator and by compression."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np
import numpy.typing as npt

from voiceclone.evaluation.fake_trials import precision_at
from voiceclone.evaluation.measures import equal_error_rate
from voiceclone.evaluation.tables import Table
from voiceclone.training.deepfakes.pairs import Recording
from voiceclone.training.deepfakes.sounds import Sounds
from voiceclone.trust.synthetic.listening import window_logits
from voiceclone.trust.synthetic.network import Detector

RARE = 0.01  # share of fakes, for the precision
_RECALLS = (0.5, 0.9)


@dataclass(frozen=True)
class Trial:
    """A recording, and the detector's logit for the whole of it."""

    recording: Recording
    logit: float


def trials(detector: Detector, sounds: Sounds) -> list[Trial]:
    """Listen to all recordings, one after another."""
    return [
        Trial(recording, fmean(window_logits(detector, sounds.samples(place))))
        for place, recording in enumerate(sounds.recordings)
    ]


def logits_of(heard: Sequence[Trial], fake: bool) -> npt.NDArray[np.float64]:
    """Return the logits of the fakes, or of the real ones, `(recordings,)`."""
    return np.array([trial.logit for trial in heard if trial.recording.is_fake == fake])


def trials_table(title: str, heard: Sequence[Trial]) -> Table:
    """One row for all, for each level of compression, and for each generator against all real recordings.

    Equal error rate; and the precision at a recall of a half and of nine tenths where one recording in a hundred is
    a fake. Groups without both kinds are left out.
    """
    levels = sorted({trial.recording.level for trial in heard} - {""})
    generators = sorted({trial.recording.generator for trial in heard if trial.recording.is_fake})
    groups = [("all", list(heard))]
    groups += [(f"compression {level}", [one for one in heard if one.recording.level == level]) for level in levels]
    groups += [
        (name, [one for one in heard if one.recording.generator == name or not one.recording.is_fake])
        for name in generators
    ]
    rows = [_row(name, group) for name, group in groups]
    recalls = [f"precision at recall {recall:g}, {RARE:.0%} fakes" for recall in _RECALLS]
    return Table(title, ("group", "real", "fake", "EER", *recalls), tuple(row for row in rows if row))


def _row(name: str, group: Sequence[Trial]) -> tuple[str, ...]:
    real, fake = logits_of(group, False), logits_of(group, True)
    if not len(real) or not len(fake):
        return ()
    rate, _ = equal_error_rate(fake, real)
    precisions = [f"{precision_at(real, fake, recall, RARE):.2f}" for recall in _RECALLS]
    return (name, str(len(real)), str(len(fake)), f"{100 * rate:.1f} %", *precisions)
