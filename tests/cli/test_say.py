"""The verb `say`: a sentence into a file, and one line about everything that prevents it."""

import errno
import io
import os
import re
import sys
from types import SimpleNamespace

import pytest

from tests.cloners import ToneCloner
from tests.voices import any_voice
from voiceclone import load_audio
from voiceclone.synthesis import Delivery
from voiceclone.trust.provenance.credentials import signing_credentials


def test_a_sentence_is_spoken_in_the_voice_of_a_reference(command, cloner, reference):
    done = command("say", "The old clock stopped.", "--reference", reference, "--consent", "self", "-o", "hello.wav")
    assert done.status == 0
    assert done.err == ""
    assert re.fullmatch(
        r"0\.40 s of speech, made in \d+\.\d\d s \(real-time factor \d+\.\d{3}\), written to hello\.wav\n", done.out
    )
    assert load_audio("hello.wav").seconds == pytest.approx(0.4)
    assert cloner.calls[0]["voice"].consent.level == "self"


def test_the_decoder_learns_from_a_reference_if_it_shall(command, cloner, reference):
    options = ("--reference", reference, "--consent", "self")
    assert command("say", "Hello.", *options).status == command("say", "Hello.", *options, "--adapt").status == 0
    assert [enrolment["adapt"] for enrolment in cloner.enrolled] == [False, True]


def test_several_references_make_one_voice(command, reference):
    pair = ("--reference", reference, "--reference", reference)
    assert command("say", "Hello.", *pair, "--consent", "self", "-o", "hello.flac").status == 0
    assert load_audio("hello.flac").seconds > 0


def test_a_voice_file_needs_no_further_consent(command, cloner):
    any_voice(name="nobody").save("nobody.voice")
    options = ("--seed", "7", "--speed", "1.5", "--language", "de")
    assert command("say", "Hello.", "--voice", "nobody.voice", *options).status == 0
    assert load_audio("speech.wav").seconds > 0
    call = cloner.calls[0]
    assert (call["voice"].name, call["seed"], call["speed"], call["language"]) == ("nobody", 7, 1.5, "de")


@pytest.fixture
def say(command):
    """Return a function that runs `say` with a voice that exists."""
    any_voice().save("nobody.voice")
    return lambda *arguments: command("say", *arguments, "--voice", "nobody.voice")


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
def test_the_text_can_come_from_standard_input(say, cloner, monkeypatch, start):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(start + "Zwölf Uhr.".encode())))
    assert say("-").status == 0
    assert cloner.calls[0]["text"] == "Zwölf Uhr."


def test_the_text_can_come_from_a_file(say, cloner, tmp_path):
    (tmp_path / "text.txt").write_text("One. Two.\nThree.", encoding="utf-8")
    assert say("--text-file", "text.txt").status == 0
    assert cloner.calls[0]["text"] == "One. Two.\nThree."


@pytest.mark.parametrize("arguments", [(), ("Hello.", "--text-file", "text.txt")])
def test_there_is_one_text(say, arguments):
    assert "--text-file" in say(*arguments).complaint


@pytest.mark.parametrize("content", [b"\xff\xfe\x00x", b"caf\xe9"])
def test_a_text_that_is_not_utf_8_is_refused(say, tmp_path, content):
    (tmp_path / "text.txt").write_bytes(content)
    assert "text.txt: is not text in UTF-8" in say("--text-file", "text.txt").complaint
    assert "the text: is not text in UTF-8" in say(content.decode(errors="surrogateescape")).complaint


def test_a_missing_text_file_is_named(say):
    assert "missing.txt: cannot be read: No such file" in say("--text-file", "missing.txt").complaint


def test_a_text_without_words_is_refused(say, tmp_path):
    assert say("").complaint == "there is nothing to say"
    assert not (tmp_path / "speech.wav").exists()


def test_there_is_one_source_of_the_voice(command, reference):
    assert "--reference or --voice" in command("say", "Hello.").complaint
    assert "--reference or --voice" in command("say", "Hello.", "--reference", reference, "--voice", "x").complaint


@pytest.mark.parametrize("options", [(), ("--consent", "yes")])
def test_a_reference_needs_consent(command, reference, tmp_path, options):
    complaint = command("say", "Hello.", "--reference", reference, *options).complaint
    assert "--consent self" in complaint
    assert "permission" in complaint
    assert os.listdir(tmp_path) == [reference]


