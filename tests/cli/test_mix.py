"""The verb `mix`: several voices into one, and all their consents with it."""

import pytest

from tests.voices import any_voice
from voiceclone import Consent, Voice


@pytest.fixture
def files():
    for name in ("ada", "bob"):
        any_voice(name=name, consent=Consent.self_attested(speaker=name)).save(f"{name}.voice")
    return "ada.voice", "bob.voice"


@pytest.fixture
def mix(command, files):
    return lambda *options: command("mix", *files, *options)


def test_the_mix_carries_both_consents(mix, command, cloner):
    done = mix("--weights", "0.7,0.3", "-o", "both.voice", "--name", "both")
    assert (done.status, done.out) == (0, "the voice both is written to both.voice\n")
    assert [part.speaker for part in Voice.load("both.voice").consent.parts] == ["ada", "bob"]
    assert cloner.calls == [{"weights": [0.7, 0.3]}]
    shown = command("consent", "show", "both.voice").out
    assert "level       mixed" in shown
    assert shown.count("made of     ") == 2


def test_a_mix_says_nothing_once_one_consent_is_revoked(mix, command):
    assert mix("-o", "both.voice").status == 0
    assert command("consent", "revoke", "bob.voice").status == 0
    assert "was revoked" in command("say", "Hello.", "--voice", "both.voice").complaint
    assert "state       revoked" in command("consent", "show", "both.voice").out


def test_a_voice_that_ships_can_be_in_it(command, files):
    assert command("mix", "ada.voice", "hazel").status == 0


@pytest.mark.parametrize("weights", ["0.7", "0.7,x", "0,1", "nan,1", "0.5,0.3,0.2"])
def test_weights_that_make_no_sense_are_refused(mix, weights):
    assert "weight" in mix("--weights", weights).complaint


def test_one_voice_is_no_mix(command, files):
    assert "two voices or more" in command("mix", "ada.voice").complaint
