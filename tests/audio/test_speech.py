import numpy as np

from tests.test_cloner import speech_like
from voiceclone.audio.audio import Audio
from voiceclone.audio.mel import MEL
from voiceclone.audio.speech import speech_of


def test_speech_is_what_lies_between_the_silences_at_the_rate_of_the_networks():
    speech = speech_like(2.0, rate=16_000).samples
    silence = np.zeros(16_000, dtype=np.float32)
    heard = speech_of(Audio(np.concatenate([silence, speech, silence]), 16_000))
    assert 1.5 < len(heard) / MEL.sample_rate < 2.3
