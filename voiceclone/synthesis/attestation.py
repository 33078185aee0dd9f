"""Hears whether a sentence was read out, and by whom: the scorers that a verified consent rests on."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import torch

from voiceclone.audio.audio import Audio
from voiceclone.audio.loudness import normalise_loudness
from voiceclone.audio.mel import MEL, log_mel
from voiceclone.audio.trim import trim_silence
from voiceclone.recogniser.alignment import fit
from voiceclone.recogniser.network import PhoneRecogniser
from voiceclone.text import TextFrontend


class ReadingScorers:
    """`words` and `speaker`, as `trust.verification` asks for them, and the margin and threshold that belong to them.

    What error rates they give is printed by `benchmarks/consent.py`.
    """

    margin = 0.1  # of the mean log-score of a frame, between the sentence and the best decoy
    threshold = 0.6  # cosine of two embeddings

    def __init__(self, recogniser: PhoneRecogniser, embed: Callable[[Audio], npt.NDArray[np.float32]]) -> None:
        """Hear with a recogniser, and with `embed`, which gives a recording's embedding as enrolment does."""
        self._recogniser, self._embed = recogniser, embed
        self._frontend = TextFrontend("en")

    def words(self, audio: Audio, sentence: str, /) -> float:
        """Mean log-score of a frame where the sentence's phones fit the recording best."""
        return fit(self._recogniser, _mel(audio), self._frontend.transcript(sentence).symbols()).score

    def speaker(self, audio: Audio, embedding: npt.NDArray[np.float32], /) -> float:
        """Cosine between the recording's embedding and the voice's."""
        return float(self._embed(audio) @ embedding)


def _mel(audio: Audio) -> torch.Tensor:
    """Log-mel `(1, frames, n_mels)` of the trimmed, levelled recording."""
    samples = trim_silence(audio.resampled(MEL.sample_rate).samples, MEL.sample_rate)
    return log_mel(torch.from_numpy(normalise_loudness(samples, MEL.sample_rate).copy()))[None]
