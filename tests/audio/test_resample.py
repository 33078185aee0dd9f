"""Resampling, whole and in blocks."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.audio.signals import tone, white_noise
from voiceclone.audio.resample import resample, resample_blocks

RATES = (8_000, 11_025, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000, 192_000)


@pytest.mark.parametrize("rate", RATES)
def test_a_tone_stays_the_same_tone(rate):
    resampled = resample(tone(1.0, 1_000.0, rate), rate, 24_000)
    assert len(resampled) == 24_000
    inside = slice(2_000, -2_000)  # the ends ring
    np.testing.assert_allclose(resampled[inside], tone(1.0, 1_000.0, 24_000)[inside], atol=2e-3)


def test_what_the_new_rate_cannot_hold_is_removed():
    resampled = resample(tone(1.0, 15_000.0, 48_000), 48_000, 24_000)
    assert np.abs(resampled[2_000:-2_000]).max() < 1e-3


@pytest.mark.parametrize("rate", [44_101, 11_127, 22_255, 23_999])
def test_an_odd_rate_needs_no_giant_filter(rate):
    resampled = resample(tone(1.0, 440.0, rate), rate, 24_000)
    assert len(resampled) == pytest.approx(24_000, rel=2e-3)
    spectrum = np.abs(np.fft.rfft(resampled * np.hanning(len(resampled))))
    assert np.argmax(spectrum) * 24_000 / len(resampled) == pytest.approx(440.0, rel=3e-3)


@settings(max_examples=40)
@given(st.sampled_from(RATES), st.lists(st.integers(0, 9_000), min_size=1, max_size=6))
def test_blocks_of_any_length_give_what_the_whole_gives(rate, lengths):
    signal = white_noise(1.0, 0.2, sum(lengths))
    blocks = np.split(signal, np.cumsum(lengths)[:-1])
    parts = [np.zeros(0, dtype=np.float32), *resample_blocks(blocks, rate, 24_000)]
    whole = resample(signal, rate, 24_000) if len(signal) else signal
    np.testing.assert_allclose(np.concatenate(parts), whole, atol=1e-5)


def test_blocks_hold_little_more_than_one_of_them():
    lengths = [len(part) for part in resample_blocks((white_noise(1.0, 0.1) for _ in range(20)), 48_000, 24_000)]
    assert max(lengths) < 14_000
