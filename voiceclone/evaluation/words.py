"""Word error rate: what was said against what was heard, word by word."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from voiceclone.evaluation.extras import require

_INITIALS = re.compile(r"\b([^\W\d_])\.(?=[^\W\d_]\b)")  # p.m., U.S.A.
_WHOLE = r"\d{1,3}(?:,\d{3})+(?!\d)|\d+"
_MONEY = re.compile(rf"([$£€])\s?({_WHOLE})(?:\.(\d\d))?\b")
_NUMBER = re.compile(rf"((?:{_WHOLE})(?:\.\d+)?)(st|nd|rd|th)?")
_CURRENCIES = {"$": ("dollars", "cents"), "£": ("pounds", "pence"), "€": ("euros", "cents")}


@dataclass(frozen=True)
class Alignment:
    """The cheapest way from the words said to the words heard: pairs (said, heard), with None for a missing word."""

    pairs: tuple[tuple[str | None, str | None], ...]

    @property
    def said(self) -> int:
        """Number of words said."""
        return sum(said is not None for said, _ in self.pairs)

    @property
    def errors(self) -> int:
        """Words replaced, left out or invented."""
        return sum(said != heard for said, heard in self.pairs)

    def __str__(self) -> str:
        """One line: `word`, `word>other` (replaced), `-word` (left out), `+word` (invented)."""
        return " ".join(_mark(said, heard) for said, heard in self.pairs)


def word_error_rate(said: str, heard: str) -> float:
    """Errors a word said, 0 or more; 1.0 a heard word if nothing was said. Both texts are normalised first.

    >>> word_error_rate("It is 3 o'clock.", "it is three oclock")
    0.0
    """
    alignment = align(normalise(said), normalise(heard))
    return alignment.errors / max(alignment.said, 1)


def normalise(text: str) -> list[str]:
    """Words of a text for comparison: lower case, no accents, no punctuation, English numbers as words.

    Raises DependencyError if the text has digits and num2words is missing.
    """
    text = unicodedata.normalize("NFKD", text.lower().replace("’", "'"))
    text = "".join(character for character in text if not unicodedata.combining(character))
    text = _INITIALS.sub(r"\1", text)
    text = text.replace("%", " percent ").replace("&", " and ")
    text = _MONEY.sub(_money_in_words, text)
    text = _NUMBER.sub(lambda match: f" {_number_in_words(match[1], match[2] or '')} ", text)
    return re.sub(r"[^\w\s]|_", " ", text.replace("'", "")).split()


def align(said: Sequence[str], heard: Sequence[str]) -> Alignment:
    """Levenshtein's alignment of two lists of words, all three kinds of error at cost 1."""
    cost = [
        [row + column if not row * column else 0 for column in range(len(heard) + 1)] for row in range(len(said) + 1)
    ]
    for row, word in enumerate(said, start=1):
        for column, other in enumerate(heard, start=1):
            replaced = cost[row - 1][column - 1] + (word != other)
            cost[row][column] = min(replaced, cost[row - 1][column] + 1, cost[row][column - 1] + 1)

    pairs: list[tuple[str | None, str | None]] = []
    row, column = len(said), len(heard)
    while row or column:
        here = cost[row][column]
        if row and column and here == cost[row - 1][column - 1] + (said[row - 1] != heard[column - 1]):
            row, column = row - 1, column - 1
            pairs.append((said[row], heard[column]))
        elif row and here == cost[row - 1][column] + 1:
            row -= 1
            pairs.append((said[row], None))
        else:
            column -= 1
            pairs.append((None, heard[column]))
    return Alignment(tuple(reversed(pairs)))


def _mark(said: str | None, heard: str | None) -> str:
    if said is None:
        return f"+{heard}"
    if heard is None:
        return f"-{said}"
    return said if said == heard else f"{said}>{heard}"


def _money_in_words(match: re.Match[str]) -> str:
    whole, part = _CURRENCIES[match[1]]
    return f"{match[2]} {whole}" + (f" {match[3].lstrip('0') or '0'} {part}" if match[3] else "")


@cache
def _number_in_words(digits: str, ending: str) -> str:
    num2words = require("num2words").num2words
    digits, could_be_year = digits.replace(",", ""), "," not in digits
    if len(digits) > 1 and digits[0] == "0" and "." not in digits:
        return " ".join(num2words(int(digit)) for digit in digits)
    if "." in digits:
        return str(num2words(float(digits)))
    if ending:
        return str(num2words(int(digits), to="ordinal"))
    if could_be_year and len(digits) == 4 and 1100 <= int(digits) < 2100:
        return str(num2words(int(digits), to="year"))
    return str(num2words(int(digits)))
