"""The verb `design`, and names of voices that ship."""

import pytest

from voiceclone import Voice


def test_a_voice_of_nobody_is_written_and_its_nearest_training_speaker_told(command, cloner):
    done = command("design", "--sex", "female", "--pitch", "200", "--seed", "7", "--name", "fern", "-o", "fern.voice")
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("the voice fern is written to fern.voice; as drawn, its likeness to the nearest")
    assert done.out.endswith("training speaker is 0.50\n")
    assert Voice.load("fern.voice").consent.level == "nobody"
    assert cloner.calls == [{"seed": 7, "sex": "female", "pitch": 200.0, "name": "fern"}]


@pytest.mark.parametrize("options", [("--sex", "f"), ("--pitch", "high"), ("--seed", "-1")])
def test_a_bad_option_is_one_line(command, options):
    assert options[0] in command("design", *options).complaint


def test_a_voice_that_ships_is_named_without_any_file(command, cloner):
    assert command("say", "Hello.", "--voice", "hazel").status == 0
    assert cloner.calls[-1]["voice"].name == "hazel"


def test_an_unknown_name_is_refused_with_those_that_ship(command, tmp_path):
    complaint = command("say", "Hello.", "--voice", "elm").complaint
    assert complaint == "elm: is neither a voice file nor a voice that ships: hazel, rowan"
    assert list(tmp_path.iterdir()) == []


def test_a_missing_voice_file_is_no_name(command):
    assert "there is no such voice file" in command("say", "Hello.", "--voice", "elm.voice").complaint
    assert "there is no such voice file" in command("say", "Hello.", "--voice", "folder/elm").complaint
