"""What is said in a folder of recordings: by a list, or by a recogniser."""

import logging

import numpy as np
import pytest

from tests.test_cloner import speech_like
from voiceclone import Audio
from voiceclone.errors import DataError
from voiceclone.training.finetuning.recordings import cut_at_pauses, read_recordings


class Parrot:
    name = "parrot"

    def transcribe(self, audio):
        return f"{audio.seconds:.0f} seconds"


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "recordings"
    made.mkdir()
    for name in ("a", "b"):
        save(speech_like(3.0), made / f"{name}.wav")
    return made


def save(audio, path):
    import soundfile

    soundfile.write(path, audio.samples, audio.sample_rate)


def read(folder):
    return [(path.name, text) for path, text in read_recordings(folder, Parrot(), folder / "pieces")]


def test_a_list_says_what_is_said_with_or_without_suffixes_and_in_its_last_column(folder):
    (folder / "list.txt").write_text("a.wav|Good morning.\n\nb|ada|Good night.\n", encoding="utf-8-sig")
    assert read(folder) == [("a.wav", "Good morning."), ("b.wav", "Good night.")]


def test_what_no_list_names_is_heard_by_the_recogniser(folder):
    (folder / "list.csv").write_text("wavs/a.wav|Good morning.\n")
    assert read(folder) == [("a.wav", "Good morning."), ("b-000.wav", "3 seconds")]


def test_what_cannot_be_used_is_named_and_the_rest_is(folder, caplog):
    (folder / "c.wav").write_bytes(b"nothing")
    (folder / "d.wav").write_bytes(b"")
    (folder / "list.txt").write_text("a.wav|Good morning.\nb.wav|\nc.wav|No.\nx.wav|No.\n")
    with caplog.at_level(logging.WARNING):
        assert read(folder) == [("a.wav", "Good morning.")]
    said = caplog.text
    for complaint in ("b.wav: its transcript in list.txt is empty", "c.wav", "d.wav", "not there: x.wav"):
        assert complaint in said


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"a.wav Good morning.", "line 1: is not of the form"),
        (b"a.wav|one\na.wav|two", "line 2: a.wav is listed a second time"),
        ("a.wav|caf\xe9".encode("latin-1"), "save it as UTF-8"),
    ],
)
def test_a_list_that_cannot_be_read_is_refused_with_its_line(folder, content, complaint):
    (folder / "list.txt").write_bytes(content)
    with pytest.raises(DataError, match=complaint):
        read(folder)


def test_a_folder_without_recordings_or_with_two_lists_is_refused(folder, tmp_path):
    with pytest.raises(DataError, match="there is no folder"):
        read(tmp_path / "missing")
    with pytest.raises(DataError, match="has no recording"):
        read(tmp_path)
    for name in ("one.txt", "two.csv"):
        (folder / name).write_text("a.wav|No.\n")
    with pytest.raises(DataError, match=r"one\.txt, two\.csv"):
        read(folder)


def test_a_long_recording_is_cut_at_its_pauses():
    sentence, pause = speech_like(5.0).samples, np.zeros(24_000, dtype=np.float32)
    pieces = cut_at_pauses(Audio(np.concatenate([sentence, pause, sentence, pause, sentence]), 24_000))
    assert [round(len(piece) / 24_000) for piece in pieces] == [5, 5, 5]
