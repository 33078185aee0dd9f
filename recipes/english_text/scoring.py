"""Measures pronunciations of words: how many phones, and how many words, are wrong."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from voiceclone.text.symbols import PRIMARY, SECONDARY

Pronunciation = tuple[str, ...]


@dataclass(frozen=True)
class Score:
    """Error rates with stress, and without; a word is right if it equals one of its listed pronunciations."""

    words: int
    phone_errors: float
    word_errors: float
    phone_errors_unstressed: float
    word_errors_unstressed: float

    def __str__(self) -> str:
        return (
            f"{self.words} words: PER {self.phone_errors:.2%}, WER {self.word_errors:.2%}; "
            f"without stress PER {self.phone_errors_unstressed:.2%}, WER {self.word_errors_unstressed:.2%}"
        )


def score(pronounce: Callable[[str], Pronunciation], words: Mapping[str, Sequence[Pronunciation]]) -> Score:
    """Return the error rates on these words; phone errors are counted against the nearest listed pronunciation."""
    predicted = {word: pronounce(word) for word in words}
    return Score(
        len(words),
        *_rates(predicted, words),
        *_rates(
            {word: _unstressed(phones) for word, phones in predicted.items()},
            {word: [_unstressed(phones) for phones in listed] for word, listed in words.items()},
        ),
    )


def _rates(predicted: Mapping[str, Pronunciation], words: Mapping[str, Sequence[Pronunciation]]) -> tuple[float, float]:
    errors = length = wrong = 0
    for word, listed in words.items():
        distance, phones = min((_distance(predicted[word], phones), len(phones)) for phones in listed)
        errors, length, wrong = errors + distance, length + phones, wrong + (distance > 0)
    return errors / length, wrong / len(words)


def _unstressed(phones: Pronunciation) -> Pronunciation:
    """Return the phones without stress; ʌ and ə, ɝ and ɚ differ by stress only."""
    plain = (phone.lstrip(PRIMARY + SECONDARY) for phone in phones)
    return tuple({"ʌ": "ə", "ɝ": "ɚ"}.get(phone, phone) for phone in plain)


def _distance(first: Pronunciation, second: Pronunciation) -> int:
    """Return the Levenshtein distance: the fewest insertions, deletions and substitutions."""
    row = list(range(len(second) + 1))
    for index, phone in enumerate(first, 1):
        previous, row[0] = row[0], index
        for column, other in enumerate(second, 1):
            previous, row[column] = row[column], min(row[column] + 1, row[column - 1] + 1, previous + (phone != other))
    return row[-1]
