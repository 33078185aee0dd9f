"""English: the phonemes of the words of a sentence, by user lexicon, context, lexicon, derivation and network."""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

from voiceclone.text.anglicise import anglicise
from voiceclone.text.derivation import add_s, derive
from voiceclone.text.homographs import homograph
from voiceclone.text.letters import spelled
from voiceclone.text.lexicon import Lexicon
from voiceclone.text.normalisation import Normaliser
from voiceclone.text.sentences import Placed
from voiceclone.text.symbols import SPACE
from voiceclone.text.tagger import Sentence, Spoken
from voiceclone.text.weak_forms import weak_form

if TYPE_CHECKING:
    from voiceclone.text.g2p import GraphemeToPhoneme

Phonemes = tuple[str, ...]

_LETTERS = re.compile(r"([A-Z]+)('s)?")
_BETWEEN_LETTERS = re.compile(r"(?<=\b[A-Z]) (?=[A-Z](?:'s)?(?![a-z]))")
_DRAWN_OUT = re.compile(r"(.)\1{2,}")
_VOWEL_LETTERS = frozenset("aeiouy")
_LONGEST_SPELLED = 6  # letters; longer words without a vowel are left to the network


def is_english(language: str) -> bool:
    """Return whether a language is the one that is read here."""
    return language.lower() in ("en", "en-us")


class EnglishPhonemiser:
    """Finds the phonemes of English words in their context."""

    def __init__(self, lexicon: Mapping[str, Phonemes] | None = None) -> None:
        """Prepare, with pronunciations of one's own for lower-case words, which come before all others.

        Sounds in these that English lacks become the nearest of its own.
        """
        self._own = {word: anglicise(phonemes) for word, phonemes in (lexicon or {}).items()}
        self._lexicon = Lexicon()
        self._normaliser = Normaliser(self._lexicon)
        self._said: dict[str, Phonemes] = {}

    @cached_property
    def _network(self) -> "GraphemeToPhoneme":
        from voiceclone.text.g2p import load_g2p

        with as_file(files("voiceclone").joinpath("weights/g2p-en.safetensors")) as path:
            return load_g2p(path)

    def phonemise(self, sentence: Sequence[Placed]) -> list[Phonemes]:
        """Return the phonemes of each written word; what is said in several words holds SPACE or a pause between."""
        tokens = [placed.token for placed in sentence]
        said = [
            self._spoken(placed, text)
            for placed, text in zip(sentence, self._normaliser.normalise(tokens), strict=True)
        ]
        context = Sentence([spoken for words in said for spoken in words])
        pronounced = iter(self._in_context(context))
        return [_joined([(next(pronounced), spoken.boundary) for spoken in words]) for words in said]

    def _spoken(self, placed: Placed, text: str) -> list[Spoken]:
        """Return the words that a written word is said in; letters in a row make one."""
        written = placed.token.text
        if placed.token.phonemes:
            return [Spoken(written.lower(), written, placed.boundary, anglicise(placed.token.phonemes))]
        text = placed.token.said or text
        if written.lower() in self._own and not placed.token.said:
            return [Spoken(written.lower(), written, placed.boundary)]
        words = [(word.rstrip(","), "," if word.endswith(",") else SPACE) for word in _in_rows(text).split()]
        return [
            Spoken(word, written, boundary if index < len(words) - 1 else placed.boundary)
            for index, (word, boundary) in enumerate(words)
        ]

    def _in_context(self, sentence: Sentence) -> list[Phonemes]:
        pronounced: list[Phonemes] = []
        next_phone = ""
        for index in reversed(range(len(sentence.words))):
            word = sentence.word(index)
            phonemes = (
                sentence.words[index].phonemes
                or self._own.get(word)
                or weak_form(sentence, index, next_phone)
                or homograph(sentence, index)
                or self._alone(word)
            )
            next_phone = phonemes[0] if phonemes else next_phone
            pronounced.append(phonemes)
        return pronounced[::-1]

    def _alone(self, word: str) -> Phonemes:
        """Return how a word is said outside any context."""
        if letters := _LETTERS.fullmatch(word):
            name = spelled(letters[1])
            return add_s(name) if letters[2] else name
        if word not in self._said:
            self._said[word] = self._lookup(word) or self._guess(word)
        return self._said[word]

    def _lookup(self, word: str) -> Phonemes | None:
        if word in self._own:
            return self._own[word]
        return next(iter(self._lexicon.pronunciations(word)), None)

    def _guess(self, word: str) -> Phonemes:
        """Return the phonemes of a word that no lexicon has: derived, as written with fewer letters, or by network."""
        for shorter in (word, _DRAWN_OUT.sub(r"\1\1", word), _DRAWN_OUT.sub(r"\1", word)):
            if known := self._lookup(shorter) or derive(shorter, self._lookup):
                return known
        if word.endswith("'s") and (owner := self._alone(word[:-2])):
            return add_s(owner)
        letters = "".join(letter for letter in _DRAWN_OUT.sub(r"\1\1", word) if "a" <= letter <= "z")
        if letters and len(letters) <= _LONGEST_SPELLED and not _VOWEL_LETTERS & set(letters):
            return spelled(letters.upper())
        return self._network.pronounce(letters)


def _in_rows(text: str) -> str:
    """Return the spoken text with letters in a row written together: "the F B I" → "the FBI"."""
    return _BETWEEN_LETTERS.sub("", text)


def _joined(parts: Sequence[tuple[Phonemes, str]]) -> Phonemes:
    """Return the phonemes of several spoken words with the boundaries between, but not the last boundary."""
    phonemes: list[str] = []
    for spoken, boundary in parts:
        if spoken:
            phonemes += (*spoken, boundary)
    return tuple(phonemes[:-1])
