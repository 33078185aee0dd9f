"""Texts are cut into words and sentences at the right places, and no word is lost on the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceclone.text.cleaning import blocks, clean
from voiceclone.text.sentences import Placed, one_sentence, split_long, split_sentences
from voiceclone.text.symbols import PAUSES, SPACE
from voiceclone.text.tokens import Token, tokenise

PIECES = st.sampled_from(
    [
        *[
            "word",
            "Word",
            "3.5",
            "Dr.",
            "p.m.",
            "U.S.",
            "A.",
            "etc.",
            "-4",
            "3(b)",
            "it's",
            ",",
            ".",
            "...",
            "?",
            "!",
            '"',
            "'",
            ")",
            "(",
            "--",
            "—",
            "-",
            "😀",
            "&",
            "x-y",
        ],
        "\n\n",
    ]
)


def sentences(text):
    return [" ".join(placed.token.text for placed in sentence) for sentence in split_sentences(tokenise(text))]


def boundaries(text):
    return [placed.boundary for placed in one_sentence(tokenise(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two? Three!", ["One", "Two", "Three"]),
        ("Dr. Smith met Mr. and Mrs. Jones.", ["Dr Smith met Mr and Mrs Jones"]),
        ("We met at Baker St. The end.", ["We met at Baker St", "The end"]),
        ("He lives near St. Louis.", ["He lives near St Louis"]),
        ("He left at 5 p.m. Then it rained.", ["He left at 5 p.m", "Then it rained"]),
        ("He left at 5 p.m. on Monday.", ["He left at 5 p.m on Monday"]),
        ("J. R. R. Tolkien wrote. He smoked.", ["J R R Tolkien wrote", "He smoked"]),
        ("The U.S. Army. The U.S. It is big.", ["The U.S Army", "The U.S", "It is big"]),
        ("See Fig. 3(b) and No. 5.", ["See Fig 3(b) and No 5"]),
        ("I said no. 5 came.", ["I said no 5 came"]),
        ('"Why?" he asked. "Stop!" she cried.', ["Why he asked", "Stop she cried"]),
        ("Well... maybe. Wait... Go.", ["Well maybe", "Wait", "Go"]),
        (
            "He left at 5 p.m. Friday. He is Martin King Jr. Smith.",
            ["He left at 5 p.m Friday", "He is Martin King Jr Smith"],
        ),
        ("Mix 2 tbsp. sugar. Stir.", ["Mix 2 tbsp sugar", "Stir"]),
        ("1. First item", ["1 First item"]),
        ("Dr. No met Prof. X, Dr. Who and Main St. folk.", ["Dr No met Prof X Dr Who and Main St folk"]),
        ("A heading\n\nA paragraph", ["A heading", "A paragraph"]),
        ("Pi is 3.14 exactly.", ["Pi is 3.14 exactly"]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text, expected):
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one two", [SPACE, "."]),
        ("one, two", [",", "."]),
        ("one; two: three", [";", ":", "."]),
        ("one -- two — three - four", ["–", "–", "–", "."]),
        ("one (two) three", [",", ",", "."]),
        ("really?! yes", ["?", "."]),
        ("one... two", ["–", "."]),
        ("one,", [","]),
        ('"one" two', [SPACE, "."]),
    ],
)
def test_marks_become_pauses(text, expected):
    assert boundaries(text) == expected


def test_a_bracket_that_belongs_to_a_word_stays_with_it():
    assert [token.text for token in tokenise("in 3(b) (or f(x))")] == ["in", "3(b)", "or", "f(x)"]


def test_a_sign_before_a_number_stays_with_it():
    assert [token.text for token in tokenise("-4 and -$5 and -x")] == ["-4", "and", "-$5", "and", "x"]


def test_a_long_sentence_is_cut_at_its_clauses():
    clause = "and the rain fell on the roof of the old house all night long"
    parts = sentences(f"{clause}, " * 9 + clause)
    assert len(parts) > 1
    assert all(part.startswith("and") and part.endswith("long") for part in parts)


def test_every_part_of_a_long_sentence_ends_with_a_pause_and_is_short():
    for part in split_sentences(tokenise("word " * 1000)):
        assert part[-1].boundary in PAUSES
        assert sum(len(placed.token.text) + 1 for placed in part) <= 300


@given(
    st.lists(st.tuples(st.integers(1, 400), st.sampled_from([SPACE, *PAUSES])), min_size=1, max_size=60),
    st.integers(1, 500),
)
def test_cutting_a_long_sentence_loses_no_word(words, limit):
    sentence = [Placed(Token("x" * length, 0), boundary) for length, boundary in words]
    parts = list(split_long(sentence, limit))
    assert [placed.token for part in parts for placed in part] == [placed.token for placed in sentence]
    assert all(part[-1].boundary in PAUSES for part in parts)


@given(st.lists(PIECES, max_size=40), st.sampled_from(["", " "]))
def test_splitting_into_sentences_loses_no_word(pieces, between):
    tokens = list(tokenise(between.join(pieces)))
    split = [placed.token for sentence in split_sentences(tokens) for placed in sentence]
    assert split == tokens


@given(st.text())
def test_every_letter_and_digit_of_a_text_is_in_one_of_its_words(text):
    cleaned = clean(text)
    inside = "".join(token.text for token in tokenise(cleaned))
    assert [c for c in cleaned if c.isalnum()] == [c for c in inside if c.isalnum()]


@given(st.text())
def test_a_word_stands_in_the_text_where_it_says(text):
    for token in tokenise(text):
        assert text[token.start : token.start + len(token.text)] == token.text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<p>One &amp; <b>two</b></p>", "One & two"),
        ("see [the page](http://example.org)", "see the page"),
        ("good 😀 morning 👍🏽", "good morning"),
        ("“it’s” ‘so’", "\"it's\" 'so'"),
        ("3½ and ¾", "3 1/2 and 3/4"),
        ("a\u200db\x00c", "ab c"),
        ("x < y and y > z", "x < y and y > z"),
        ("fine :-) really <3", "fine really"),
        ("<script>alert(1)</script>hello", "hello"),
    ],
)
def test_what_cannot_be_read_aloud_is_cleaned_away(text, expected):
    assert " ".join(clean(text).split()) == expected


@given(st.lists(st.sampled_from(["Good day.", "At 3 p.m. now", "\n\n", "\n", "Mr. Smith said no!", " "]), max_size=900))
def test_a_text_in_blocks_is_the_whole_text(parts):
    text = " ".join(parts)
    assert "".join(blocks(text)) == text


def test_the_first_block_of_a_text_without_end_is_short():
    text = "The boats came home in the evening. " * 30_000
    assert len(next(blocks(text))) < 30_000
    paragraphs = "The boats came home.\n\n" * 30_000
    assert len(next(blocks(paragraphs))) < 2_000
