"""The verb `inspect`."""

import json

import pytest

from tests.voices import any_voice


@pytest.fixture
def speak(command):
    """Return a function that speaks into a file."""
    any_voice().save("nobody.voice")
    return lambda output: command("say", "Hello.", "--voice", "nobody.voice", "-o", output)


@pytest.mark.parametrize("name", ["a.wav", "a.ogg"])
def test_what_was_spoken_says_so(command, speak, name):
    speak(name)
    done = command("inspect", name)
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("The file is unchanged since this installation signed it.\n")
    assert "trainedAlgorithmicMedia" in done.out
    assert "consent level self\n" in done.out


def test_it_can_be_read_by_a_program(command, speak):
    speak("a.wav")
    report = json.loads(command("inspect", "a.wav", "--json").out)
    assert (report["state"], report["c2pa_state"], report["intact"]) == ("ours", "Valid", True)
    assert report["claims"]["consent_level"] == "self"


def test_a_changed_file_is_reported_and_its_claims_are_not(command, speak, tmp_path):
    speak("a.wav")
    content = bytearray((tmp_path / "a.wav").read_bytes())
    content[1_000] ^= 1
    (tmp_path / "a.wav").write_bytes(content)
    done = command("inspect", "a.wav")
    assert done.status == 1
    assert "was changed after it was signed" in done.out
    assert "trainedAlgorithmicMedia" not in done.out


def test_a_file_without_provenance_is_reported(command, reference):
    done = command("inspect", reference)
    assert done.status == 1
    assert "Nothing is said of the file's origin" in done.out


def test_a_missing_file_is_named(command):
    assert command("inspect", "missing.wav").complaint == "missing.wav: there is no such file"
