"""The one door through which audio leaves."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from tests.trust.marking.speech import five_seconds
from tests.voices import any_voice, unsealed_voice
from voiceclone.errors import AudioError, ConsentError, SigningError
from voiceclone.trust import home
from voiceclone.trust.consent import Consent
from voiceclone.trust.marking.detect import find_watermark
from voiceclone.trust.marking.origin import payload_of
from voiceclone.trust.release import UNMARKED, release, release_pieces
from voiceclone.trust.revocation import revoke
from voiceclone.trust.signing import KEY_FILE


def test_speech_with_consent_leaves_as_audio():
    samples = five_seconds()[:24_000]
    audio = release(samples, 24_000, any_voice())
    assert audio.sample_rate == 24_000
    assert len(audio.samples) == len(samples)
    assert np.sqrt(np.mean((audio.samples - samples) ** 2)) < 0.2 * np.sqrt(np.mean(samples**2))


def test_samples_beyond_full_scale_are_cut_off():
    audio = release(4 * five_seconds()[:24_000], 24_000, any_voice())
    assert np.abs(audio.samples).max() <= 1.0


def test_what_leaves_is_marked_with_the_day_and_the_claims_name_the_mark():
    voice = any_voice()
    audio = release(five_seconds(), 24_000, voice)
    found = find_watermark(audio.samples, 24_000)
    assert found.detected
    assert found.payload == payload_of(voice.encoder)
    assert found.payload.identifier == audio.claims.watermark


def test_pieces_are_the_whole():
    samples, voice = five_seconds(), any_voice()
    pieces = [piece.samples for piece in release_pieces(np.array_split(samples, 7), 24_000, voice)]
    joined = np.concatenate(pieces)
    np.testing.assert_allclose(joined, release(samples, 24_000, voice).samples, atol=1e-6)


def test_the_switch_for_research_is_told_by_the_provenance():
    audio = release(five_seconds(), 24_000, any_voice(), watermark=False)
    assert audio.claims.watermark == UNMARKED
    assert not find_watermark(audio.samples, 24_000).detected


def test_what_cannot_be_marked_does_not_leave():
    with pytest.raises(AudioError, match="does not leave"):
        release(five_seconds()[:24_000], 16_000, any_voice())
    voice = any_voice()
    home.write(KEY_FILE, b"no key")
    with pytest.raises(SigningError):
        release(five_seconds()[:24_000], 24_000, voice)


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
