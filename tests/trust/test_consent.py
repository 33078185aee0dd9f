"""Consent: what counts as one, and that its record says the same later."""

import itertools
import json
import shutil
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceclone.errors import ConsentError
from voiceclone.trust.canonical import canonical, parse_canonical
from voiceclone.trust.consent import Consent
from voiceclone.trust.reading import Reading
from voiceclone.trust.signing import is_ours


def test_one_s_word_is_dated_and_says_what_was_declared():
    consent = Consent.self_attested()
    assert consent.level == "self"
    assert "permission" in consent.statement
    age = datetime.now(timezone.utc) - datetime.fromisoformat(consent.created)
    assert timedelta(0) <= age < timedelta(minutes=1)


def test_the_statement_can_be_one_s_own():
    assert Consent.self_attested("She asked me to.").statement == "She asked me to."


def test_self_can_be_chosen_by_a_word():
    assert Consent.from_choice("self").level == "self"


@pytest.mark.parametrize(("choice", "complaint"), [(None, "missing"), ("yes", "'yes' is not known"), ("", "not known")])
def test_anything_else_is_refused_with_what_to_say(choice, complaint):
    with pytest.raises(ConsentError, match=rf"{complaint}.*--consent self.*permission"):
        Consent.from_choice(choice)


@given(st.text().filter(str.strip))
def test_a_record_gives_the_same_consent_again(statement):
    consent = Consent.self_attested(statement)
    assert Consent.from_json(json.loads(json.dumps(consent.to_json()))) == consent


@pytest.mark.parametrize(
    "change",
    [
        {"level": "other"},
        {"level": None},
        {"level": []},
        {"statement": "  "},
        {"statement": 3},
        {"created": "yesterday"},
        {"created": "2024-01-01T00:00:00"},
        {"created": "2024-01-01T00:00:00+02:00"},
        {"created": None},
        {"created": "2024-02-30T00:00:00+00:00"},
        {"created": "٢٠٢٤-01-01T00:00:00+00:00"},
        {"signature": "of a later version"},
        {"speaker": ""},
        {"grantee": None},
        {"use": 3},
        {"use": "x" * 2_001},
        {"expires": "never"},
        {"id": "0123456789ABCDEF"},
        {"id": "0123"},
        {"level": "verified"},
        {"reading": {}},
        {"reading": "heard"},
        {"seal": {}},
        {"seal": "wax"},
        {"seal": {"voice": "a", "references": [], "key": "b", "signature": "c"}},
    ],
)
def test_a_damaged_record_is_refused(change):
    with pytest.raises(ConsentError):
        Consent.from_json({**Consent.self_attested().to_json(), **change})


@pytest.mark.parametrize("record", [None, [], "self", {}, {"level": "self"}])
def test_what_is_no_record_is_refused(record):
    with pytest.raises(ConsentError, match="damaged"):
        Consent.from_json(record)


def test_a_consent_cannot_be_changed():
    with pytest.raises(AttributeError):
        Consent.self_attested().level = "none"


def test_a_self_attested_consent_covers_speech():
    Consent.self_attested().check()


def test_who_allows_what_to_whom_can_be_said():
    consent = Consent.self_attested(speaker="Ada", grantee="the library", use="reading books", expires="2035-12-31")
    assert (consent.speaker, consent.grantee, consent.use) == ("Ada", "the library", "reading books")
    assert consent.expires == "2035-12-31T23:59:59+00:00"


@pytest.mark.parametrize("expires", ["tomorrow", "2035-13-01", "", "31.12.2035"])
def test_what_is_no_date_is_refused(expires):
    with pytest.raises(ConsentError, match="no date"):
        Consent.self_attested(expires=expires)


def test_a_consent_holds_until_it_expires_and_not_longer():
    consent = Consent.self_attested(expires="2030-05-01T12:00:00+00:00")
    moment = datetime(2030, 5, 1, 12, tzinfo=timezone.utc)
    consent.check(moment)
    with pytest.raises(ConsentError, match=f"{consent.id} expired on 2030-05-01T12:00:00"):
        consent.check(moment + timedelta(seconds=1))


