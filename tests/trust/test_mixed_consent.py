"""Mixed consent: a mix may be used as long as every voice in it may, and says so in its record."""

import json
from dataclasses import replace

import pytest

from tests.voices import any_voice
from voiceclone import Consent, Voice
from voiceclone.errors import ConsentError
from voiceclone.trust.permission import check_permission
from voiceclone.trust.revocation import revoke


@pytest.fixture
def voices():
    ada = any_voice(name="ada", consent=Consent.self_attested(speaker="Ada", use="books", expires="2035-12-31"))
    bob = any_voice(name="bob", consent=Consent.self_attested(speaker="Bob", use="books"), pitch_mean=4.8)
    return [ada, bob]


def sealed_mix(voices) -> Voice:
    references = [voice.consent.seal.references[0] for voice in voices if voice.consent.seal.references]
    consent = Consent.mixed([voice.consent for voice in voices])
    return replace(voices[0], consent=consent, pitch_mean=5.0).sealed(references)


def test_a_mix_says_who_consented_to_what_and_ends_with_the_first(voices):
    consent = Consent.mixed([voice.consent for voice in voices])
    assert (consent.level, consent.speaker, consent.use) == ("mixed", "Ada; and Bob", "books")
    assert consent.expires == "2035-12-31T23:59:59+00:00"


def test_a_saved_mix_carries_both_consents(voices, tmp_path):
    sealed_mix(voices).save(tmp_path / "mix.voice")
    loaded = Voice.load(tmp_path / "mix.voice")
    assert loaded.consent.parts == tuple(voice.consent for voice in voices)
    check_permission(loaded)


@pytest.mark.parametrize("which", [0, 1])
def test_revoking_either_makes_the_mix_unusable(voices, which):
    mixed = sealed_mix(voices)
    revoke(voices[which].consent.id)
    with pytest.raises(ConsentError, match=voices[which].consent.id):
        check_permission(mixed)


def test_a_mix_of_an_expired_voice_is_unusable(voices):
    old = any_voice(consent=replace(Consent.self_attested(), expires="2020-01-01T00:00:00+00:00"))
    with pytest.raises(ConsentError, match="expired"):
        check_permission(sealed_mix([voices[1], old]))


@pytest.mark.parametrize(
    "change",
    [
        lambda record: record["parts"].pop(),
        lambda record: record["parts"][0].update(expires=None),
        lambda record: record["parts"][0].update(parts=[]),
        lambda record: record["parts"].append(3),
        lambda record: record.update(parts=[]),
        lambda record: record.update(parts=None),
        lambda record: record["parts"].append({"level": "self"}),
        lambda record: record["parts"][0].update(seal=None),
    ],
)
def test_the_consents_of_a_mix_cannot_be_changed(voices, change):
    mixed = sealed_mix(voices)
    record = json.loads(json.dumps(mixed.consent.to_json()))
    change(record)
    with pytest.raises(ConsentError):
        replace(mixed, consent=Consent.from_json(record)).check_seal()


def test_a_part_that_was_changed_before_the_mix_was_sealed_is_found(voices):
    changed = replace(voices[0].consent, expires=None)
    with pytest.raises(ConsentError, match="changed after it was sealed"):
        replace(voices[0], consent=Consent.mixed([changed, voices[1].consent])).sealed(["0" * 64]).check_seal()


def test_a_mix_keeps_its_consents(voices):
    with pytest.raises(ConsentError, match="keeps the consents"):
        sealed_mix(voices).with_consent(Consent.self_attested())


def test_a_mix_is_not_mixed_again(voices):
    with pytest.raises(ConsentError, match="not mixed"):
        Consent.mixed([sealed_mix(voices).consent, voices[0].consent])


def test_a_mix_of_nobody_s_voices_is_nobody_s():
    nobody = any_voice(consent=Consent.nobodys())
    assert Consent.mixed([nobody.consent, nobody.consent]).level == "nobody"


def test_the_record_of_a_voice_that_is_no_mix_is_as_it_was(voices):
    assert "parts" not in voices[0].consent.to_json()
