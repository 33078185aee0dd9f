"""The cloner's designed, mixed and compared voices, with tiny networks."""

import math
from dataclasses import replace

import numpy as np
import pytest

from tests.designed.densities import save_density
from tests.networks import save_tiny_model
from tests.test_cloner import speech_like
from voiceclone import Consent, VoiceCloner
from voiceclone.designed import Preset, write_presets
from voiceclone.designed.density import NEAREST
from voiceclone.errors import ConsentError, VoiceError, WeightsError
from voiceclone.trust.revocation import revoke
from voiceclone.weights import file_fingerprint


@pytest.fixture
def cloner(tmp_path):
    save_tiny_model(tmp_path)
    save_density(tmp_path, file_fingerprint(tmp_path / "speaker.safetensors"))
    write_presets([Preset("hazel", "female", 200.0, 3)], tmp_path)
    return VoiceCloner.from_pretrained(tmp_path)


@pytest.fixture
def recorded(cloner):
    return cloner.enroll(speech_like(4.0), consent=Consent.self_attested(speaker="Ada"), name="ada")


def test_a_designed_voice_speaks_and_needs_no_consent(cloner):
    voice = cloner.design(seed=3, sex="male", pitch=115.0)
    assert voice.consent.level == "nobody"
    assert math.exp(voice.pitch_mean) == pytest.approx(115.0)
    assert cloner.nearest_training_speaker(voice) < NEAREST
    assert cloner.synthesize("Good morning.", voice).seconds > 0.2


def test_a_preset_is_the_same_voice_each_time(cloner):
    assert cloner.presets == ("hazel",)
    first, second = (cloner.preset("hazel") for _ in range(2))
    assert first.name == "hazel"
    assert first.fingerprint == second.fingerprint


def test_an_unknown_name_is_refused_with_those_there_are(cloner):
    with pytest.raises(VoiceError, match="elm: is neither a voice file nor a voice that ships: hazel"):
        cloner.preset("elm")


def test_a_density_of_other_weights_is_refused(cloner, tmp_path):
    save_density(tmp_path, "0123456789abcdef")
    with pytest.raises(WeightsError, match="other weights"):
        VoiceCloner.from_pretrained(tmp_path).design()


def test_of_a_recorded_voice_the_nearest_training_speaker_is_not_told(cloner, recorded):
    with pytest.raises(VoiceError, match="was not designed"):
        cloner.nearest_training_speaker(recorded)


def test_a_mix_lies_between_its_voices_by_their_weights(cloner, recorded):
    other = cloner.preset("hazel")
    mixed = cloner.mix([recorded, other], [3, 1])
    assert mixed.pitch_mean == pytest.approx(0.75 * recorded.pitch_mean + 0.25 * other.pitch_mean)
    assert mixed.embedding @ recorded.embedding > mixed.embedding @ other.embedding
    assert cloner.synthesize("Good morning.", mixed).seconds > 0.2


def test_a_mix_with_a_recorded_voice_is_bound_to_its_recordings_and_its_consent(cloner, recorded):
    mixed = cloner.mix([recorded, cloner.preset("hazel")])
    assert mixed.consent.level == "mixed"
    assert mixed.consent.seal.references == recorded.consent.seal.references
    revoke(recorded.consent.id)
    with pytest.raises(ConsentError, match="revoked"):
        cloner.synthesize("Good morning.", mixed)


def test_a_mix_of_designed_voices_is_nobody_s(cloner):
    mixed = cloner.mix([cloner.design(seed=1), cloner.design(seed=2)])
    assert mixed.consent.level == "nobody"


@pytest.mark.parametrize("weights", [[1.0], [1.0, 0.0], [1.0, -1.0], [1.0, math.nan], [1.0, 1.0, 1.0]])
def test_weights_that_make_no_sense_are_refused(cloner, recorded, weights):
    with pytest.raises(VoiceError, match="weight"):
        cloner.mix([recorded, recorded], weights)


def test_one_voice_is_no_mix(cloner, recorded):
    with pytest.raises(VoiceError, match="two voices or more"):
        cloner.mix([recorded])


def test_voices_that_cancel_out_are_refused(cloner, recorded):
    opposite = replace(recorded, embedding=-recorded.embedding, consent=Consent.self_attested()).sealed(["0" * 64])
    with pytest.raises(VoiceError, match="opposites"):
        cloner.mix([recorded, opposite])


def test_a_voice_is_most_like_itself(cloner, recorded):
    assert cloner.compare(recorded, recorded).score == pytest.approx(1.0, abs=1e-4)
    assert cloner.compare(recorded, speech_like(4.0)).score == pytest.approx(1.0, abs=1e-3)
    assert cloner.compare(recorded, cloner.preset("hazel")).score < 0.9


def test_a_voice_of_other_weights_is_not_compared(cloner, recorded):
    foreign = replace(recorded, encoder="other", consent=Consent.self_attested()).sealed(["0" * 64])
    with pytest.raises(VoiceError, match="other weights"):
        cloner.compare(foreign, recorded)


def test_drawing_uses_up_no_random_number_of_anybody_s(cloner):
    before = np.random.get_state()[1].copy()
    cloner.design(seed=1)
    assert np.array_equal(np.random.get_state()[1], before)