def write_text_as_audio(path):
    path.write_text("no audio")


@pytest.mark.parametrize(
    ("make", "complaint"),
    [
        (lambda path: None, "there is no such file"),
        (lambda path: path.mkdir(), "folder"),
        (lambda path: path.touch(), "the file is empty"),
        (write_text_as_audio, "is no audio"),
    ],
)
def test_a_bad_reference_is_named(command, tmp_path, make, complaint):
    make(tmp_path / "bad.wav")
    said = command("say", "Hello.", "--reference", "bad.wav", "--consent", "self").complaint
    assert said.startswith("bad.wav: ")
    assert complaint in said
    assert not (tmp_path / "speech.wav").exists()


@pytest.mark.parametrize("content", [b"", b"foreign", b"\0" * 1000])
def test_a_bad_voice_file_is_named(command, tmp_path, content):
    (tmp_path / "bad.voice").write_bytes(content)
    assert command("say", "Hello.", "--voice", "bad.voice").complaint.startswith("bad.voice: cannot be used")


@pytest.mark.parametrize(
    ("output", "complaint"),
    [
        ("missing/hello.wav", "does not exist"),
        ("hello.xyz", "use one of .wav"),
        ("hello", "no suffix"),
        (".", "suffix"),
    ],
)
def test_where_nothing_can_be_written_nothing_is_spoken(say, cloner, output, complaint):
    assert complaint in say("Hello.", "--output", output).complaint
    assert cloner.calls == []


def test_a_full_disk_is_one_line_and_leaves_no_file(say, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    signing_credentials()  # made before the disk is full
    monkeypatch.setattr(os, "fsync", full)
    assert say("Hello.").complaint == "speech.wav: cannot be written: No space left on device"
    assert os.listdir(tmp_path) == ["nobody.voice"]


@pytest.mark.parametrize("options", [("--speed", "0"), ("--speed", "fast"), ("--seed", "-1"), ("--sped", "1")])
def test_a_bad_option_is_one_line(say, options):
    assert options[0] in say("Hello.", *options).complaint


def test_ctrl_c_ends_quietly_and_leaves_no_file(say, tmp_path, monkeypatch):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(ToneCloner, "narrate", interrupt)
    done = say("Hello.")
    assert (done.status, done.out, done.err) == (130, "", "")
    assert os.listdir(tmp_path) == ["nobody.voice"]


def test_every_wish_reaches_the_cloner(say, cloner):
    assert say("Hello.", "--pitch", "-2", "--pitch-range", "0.5", "--energy", "3", "--markup").status == 0
    assert cloner.calls[0]["delivery"] == Delivery(pitch=-2.0, pitch_range=0.5, energy=3.0)
    assert cloner.calls[0]["markup"] is True


def test_a_lexicon_reaches_the_cloner(say, cloner):
    assert say("Hello.", "--lexicon", "words.txt").status == 0
    assert str(cloner.lexicon) == "words.txt"


def test_the_engine_reaches_the_cloner(command, cloner, reference):
    command("say", "Hello.", "--reference", reference, "--consent", "self", "--engine", "torch")
    assert cloner.engine == "torch"


@pytest.mark.parametrize("name", ["times.srt", "times.vtt", "times.json", "times.TextGrid"])
def test_the_times_of_the_words_go_into_a_file(say, tmp_path, name):
    assert say("Hello.", "--timestamps", name).status == 0
    assert (tmp_path / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["times.txt", "missing/times.srt"])
def test_where_no_times_can_be_written_nothing_is_spoken(say, cloner, name):
    assert name in say("Hello.", "--timestamps", name).complaint
    assert cloner.calls == []


def test_the_times_are_not_known_while_speech_streams(say):
    assert "--stream" in say("Hello.", "--timestamps", "times.srt", "--stream").complaint


def test_what_is_said_can_be_verified(say, cloner):
    assert say("Hello.", "--verify").status == 0
    assert cloner.calls[0]["verify"] is True


def test_a_stream_is_not_verified(say, cloner):
    assert "leave --stream out" in say("Hello.", "--verify", "--stream").complaint
    assert cloner.calls == []
