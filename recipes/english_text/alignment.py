"""Aligns the letters of words with their phones: each letter says none, one or two.

Expectation maximisation with the best path only, after Jiampojamarn, Kondrak and Sherif, "Applying many-to-many
alignments and hidden Markov models to letter-to-phoneme conversion" (2007), with chunks on the phone side only.
Stress is left out of the statistics and put back into the result.
"""

import math
from collections import Counter
from collections.abc import Sequence

from voiceclone.text.symbols import PRIMARY, SECONDARY

LONGEST_CHUNK = 2
UNSEEN = math.log(1e-7)

Pair = tuple[str, tuple[str, ...]]


def align(words: Sequence[Pair], rounds: int = 5) -> list[list[str] | None]:
    """Return, for each (word, phones), one chunk of phones a letter (joined by spaces), or None if there are too many.

    The statistics come from these words themselves, in so many rounds over every fourth of them.
    """
    plain = [(word, tuple(phone.lstrip(PRIMARY + SECONDARY) for phone in phones)) for word, phones in words]
    sample = plain[::4] if len(plain) > 1000 else plain
    scores = _scores(_first_guess(sample))
    for _ in range(rounds):
        counts: Counter[tuple[str, tuple[str, ...]]] = Counter()
        for word, phones in sample:
            sizes = _best_path(word, phones, scores)
            counts.update(zip(word, _cut(phones, sizes), strict=True) if sizes else ())
        scores = _scores(counts)
    aligned: list[list[str] | None] = []
    for (word, phones), (_, stressed) in zip(plain, words, strict=True):
        sizes = _best_path(word, phones, scores)
        aligned.append([" ".join(chunk) for chunk in _cut(stressed, sizes)] if sizes else None)
    return aligned


def _first_guess(words: Sequence[Pair]) -> Counter[tuple[str, tuple[str, ...]]]:
    """Return counts of letters with phones that stand at about the same place in the word."""
    counts: Counter[tuple[str, tuple[str, ...]]] = Counter()
    for word, phones in words:
        for index, letter in enumerate(word):
            place = (index + 0.5) / len(word) * len(phones)
            for start in range(max(0, int(place) - 1), min(len(phones), int(place) + 2)):
                counts[letter, phones[start : start + 1]] += 10
                counts[letter, phones[start : start + 2]] += 1
            counts[letter, ()] += 2
    return counts


def _scores(counts: Counter[tuple[str, tuple[str, ...]]]) -> dict[tuple[str, tuple[str, ...]], float]:
    totals: Counter[str] = Counter()
    for (letter, _), count in counts.items():
        totals[letter] += count
    return {(letter, chunk): math.log(count / totals[letter]) for (letter, chunk), count in counts.items()}


def _best_path(
    word: str, phones: tuple[str, ...], scores: dict[tuple[str, tuple[str, ...]], float]
) -> list[int] | None:
    """Return how many phones each letter says on the most probable path; None if no path takes all phones."""
    if not 0 < len(phones) <= LONGEST_CHUNK * len(word):
        return None
    best = {0: (0.0, None)}  # phones taken → score and the path behind it, as nested pairs
    for index, letter in enumerate(word):
        later = LONGEST_CHUNK * (len(word) - index - 1)
        extended: dict[int, tuple[float, object]] = {}
        for taken, (score, path) in best.items():
            for size in range(LONGEST_CHUNK + 1):
                stop = taken + size
                if stop > len(phones) or len(phones) - stop > later:
                    continue
                reached = score + scores.get((letter, phones[taken:stop]), UNSEEN)
                if stop not in extended or reached > extended[stop][0]:
                    extended[stop] = (reached, (size, path))
        best = extended  # type: ignore[assignment]
    path = best[len(phones)][1]
    sizes: list[int] = []
    while path:
        size, path = path
        sizes.append(size)
    return sizes[::-1]


def _cut(phones: tuple[str, ...], sizes: list[int]) -> list[tuple[str, ...]]:
    chunks, start = [], 0
    for size in sizes:
        chunks.append(phones[start : start + size])
        start += size
    return chunks
