"""The one door through which audio leaves."""

from types import SimpleNamespace

import numpy as np
import pytest

from tests.voices import any_voice
from voiceclone.errors import AudioError, ConsentError
from voiceclone.trust.consent import Consent
from voiceclone.trust.release import release


def test_speech_with_consent_leaves_as_audio():
    samples = np.linspace(-1, 1, 100, dtype=np.float32)
    audio = release(samples, 24_000, any_voice())
    assert audio.sample_rate == 24_000
    np.testing.assert_array_equal(audio.samples, samples)


def test_samples_beyond_full_scale_are_cut_off():
    audio = release(np.array([-3.0, 0.5, 1.2], dtype=np.float32), 24_000, any_voice())
    np.testing.assert_array_equal(audio.samples, np.array([-1.0, 0.5, 1.0], dtype=np.float32))


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_what_is_not_finite_does_not_leave(value):
    with pytest.raises(AudioError, match="nothing is released"):
        release(np.array([0.0, value], dtype=np.float32), 24_000, any_voice())


@pytest.mark.parametrize("voice", [SimpleNamespace(), SimpleNamespace(consent=None), SimpleNamespace(consent="self")])
def test_nothing_leaves_in_a_voice_without_consent(voice):
    with pytest.raises(ConsentError, match="no consent"):
        release(np.zeros(10, dtype=np.float32), 24_000, voice)


def test_nothing_leaves_that_the_consent_does_not_cover(monkeypatch):
    def expired(self):
        raise ConsentError("the consent has expired")

    monkeypatch.setattr(Consent, "check", expired)
    with pytest.raises(ConsentError, match="expired"):
        release(np.zeros(10, dtype=np.float32), 24_000, any_voice())
