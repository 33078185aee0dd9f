"""Trimming: the silence around speech goes, the speech stays, whatever the room sounds like."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from tests.audio.signals import RATE, speech_like, tone, white_noise
from voiceclone.audio.trim import speech_seconds, trim_silence


def padded(before: float, after: float, noise: float, sample_rate: int = RATE) -> np.ndarray:
    speech = speech_like(3.0, sample_rate, noise=0.0)
    pad = [np.zeros(round(seconds * sample_rate), dtype=np.float32) for seconds in (before, after)]
    sound = np.concatenate((pad[0], speech, pad[1]))
    return (sound + white_noise(len(sound) / sample_rate, noise, sample_rate)).astype(np.float32)


@pytest.mark.parametrize("noise", [0.0, 1e-4, 1e-3, 1e-2])
@pytest.mark.parametrize("sample_rate", [16_000, 24_000])
def test_silence_and_background_noise_at_the_ends_are_cut_off(noise, sample_rate):
    trimmed = trim_silence(padded(1.5, 1.0, noise, sample_rate), sample_rate)
    assert len(trimmed) / sample_rate == pytest.approx(3.1, abs=0.35)


def test_mains_hum_is_cut_off():
    sound = padded(1.0, 1.0, 0.0) + tone(5.0, 50.0, level=0.05)
    assert len(trim_silence(sound, RATE)) / RATE == pytest.approx(3.1, abs=0.35)


def test_a_click_alone_is_cut_off():
    sound = padded(1.0, 1.0, 1e-4)
    sound[RATE // 10] = 0.9
    assert len(trim_silence(sound, RATE)) / RATE < 3.5


def test_as_much_silence_is_kept_as_is_asked_for():
    sound = padded(1.0, 1.0, 1e-4)
    assert len(trim_silence(sound, RATE, keep_seconds=0.3)) - len(trim_silence(sound, RATE, 0.1)) == 0.4 * RATE


def test_pauses_within_speech_stay():
    sound = np.concatenate((speech_like(2.0), np.zeros(2 * RATE, dtype=np.float32), speech_like(2.0)))
    assert len(trim_silence(sound, RATE)) / RATE > 5.5
    assert speech_seconds(sound, RATE) < 4.2


def test_two_seconds_of_speech_are_found_in_a_minute_of_silence():
    sound = np.concatenate((white_noise(30.0, 1e-4), speech_like(2.0), white_noise(30.0, 1e-4)))
    assert 1.0 < speech_seconds(sound, RATE) <= 2.1


@pytest.mark.parametrize(
    "sound", [np.zeros(2 * RATE, dtype=np.float32), white_noise(2.0, 1e-5), white_noise(2.0, 0.1), tone(2.0, 200.0)]
)
def test_neither_silence_nor_a_steady_sound_is_speech(sound):
    assert speech_seconds(sound, RATE) == 0.0
    assert trim_silence(sound, RATE).size == 0


@given(hnp.arrays(np.float32, st.integers(0, 3_000), elements=st.floats(-1, 1, width=32)), st.floats(0, 1))
def test_the_result_is_a_stretch_of_the_source(samples, keep):
    trimmed = trim_silence(samples, RATE, keep)
    assert trimmed.size == 0 or any(
        np.array_equal(trimmed, samples[start : start + len(trimmed)])
        for start in range(len(samples) - len(trimmed) + 1)
    )
