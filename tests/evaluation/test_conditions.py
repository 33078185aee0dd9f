from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.evaluation.fakes import RATE, tone
from voiceclone import Audio
from voiceclone.evaluation.conditions import with_noise


def level(samples: np.ndarray) -> float:
    return float(20 * np.log10(np.sqrt(np.mean(samples**2))))


def test_noise_lies_as_far_below_the_speech_as_was_asked() -> None:
    clean = Audio(tone(200, 2.0), RATE)
    noisy = with_noise(clean, 15.0)
    assert level(clean.samples) - level(noisy.samples - clean.samples) == pytest.approx(15.0, abs=0.1)


def test_the_same_seed_adds_the_same_noise() -> None:
    clean = Audio(tone(200, 1.0), RATE)
    assert np.array_equal(with_noise(clean, 10.0, seed=3).samples, with_noise(clean, 10.0, seed=3).samples)
    assert not np.array_equal(with_noise(clean, 10.0, seed=3).samples, with_noise(clean, 10.0, seed=4).samples)


def test_a_loud_result_stays_within_range() -> None:
    assert np.abs(with_noise(Audio(tone(200, 1.0) * 2, RATE), -10.0).samples).max() <= 1.0


def test_a_short_noise_is_repeated(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "rain.wav", tone(900, 0.3), 16_000)
    clean = Audio(tone(200, 2.0), RATE)
    noisy = with_noise(clean, 15.0, recordings=[tmp_path / "rain.wav"])
    assert len(noisy.samples) == len(clean.samples)
    assert level(clean.samples) - level(noisy.samples - clean.samples) == pytest.approx(15.0, abs=0.1)
