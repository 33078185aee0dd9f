"""IPA strings become symbols of the inventory, by the longest match, or are refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceclone.errors import TextError
from voiceclone.text.ipa import PHONES, parse_ipa


def test_the_longest_symbol_wins():
    assert parse_ipa("tʃaɪ") == ("tʃ", "aɪ")


def test_a_stress_mark_before_the_syllable_goes_to_its_vowel():
    assert parse_ipa("ˈvɔɪs") == parse_ipa("vˈɔɪs") == ("v", "ˈɔɪ", "s")


def test_common_spellings_of_the_same_sound_are_accepted():
    assert parse_ipa("gʤʧ") == ("ɡ", "dʒ", "tʃ")


def test_nasal_vowels_and_length_are_kept():
    assert parse_ipa("bɔ̃ ʃaːl") == ("b", "ɔ̃", "ʃ", "a", "ː", "l")


def test_tie_bars_and_syllable_dots_are_ignored():
    assert parse_ipa("t͡ʃɛ.ri".replace("r", "ɹ")) == ("tʃ", "ɛ", "ɹ", "i")


@pytest.mark.parametrize("text", ["hello!", "日", "θ7", "_"])
def test_an_unknown_symbol_is_refused(text):
    with pytest.raises(TextError, match="unknown"):
        parse_ipa(text)


@pytest.mark.parametrize("text", ["", " ", "ˈ", "."])
def test_a_string_without_any_phone_is_refused(text):
    with pytest.raises(TextError, match="no IPA symbol"):
        parse_ipa(text)


@given(st.lists(st.sampled_from(sorted(PHONES)), min_size=1))
def test_whatever_is_parsed_consists_of_phones_and_says_the_same_again(phones):
    once = parse_ipa("".join(phones))
    assert set(once) <= PHONES
    assert parse_ipa("".join(once)) == once


@given(st.text())
def test_any_text_is_parsed_or_refused(text):
    try:
        symbols = parse_ipa(text)
    except TextError:
        return
    assert symbols
    assert set(symbols) <= PHONES
