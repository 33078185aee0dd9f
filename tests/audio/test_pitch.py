import numpy as np
import pytest

from voiceclone.audio.mel import MEL, frame_count
from voiceclone.audio.pitch import estimate_pitch, pitch_statistics


def buzz(f0: np.ndarray) -> np.ndarray:
    """Pulses at a frequency that is given for each sample, with a falling spectrum."""
    phase = 2 * np.pi * np.cumsum(f0) / MEL.sample_rate
    return sum(np.cos(k * phase) / k for k in range(1, 20)).astype(np.float32) * 0.1


@pytest.mark.parametrize("hertz", [75.0, 120.0, 210.0, 340.0, 500.0])
def test_the_pitch_of_a_steady_voice_is_found_within_one_percent(hertz):
    f0 = estimate_pitch(buzz(np.full(MEL.sample_rate, hertz)))
    inner = f0[10:-10]
    assert (inner > 0).all()
    assert np.abs(inner / hertz - 1).max() < 0.01


def test_a_gliding_voice_is_followed_frame_by_frame():
    truth = np.linspace(100, 220, 2 * MEL.sample_rate)
    f0 = estimate_pitch(buzz(truth))
    centres = truth[MEL.hop // 2 :: MEL.hop]
    inner = slice(8, len(centres) - 8)
    assert np.abs(f0[inner] / centres[inner] - 1).max() < 0.03


def test_noise_and_silence_have_no_pitch():
    noise = np.random.default_rng(1).standard_normal(MEL.sample_rate).astype(np.float32) * 0.1
    assert (estimate_pitch(noise) > 0).mean() < 0.05
    assert not estimate_pitch(np.zeros(MEL.sample_rate, dtype=np.float32)).any()


@pytest.mark.parametrize("length", [1, 255, 256, 257, 3000])
def test_there_is_one_value_for_each_mel_frame(length):
    assert estimate_pitch(np.ones(length, dtype=np.float32)).shape == (frame_count(length),)


def test_statistics_of_a_whisper_are_neutral_instead_of_nothing():
    mean, deviation = pitch_statistics(np.zeros(100, dtype=np.float32))
    assert np.isfinite(mean)
    assert deviation > 0
