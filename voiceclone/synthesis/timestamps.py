"""When each word and each phoneme of a speech begins and ends, and the usual formats for that.

The durations of the phonemes are what the speech was made from, so that these times are exact and cost nothing.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from voiceclone.audio.definition import MEL
from voiceclone.text import Sentence
from voiceclone.text.symbols import BOUNDARIES


@dataclass(frozen=True)
class TimedPhoneme:
    """A phoneme (IPA, stress before its vowel), and when it begins and ends in seconds."""

    phoneme: str
    start: float
    end: float


@dataclass(frozen=True)
class TimedWord:
    """A word as it is written, when it begins and ends in seconds, and its phonemes."""

    text: str
    start: float
    end: float
    phonemes: tuple[TimedPhoneme, ...]


@dataclass(frozen=True)
class TimedSentence:
    """A sentence as it is written, when its first word begins and its last one ends in seconds, and its words."""

    text: str
    start: float
    end: float
    words: tuple[TimedWord, ...]


def timed(sentence: Sentence, durations: NDArray[np.int64], offset: float) -> TimedSentence:
    """Times of a sentence that begins at `offset` seconds; `durations`: frames of each of its symbols."""
    ends = offset + np.cumsum(durations) / MEL.frame_rate
    starts = ends - durations / MEL.frame_rate
    words = []
    for word, span in zip(sentence.words, sentence.spans(), strict=True):
        phonemes = [
            TimedPhoneme(phoneme, float(start), float(end))
            for phoneme, start, end in zip(word.phonemes, starts[span], ends[span], strict=True)
            if phoneme not in BOUNDARIES
        ]
        words.append(TimedWord(word.text, phonemes[0].start, phonemes[-1].end, tuple(phonemes)))
    return TimedSentence(sentence.text, words[0].start, words[-1].end, tuple(words))


def to_json(sentences: Sequence[TimedSentence]) -> str:
    """All times as JSON: a list of sentences with their words with their phonemes."""
    return json.dumps([asdict(sentence) for sentence in sentences], ensure_ascii=False, indent=1) + "\n"


def to_srt(sentences: Sequence[TimedSentence]) -> str:
    """SubRip subtitles."""
    return "".join(
        f"{number}\n{_clock(start, ',')} --> {_clock(end, ',')}\n{text}\n\n"
        for number, (text, start, end) in enumerate(_captions(sentences), start=1)
    )


def to_vtt(sentences: Sequence[TimedSentence]) -> str:
    """WebVTT subtitles (W3C, WebVTT: The Web Video Text Tracks Format)."""
    cues = (
        f"{_clock(start, '.')} --> {_clock(end, '.')}\n{_escaped(text)}\n\n"
        for text, start, end in _captions(sentences)
    )
    return "WEBVTT\n\n" + "".join(cues)


def to_textgrid(sentences: Sequence[TimedSentence], seconds: float) -> str:
    """A Praat TextGrid with the tiers `words` and `phonemes` of a speech of so many seconds."""
    words = [(word.text, word.start, word.end) for sentence in sentences for word in sentence.words]
    phonemes = [
        (phoneme.phoneme, phoneme.start, phoneme.end)
        for sentence in sentences
        for word in sentence.words
        for phoneme in word.phonemes
    ]
    head = ['File type = "ooTextFile"', 'Object class = "TextGrid"', "", "xmin = 0", f"xmax = {seconds:.6f}"]
    lines = [*head, "tiers? <exists>", "size = 2", "item []:"]
    for number, (name, spans) in enumerate((("words", words), ("phonemes", phonemes)), start=1):
        intervals = list(_without_gaps(spans, seconds))
        lines += [f"    item [{number}]:", '        class = "IntervalTier"', f'        name = "{name}"']
        lines += ["        xmin = 0", f"        xmax = {seconds:.6f}", f"        intervals: size = {len(intervals)}"]
        for place, (text, start, end) in enumerate(intervals, start=1):
            lines += [
                f"        intervals [{place}]:",
                f"            xmin = {start:.6f}",
                f"            xmax = {end:.6f}",
            ]
            lines.append('            text = "{}"'.format(text.replace('"', '""')))
    return "\n".join(lines) + "\n"


_LONGEST_CAPTION = 80  # characters


def _captions(sentences: Sequence[TimedSentence]) -> Iterator[tuple[str, float, float]]:
    """Sentences, long ones in parts of as many words as fit."""
    for sentence in sentences:
        if len(sentence.text) <= _LONGEST_CAPTION:
            yield sentence.text, sentence.start, sentence.end
            continue
        text, start, end = "", sentence.start, sentence.start
        for written, word in zip(_with_punctuation(sentence), sentence.words, strict=True):
            if text and len(text) + len(written) + 1 > _LONGEST_CAPTION:
                yield text, start, end
                text, start = "", word.start
            text, end = f"{text} {written}".strip(), word.end
        yield text, start, end


def _with_punctuation(sentence: TimedSentence) -> Iterator[str]:
    """Each word with the marks that stand around it in the sentence."""
    begins, place = [], 0
    for word in sentence.words:
        place = max(place, sentence.text.find(word.text, place))
        begins.append(place)
        place += len(word.text)
    for begin, end in zip([0, *begins[1:]], [*begins[1:], len(sentence.text)], strict=True):
        yield sentence.text[begin:end].strip()


def _without_gaps(spans: Sequence[tuple[str, float, float]], seconds: float) -> Iterator[tuple[str, float, float]]:
    """The spans with empty ones between them, as a TextGrid has no gaps."""
    reached = 0.0
    for text, start, end in spans:
        if start > reached + 1e-6:
            yield "", reached, start
        yield text, max(reached, start), end
        reached = end
    if seconds > reached + 1e-6:
        yield "", reached, seconds


def _clock(seconds: float, mark: str) -> str:
    thousandths = round(seconds * 1000)
    return (
        f"{thousandths // 3_600_000:02d}:{thousandths // 60_000 % 60:02d}:{thousandths // 1000 % 60:02d}"
        f"{mark}{thousandths % 1000:03d}"
    )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
