"""The lexicon holds every pronunciation, is read on first use, and knows the words of the language."""

from hypothesis import given, settings
from hypothesis import strategies as st

from voiceclone.text.anglicise import ENGLISH
from voiceclone.text.ipa import PHONES
from voiceclone.text.lexicon import Lexicon, pack_lexicon

WORDS = st.text("abcdé'", min_size=1, max_size=8)
PRONUNCIATIONS = st.lists(st.lists(st.sampled_from(sorted(PHONES)), min_size=1, max_size=5).map(tuple), min_size=1)


@settings(max_examples=50)
@given(st.dictionaries(WORDS, PRONUNCIATIONS, min_size=1, max_size=5))
def test_what_is_packed_is_found_again(entries):
    lexicon = Lexicon(pack_lexicon(entries))
    assert sorted(entries) == lexicon.words()
    assert {word: lexicon.pronunciations(word) for word in entries} == entries


def test_an_unknown_word_has_no_pronunciation():
    assert Lexicon().pronunciations("qwertzuiop") == []
    assert "qwertzuiop" not in Lexicon()


def test_the_english_lexicon_uses_symbols_of_the_inventory_only():
    lexicon = Lexicon()
    words = lexicon.words()
    assert len(words) > 120_000
    assert {phone for word in words for phones in lexicon.pronunciations(word) for phone in phones} <= ENGLISH


def test_the_english_lexicon_tells_stressed_from_unstressed_vowels():
    assert Lexicon().pronunciations("about")[0] == ("ə", "b", "ˈaʊ", "t")
    assert Lexicon().pronunciations("bird")[0] == ("b", "ˈɝ", "d")
    assert Lexicon().pronunciations("letter")[0] == ("l", "ˈɛ", "t", "ɚ")
