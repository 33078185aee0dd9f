"""The one door through which audio leaves."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from tests.voices import any_voice, unsealed_voice
from voiceclone.errors import AudioError, ConsentError
from voiceclone.trust.consent import Consent
from voiceclone.trust.release import release
from voiceclone.trust.revocation import revoke


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


def test_what_leaves_says_where_it_comes_from():
    voice = any_voice()
    claims = release(np.zeros(10, dtype=np.float32), 24_000, voice).claims
    assert claims.source_type.endswith("trainedAlgorithmicMedia")
    assert (claims.consent_id, claims.consent_level) == (voice.consent.id, "self")


def refused(voice) -> str:
    with pytest.raises(ConsentError) as caught:
        release(np.zeros(10, dtype=np.float32), 24_000, voice)
    return str(caught.value)


def test_nothing_leaves_after_the_consent_expired():
    assert "expired" in refused(any_voice(consent=Consent.self_attested(expires="2020-01-01")))


def test_nothing_leaves_after_the_consent_was_revoked():
    voice = any_voice()
    release(np.zeros(10, dtype=np.float32), 24_000, voice)
    revoke(voice.consent.id)
    assert "revoked" in refused(voice)


def test_nothing_leaves_in_a_voice_that_was_changed_in_memory():
    voice = any_voice()
    assert "not bound" in refused(unsealed_voice())
    assert "another voice" in refused(replace(voice, pitch_mean=4.0))
    assert "changed after it was sealed" in refused(replace(voice, consent=replace(voice.consent, use="anything")))


def test_nothing_leaves_while_nobody_can_say_what_was_revoked(data_folder):
    voice = any_voice()
    (data_folder / "revoked.json").write_text("{}")
    assert "revoked.json: is damaged" in refused(voice)
