"""A user's own lexicon: plain lines, and a complaint that names file and line."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceclone.errors import TextError
from voiceclone.text import TextFrontend
from voiceclone.text.lexicon_file import read_lexicon


@pytest.fixture
def read(tmp_path):
    def read_text(content):
        (tmp_path / "words.txt").write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_lexicon(tmp_path / "words.txt")

    return read_text


def test_each_line_gives_a_word_and_its_sounds(read):
    lexicon = read("\ufeff# names\n\nSiobhan\tʃɪˈvɔːn\nC#  sˈi ʃˈɑɹp # a language\nGIF dʒˈɪf, ɡˈɪf\r\nDr. dˈɑktɚ\n")
    assert lexicon == {"Siobhan": "ʃɪˈvɔːn", "C#": "sˈi ʃˈɑɹp", "GIF": "dʒˈɪf", "Dr": "dˈɑktɚ"}
    words = TextFrontend(lexicon=lexicon).analyse("Siobhan's gif")[0].words
    assert ["".join(word.phonemes) for word in words] == ["ʃɪvˈɔnz", "dʒˈɪf"]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("a ˈeɪ\nword", r"words.txt, line 2: 'word' has no pronunciation"),
        ("word\t", "line 1: 'word' has no pronunciation"),
        ("word 7", "line 1: '7' is not an IPA string"),
        ("New York\tnˈu", "line 1: 'New York' is not a single word"),
        ("... nˈu", "not a single word"),
        ("Polish pˈoʊlɪʃ\n\npolish pˈɑlɪʃ", "line 3: 'polish' stands in line 1 already"),
        (b"caf\xe9 k", "is not text in UTF-8"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(read, content, complaint):
    with pytest.raises(TextError, match=complaint):
        read(content)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(TextError, match=r"none\.txt: cannot be read"):
        read_lexicon(tmp_path / "none.txt")


@given(st.text() | st.lists(st.sampled_from(["a", "ˈeɪ", " ", "\t", ",", "#", "\n", "7", "\x85"])).map("".join))
def test_any_file_is_read_or_refused(tmp_path_factory, text):
    path = tmp_path_factory.getbasetemp() / "any.txt"
    path.write_bytes(text.encode(errors="replace"))
    with contextlib.suppress(TextError):
        TextFrontend(lexicon=read_lexicon(path))
