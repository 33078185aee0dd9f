"""The sentences to speak: reading them, and handing them out to the speakers."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from voiceclone.errors import DataError

_FEWEST = 3  # sentences a speaker, where nobody asked for a number


def read_sentences(path: Path) -> list[str]:
    """Read a UTF-8 file with one sentence a line; empty lines are skipped. Raises DataError if none is left."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path} cannot be read as a list of sentences, one a line ({error})") from error
    sentences = [line.strip() for line in lines if line.strip()]
    if not sentences:
        raise DataError(f"{path} has no sentence: write one a line")
    return sentences


def assign_sentences(
    sentences: Sequence[str], speakers: int, per_speaker: int | None = None, seed: int = 0
) -> list[list[str]]:
    """Give every speaker as many sentences, and every sentence to as many speakers, as evenly as can be.

    Without `per_speaker`, each gets three, or more where it takes more to use every sentence. Nobody gets a sentence
    twice (so at most all of them).
    """
    count = max(_FEWEST, -(-len(sentences) // speakers)) if per_speaker is None else per_speaker
    count = min(count, len(sentences))
    order = np.random.default_rng(seed).permutation(len(sentences))
    turns = range(speakers)
    return [[sentences[order[(turn * count + place) % len(order)]] for place in range(count)] for turn in turns]
