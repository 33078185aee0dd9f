import importlib.util

import numpy as np
import pytest

from tests.audio.signals import speech_like, tone
from voiceclone.evaluation import attacks
from voiceclone.evaluation.mark_conditions import conditions

SPEECH = speech_like(2.0)
needs_codecs = pytest.mark.skipif(importlib.util.find_spec("av") is None, reason="needs PyAV")
needing_codecs = ("MP3", "Opus", "AAC", "AMR", "G.722")
ALL = conditions(noises=[tone(1.0, 440.0)], rooms=[np.array([0.0, 1.0, 0.3], dtype=np.float32)])


def level(samples):
    return 10 * np.log10(np.square(samples).mean())


def cases():
    """Return the conditions as parameters; librosa's phase vocoder is slow when first used."""
    for one in ALL:
        if not one.name.startswith(needing_codecs):
            slow = [pytest.mark.slow] if one.name.startswith(("stretch", "pitch")) else []
            yield pytest.param(one, id=one.name, marks=slow)


@pytest.mark.parametrize("condition", cases())
def test_every_attack_leaves_sound(condition):
    attacked = condition.attack(SPEECH.copy(), np.random.default_rng(0))
    assert attacked.dtype == np.float32
    assert attacked.ndim == 1
    assert np.isfinite(attacked).all()
    assert attacked.any()


@needs_codecs
@pytest.mark.parametrize("codec", attacks.CODECS)
def test_a_codec_returns_about_what_it_was_given(codec):
    decoded = attacks.coded(SPEECH, codec, {"amr-nb": 12_200}.get(codec, 64_000))
    assert len(decoded) == pytest.approx(len(SPEECH), abs=4_000)
    assert level(decoded) == pytest.approx(level(SPEECH), abs=2)


@pytest.mark.parametrize("exponent", [0.0, 1.0])
def test_noise_is_as_loud_as_asked(exponent):
    noisy = attacks.noisy(SPEECH, 15.0, np.random.default_rng(0), exponent)
    assert level(SPEECH) - level(noisy - SPEECH) == pytest.approx(15.0, abs=0.1)


def test_pink_noise_falls_by_three_decibels_an_octave():
    noise = attacks.noisy(np.ones(240_000, dtype=np.float32), 0.0, np.random.default_rng(0), 1.0) - 1
    spectrum = np.square(np.abs(np.fft.rfft(noise)))
    low, high = spectrum[5_000:10_000].mean(), spectrum[10_000:20_000].mean()
    assert 10 * np.log10(low / high) == pytest.approx(3.0, abs=0.3)


def test_speed_moves_length_and_pitch():
    quicker = attacks.faster(tone(1.0, 1_000.0), 1.05)
    assert len(quicker) == pytest.approx(24_000 / 1.05, abs=2)
    assert np.abs(np.fft.rfft(quicker)).argmax() / len(quicker) * 24_000 == pytest.approx(1_050, abs=2)


def test_a_room_keeps_the_time():
    response = np.zeros(2_000, dtype=np.float32)
    response[500], response[1_500] = 1.0, 0.5
    np.testing.assert_allclose(attacks.in_room(SPEECH, response)[:900], SPEECH[:900], atol=1e-5)


def test_the_same_generator_makes_the_same_attack():
    one, other = (attacks.noisy(SPEECH, 10.0, np.random.default_rng(1)) for _ in range(2))
    np.testing.assert_array_equal(one, other)