def test_each_consent_has_an_id_of_its_own():
    assert Consent.self_attested().id != Consent.self_attested().id


def test_a_designed_voice_belongs_to_nobody():
    consent = Consent.nobodys()
    assert (consent.level, consent.speaker) == ("nobody", "nobody")
    consent.sealed(VOICE, [])


READING = Reading("0" * 16, "I allow it.", "1" * 64, "2" * 64, -1.5, -3.5, 0.75)
VOICE = "a" * 64
RECORDING = "b" * 64


def test_a_verified_consent_says_on_what_ground_and_comes_out_of_its_record():
    consent = Consent.verified(READING, speaker="Ada").sealed(VOICE, [RECORDING])
    assert (consent.level, consent.statement, consent.speaker) == ("verified", "I allow it.", "Ada")
    again = Consent.from_json(parse_canonical(canonical(consent.to_json())))
    assert again == consent
    again.check_seal(VOICE)


@pytest.mark.parametrize(
    "change", [{"word_score": float("nan")}, {"sentence": 3}, {"recording": "x"}, {"word_score": 1}]
)
def test_a_damaged_reading_is_refused(change):
    with pytest.raises(ConsentError, match="damaged"):
        Reading.from_json({**READING.to_json(), **change})


@pytest.mark.parametrize(("consent", "references"), [(Consent.nobodys(), [RECORDING]), (Consent.self_attested(), [])])
def test_only_a_voice_without_recordings_belongs_to_nobody(consent, references):
    with pytest.raises(ConsentError, match="belongs to somebody"):
        consent.sealed(VOICE, references)


def test_a_consent_is_bound_once():
    sealed = Consent.self_attested().sealed(VOICE, [RECORDING])
    with pytest.raises(ConsentError, match="belongs to a voice already"):
        sealed.sealed("c" * 64, [RECORDING])


def test_a_consent_that_is_bound_to_nothing_is_refused():
    with pytest.raises(ConsentError, match="not bound"):
        Consent.self_attested().check_seal(VOICE)


def test_a_sealed_consent_holds_for_its_voice_only():
    sealed = Consent.self_attested().sealed(VOICE, [RECORDING])
    sealed.check_seal(VOICE)
    with pytest.raises(ConsentError, match="another voice"):
        sealed.check_seal("c" * 64)


CHANGES = [
    {"level": "nobody"},
    {"statement": "I do as I like."},
    {"created": "2020-01-01T00:00:00+00:00"},
    {"speaker": "Eve"},
    {"grantee": "everybody"},
    {"use": "anything"},
    {"expires": None},
    {"expires": "2099-01-01T00:00:00+00:00"},
    {"id": "0" * 16},
]


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_of_a_sealed_consent_is_found(change):
    sealed = Consent.self_attested(expires="2035-12-31").sealed(VOICE, [RECORDING])
    with pytest.raises(ConsentError, match="changed after it was sealed"):
        replace(sealed, **change).check_seal(VOICE)


def test_other_recordings_are_found():
    sealed = Consent.self_attested().sealed(VOICE, [RECORDING])
    with pytest.raises(ConsentError, match="changed after it was sealed"):
        replace(sealed, seal=replace(sealed.seal, references=("c" * 64,))).check_seal(VOICE)


def test_a_consent_of_another_installation_holds(data_folder):
    sealed = Consent.self_attested().sealed(VOICE, [RECORDING])
    assert is_ours(sealed.seal.key)
    shutil.rmtree(data_folder)
    sealed.check_seal(VOICE)
    assert not is_ours(sealed.seal.key)
    assert not data_folder.exists()


def test_every_byte_of_a_record_counts():
    whole = canonical(Consent.self_attested("Ærlig talt: yes.").sealed(VOICE, [RECORDING]).to_json()).encode()
    for place, bit in itertools.product(range(len(whole)), (0x01, 0x20)):  # 0x20 turns small letters into large ones
        changed = bytearray(whole)
        changed[place] ^= bit
        with pytest.raises((ConsentError, ValueError)):
            Consent.from_json(parse_canonical(bytes(changed))).check_seal(VOICE)
