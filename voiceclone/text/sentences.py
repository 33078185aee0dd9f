"""Sentences: where one ends, what pause follows each word, and how a very long one is cut without losing a word."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import tee

from voiceclone.text.abbreviations import closes, is_initials, opens
from voiceclone.text.quantities import unit_name
from voiceclone.text.symbols import PAUSES, SPACE
from voiceclone.text.tokens import Token
from voiceclone.text.word_set import word_set

LONGEST_SENTENCE = 300  # characters, roughly as spoken
_DIGIT_LENGTH = 5  # a digit is spoken as a word
_FINAL = frozenset(".?!")
_CLAUSE_WORDS = word_set(
    "and or but nor so yet because although though while when where which who whom whose that if unless until since "
    "before after as than for with without from into through over under"
)
# Words that begin a sentence far more often than they follow an abbreviation as a name.
_STARTERS = word_set(
    "the a an he she it i we you they this that these those his her its our their my your there here in on at but "
    "and so if when while as after before because what why how who where then now no yes not please did do does is "
    "are was were have has had can could will would"
)
_LIST_NUMBER = re.compile("[0-9]{1,2}|[a-z]")
_AFTER_TIMES = word_set(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday Eastern Pacific Central Mountain EST EDT ET PST PDT PT "
    "CST CT GMT UTC BST CET"
)


@dataclass(frozen=True)
class Placed:
    """A token and the boundary that follows it: SPACE, or the symbol of a pause."""

    token: Token
    boundary: str


def split_sentences(tokens: Iterable[Token]) -> Iterator[list[Placed]]:
    """Yield the sentences of a text, the last word of each with a pause; long ones are cut by `split_long`."""
    for sentence in _whole_sentences(tokens):
        yield from split_long(sentence)


def one_sentence(tokens: Iterable[Token]) -> list[Placed]:
    """Return all words as one sentence, whatever its length; full stops within it stay as pauses."""
    return [placed for sentence in _whole_sentences(tokens) for placed in sentence]


def as_written(text: str, sentence: list[Placed]) -> str:
    """Return a sentence as it stands in the text that its words come from, each stretch of white space as a space."""
    first, last = sentence[0].token, sentence[-1].token
    return " ".join(text[max(0, first.start - len(first.before)) : last.end].split())


def split_long(sentence: list[Placed], limit: int = LONGEST_SENTENCE) -> Iterator[list[Placed]]:
    """Yield the sentence in parts of at most about `limit` characters, cut at the best place that each part offers.

    Best is after a semicolon, colon or dash, then after a comma, then before a word that begins a clause or phrase.
    """
    lengths = [_spoken_length(placed.token.text) for placed in sentence]
    begin, remaining = 0, sum(lengths)
    while remaining > limit and begin < len(sentence) - 1:
        stop, length = begin, 0
        while stop < len(sentence) - 1 and (stop == begin or length + lengths[stop] <= limit):
            length += lengths[stop]
            stop += 1
        stop = _best_cut(sentence, begin, stop)
        yield _closed(sentence[begin:stop], ",")
        remaining -= sum(lengths[begin:stop])
        begin = stop
    yield _closed(sentence[begin:], ".")


def _whole_sentences(tokens: Iterable[Token]) -> Iterator[list[Placed]]:
    sentence: list[Placed] = []
    preceding = ""
    for token, following in _with_next(tokens):
        boundary, ends = _boundary(token, following, preceding)
        if not sentence and _LIST_NUMBER.fullmatch(token.text) and token.after in (".", ")"):
            boundary, ends = ",", False
        sentence.append(Placed(token, boundary))
        if ends or following is None:
            yield _closed(sentence, ".")
            sentence = []
        preceding = "" if token.after else token.text


def _with_next(tokens: Iterable[Token]) -> Iterator[tuple[Token, Token | None]]:
    """Yield each token with the one after it, which the last one lacks."""
    behind, ahead = tee(tokens)
    next(ahead, None)
    return ((token, next(ahead, None)) for token in behind)


def _boundary(token: Token, following: Token | None, preceding: str) -> tuple[str, bool]:
    """Return the boundary after a word, and whether its sentence ends there."""
    marks = token.after
    before_lower = following is not None and following.text[:1].islower()
    if marks.startswith(".") and not marks.startswith("..") and not _dot_ends_sentence(token, following, preceding):
        marks = marks[1:]
    ends = "\n" in marks or following is None
    if "?" in marks or "!" in marks:
        boundary = next(mark for mark in marks if mark in "?!")
        ends = ends or not before_lower or not any(quote in marks for quote in "\"'”’»),")
    elif ".." in marks or "…" in marks:
        boundary = "–" if before_lower else "."
        ends = ends or not before_lower
    elif "." in marks:
        boundary, ends = ".", True
    else:
        boundary = _pause_within(marks, following)
    return boundary, ends


def _pause_within(marks: str, following: Token | None) -> str:
    """Return the pause that marks within a sentence stand for; brackets are spoken like commas."""
    for mark in ";:":
        if mark in marks:
            return mark
    if any(dash in marks for dash in "—―–") or "-" in marks.split():
        return "–"
    if "--" in marks:
        return "–"
    opening = following.before if following else ""
    if any(mark in marks for mark in ",)]}") or any(mark in opening for mark in "([{"):
        return ","
    return SPACE


def _dot_ends_sentence(token: Token, following: Token | None, preceding: str) -> bool:
    """Tell a full stop from the dot of an abbreviation or an initial."""
    if following is None:
        return True
    word, next_word = token.text, following.text
    if opens(word, next_word, preceding):
        return False
    if is_initials(word) or word == "St":
        return next_word.lower() in _STARTERS and next_word[0].isupper()
    if preceding[-1:].isdecimal() and next_word[0].islower() and unit_name(word, singular=True):
        return False
    if word in ("Jr", "Sr"):
        return next_word.lower() in _STARTERS and next_word[0].isupper()
    if closes(word):
        return next_word[0].isupper() and not (word.lower() in ("a.m", "p.m") and next_word in _AFTER_TIMES)
    return True


def _best_cut(sentence: list[Placed], begin: int, stop: int) -> int:
    """Return where to cut sentence[begin:stop]: not in its first third unless nothing better is found."""
    earliest = begin + max(1, (stop - begin) // 3)
    for pauses in (_FINAL | {";", ":", "–"}, frozenset(",")):
        for cut in range(stop, earliest - 1, -1):
            if sentence[cut - 1].boundary in pauses:
                return cut
    for cut in range(stop, earliest - 1, -1):
        if cut < len(sentence) and sentence[cut].token.text.lower() in _CLAUSE_WORDS:
            return cut
    return stop


def _closed(sentence: list[Placed], pause: str) -> list[Placed]:
    """Return the sentence with a pause after its last word: the one that is written, or else this one."""
    last = sentence[-1]
    if last.boundary in PAUSES:
        return sentence
    return [*sentence[:-1], Placed(last.token, pause)]


def _spoken_length(text: str) -> int:
    return 1 + len(text) + _DIGIT_LENGTH * sum(character.isdecimal() for character in text)
