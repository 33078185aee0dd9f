"""Loudness: every recording is brought to one level of speech."""

import math

import numpy as np
import pytest

from tests.audio.signals import RATE, speech_like, tone, white_noise
from voiceclone.audio.loudness import HIGHEST_PEAK, integrated_loudness, normalise_loudness, speech_level


@pytest.mark.parametrize("level", [0.01, 0.1, 0.9])
def test_speech_of_any_level_comes_out_at_minus_25_db(level):
    normal = normalise_loudness(speech_like(4.0, level=level, noise=1e-6))
    assert speech_level(normal, RATE) == pytest.approx(-25.0, abs=0.5)
    assert normal.dtype == np.float32


def test_silence_around_speech_does_not_change_its_level():
    speech = speech_like(3.0)
    padded = np.concatenate((np.zeros(3 * RATE, dtype=np.float32), speech, np.zeros(3 * RATE, dtype=np.float32)))
    assert speech_level(padded, RATE) == pytest.approx(speech_level(speech, RATE), abs=0.3)


def test_no_peak_exceeds_the_limit():
    speech = speech_like(3.0, level=0.01)
    speech[RATE] = 0.9
    assert np.abs(normalise_loudness(speech)).max() == pytest.approx(HIGHEST_PEAK)


def test_digital_silence_stays_silent():
    silence = np.zeros(RATE, dtype=np.float32)
    assert speech_level(silence, RATE) == -math.inf
    assert not normalise_loudness(silence).any()


def test_nothing_stays_nothing():
    assert normalise_loudness(np.zeros(0, dtype=np.float32)).size == 0


@pytest.mark.parametrize("rate", [24_000, 48_000])
def test_a_full_scale_tone_has_the_loudness_that_the_standard_says(rate):
    assert integrated_loudness(tone(5.0, 997.0, rate, level=1.0), rate) == pytest.approx(-3.01, abs=0.1)


def test_loud_parts_count_and_pauses_do_not():
    sound = white_noise(5.0, 0.1)
    assert integrated_loudness(np.concatenate((sound, 1e-4 * sound)), RATE) == pytest.approx(
        integrated_loudness(sound, RATE), abs=0.3
    )


def test_silence_has_no_loudness():
    assert integrated_loudness(np.zeros(RATE, dtype=np.float32), RATE) == -math.inf
    assert integrated_loudness(tone(0.1, 440.0), RATE) == -math.inf
