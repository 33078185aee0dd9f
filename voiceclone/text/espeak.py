"""Other languages than English: phonemes by espeak-ng, an optional extra, mapped to our inventory.

espeak-ng is under the GPL; it is imported here alone, and only when a language other than English is asked for.
"""

import contextlib
import logging
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from voiceclone.errors import DependencyError, TextError
from voiceclone.text.ipa import PHONES, parse_ipa
from voiceclone.text.sentences import Placed
from voiceclone.text.symbols import PRIMARY, SECONDARY

Phonemes = tuple[str, ...]

_LOG = logging.getLogger(__name__)
_INSTALL = "pip install 'voiceclone[espeak]'"
_LANGUAGE = re.compile(r"[a-z]{2,5}(-[a-z0-9]+)*", re.IGNORECASE)
_VOICES = {"fr": "fr-fr", "zh": "cmn", "no": "nb", "pt-pt": "pt", "en-uk": "en-gb", "zh-hk": "yue"}
_SWITCH = re.compile(r"\([a-z-]+\)")  # espeak-ng says so where it takes a word for one of another language
_STRAY_TILDE = re.compile("(?<![ɑɛɔœ])\u0303")
# What espeak-ng writes, and the nearest that the inventory has; longer ones first.
_NEAREST = {
    "e-": "ə", "ε": "ɛ", "ɔø": "ɔɪ", "ɔy": "ɔɪ", "ɛɪ": "eɪ", "əʊ": "oʊ",
    "ɪː": "i", "ɛ̃ː": "ɛ̃", "ɐ̃": "ɑ̃", "ẽ": "ɛ̃", "õ": "ɔ̃", "ã": "ɑ̃",
    "ĩ": "i", "ũ": "u", "ᵻ": "ɪ", "ɹ̩": "ɚ", "ɺ": "ɾ", "ɻ": "ɹ",
    "ʟ": "l", "ɰ": "ɣ", "ʝ": "j", "ɱ": "m", "ʙ": "b", "ɢ": "ɡ",
    "ʛ": "ɡ", "ɠ": "ɡ", "ɓ": "b", "ɗ": "d", "ʄ": "ɟ", "ʡ": "ʔ",
    "ʜ": "ħ", "ʢ": "ʕ", "ɧ": "ʃ", "ɞ": "ɜ", "ɮ": "ɬ", "ʘ": "p",
    "ʑ̟": "ʑ", "ɫ̩": "ɫ", "ɿ": "ɨ", "ʅ": "ɨ", "ʲ": "", "ʰ": "", "ʷ": "", "ˤ": "",
    "g": "ɡ",
}  # fmt: skip


class EspeakPhonemiser:
    """Finds the phonemes of the words of a sentence with espeak-ng."""

    def __init__(self, language: str, lexicon: Mapping[str, Phonemes] | None = None) -> None:
        """Prepare a voice of espeak-ng, and pronunciations of one's own for lower-case words.

        Raises DependencyError if the extra is not installed, TextError if espeak-ng does not speak the language.
        """
        self._own = dict(lexicon or {})
        self._espeak = _voice(language)

    def phonemise(self, sentence: Sequence[Placed]) -> list[Phonemes]:
        """Return the phonemes of each written word; in the context of the others where espeak-ng keeps them apart."""
        words = [placed.token.said or placed.token.text for placed in sentence]
        together = self._say(" ".join(words))
        if len(together) == len(words):
            spoken = [symbols_of(phones) for phones in together]
        else:
            spoken = [_with_spaces([symbols_of(phones) for phones in self._say(word)]) for word in words]
        return [
            placed.token.phonemes or self._own.get(word.lower(), phonemes)
            for placed, word, phonemes in zip(sentence, words, spoken, strict=True)
        ]

    def _say(self, text: str) -> list[str]:
        """Return the phones of each word that espeak-ng hears in a text."""
        phones: str = self._espeak.text_to_phonemes(text)
        return _SWITCH.sub("", phones.replace("_", "")).split()


def symbols_of(phones: str) -> Phonemes:
    """Return the symbols of the inventory nearest to phones as espeak-ng writes them; tones are left out."""
    rest = unicodedata.normalize("NFD", phones)
    for foreign, ours in _NEAREST.items():
        rest = rest.replace(unicodedata.normalize("NFD", foreign), ours)
    known = [character for character in rest if _is_known(character)]
    if len(known) < len(rest):
        _LOG.debug("left out of %r: %r", phones, [character for character in rest if not _is_known(character)])
    spoken = _STRAY_TILDE.sub("", "".join(known))
    return parse_ipa(spoken) if spoken.strip(PRIMARY + SECONDARY + "ː\u0303") else ()


def _is_known(character: str) -> bool:
    return character in PHONES or character in (PRIMARY, SECONDARY, "\u0303", "\u0327")


def _with_spaces(words: Sequence[Phonemes]) -> Phonemes:
    phonemes: list[str] = []
    for word in filter(None, words):
        phonemes += [" ", *word] if phonemes else word
    return tuple(phonemes)


def _voice(language: str) -> Any:
    """Return espeak-ng, as phonemizer wraps it, set to a language."""
    if not _LANGUAGE.fullmatch(language):
        raise TextError(f"{language!r} is no language code: write for instance 'en', 'de' or 'fr'")
    try:
        import espeakng_loader
        from phonemizer.backend.espeak.wrapper import EspeakWrapper
    except ImportError as error:
        raise DependencyError(f"Language {language!r} needs espeak-ng, which is not installed: {_INSTALL}") from error
    EspeakWrapper.set_library(espeakng_loader.get_library_path())
    EspeakWrapper.set_data_path(espeakng_loader.get_data_path())
    espeak = EspeakWrapper()
    for code in (language.lower(), language.lower().split("-")[0]):  # a region that has no voice of its own: without
        with contextlib.suppress(RuntimeError):
            espeak.set_voice(_VOICES.get(code, code))
            return espeak
    raise TextError(f"Language {language!r} is unknown to espeak-ng; known are for instance de, nl, fr, es")
