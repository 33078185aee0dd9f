"""The verb `book`: a book into a file or a folder, and one line about everything that prevents it."""

import pytest

from tests.voices import any_voice
from voiceclone import load_audio


@pytest.fixture
def book(command, tmp_path):
    any_voice().save("nobody.voice")
    (tmp_path / "tale.txt").write_text("Chapter 1\n\nOne two three.\n\nChapter 2\n\nFour five.\n")
    return lambda *arguments: command("book", *arguments, "--voice", "nobody.voice")


def test_a_text_becomes_one_file(book):
    done = book("tale.txt", "-o", "tale.mp3", "--speed", "2", "--seed", "7")
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("0:00:0")
    assert "written to tale.mp3" in done.out
    assert load_audio("tale.mp3").seconds > 1


def test_a_text_becomes_a_file_a_chapter(book, tmp_path):
    done = book("tale.txt", "-o", "tale", "--chapters", "--format", "flac")
    assert done.status == 0, done.err
    assert sorted(path.name for path in (tmp_path / "tale").iterdir()) == ["01 Chapter 1.flac", "02 Chapter 2.flac"]
    assert "2 files in tale" in done.out


def test_a_folder_gets_a_file_of_the_name_of_the_book(book, tmp_path):
    (tmp_path / "out").mkdir()
    assert book("tale.txt", "-o", "out").status == 0
    assert (tmp_path / "out" / "tale.wav").is_file()


def test_verifying_is_passed_on(book, cloner):
    assert book("tale.txt", "-o", "tale.wav", "--verify").status == 0
    assert all(call["verify"] for call in cloner.calls)


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("none.txt", "-o", "a.wav"), "no such file"),
        (("tale.txt", "-o", "a.xyz"), "not a known audio format"),
        (("tale.txt", "-o", "missing/a.wav"), "does not exist"),
        (("tale.txt", "-o", "a", "--chapters", "--format", "aac"), "not a known audio format"),
    ],
)
def test_what_prevents_it_is_one_line(book, cloner, arguments, complaint):
    assert complaint in book(*arguments).complaint
    assert cloner.calls == []


def test_an_output_that_exists_is_one_line(book, tmp_path):
    (tmp_path / "a.wav").write_bytes(b"precious")
    assert "exists" in book("tale.txt", "-o", "a.wav").complaint
