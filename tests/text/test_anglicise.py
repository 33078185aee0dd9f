"""Foreign sounds become English ones, and English ones stay."""

from hypothesis import given
from hypothesis import strategies as st

from voiceclone.text.anglicise import ENGLISH, anglicise
from voiceclone.text.symbols import PADDING, SYMBOLS

ANY = st.lists(st.sampled_from([symbol for symbol in SYMBOLS if symbol != PADDING]))


@given(ANY)
def test_every_symbol_has_an_english_neighbour(symbols):
    assert set(anglicise(symbols)) <= ENGLISH


@given(st.lists(st.sampled_from(sorted(ENGLISH))))
def test_english_stays_as_it_is(symbols):
    assert anglicise(symbols) == tuple(symbols)


def test_stress_stays_with_its_vowel():
    assert anglicise(("b", "ˈɔ̃")) == ("b", "ˈoʊ", "n")


def test_affricates_that_english_lacks_are_two_sounds():
    assert anglicise(("ts", "pf", "ː")) == ("t", "s", "p", "f")
