"""A book becomes sound, whatever interrupts it, without a sentence lost or repeated."""

import json
import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest

from tests.conftest import ROOT
from tests.voices import any_voice
from voiceclone.audio.files import load_audio
from voiceclone.books import Book, Chapter, partial, speak_book, speaking
from voiceclone.errors import ConsentError, NothingToSayError, OutputError, SigningError, TextError
from voiceclone.synthesis.speech import Speech
from voiceclone.synthesis.timestamps import TimedSentence
from voiceclone.trust.provenance import attach
from voiceclone.trust.provenance.inspection import inspect
from voiceclone.trust.release import release
from voiceclone.trust.revocation import revoke


class LevelCloner:
    """Speaks each sentence as 0.05 s of a level that its words and seed decide."""

    def __init__(self):
        self.said = []

    def narrate(self, text, voice, delivery, *, seed=0, language="en", verify=False):
        self.said.append(text)
        sentences = [s for s in text.split(".") if any(c.isascii() and c.isalpha() for c in s)]
        if not sentences:
            raise NothingToSayError("nothing")
        levels = [(sum(s.encode()) * 31 + seed + number) % 1000 / 1001 for number, s in enumerate(sentences)]
        times = tuple(TimedSentence(s, 0.0, 0.05, ()) for s in sentences)
        unclear = tuple(s.strip() for s in sentences if "mumble" in s) if verify else ()
        return Speech(release(np.repeat(np.float32(levels), 1_200), 24_000, voice), times, unclear)


def paragraph(number):
    return f"This is sentence {number}. " + "And it goes on and on. " * 30


BOOK = Book("B", tuple(Chapter(f"Chapter {c}: it/is", tuple(paragraph(10 * c + p) for p in range(3))) for c in (1, 2)))


@pytest.fixture
def voice():
    return any_voice()


@pytest.fixture
def speak(tmp_path, voice):
    def run(book=BOOK, output="b.wav", cloner=None, **options):
        return speak_book(book, voice, tmp_path / output, cloner or LevelCloner(), **options)

    return run


def test_a_book_becomes_one_signed_file(speak, tmp_path):
    counts = []
    report = speak(progress=lambda done, total: counts.append((done, total)))
    assert report.files == (tmp_path / "b.wav",)
    assert report.sentences == 6 * 31
    assert load_audio(tmp_path / "b.wav").seconds == pytest.approx(6 * 31 * 0.05 + 2.0, abs=0.01)
    assert report.seconds == pytest.approx(6 * 31 * 0.05 + 2.0)
    assert inspect(tmp_path / "b.wav").state in ("ours", "valid")
    assert os.listdir(tmp_path) == ["b.wav"]
    assert counts[-1][0] == counts[-1][1] > 0


def test_a_book_becomes_a_file_a_chapter(speak, tmp_path):
    report = speak(output="out", chapters=".flac")
    assert [path.name for path in report.files] == ["01 Chapter 1 it is.flac", "02 Chapter 2 it is.flac"]
    assert sorted(os.listdir(tmp_path / "out")) == [path.name for path in report.files]
    assert all(load_audio(path).seconds == pytest.approx(3 * 31 * 0.05, abs=0.01) for path in report.files)


@pytest.mark.parametrize("output", ["b.flac", "b.ogg", "b.opus", "b.mp3"])
def test_every_format_can_be_written(speak, tmp_path, output):
    speak(output=output)
    assert load_audio(tmp_path / output).seconds == pytest.approx(11.3, abs=0.1)
    assert inspect(tmp_path / output).state in ("ours", "valid")


class PowerFailure(BaseException):
    """Ends a process in the middle of anything."""


def _failing_after(calls, monkeypatch):
    """Let the machine fail at one of the moments at which something reaches the disk."""
    count = 0

    def wrapped(function):
        def call(*arguments, **options):
            nonlocal count
            count += 1
            if count == calls:
                raise PowerFailure
            return function(*arguments, **options)

        return call

    for module, name in ((os, "fsync"), (os, "replace"), (speaking, "encode_file"), (partial.Partial, "note")):
        monkeypatch.setattr(module, name, wrapped(getattr(module, name)))


@pytest.mark.parametrize("chapters", [None, ".wav"])
def test_after_a_failure_at_any_moment_nothing_is_lost_or_repeated(speak, tmp_path, chapters):
    whole = [load_audio(path).samples for path in speak(output="w" if chapters else "w.wav", chapters=chapters).files]
    failures = 0
    for calls in range(1, 200):
        output = f"{calls}{'' if chapters else '.wav'}"
        with pytest.MonkeyPatch.context() as patch:
            _failing_after(calls, patch)
            try:
                speak(output=output, chapters=chapters)
                break
            except PowerFailure:
                failures += 1
        report = speak(output=output, chapters=chapters)
        assert report.sentences == 6 * 31
        for path, samples in zip(report.files, whole, strict=True):
            assert np.array_equal(load_audio(path).samples, samples)
    assert failures > 20


def test_what_was_half_written_is_made_again(speak, tmp_path):
    whole = load_audio(speak(output="w.wav").files[0]).samples
    cloner = LevelCloner()
    original, count = cloner.narrate, 0

    def killed(*arguments, **options):
        nonlocal count
        count += 1
        if count == 3:
            with open(tmp_path / "b.partial.pcm", "ab") as file:
                file.write(b"half a sentence")
            raise KeyboardInterrupt
        return original(*arguments, **options)

    cloner.narrate = killed
    with pytest.raises(KeyboardInterrupt):
        speak(cloner=cloner)
    second = LevelCloner()
    assert np.array_equal(load_audio(speak(cloner=second).files[0]).samples, whole)
    assert len(second.said) == 4  # of six


