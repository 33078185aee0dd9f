"""Whether a challenge was read out, and by the voice that is to be cloned; by scorers that are handed in."""

import random
from datetime import datetime
from typing import Protocol

import numpy as np
import numpy.typing as npt

from voiceclone.audio.audio import Audio
from voiceclone.errors import ConsentError
from voiceclone.trust.challenge import redeem
from voiceclone.trust.fingerprint import array_fingerprint, recording_fingerprint
from voiceclone.trust.reading import Reading

DECOYS = 20


class WordScorer(Protocol):
    """How well a recording fits a sentence."""

    def __call__(self, audio: Audio, sentence: str, /) -> float:
        """Return a score of the kind of a log-likelihood a frame: the better it fits, the higher."""


class SpeakerScorer(Protocol):
    """How well a recording fits a voice."""

    def __call__(self, audio: Audio, embedding: npt.NDArray[np.float32], /) -> float:
        """Return a score of the recording for the voice's `embedding`, `(embedding_dim,)`: the likelier, the higher."""


def verify_reading(
    audio: Audio,
    challenge_id: str,
    embedding: npt.NDArray[np.float32],
    *,
    words: WordScorer,
    speaker: SpeakerScorer,
    margin: float,
    threshold: float,
    decoys: int = DECOYS,
    generator: random.Random | None = None,
    at: datetime | None = None,
) -> Reading:
    """Return what was found when `audio` was heard as a reading of a challenge by the voice with this `embedding`.

    The challenge, which is used up, must fit better by `margin` than each of `decoys` sentences that differ in their
    random words, and the voice must score `threshold`. Both numbers belong to the scorers and come with them. `at` is
    now. Raises ConsentError, which says what failed, where anything does.
    """
    challenge = redeem(challenge_id, at=at)
    speaker_score = float(speaker(audio, embedding))
    if not speaker_score >= threshold:  # so that NaN fails
        raise ConsentError(
            f"the reading is not in the voice that is to be cloned (score {speaker_score:.3f}, {threshold:.3f} needed)"
        )
    word_score = float(words(audio, challenge.sentence))
    best_decoy = max(float(words(audio, decoy)) for decoy in challenge.decoys(decoys, generator))
    if not word_score - best_decoy >= margin:
        raise ConsentError(
            f"the sentence was not heard in the reading (score {word_score:.3f}, another sentence {best_decoy:.3f}, "
            f"a difference of {margin:.3f} is needed): ask for another challenge and read it clearly"
        )
    return Reading(
        challenge=challenge.id,
        sentence=challenge.sentence,
        recording=recording_fingerprint(audio),
        embedding=array_fingerprint(embedding),
        word_score=word_score,
        best_decoy=best_decoy,
        speaker_score=speaker_score,
    )
