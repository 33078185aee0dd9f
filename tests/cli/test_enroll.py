"""The verb `enroll`: recordings into a voice file, with consent or not at all."""

import os

import pytest

from voiceclone import Voice


def test_recordings_become_a_voice_file(command, reference):
    done = command("enroll", reference, reference, "--consent", "self", "--output", "me.voice", "--name", "Ada")
    assert (done.status, done.err) == (0, "")
    assert done.out == "the voice Ada is written to me.voice\n"
    voice = Voice.load("me.voice")
    assert voice.name == "Ada"
    assert voice.consent.level == "self"


def test_who_allows_what_can_be_said(command, reference):
    terms = ("--speaker", "Ada", "--grantee", "the library", "--use", "reading books", "--expires", "2035-12-31")
    assert command("enroll", reference, "--consent", "self", *terms).status == 0
    consent = Voice.load("me.voice").consent
    assert (consent.speaker, consent.grantee, consent.use) == ("Ada", "the library", "reading books")
    assert consent.expires == "2035-12-31T23:59:59+00:00"


def test_a_date_that_is_none_is_refused(command, reference):
    assert "is no date" in command("enroll", reference, "--consent", "self", "--expires", "soon").complaint


@pytest.mark.parametrize("options", [(), ("--consent", "no")])
def test_without_consent_nothing_is_enrolled(command, reference, tmp_path, options):
    assert "--consent self" in command("enroll", reference, *options).complaint
    assert os.listdir(tmp_path) == [reference]


@pytest.mark.parametrize("options", [("--consent", "verified"), ("--consent", "self", "--challenge", "a")])
def test_a_verified_consent_needs_its_challenge_and_the_reading(command, reference, options):
    assert "belong together" in command("enroll", reference, *options).complaint


def test_a_missing_recording_is_named(command):
    assert command("enroll", "missing.wav", "--consent", "self").complaint.startswith("missing.wav: there is no such")


def test_a_missing_folder_is_named(command, reference):
    done = command("enroll", reference, "--consent", "self", "--output", "missing/me.voice")
    assert "the folder missing does not exist" in done.complaint


def test_something_to_enroll_is_needed(command):
    assert "references" in command("enroll", "--consent", "self").complaint.lower()
