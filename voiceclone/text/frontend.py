"""From a text to what is spoken: sentences of words, each word with its phonemes and the pause after it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from voiceclone.errors import TextError
from voiceclone.text.cleaning import clean
from voiceclone.text.english import EnglishPhonemiser
from voiceclone.text.ipa import parse_ipa
from voiceclone.text.sentences import Placed, one_sentence, split_sentences
from voiceclone.text.symbols import BEGIN, END, SPACE
from voiceclone.text.tokens import tokenise


@dataclass(frozen=True)
class Word:
    """A word as it is written, its phonemes, and the boundary after it (SPACE, or the symbol of a pause).

    Where one written word is said in several ("1998", "$5"), the phonemes hold SPACE between these.
    """

    text: str
    phonemes: tuple[str, ...]
    boundary: str


@dataclass(frozen=True)
class Sentence:
    """A sentence as it is written, and its words; the boundary of the last one is always a pause."""

    text: str
    words: tuple[Word, ...]

    def symbols(self) -> list[str]:
        """Return BEGIN, the phonemes and the boundary of each word in turn, and END."""
        return [BEGIN, *(symbol for word in self.words for symbol in (*word.phonemes, word.boundary)), END]


class Phonemiser(Protocol):
    """Finds the phonemes of the words of a sentence in one language."""

    def phonemise(self, sentence: Sequence[Placed]) -> list[tuple[str, ...]]:
        """Return the phonemes of each written word in the context of the others; none for what is not spoken."""
        ...


class TextFrontend:
    """Turns texts in one language into sentences of phonemes."""

    def __init__(self, language: str = "en", lexicon: Mapping[str, str] | None = None) -> None:
        """Prepare for a language, English unless told otherwise, with pronunciations (word → IPA) of your own.

        Languages other than English need the extra `voiceclone[espeak]`; without it DependencyError is raised.
        Raises TextError on an unknown language or a pronunciation that cannot be parsed.
        """
        self.language = language
        own = {}
        for word, ipa in (lexicon or {}).items():
            try:
                own[word.lower()] = parse_ipa(ipa)
            except TextError as error:
                raise TextError(f"The pronunciation of {word!r} cannot be used: {error}") from None
        self._phonemiser = _phonemiser_for(language, own)

    def analyse(self, text: str) -> list[Sentence]:
        """Return the sentences of a text, very long ones in parts. Raises TextError if there is nothing to say."""
        return list(self.iter_sentences(text))

    def iter_sentences(self, text: str) -> Iterator[Sentence]:
        """Yield the sentences of a text as they are ready. Raises TextError if there is nothing to say."""
        written = clean(text)
        anything = False
        for placed in split_sentences(tokenise(written)):
            sentence = self._sentence(written, placed)
            if sentence:
                anything = True
                yield sentence
        if not anything:
            raise _nothing_to_say(text)

    def transcript(self, text: str) -> Sentence:
        """Return the whole text, such as the transcript of a training clip, as one sentence, however long.

        A text in capitals throughout is read as if in lower case. Raises TextError if there is nothing to say.
        """
        if text.isupper():
            text = text.lower()
        written = clean(text)
        placed = one_sentence(tokenise(written))
        sentence = self._sentence(written, placed) if placed else None
        if not sentence:
            raise _nothing_to_say(text)
        return sentence

    def _sentence(self, written: str, placed: list[Placed]) -> Sentence | None:
        words: list[Word] = []
        for part, phonemes in zip(placed, self._phonemiser.phonemise(placed), strict=True):
            if phonemes:
                words.append(Word(part.token.text, phonemes, part.boundary))
        if not words:
            return None
        if words[-1].boundary == SPACE:
            words[-1] = Word(words[-1].text, words[-1].phonemes, placed[-1].boundary)
        first, last = placed[0].token, placed[-1].token
        begin = max(0, first.start - len(first.before))
        return Sentence(" ".join(written[begin : last.end].split()), tuple(words))


def _phonemiser_for(language: str, lexicon: Mapping[str, tuple[str, ...]]) -> Phonemiser:
    if language.lower() in ("en", "en-us"):
        return EnglishPhonemiser(lexicon)
    from voiceclone.text.espeak import EspeakPhonemiser

    return EspeakPhonemiser(language, lexicon)


def _nothing_to_say(text: str) -> TextError:
    if not text.strip():
        return TextError("The text is empty: there is nothing to say")
    return TextError(f"The text {text.strip()[:40]!r} holds no word that can be spoken")
