"""Other languages are spoken by espeak-ng, in symbols of our inventory."""

import sys

import pytest

from voiceclone.errors import DependencyError, TextError
from voiceclone.text import TextFrontend
from voiceclone.text.espeak import symbols_of
from voiceclone.text.symbols import SYMBOL_IDS

TEXTS = {
    "de": "Ich möchte 3 Äpfel und ein schönes Häuschen kaufen, bitte!",
    "nl": "Goedemorgen, ik heb 25 euro uitgegeven in de schoenwinkel.",
    "fr": "Les enfants ont un bon vin blanc, n'est-ce pas? En 1998.",
    "es": "El niño corre rápido por la calle y pregunta: ¿qué hora es?",
}


@pytest.mark.parametrize("language", TEXTS)
def test_a_language_is_spoken_in_known_symbols(language):
    pytest.importorskip("phonemizer")
    pytest.importorskip("espeakng_loader")
    for sentence in TextFrontend(language).analyse(TEXTS[language]):
        assert all(symbol in SYMBOL_IDS for symbol in sentence.symbols())
        assert all(word.phonemes for word in sentence.words)


def test_words_of_ones_own_come_first_in_any_language():
    pytest.importorskip("phonemizer")
    (word,) = TextFrontend("de", {"Köln": "kœln"}).transcript("Köln").words
    assert word.phonemes == ("k", "œ", "l", "n")


def test_a_language_that_espeak_does_not_speak_is_refused():
    pytest.importorskip("phonemizer")
    with pytest.raises(TextError, match="xx"):
        TextFrontend("xx")


def test_without_the_extra_the_error_names_the_command(monkeypatch):
    monkeypatch.setitem(sys.modules, "espeakng_loader", None)
    with pytest.raises(DependencyError, match=r"pip install 'voiceclone\[espeak\]'"):
        TextFrontend("de")


@pytest.mark.parametrize(
    ("foreign", "ours"),
    [("hˈɔøsçən", "h ˈɔɪ s ç ə n"), ("ni2χˈɑu2", "n i χ ˈɑ u"), ("mˈɐ̃w", "m ˈɑ̃ w"), ("le-", "l ə"), ("5", "")],
)
def test_foreign_sounds_become_the_nearest_of_ours(foreign, ours):
    assert symbols_of(foreign) == tuple(ours.split())
