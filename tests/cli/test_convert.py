"""The verb `convert`: a recording in another voice."""

import pytest

from voiceclone import load_audio


@pytest.fixture
def convert(command, reference):
    return lambda *options: command("convert", reference, "--voice", "hazel", "-o", "out.wav", *options)


def test_the_words_are_said_in_the_voice(convert, cloner):
    done = convert("--text", "One two.", "--seed", "3")
    assert (done.status, done.out) == (0, "0.20 s of speech, written to out.wav: One two.\n")
    assert cloner.calls[-1] == {"recording": "reference.wav", "text": "One two.", "seed": 3}
    assert load_audio("out.wav").seconds == pytest.approx(0.2)


def test_without_a_text_it_is_heard(convert, cloner, monkeypatch):
    moonshine = pytest.importorskip("voiceclone.evaluation.judges.moonshine")
    pytest.importorskip("moonshine_voice")
    monkeypatch.setattr(moonshine.Moonshine, "transcribe", lambda self, audio: "Three four five.")
    assert convert().status == 0
    assert cloner.calls[-1]["text"] == "Three four five."
    monkeypatch.setattr(moonshine.Moonshine, "transcribe", lambda self, audio: "")
    assert "no words are heard" in convert().complaint


def test_what_cannot_be_is_told_in_a_line(command, reference):
    assert "no such file" in command("convert", "no.wav", "--voice", "hazel", "--text", "One.").complaint
    assert "neither a voice file" in command("convert", reference, "--voice", "nobody", "--text", "One.").complaint
    assert "audio format" in command("convert", reference, "--voice", "hazel", "-o", "out.xyz").complaint
