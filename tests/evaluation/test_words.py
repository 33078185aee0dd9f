import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceclone.evaluation.words import align, normalise, word_error_rate

WORDS = st.lists(st.sampled_from(["a", "b", "c"]), max_size=8)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The queen's speech -- was SHORT!", "the queens speech was short"),
        ("the queen’s", "the queens"),
        ("3 ships, 1,299 people", "three ships one thousand two hundred and ninety nine people"),
        ("on March 3rd", "on march third"),
        ("in 1945", "in nineteen forty five"),
        ("3.14", "three point one four"),
        ("15% less", "fifteen percent less"),
        ("$2.50", "two dollars fifty cents"),
        ("$1,299.99", "one thousand two hundred and ninety nine dollars ninety nine cents"),
        ("1,2345", "one two thousand three hundred and forty five"),
        ("£3", "three pounds"),
        ("007", "zero zero seven"),
        ("at 6:45 p.m.", "at six forty five pm"),
        ("Café in Reykjavík", "cafe in reykjavik"),
        ("", ""),
        ("?!", ""),
    ],
)
def test_texts_that_sound_alike_have_the_same_words(text: str, words: str) -> None:
    assert normalise(text) == words.split()


def test_an_alignment_names_every_kind_of_error() -> None:
    alignment = align(["the", "old", "clock", "stopped"], ["old", "glock", "stopped", "now"])
    assert str(alignment) == "-the old clock>glock stopped +now"
    assert (alignment.errors, alignment.said) == (3, 4)


def test_case_and_punctuation_are_no_errors() -> None:
    assert word_error_rate("It is 3 o'clock.", "it IS three oclock") == 0.0


def test_words_heard_where_none_were_said_count() -> None:
    assert word_error_rate("", "you you") == 2.0


@given(WORDS, WORDS)
def test_an_alignment_spells_both_texts(said: list[str], heard: list[str]) -> None:
    alignment = align(said, heard)
    assert [word for word, _ in alignment.pairs if word is not None] == said
    assert [word for _, word in alignment.pairs if word is not None] == heard
    assert abs(len(said) - len(heard)) <= alignment.errors <= max(len(said), len(heard))


@given(WORDS, WORDS)
def test_errors_are_as_many_in_both_directions(said: list[str], heard: list[str]) -> None:
    assert align(said, heard).errors == align(heard, said).errors


@given(st.text(max_size=40))
def test_any_text_is_normalised_to_words_without_spaces(text: str) -> None:
    words = normalise(text)
    assert all(word and not any(character.isspace() for character in word) for word in words)
