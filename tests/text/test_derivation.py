"""Words made from known words are said from them."""

import pytest

from voiceclone.text.anglicise import anglicise
from voiceclone.text.derivation import add_d, add_s, derive
from voiceclone.text.ipa import parse_ipa

KNOWN = {
    "cat": "kˈæt", "dog": "dˈɔɡ", "horse": "hˈɔɹs", "try": "tɹˈaɪ", "stop": "stˈɑp", "need": "nˈid", "bake": "bˈeɪk",
    "happy": "hˈæpi", "color": "kˈʌlɚ", "organize": "ˈɔɹɡənˌaɪz", "light": "lˈaɪt", "house": "hˈaʊs", "time": "tˈaɪm",
    "scale": "skˈeɪl", "times": "tˈaɪmz", "load": "lˈoʊd",
    "final": "fˈaɪnəl", "capable": "kˈeɪpəbəl", "going": "ɡˈoʊɪŋ",
}  # fmt: skip


def lookup(word):
    return parse_ipa(KNOWN[word]) if word in KNOWN else None


@pytest.mark.parametrize(
    ("word", "ipa"),
    [
        ("cat's", "kˈæts"),
        ("dog's", "dˈɔɡz"),
        ("horses", "hˈɔɹsɪz"),
        ("tries", "tɹˈaɪz"),
        ("tried", "tɹˈaɪd"),
        ("stopped", "stˈɑpt"),
        ("stopping", "stˈɑpɪŋ"),
        ("needed", "nˈidɪd"),
        ("baking", "bˈeɪkɪŋ"),
        ("baked", "bˈeɪkt"),
        ("dog'll", "dˈɔɡəl"),
        ("goin'", "ɡˈoʊɪn"),
        ("happiness", "hˈæpinəs"),
        ("finally", "fˈaɪnəli"),
        ("capably", "kˈeɪpəbli"),
        ("unload", "ˌʌnlˈoʊd"),
        ("re-load", "ɹˌilˈoʊd"),
        ("re-try", "ɹˌitɹˈaɪ"),
        ("co-baked", "kˌoʊbˈeɪkt"),
        ("colour", "kˈʌlɚ"),
        ("organised", "ˈɔɹɡənˌaɪzd"),
    ],
)
def test_a_word_is_derived_from_its_parts(word, ipa):
    assert derive(word, lookup) == anglicise(parse_ipa(ipa))


@pytest.mark.parametrize("word", ["zebra", "ss", "'s", "s", "ing", "'"])
def test_a_word_of_no_known_part_is_not_derived(word):
    assert derive(word, lookup) is None


def test_endings_take_the_voice_of_the_sound_before():
    assert add_s(("p",))[-1] == "s"
    assert add_s(("b",))[-1] == "z"
    assert add_s(("tʃ",))[-2:] == ("ɪ", "z")
    assert add_d(("k",))[-1] == "t"
    assert add_d(("ɡ",))[-1] == "d"
    assert add_d(("t",))[-2:] == ("ɪ", "d")
