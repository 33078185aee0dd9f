"""Hears whether a sentence that was made says all of its words, by our own recogniser of phones.

The sentence's phones are laid into what was heard where they fit best. What is asked of a word is then not how likely
its phones are, which depends on the voice and on the words around, but how much less likely than whatever phones fit
there best: a word that was said loses little against them, one that was left out or replaced loses much.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from voiceclone.audio.mel import log_mel
from voiceclone.errors import TextError
from voiceclone.recogniser.alignment import fit, hear
from voiceclone.recogniser.network import PhoneRecogniser
from voiceclone.text import Sentence
from voiceclone.text.english import is_english

# What a word may lose of the mean log-score of a frame. benchmarks/listening.py prints how many words that were said
# lose more, and how many lose less of those that were not.
LARGEST_LOSS = 2.0
_SHRINKAGE = 2  # frames without loss that are added to each word: one short phone proves little
TRIES = 3
_NEXT_SEED = 1_000_003  # far from the seeds of the other sentences


def check_language(language: str) -> None:
    """Raise TextError where a language is not one that is recognised."""
    if not is_english(language):
        raise TextError(f"what is said in the language {language!r} cannot be verified: only English is recognised")


@dataclass(frozen=True)
class Take:
    """A sentence as it was made: its samples `(samples,)`, and the words that are not heard in it."""

    samples: NDArray[np.float32]
    unclear: tuple[str, ...]


class Listener:
    """Hears sentences."""

    def __init__(self, recogniser: PhoneRecogniser) -> None:
        self._recogniser = recogniser

    def losses(self, sentence: Sentence, samples: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return for each word of a sentence what it loses, `(words,)`, 0 or more; infinite where it has no room.

        `samples` at the working rate, `(samples,)`, are the sentence without much silence around it.
        """
        heard = hear(self._recogniser, log_mel(torch.from_numpy(samples.copy()))[None])
        symbols = sentence.symbols()
        found = fit(heard, symbols)
        if not np.isfinite(found.score):
            return np.full(len(sentence.words), np.inf)
        best = heard.max(dim=1).values.double().numpy()  # (frames,)
        owner = np.repeat(np.arange(len(symbols)), found.durations)  # (frames,)
        lost = np.bincount(owner, best, minlength=len(symbols)) - found.scores * found.durations  # (states,)
        return np.array([lost[span].sum() / (found.durations[span].sum() + _SHRINKAGE) for span in sentence.spans()])

    def best_take(self, sentence: Sentence, make: Callable[[int], NDArray[np.float32]], seed: int) -> Take:
        """Make a sentence until all its words are heard, `TRIES` times at most; return the clearest.

        `make` returns its samples `(samples,)` for a seed; `seed` is the first that is tried.
        """
        takes: list[tuple[float, Take]] = []
        for number in range(TRIES):
            samples = make(seed + number * _NEXT_SEED)
            losses = self.losses(sentence, samples)
            lost = tuple(word.text for word, loss in zip(sentence.words, losses, strict=True) if loss > LARGEST_LOSS)
            takes.append((float(losses.max()), Take(samples, lost)))
            if not lost:
                break
        return min(takes, key=lambda take: take[0])[1]
