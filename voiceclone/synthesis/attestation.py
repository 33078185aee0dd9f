"""Hears whether a sentence was read out, and by whom: the scorers that a verified consent rests on."""

from collections.abc import Callable
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import torch

from voiceclone.audio.audio import Audio
from voiceclone.audio.mel import log_mel
from voiceclone.audio.speech import speech_of
from voiceclone.recogniser.alignment import fit, hear
from voiceclone.recogniser.network import PhoneRecogniser
from voiceclone.speaker.scores import above_strangers
from voiceclone.text import TextFrontend


class ReadingScorers:
    """`words` and `speaker`, as `trust.verification` asks for them, and the margin and threshold that belong to them.

    What error rates they give is printed by `benchmarks/consent.py`.
    """

    margin = 0.1  # of the mean log-score of a frame, between the sentence and the best decoy
    threshold = -1.6  # of `above_strangers`: 4.8 % of pairs of two people reach it (weights/error_rates.json)

    def __init__(
        self,
        recogniser: PhoneRecogniser,
        embed: Callable[[Audio], npt.NDArray[np.float32]],
        strangers: npt.NDArray[np.float32],
        frontend: TextFrontend,
    ) -> None:
        """Hear with a recogniser, and with `embed`, which gives a recording's embedding as enrolment does.

        `strangers`: embeddings of other people, `(people, embedding)`; `frontend`: English without pronunciations of
        anybody's own.
        """
        self._recogniser, self._embed, self._strangers, self._frontend = recogniser, embed, strangers, frontend
        self._heard = lru_cache(maxsize=1)(self._hear)  # a recording is compared with many sentences

    def words(self, audio: Audio, sentence: str, /) -> float:
        """Mean log-score of a frame where the sentence's phones fit the recording best."""
        return fit(self._heard(audio), self._frontend.transcript(sentence).symbols()).score

    def speaker(self, audio: Audio, embedding: npt.NDArray[np.float32], /) -> float:
        """How far the recording is more like the voice than strangers are, in deviations."""
        return above_strangers(self._embed(audio), embedding, self._strangers)

    def _hear(self, audio: Audio) -> torch.Tensor:
        return hear(self._recogniser, log_mel(torch.from_numpy(speech_of(audio).copy()))[None])
