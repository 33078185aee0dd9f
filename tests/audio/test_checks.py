"""References: what cannot serve is refused with advice, what serves badly is warned of."""

import numpy as np
import pytest
import soundfile

from tests.audio.signals import RATE, speech_like, tone, white_noise
from voiceclone.audio.audio import Audio
from voiceclone.audio.checks import check_reference, clipped_share
from voiceclone.audio.files import load_audio
from voiceclone.errors import AudioError


def test_a_clean_reference_raises_no_doubt():
    assert check_reference(Audio(speech_like(6.0), RATE)) == []


@pytest.mark.parametrize("sound", [np.zeros(3 * RATE), white_noise(3.0, 1e-4)])
def test_silence_is_refused(sound):
    with pytest.raises(AudioError, match=r"me\.wav: is silent; check the microphone"):
        check_reference(Audio(sound, RATE), "me.wav")


@pytest.mark.parametrize("seconds", [0.005, 0.3, 0.8])
def test_under_one_second_of_speech_is_refused(seconds):
    with pytest.raises(AudioError, match=r"of speech; at least 1 s is needed"):
        check_reference(Audio(speech_like(seconds), RATE))


def test_a_long_recording_with_half_a_second_of_speech_is_refused():
    sound = np.concatenate((white_noise(8.0, 1e-4), speech_like(0.5), white_noise(8.0, 1e-4)))
    with pytest.raises(AudioError, match="at least 1 s"):
        check_reference(Audio(sound, RATE))


@pytest.mark.parametrize("sound", [white_noise(5.0, 0.1), tone(5.0, 150.0)])
def test_a_hiss_or_a_hum_holds_no_speech(sound):
    with pytest.raises(AudioError, match=r"holds 0\.0 s of speech"):
        check_reference(Audio(sound, RATE))


@pytest.mark.parametrize("level", [1.0, 0.2])
def test_strong_clipping_is_refused_even_where_it_was_turned_down(level):
    clipped = np.clip(speech_like(5.0, level=1.0) * 30, -1, 1) * level
    with pytest.raises(AudioError, match="strongly clipped"):
        check_reference(Audio(clipped, RATE))


@pytest.mark.parametrize("container", ["WAV", "OGG", "MP3"])
def test_strong_clipping_is_found_after_resampling_and_coding(tmp_path, container):
    clipped = np.clip(speech_like(5.0, 44_100, level=1.0) * 20, -1, 1)
    soundfile.write(tmp_path / "clipped", clipped, 44_100, format=container)
    with pytest.raises(AudioError, match="strongly clipped"):
        check_reference(load_audio(tmp_path / "clipped"))


def test_mild_clipping_is_warned_of():
    (warning,) = check_reference(Audio(np.clip(speech_like(6.0, level=1.0) * 1.6, -1, 1), RATE))
    assert "is clipped" in warning


def test_a_short_reference_is_warned_of():
    (warning,) = check_reference(Audio(speech_like(2.0), RATE), "me.wav")
    assert warning.startswith("me.wav: holds only")


def test_a_noisy_reference_is_warned_of():
    (warning,) = check_reference(Audio(speech_like(6.0, noise=0.02), RATE))
    assert "noisy" in warning


def test_what_was_never_clipped_has_no_clipped_share():
    assert clipped_share(speech_like(3.0)) < 0.001
    assert clipped_share(white_noise(1.0, 0.1)) < 0.001
    assert clipped_share(np.zeros(100, dtype=np.float32)) == 0.0
    assert clipped_share(np.zeros(0, dtype=np.float32)) == 0.0
