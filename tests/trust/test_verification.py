"""Whether a challenge was read, and by whom; scorers that are told what to answer stand in for networks."""

import numpy as np
import pytest

from tests.voices import any_voice
from voiceclone.audio.audio import Audio
from voiceclone.errors import ConsentError
from voiceclone.trust.challenge import issue
from voiceclone.trust.consent import Consent
from voiceclone.trust.verification import verify_reading

AUDIO = Audio(np.zeros(24_000), 24_000)
HEARD, NOT_HEARD = -1.0, -3.0


def read_out(challenge, *, heard=None, speaker_score=0.9, decoy_score=NOT_HEARD, **options):
    """Return the finding of scorers who hear the sentence `heard`, and `speaker_score`."""
    heard = challenge.sentence if heard is None else heard
    return verify_reading(
        AUDIO,
        challenge.id,
        any_voice().embedding,
        words=lambda audio, sentence: HEARD if sentence == heard else decoy_score,
        speaker=lambda audio, embedding: speaker_score,
        margin=0.5,
        threshold=0.6,
        **options,
    )


def test_a_reading_of_the_sentence_in_the_voice_makes_a_verified_consent():
    challenge = issue()
    reading = read_out(challenge)
    assert (reading.challenge, reading.sentence) == (challenge.id, challenge.sentence)
    assert (reading.word_score, reading.best_decoy, reading.speaker_score) == (HEARD, NOT_HEARD, 0.9)
    voice = any_voice().with_consent(Consent.verified(reading))
    assert voice.consent.statement == challenge.sentence


def test_another_sentence_is_refused():
    with pytest.raises(ConsentError, match="the sentence was not heard"):
        read_out(issue(), heard="I allow nothing.")


@pytest.mark.parametrize("decoy_score", [HEARD - 0.4, HEARD + 1.0, float("nan")])
def test_a_sentence_that_stands_out_too_little_is_refused(decoy_score):
    with pytest.raises(ConsentError, match="the sentence was not heard"):
        read_out(issue(), decoy_score=decoy_score)


@pytest.mark.parametrize("score", [0.59, -1.0, float("nan")])
def test_another_voice_is_refused(score):
    with pytest.raises(ConsentError, match="not in the voice"):
        read_out(issue(), speaker_score=score)


def test_there_is_one_attempt_whatever_comes_of_it():
    challenge = issue()
    with pytest.raises(ConsentError, match="not in the voice"):
        read_out(challenge, speaker_score=0.0)
    with pytest.raises(ConsentError, match="was used"):
        read_out(challenge)


def test_every_decoy_is_asked_for():
    asked = []
    challenge = issue()
    verify_reading(
        AUDIO,
        challenge.id,
        any_voice().embedding,
        words=lambda audio, sentence: asked.append(sentence) or -float(len(asked) > 1),
        speaker=lambda audio, embedding: 1.0,
        margin=0.5,
        threshold=0.6,
        decoys=7,
    )
    assert asked[0] == challenge.sentence
    assert len(asked) == 8
