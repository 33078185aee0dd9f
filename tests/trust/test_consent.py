"""Consent: what counts as one, and that its record says the same later."""

import json
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceclone.errors import ConsentError
from voiceclone.trust.consent import Consent


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
        {"signature": "of a later version"},
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
