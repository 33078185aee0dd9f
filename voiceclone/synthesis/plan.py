"""The order of things to say: sentences, and the silence after each."""

from collections.abc import Iterator
from dataclasses import dataclass

from voiceclone.text import Sentence, TextFrontend

_PAUSES = {",": 0.12, ";": 0.2, ":": 0.2, "–": 0.2}  # seconds, after a part of a sentence that was cut in parts
_SENTENCE_PAUSE, _PARAGRAPH_PAUSE = 0.35, 0.8


@dataclass(frozen=True)
class Spoken:
    """A sentence, the silence after it in seconds, and whether it is known to be the last one."""

    sentence: Sentence
    pause: float
    is_last: bool = False


def plan(text: str, frontend: TextFrontend, markup: bool = False) -> Iterator[Spoken]:
    """Yield what is to be spoken, of a plain text or one with markup (see `TextFrontend.marked_up`).

    Raises TextError if there is nothing to say, or for markup that is not supported.
    """
    if markup:
        sentences = frontend.marked_up(text)
        for sentence in sentences:
            yield Spoken(sentence, _pause(sentence), is_last=sentence is sentences[-1])
    else:
        for sentence in frontend.iter_sentences(text):
            yield Spoken(sentence, _pause(sentence))


def _pause(sentence: Sentence) -> float:
    full_stop = _PARAGRAPH_PAUSE if sentence.ends_paragraph else _SENTENCE_PAUSE
    return _PAUSES.get(sentence.words[-1].boundary, full_stop)
