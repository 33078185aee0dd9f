"""The pictures of the page: a speech, the evidence in a recording, the map of voices."""

import html
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from voiceclone import Audio

from . import texts
from .drawing import Box, axis, curve, figure, heat, label, spans, wave

if TYPE_CHECKING:
    from voiceclone.synthesis.speech import Speech

_LONGEST = 30.0  # seconds of speech that are drawn
_SECOND = 220  # pixels, so that phonemes can be read
_WIDTH = 900  # pixels of a picture that is as wide as the page
_MAP = 620  # pixels, so that names can be read on a telephone


def speech_picture(speech: "Speech") -> str:
    """The waveform of a speech, its spectrogram and pitch, and its words and phonemes in time."""
    seconds = min(speech.audio.seconds, _LONGEST)
    rate = speech.audio.sample_rate
    audio = Audio(speech.audio.samples[: int(seconds * rate)], rate)
    width = max(300.0, seconds * _SECOND)
    box = {name: Box(0, y, width, height, seconds) for name, y, height in _ROWS}
    pitch = np.where(audio.pitch() > 0, audio.pitch(), np.nan)
    low, high = _range(pitch)
    frames = np.arange(len(pitch)) * seconds / len(pitch)
    words = [word for sentence in speech.sentences for word in sentence.words if word.end <= seconds]
    phonemes = [(sound.phoneme, sound.start, sound.end) for word in words for sound in word.phonemes]
    picture = figure(
        [
            wave(audio.samples, box["wave"]),
            heat(audio.mel(), box["mel"]),
            curve(frames.tolist(), pitch.tolist(), box["mel"], low * 0.5, high * 1.5),
            spans([(word.text, word.start, word.end) for word in words], box["words"], "vc-word"),
            spans(phonemes, box["phonemes"], "vc-phoneme"),
            axis(box["axis"], 0.5),
        ],
        width,
        260,
        f"{texts.PICTURE}: {' '.join(word.text for word in words)}",
        fixed=True,
    )
    cut = texts.PICTURE_CUT.format(seconds=seconds) if speech.audio.seconds > seconds else ""
    return picture + note(texts.PICTURE_NOTE.format(low=low, high=high) + cut)


_ROWS = (("wave", 4, 56), ("mel", 66, 120), ("words", 190, 22), ("phonemes", 213, 20), ("axis", 236, 20))


def evidence_picture(
    audio: Audio,
    marked: Iterable[tuple[float, float]],
    heard: Sequence[tuple[float, float, float]],
    width: int = _WIDTH,
) -> str:
    """A recording, the stretches that are `marked`, and what was `heard`: start, end and score of each moment."""
    seconds = audio.seconds
    row = 110 if heard else 0
    box, mark = Box(0, 4, width, 90, seconds), Box(0, 100, width, 22, seconds)
    parts = [wave(audio.samples, box), spans([(texts.MARKED, *span) for span in marked], mark, "vc-mark")]
    if heard:
        line = Box(0, 132, width, row - 20, seconds)
        middles = [(start + end) / 2 for start, end, _ in heard]
        parts.append(f'<rect class="vc-frame" x="0" y="{line.y}" width="{width}" height="{line.height}"/>')
        parts.append(curve(middles, [score for *_, score in heard], line, 0.0, 1.0, "vc-score"))
        parts.append(label(texts.DETECTOR, 6, line.y + 14, "vc-small"))
    step = next(step for step in (0.5, 1, 2, 5, 10, 30, 60, 300, 900) if seconds / step <= width / 60 or step == 900)
    parts.append(axis(Box(0, 126 + row, width, 20, seconds), step))
    picture = figure(parts, width, 148 + row, texts.EVIDENCE)
    return picture + note(texts.EVIDENCE_NOTE.format(detector=texts.EVIDENCE_DETECTOR if heard else ""))


def voice_map(places: Mapping[str, tuple[float, float]], kinds: Mapping[str, str], chosen: str | None) -> str:
    """Points with names, of which each can be chosen by a click or with the keyboard; places from -1 to 1."""
    points = []
    spots = {name: (_MAP / 2 + across * 210, 175 - up * 140) for name, (across, up) in places.items()}
    letters = _beside(spots)
    for name, (x, y) in spots.items():
        kind = f"vc-point vc-{kinds[name]}{' vc-chosen' if name == chosen else ''}"
        points.append(
            f'<g class="{kind}" data-voice="{html.escape(name)}" tabindex="0" role="button" '
            f'aria-pressed="{"true" if name == chosen else "false"}" aria-label="{html.escape(name)}">'
            f'<circle cx="{x:.0f}" cy="{y:.0f}" r="11"/>{label(name, *letters[name])}</g>'
        )
    legend = (
        f'<li><svg viewBox="0 0 16 16" class="vc-{kind}"><circle cx="8" cy="8" r="7"/></svg>'
        f"{html.escape(texts.KINDS[kind])}</li>"
        for kind in dict.fromkeys(kinds.values())
    )
    return figure(points, _MAP, 350, texts.MAP) + f'<ul class="vc-legend">{"".join(legend)}</ul>'


def _beside(spots: Mapping[str, tuple[float, float]]) -> dict[str, tuple[float, float, str, str]]:
    """Where the name of each spot goes so that it covers the others least: right of it, or left, below or above."""
    taken = [(x - 14, y - 14, x + 14, y + 14) for x, y in spots.values()]
    chosen = {}
    for name, (x, y) in spots.items():
        size = 8.5 * len(name)
        ways = (
            (x + 17, y + 6, "start", 0.0),
            (x - 17, y + 6, "end", 1.0),
            (x, y + 33, "middle", 0.5),
            (x, y - 20, "middle", 0.5),
            (x, y - 18, "middle", 0.5),
        )
        frames = [(at - shift * size, base - 15, at + (1 - shift) * size, base + 4) for at, base, _, shift in ways]
        covered = [sum(_overlap(frame, other) for other in taken) for frame in frames]
        best = covered.index(min(covered))
        taken.append(frames[best])
        chosen[name] = (ways[best][0], ways[best][1], "vc-name", ways[best][2])
    return chosen


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """The area that two frames share."""
    across, down = (min(one[side + 2], other[side + 2]) - max(one[side], other[side]) for side in (0, 1))
    return max(0.0, across) * max(0.0, down)


def note(text: str) -> str:
    """A sentence under a picture."""
    return f'<p class="vc-note">{html.escape(text)}</p>'


def _range(pitch: npt.NDArray[np.float32]) -> tuple[float, float]:
    """The lowest and the highest pitch that is usual in a speech, in Hz."""
    if not np.isfinite(pitch).any():
        return 100.0, 200.0
    low, high = np.nanquantile(pitch, [0.02, 0.98])
    return float(low), float(max(high, low + 1.0))
