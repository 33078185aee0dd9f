"""Speech that is written while it is made: a file that is whole at any moment, and a pipe that may close."""

import io
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import soundfile

from tests.cloners import ToneCloner
from tests.conftest import ROOT
from tests.voices import any_voice
from voiceclone import load_audio
from voiceclone.cli.main import run
from voiceclone.trust.provenance import attach


@pytest.fixture
def say(command):
    any_voice().save("nobody.voice")
    return lambda *arguments: command("say", *arguments, "--voice", "nobody.voice", "--stream")


def test_a_stream_becomes_the_same_file_as_the_whole(say, command):
    done = say("The old clock stopped.", "-o", "piecewise.wav", "--pitch", "2", "--markup")
    assert (done.status, done.err) == (0, "")
    assert "0.40 s of speech" in done.out
    command("say", "The old clock stopped.", "--voice", "nobody.voice", "-o", "whole.wav")
    piecewise, whole = load_audio("piecewise.wav"), load_audio("whole.wav")
    assert np.allclose(piecewise.samples, whole.samples, atol=1e-4)


def test_a_file_that_was_streamed_carries_its_provenance(say):
    assert say("Hello.", "-o", "hello.wav").status == 0
    assert b"c2pa" in Path("hello.wav").read_bytes()


def test_the_file_can_be_read_while_it_grows(say, monkeypatch):
    lengths = []
    original = ToneCloner.stream

    def watched(self, *arguments, **options):
        for number, piece in enumerate(original(self, *arguments, **options)):
            if number:
                lengths.append(len(soundfile.read("speech.wav")[0]))
            yield piece

    monkeypatch.setattr(ToneCloner, "stream", watched)
    assert say("One two three four.").status == 0
    assert lengths[:3] == pytest.approx([2_400, 4_800, 7_200], abs=512)  # what the watermark holds back


def test_ctrl_c_leaves_a_file_of_what_was_spoken(say, monkeypatch):
    original = ToneCloner.stream

    def interrupted(self, *arguments, **options):
        yield from list(original(self, *arguments, **options))[:2]
        raise KeyboardInterrupt

    monkeypatch.setattr(ToneCloner, "stream", interrupted)
    done = say("One two three four.")
    assert (done.status, done.err) == (130, "")
    assert load_audio("speech.wav").seconds == pytest.approx(0.2, abs=0.022)
    assert b"c2pa" in Path("speech.wav").read_bytes()


def test_what_is_refused_leaves_no_file(say):
    assert say("", "-o", "hello.wav").complaint == "there is nothing to say"
    assert os.listdir() == ["nobody.voice"]


def test_what_cannot_be_signed_leaves_no_file(say, monkeypatch):
    def unsigned(*_):
        raise attach.SigningError("no key")

    monkeypatch.setattr(attach, "embed_stream", unsigned)
    assert "cannot be signed" in say("Hello.").complaint
    assert os.listdir() == ["nobody.voice"]


@pytest.mark.parametrize(
    ("output", "complaint"), [("hello.mp3", "only .wav"), ("missing/hello.wav", "does not exist"), ("hello", "suffix")]
)
def test_where_no_stream_can_be_written_nothing_is_spoken(say, cloner, output, complaint):
    assert complaint in say("Hello.", "-o", output).complaint
    assert cloner.calls == []


def test_standard_output_is_for_streams(command):
    any_voice().save("nobody.voice")
    assert "--stream" in command("say", "Hello.", "--voice", "nobody.voice", "-o", "-").complaint


def test_a_terminal_is_spared(say, monkeypatch):
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(isatty=lambda: True))
    assert run(["say", "Hello.", "--voice", "nobody.voice", "--stream", "-o", "-"]) == 2


def test_standard_output_gets_sound_and_nothing_else(cloner, capfdbinary, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    any_voice().save("nobody.voice")
    status = run(["say", "The old clock stopped.", "--voice", "nobody.voice", "--stream", "-o", "-"])
    out, err = capfdbinary.readouterr()
    assert status == 0
    assert b"0.40 s of speech" in err
    assert out[:4] == b"RIFF"
    assert out[40:44] == b"\xff\xff\xff\xff"  # as long as it goes on
    assert len(out) == 44 + 2 * 9_600
    samples, rate = soundfile.read(io.BytesIO(out))
    assert (len(samples), rate) == (9_600, 24_000)


def test_a_reader_that_goes_away_ends_it_quietly(tmp_path):
    program = (
        "import sys, voiceclone\n"
        "from tests.cloners import ToneCloner\n"
        "vars(voiceclone)['VoiceCloner'] = ToneCloner\n"
        "from voiceclone.cli.main import main\n"
        f"main(['say', 'word ' * 2000, '--voice', {str(tmp_path / 'nobody.voice')!r}, '--stream', '-o', '-'])\n"
    )
    any_voice().save(tmp_path / "nobody.voice")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    speaker = subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, cwd=tmp_path
    )
    assert speaker.stdout.read(1_000)[:4] == b"RIFF"
    speaker.stdout.close()
    complaint = speaker.stderr.read()
    assert (speaker.wait(), complaint) == (141, b"")
