"""The silence before and after a sentence: what the plan gives it, or exactly what the text asks for."""

import numpy as np
from numpy.typing import NDArray

from voiceclone.audio.definition import MEL
from voiceclone.synthesis.durations import begin_frames
from voiceclone.synthesis.engine import Score
from voiceclone.synthesis.plan import Spoken


def silence_before(item: Spoken, score: Score) -> NDArray[np.float32]:
    """Samples of the silence that a text asks for before a sentence, less the one that the sentence begins with."""
    return _zeros(item.sentence.lead * MEL.sample_rate - begin_frames(score.delivery.speed) * MEL.hop)


def silence_after(item: Spoken, score: Score) -> NDArray[np.float32]:
    """Samples of the silence after a sentence.

    Where the text asks for a pause, it is what that lacks between the sentence's own silence at its end and that with
    which the next one begins; it lasts as long at any speed.
    """
    manner = item.sentence.words[-1].manner
    if manner.pause is None:
        return _zeros(item.pause * score.delivery.pauses / (score.delivery.speed * manner.speed) * MEL.sample_rate)
    own = int(score.durations[-2:].sum()) + (0 if item.is_last else begin_frames(score.delivery.speed))
    return _zeros(manner.pause * MEL.sample_rate - own * MEL.hop)


def _zeros(samples: float) -> NDArray[np.float32]:
    return np.zeros(max(0, round(samples)), dtype=np.float32)
