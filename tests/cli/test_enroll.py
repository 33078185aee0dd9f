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


@pytest.mark.parametrize("options", [(), ("--consent", "no")])
def test_without_consent_nothing_is_enrolled(command, reference, tmp_path, options):
    assert "--consent self" in command("enroll", reference, *options).complaint
    assert os.listdir(tmp_path) == [reference]


def test_a_missing_recording_is_named(command):
    assert command("enroll", "missing.wav", "--consent", "self").complaint.startswith("missing.wav: there is no such")


def test_a_missing_folder_is_named(command, reference):
    done = command("enroll", reference, "--consent", "self", "--output", "missing/me.voice")
    assert "the folder missing does not exist" in done.complaint


def test_something_to_enroll_is_needed(command):
    assert "references" in command("enroll", "--consent", "self").complaint.lower()