def test_after_a_kill_the_same_command_goes_on(tmp_path, voice):
    voice.save(tmp_path / "v.voice")
    program = (
        "import sys, time, voiceclone\n"
        "from tests.books.test_speaking import BOOK, LevelCloner\n"
        "from voiceclone import Voice\n"
        "from voiceclone.books import speak_book\n"
        "class Slow(LevelCloner):\n"
        "    def narrate(self, *arguments, **options):\n"
        "        time.sleep(0.2)\n"
        "        return super().narrate(*arguments, **options)\n"
        "speak_book(BOOK, Voice.load('v.voice'), 'b.wav', Slow())\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    speaker = subprocess.Popen([sys.executable, "-c", program], env=environment, cwd=tmp_path)
    record = tmp_path / "b.partial.json"
    while speaker.poll() is None and not (record.is_file() and json.loads(record.read_bytes())["passage"] >= 2):
        time.sleep(0.02)
    speaker.send_signal(signal.SIGKILL)
    speaker.wait()
    assert not (tmp_path / "b.wav").exists()
    cloner = LevelCloner()
    report = speak_book(BOOK, voice, tmp_path / "b.wav", cloner)
    assert len(cloner.said) <= 4
    whole = speak_book(BOOK, voice, tmp_path / "w.wav", LevelCloner())
    assert np.array_equal(load_audio(report.files[0]).samples, load_audio(whole.files[0]).samples)


def test_what_exists_is_not_touched_unless_that_is_asked_for(speak, tmp_path):
    (tmp_path / "b.wav").write_bytes(b"precious")
    cloner = LevelCloner()
    with pytest.raises(OutputError, match="exists"):
        speak(cloner=cloner)
    assert (cloner.said, (tmp_path / "b.wav").read_bytes()) == ([], b"precious")
    speak(overwrite=True)
    assert load_audio(tmp_path / "b.wav").seconds > 1


class Stopped(LevelCloner):
    def narrate(self, *arguments, **options):
        if len(self.said) == 2:
            raise KeyboardInterrupt
        return super().narrate(*arguments, **options)


def test_the_beginning_of_another_book_is_not_gone_on_with(speak):
    with pytest.raises(KeyboardInterrupt):
        speak(cloner=Stopped())
    with pytest.raises(OutputError, match="another text, voice or manner"):
        speak(seed=1)
    assert speak(seed=1, overwrite=True).sentences == 6 * 31


def test_an_overwriting_that_was_interrupted_goes_on(speak, tmp_path):
    speak()
    with pytest.raises(KeyboardInterrupt):
        speak(cloner=Stopped(), overwrite=True)
    cloner = LevelCloner()
    speak(cloner=cloner)
    assert len(cloner.said) == 4


@pytest.mark.parametrize("damage", ["record", "samples"])
def test_a_damaged_beginning_is_named(speak, tmp_path, damage):
    with pytest.raises(KeyboardInterrupt):
        speak(cloner=Stopped())
    if damage == "record":
        (tmp_path / "b.partial.json").write_bytes(b"{}")
    else:
        os.truncate(tmp_path / "b.partial.pcm", 100)
    with pytest.raises(OutputError, match="--overwrite"):
        speak()


def test_two_processes_do_not_speak_into_one_file(speak, tmp_path):
    with speaking._alone(tmp_path / "b"), pytest.raises(OutputError, match="another process"):
        speak()


def test_a_revoked_voice_does_not_go_on(speak, voice):
    with pytest.raises(KeyboardInterrupt):
        speak(cloner=Stopped())
    revoke(voice.consent.id)
    with pytest.raises(ConsentError, match="revoked"):
        speak()


def test_what_cannot_be_spoken_is_left_out_and_told(speak, caplog):
    book = Book("B", (Chapter("One", ("日本語" * 300, "Hello there.", "…")), Chapter("Two", ("日本語",))))
    report = speak(book=book, output="out", chapters=".wav")
    assert [path.name for path in report.files] == ["01 One.wav"]
    assert len(report.unspoken) == 2
    assert len(caplog.messages) == 2


def test_a_book_without_a_word_leaves_nothing(speak, tmp_path):
    with pytest.raises(TextError, match="no word"):
        speak(book=Book("B", (Chapter("One", ("日本語",)),)))
    assert os.listdir(tmp_path) == []


def test_sentences_that_are_not_recognised_are_named(speak):
    book = Book("B", (Chapter("One", ("Hello there. A mumble.",)),))
    assert speak(book=book, verify=True).unclear == ("A mumble",)


def test_a_large_file_is_signed_beside_it(speak, tmp_path, monkeypatch):
    monkeypatch.setattr(attach, "LARGEST_EMBEDDED", 1_000)
    speak()
    assert sorted(os.listdir(tmp_path)) == ["b.wav", "b.wav.provenance.json"]
    assert inspect(tmp_path / "b.wav").state in ("ours", "valid")


def test_what_cannot_be_signed_is_not_written_and_can_be_gone_on_with(speak, tmp_path, monkeypatch):
    def unsigned(*_):
        raise SigningError("no key")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(attach, "embed_stream", unsigned)
        with pytest.raises(SigningError, match="nothing was written"):
            speak()
    assert sorted(os.listdir(tmp_path)) == ["b.partial.json", "b.partial.pcm"]
    cloner = LevelCloner()
    speak(cloner=cloner)
    assert cloner.said == []


def test_a_full_disk_is_one_clear_error(speak, monkeypatch):
    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="No space left"):
        speak()


def test_a_folder_that_is_a_file_is_refused(speak, tmp_path):
    (tmp_path / "out").write_bytes(b"")
    with pytest.raises(OutputError, match="is a file"):
        speak(output="out", chapters=".wav")
