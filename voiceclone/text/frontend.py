"""From a text to what is spoken: sentences of words, each word with its phonemes and the pause after it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from voiceclone.errors import NothingToSayError, TextError
from voiceclone.text.cleaning import blocks, clean
from voiceclone.text.english import EnglishPhonemiser, is_english
from voiceclone.text.ipa import parse_ipa
from voiceclone.text.manner import LONGEST_PAUSE, PLAIN, Manner
from voiceclone.text.sentences import Placed, as_written, one_sentence, split_sentences
from voiceclone.text.symbols import BEGIN, END, SPACE
from voiceclone.text.tokens import tokenise


@dataclass(frozen=True)
class Word:
    """A word as it is written, its phonemes, and the boundary after it (SPACE, or the symbol of a pause).

    Where one written word is said in several ("1998", "$5"), the phonemes hold SPACE between these. `manner`: how it
    is said, and the pause after it, where markup asks for something.
    """

    text: str
    phonemes: tuple[str, ...]
    boundary: str
    manner: Manner = PLAIN


@dataclass(frozen=True)
class Sentence:
    """A sentence as it is written, and its words; the boundary of the last one is always a pause.

    `ends_paragraph`: a blank line follows. `lead`: seconds of silence that are asked for before the first word.
    """

    text: str
    words: tuple[Word, ...]
    ends_paragraph: bool = False
    lead: float = 0.0

    def symbols(self) -> list[str]:
        """Return BEGIN, the phonemes and the boundary of each word in turn, and END."""
        return [BEGIN, *(symbol for word in self.words for symbol in (*word.phonemes, word.boundary)), END]

    def spans(self) -> list[slice]:
        """Return where the phonemes of each word stand among the `symbols`, without the boundary behind it."""
        spans, place = [], 1  # the first symbol is the silence before the sentence
        for word in self.words:
            spans.append(slice(place, place + len(word.phonemes)))
            place += len(word.phonemes) + 1
        return spans

    def manners(self) -> list[Manner]:
        """Return the manner of each of the `symbols`; the pause after a word is that of its boundary alone."""
        manners = [PLAIN]
        for word in self.words:
            manners += [*[replace(word.manner, pause=None)] * len(word.phonemes), word.manner]
        return [*manners, PLAIN]


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
        """Return the sentences of a text, very long ones in parts. Raises NothingToSayError if there is no word."""
        return list(self.iter_sentences(text))

    def iter_sentences(self, text: str) -> Iterator[Sentence]:
        """Yield the sentences of a text as they are ready. Raises TextError if there is nothing to say."""
        anything = False
        for block in blocks(text):
            written = clean(block)
            for placed in split_sentences(tokenise(written)):
                ends_paragraph = "\n" in placed[-1].token.after
                sentence = self._sentence(as_written(written, placed), placed, ends_paragraph)
                if sentence:
                    anything = True
                    yield sentence
        if not anything:
            raise _nothing_to_say(text)

    def marked_up(self, text: str) -> list[Sentence]:
        """Return the sentences of a text with markup, a subset of SSML, which says how its words are spoken.

        Raises TextError if there is nothing to say, and for markup that is not supported, with its position.
        """
        from voiceclone.text.markup import read_markup  # plain text does without a parser of XML

        marked, lead = read_markup(text, self.language)
        sentences: list[Sentence] = []
        for part in marked:
            sentence = self._sentence(part.text, part.placed, part.ends_paragraph)
            if sentence:
                sentences.append(replace(sentence, lead=sentence.lead + lead))
                lead = 0.0
            else:
                lead += sum(placed.token.manner.pause or 0.0 for placed in part.placed)
        if not sentences:
            raise _nothing_to_say(text)
        return sentences

    def transcript(self, text: str) -> Sentence:
        """Return the whole text, such as the transcript of a training clip, as one sentence, however long.

        A text in capitals throughout is read as if in lower case. Raises TextError if there is nothing to say.
        """
        if text.isupper():
            text = text.lower()
        written = clean(text)
        placed = one_sentence(tokenise(written))
        sentence = self._sentence(as_written(written, placed), placed, False) if placed else None
        if not sentence:
            raise _nothing_to_say(text)
        return sentence

    def _sentence(self, text: str, placed: list[Placed], ends_paragraph: bool) -> Sentence | None:
        words: list[Word] = []
        lead = 0.0
        for part, phonemes in zip(placed, self._phonemiser.phonemise(placed), strict=True):
            manner = part.token.manner
            if phonemes:
                words.append(Word(part.token.text, phonemes, part.boundary, manner))
            elif words and manner.pause is not None:
                words[-1] = _with_pause(words[-1], manner.pause, part.boundary)
            else:
                lead += manner.pause or 0.0
        if not words:
            return None
        if words[-1].boundary == SPACE:
            words[-1] = replace(words[-1], boundary=placed[-1].boundary)
        return Sentence(text, tuple(words), ends_paragraph, lead)


def _with_pause(word: Word, pause: float, boundary: str) -> Word:
    """Return a word with the pause behind a mark that is not spoken."""
    pause = min(LONGEST_PAUSE, (word.manner.pause or 0.0) + pause)
    boundary = boundary if word.boundary == SPACE else word.boundary
    return replace(word, boundary=boundary, manner=replace(word.manner, pause=pause))


def _phonemiser_for(language: str, lexicon: Mapping[str, tuple[str, ...]]) -> Phonemiser:
    if is_english(language):
        return EnglishPhonemiser(lexicon)
    from voiceclone.text.espeak import EspeakPhonemiser

    return EspeakPhonemiser(language, lexicon)


def _nothing_to_say(text: str) -> NothingToSayError:
    if not text.strip():
        return NothingToSayError("The text is empty: there is nothing to say")
    return NothingToSayError(f"The text {text.strip()[:40]!r} holds no word that can be spoken")
