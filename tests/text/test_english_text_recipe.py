"""The recipe of the English text front end: reading CMUdict, aligning letters with phones, scoring."""

import importlib.util
import sys
from pathlib import Path

import pytest

RECIPE = Path(__file__).parents[2] / "recipes" / "english_text"


def load(name):
    specification = importlib.util.spec_from_file_location(name, RECIPE / f"{name}.py")
    module = importlib.util.module_from_spec(specification)
    sys.modules[name] = module
    specification.loader.exec_module(module)
    return module


build_lexicon, alignment, scoring = load("build_lexicon"), load("alignment"), load("scoring")


def test_arpabet_becomes_our_symbols():
    lines = ["hello HH AH0 L OW1", "hello(2) HH EH0 L OW1", "bird B ER1 D # comment", "a.d. EY2 D IY1"]
    assert list(build_lexicon.read_cmudict(lines)) == [
        ("hello", ("h", "ə", "l", "ˈoʊ")),
        ("hello", ("h", "ɛ", "l", "ˈoʊ")),
        ("bird", ("b", "ˈɝ", "d")),
    ]


@pytest.mark.parametrize(
    ("word", "phones", "evened"),
    [
        ("hear", "h ˈi ɹ", "h ˈɪ ɹ"),
        ("around", "ɚ ˈaʊ n d", "ə ɹ ˈaʊ n d"),
        ("nobody", "n ˈoʊ b ˌɑ d ˌi", "n ˈoʊ b ˌɑ d i"),
        ("expected", "ɪ k s p ˈɛ k t ə d", "ɪ k s p ˈɛ k t ɪ d"),
        ("pages", "p ˈeɪ dʒ ə z", "p ˈeɪ dʒ ɪ z"),
        ("reread", "ɹ i ɹ ˈi d", "ɹ i ɹ ˈi d"),
    ],
)
def test_what_cmudict_writes_in_two_ways_is_written_in_one(word, phones, evened):
    assert build_lexicon.evened(word, tuple(phones.split())) == tuple(evened.split())


def test_every_addition_can_be_parsed_and_stands_there_once():
    lines = (RECIPE / "additions.txt").read_text("utf-8").splitlines()
    words = [word for word, pronunciations in build_lexicon.read_additions(lines) if all(pronunciations)]
    assert len(words) == len(set(words)) > 300


def test_letters_are_aligned_with_the_phones_they_say():
    words = [
        ("cat", "k æ t"),
        ("catch", "k æ tʃ"),
        ("box", "b ɑ k s"),
        ("tack", "t æ k"),
        ("tab", "t æ b"),
        ("bob", "b ɑ b"),
        ("fox", "f ɑ k s"),
        ("fob", "f ɑ b"),
    ] * 5
    aligned = alignment.align([(word, tuple(phones.split())) for word, phones in words])
    assert aligned[0] == ["k", "æ", "t"]
    assert " ".join(filter(None, aligned[1])) == "k æ tʃ"
    assert aligned[2][2] == "k s"


def test_a_word_with_too_many_phones_is_not_aligned():
    assert alignment.align([("a", ("k", "s", "t"))]) == [None]


def test_a_word_is_right_if_it_equals_one_of_its_pronunciations():
    predicted = {"a": ("ˈæ",), "b": ("b", "i")}
    score = scoring.score(predicted.__getitem__, {"a": [("eɪ",), ("ˈæ",)], "b": [("b", "ˈi")]})
    assert (score.word_errors, score.word_errors_unstressed) == (0.5, 0.0)
    assert score.phone_errors == pytest.approx(1 / 3)
