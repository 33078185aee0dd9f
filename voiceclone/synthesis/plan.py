"""The order of things to say: sentences, and the silence after each."""

from collections.abc import Iterator
from dataclasses import dataclass

from voiceclone.text import Sentence, TextFrontend

_PAUSES = {",": 0.12, ";": 0.2, ":": 0.2, "–": 0.2}  # seconds, after a part of a sentence that was cut in parts
_SENTENCE_PAUSE = 0.35


@dataclass(frozen=True)
class Spoken:
    """A sentence, and the silence after it in seconds."""

    sentence: Sentence
    pause: float


def plan(text: str, frontend: TextFrontend) -> Iterator[Spoken]:
    """Yield what is to be spoken. Raises TextError if there is nothing to say."""
    for sentence in frontend.iter_sentences(text):
        yield Spoken(sentence, _PAUSES.get(sentence.words[-1].boundary, _SENTENCE_PAUSE))
