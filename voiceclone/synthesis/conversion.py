"""Speech to speech: the words of a recording in another voice, when they were said, with the melody they had.

What is said comes from a text and when from its alignment to the recording; so nothing of the speaker is carried along
but the time that each sound took and how the pitch rose and fell.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voiceclone.acoustic.config import COMMA_FRAMES, EDGE_FRAMES
from voiceclone.audio.definition import MEL
from voiceclone.synthesis.engine import Engine, speak
from voiceclone.synthesis.networks import Floats, Integers
from voiceclone.text import Sentence
from voiceclone.text.symbols import SPACE
from voiceclone.voice import Voice

LEAST_FIT = 1.4  # of a text that was said: 99 of 100 dev clips fit their own text by more, and none another clip's
_COMMA = ","
_FURTHEST = 3.0  # standard deviations of a melody: beyond lie octaves that the estimate took by mistake


@dataclass(frozen=True)
class Performance:
    """How somebody said some symbols.

    The frames that each of them lasts, `(states,)`; the `melody`, ln(F0) above the speaker's mean in each frame,
    `(frames,)`; and how well the phones fit, in the mean over their frames (see `recogniser.alignment.Fit`).
    """

    durations: Integers
    melody: Floats
    fit: float


def melody_of(f0: NDArray[np.float32], mean: float, deviation: float) -> Floats:
    """The melody of a `Performance`, of a pitch in Hz, 0 where unvoiced, `(frames,)`: there it passes over in a line.

    `mean` and `deviation` of its ln(F0).
    """
    voiced, frames = f0 > 0, np.arange(len(f0))
    if not voiced.any():
        return np.zeros(len(f0), dtype=np.float32)
    melody = np.interp(frames, frames[voiced], np.log(f0[voiced])) - mean
    return np.clip(melody, -_FURTHEST * deviation, _FURTHEST * deviation).astype(np.float32)


def converted(
    engine: Engine, sentences: Sequence[Sentence], performed: Performance, voice: Voice, seed: int
) -> Iterator[Floats]:
    """Yield the samples of sentences in a voice, as they were performed one after another.

    The silences at the edges of a sentence are as long as the acoustic model knows them, and the rest is silence.
    """
    heard = made = state = 0  # frames of the performance, frames of the result, symbols
    for number, sentence in enumerate(sentences, start=1):
        symbols = sentence.symbols()
        durations = performed.durations[state : state + len(symbols)].copy()
        state, lead = state + len(symbols), max(0, int(durations[0]) - EDGE_FRAMES)
        first, heard = heard + lead, heard + int(durations.sum())
        durations[0] -= lead
        durations[-1] = min(durations[-1], EDGE_FRAMES)
        durations[-1] += -int(durations.sum()) % engine.networks.frames_a_step
        frames = np.minimum(first + np.arange(durations.sum()), len(performed.melody) - 1)
        melody = performed.melody[frames]
        yield _silence(first - made)
        paused = _with_pauses(symbols, durations)
        yield from speak(engine.perform(paused, voice, sentence.spans(), durations, melody, seed + number))
        made = max(made, first) + len(frames)
    yield _silence(heard - made)


def _with_pauses(symbols: list[str], durations: Integers) -> list[str]:
    """The symbols with a comma where the speaker paused without one being written: as in training."""
    return [
        _COMMA if symbol == SPACE and frames >= COMMA_FRAMES else symbol
        for symbol, frames in zip(symbols, durations, strict=True)
    ]


def _silence(frames: int) -> Floats:
    return np.zeros(max(0, frames) * MEL.hop, dtype=np.float32)
