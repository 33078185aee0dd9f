"""The pictures of the page: a speech, and the evidence in a recording."""

import html
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from voiceclone import Audio

from . import texts
from .drawing import Row, axis, crowded, curve, figure, heat, label, spans, wave

if TYPE_CHECKING:
    from voiceclone import Speech

_LONGEST = 30.0  # seconds of speech that are drawn
_SECOND = 240  # pixels, so that phonemes can be read
_NARROWEST = 300.0
_MOST_MARKS = 8  # on the axis of a picture, so that they can be told apart on a telephone


def speech_picture(speech: "Speech") -> str:
    """The waveform of a speech, its spectrogram and pitch, and its words and phonemes in time."""
    seconds = min(speech.audio.seconds, _LONGEST)
    rate = speech.audio.sample_rate
    audio = Audio(speech.audio.samples[: int(seconds * rate)], rate)
    width = max(_NARROWEST, seconds * _SECOND)
    row = {name: Row(y, height, seconds) for name, y, height in _ROWS}
    pitch = np.where(audio.pitch() > 0, audio.pitch(), np.nan)
    low, high = _range(pitch)
    frames = np.arange(len(pitch)) * seconds / len(pitch)
    words = [word for sentence in speech.sentences for word in sentence.words if word.end <= seconds]
    phonemes = [(sound.phoneme, sound.start, sound.end) for word in words for sound in word.phonemes]
    picture = figure(
        [
            wave(audio.samples, row["wave"], int(width)),
            heat(audio.mel(), row["mel"]),
            curve(frames.tolist(), pitch.tolist(), row["mel"], low * 0.5, high * 1.5),
            crowded([(word.text, word.start, word.end) for word in words], row["words"], "vc-word", width, 7.5),
            crowded(phonemes, row["phonemes"], "vc-phoneme", width, 6.5),
            axis(row["axis"], 0.5),
        ],
        292,
        f"{texts.PICTURE}: {' '.join(word.text for word in words)}",
        width,
    )
    cut = texts.PICTURE_CUT.format(seconds=seconds) if speech.audio.seconds > seconds else ""
    return picture + note(texts.PICTURE_NOTE.format(low=low, high=high) + cut)


_ROWS = (("wave", 4, 56), ("mel", 66, 120), ("words", 190, 38), ("phonemes", 230, 36), ("axis", 268, 20))


def evidence_picture(
    audio: Audio, marked: Iterable[tuple[float, float]], heard: Sequence[tuple[float, float, float]]
) -> str:
    """A recording, the stretches that are `marked`, and what was `heard`: start, end and score of each moment."""
    seconds = audio.seconds
    parts = [
        wave(audio.samples, Row(4, 90, seconds)),
        spans([(texts.MARKED, *span) for span in marked], Row(100, 22, seconds), "vc-mark"),
    ]
    below = 126.0
    if heard:
        row = Row(below + 6, 90, seconds)
        times, scores = scores_over_time(heard, seconds)
        parts += [
            f'<rect class="vc-frame" x="0" y="{row.y}" width="100%" height="{row.height}"/>',
            curve([0, seconds], [0.5, 0.5], row, *_SCORES, "vc-half"),
            curve(times, scores, row, *_SCORES, "vc-score"),
            label(texts.LIKE_A_MACHINE, 0, row.y + 18, "vc-small", aside=6),
            label(texts.LIKE_A_PERSON, 0, row.y + row.height - 8, "vc-small", aside=6),
        ]
        below += 102
    step = next((step for step in (0.5, 1, 2, 5, 10, 30, 60, 120, 300) if seconds / step <= _MOST_MARKS), 900)
    parts.append(axis(Row(below, 20, seconds), step))
    return figure(parts, below + 22, texts.EVIDENCE) + note(
        texts.EVIDENCE_NOTE.format(detector=texts.EVIDENCE_DETECTOR if heard else "")
    )


_SCORES = (-0.08, 1.08)  # so that the line is not hidden by the frame


def scores_over_time(heard: Sequence[tuple[float, float, float]], seconds: float) -> tuple[list[float], list[float]]:
    """Moments of a recording, and the mean score of the stretches that each lies in; not a number outside of all."""
    times = np.linspace(0, seconds, 200)
    start, end, score = (np.array(column)[:, None] for column in zip(*heard, strict=True))
    inside = (start <= times) & (times <= end)  # (stretches, moments)
    count = inside.sum(axis=0)
    mean = np.where(count > 0, (inside * score).sum(axis=0) / np.maximum(count, 1), np.nan)
    return times.tolist(), mean.tolist()


def note(text: str) -> str:
    """A sentence under a picture."""
    return f'<p class="vc-note">{html.escape(text)}</p>'


def _range(pitch: npt.NDArray[np.float32]) -> tuple[float, float]:
    """The lowest and the highest pitch that is usual in a speech, in Hz."""
    if not np.isfinite(pitch).any():
        return 100.0, 200.0
    low, high = np.nanquantile(pitch, [0.02, 0.98])
    return float(low), float(max(high, low + 1.0))
