"""Parts of a picture in SVG, whose lines and letters take the colours of the page, light or dark.

Across, all is placed in percent of the picture's width, so that it fits a page of any width while its letters stay as
they are; downwards, in pixels.
"""

import base64
import html
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image

_COLOURS = np.array([(10, 8, 30), (81, 18, 124), (183, 55, 121), (252, 137, 97), (252, 253, 191)])  # dark to bright
_FINEST = 4_000  # columns of a spectrogram: more cannot be seen, and some browsers draw no more than eight times that
_COLUMNS = 1_000  # of a waveform that is as wide as the page


@dataclass(frozen=True)
class Row:
    """A stretch of the picture, in pixels from its top; `seconds` pass along its width."""

    y: float
    height: float
    seconds: float = 1.0

    def at(self, second: float) -> float:
        """Where a moment lies, in percent."""
        return 100 * second / self.seconds


def figure(parts: Iterable[str], height: float, description: str, width: float | None = None) -> str:
    """Return a picture as HTML, as wide as the page; or of so many pixels, which is scrolled where there are fewer."""
    style = f"height:{height:.0f}px;width:" + ("100%" if width is None else f"{width:.0f}px")
    return (
        f'<div class="vc-figure" tabindex="0" role="group" aria-label="{html.escape(description)}">'
        f'<svg style="{style}">{"".join(parts)}</svg></div>'
    )


def label(text: str, x: float, y: float, kind: str = "vc-label", anchor: str = "start", aside: float = 0.0) -> str:
    """Letters whose base line is at `y`, so many pixels `aside`."""
    return (
        f'<text x="{x:.2f}%" y="{y:.1f}" dx="{aside:.0f}" class="{kind}" text-anchor="{anchor}">'
        f"{html.escape(text)}</text>"
    )


def wave(samples: npt.NDArray[np.float32], row: Row, columns: int = _COLUMNS) -> str:
    """A waveform: the lowest and the highest sample, `(samples,)`, of each column."""
    columns = max(1, min(columns, len(samples)))
    edges = np.linspace(0, len(samples), columns + 1).astype(int)[:-1]
    highest, lowest = (operation.reduceat(samples, edges) for operation in (np.maximum, np.minimum))
    half = row.height / 2
    scale = half / max(float(np.abs(samples).max()), 1e-3)
    x = np.arange(columns) * (1_000 / columns)
    upper, lower = half - highest * scale, half - lowest * scale
    points = [*zip(x, upper, strict=True), *zip(x[::-1], lower[::-1], strict=True)]
    return _stretched(f'<polygon class="vc-wave" points="{_points(points)}"/>', row)


def heat(matrix: npt.NDArray[np.float32], row: Row) -> str:
    """A matrix `(columns, rows)` in colours, the first row below; white is its largest value."""
    if len(matrix) > _FINEST:
        matrix = matrix[np.linspace(0, len(matrix) - 1, _FINEST).astype(int)]
    low, high = np.quantile(matrix, [0.05, 0.999])
    share = np.clip((matrix - low) / max(float(high - low), 1e-6), 0, 1).T[::-1]  # (rows, columns)
    stops = np.linspace(0, 1, len(_COLOURS))
    pixels = np.stack([np.interp(share, stops, _COLOURS[:, colour]) for colour in range(3)], axis=2)
    content = io.BytesIO()
    Image.fromarray(pixels.astype(np.uint8)).save(content, "PNG")
    data = base64.b64encode(content.getvalue()).decode("ascii")
    return (
        f'<image x="0" y="{row.y:.1f}" width="100%" height="{row.height:.1f}" '
        f'preserveAspectRatio="none" href="data:image/png;base64,{data}"/>'
    )


def curve(
    times: Sequence[float], values: Sequence[float], row: Row, low: float, high: float, kind: str = "vc-curve"
) -> str:
    """A line through values at moments in seconds, interrupted where a value is not a number."""
    lines, line = [], list[tuple[float, float]]()
    for time, value in zip(times, values, strict=True):
        if np.isfinite(value):
            line.append((10 * row.at(time), row.height * (1 - (value - low) / (high - low))))
        elif line:
            lines.append(line)
            line = []
    drawn = "".join(f'<polyline class="{kind}" points="{_points(line)}"/>' for line in [*lines, line] if line)
    return _stretched(drawn, row)


def spans(items: Iterable[tuple[str, float, float]], row: Row, kind: str) -> str:
    """Names over the stretches of time that they last, each in a frame."""
    return "".join(
        _frame(kind, start, end, row) + label(text, row.at((start + end) / 2), _lower(row), f"{kind}-text", "middle")
        for text, start, end in items
    )


def crowded(items: Iterable[tuple[str, float, float]], row: Row, kind: str, width: float, letter: float) -> str:
    """As `spans`, for short stretches in a picture of a known `width`; `letter`: the usual width of one, in pixels.

    A name that is wider than its frame stands lower than the others, so that none runs into the next.
    """
    drawn, reached = [], [-1.0, -1.0]
    lines = (row.y + row.height / 2 - 4, _lower(row))
    for text, start, end in items:
        middle, half = row.at((start + end) / 2), len(text) * letter / 2
        left = middle * width / 100 - half
        line = int(2 * half > row.at(end - start) * width / 100)
        if left < reached[line] and reached[1 - line] < reached[line]:
            line = 1 - line
        reached[line] = left + 2 * half
        drawn.append(_frame(kind, start, end, row) + label(text, middle, lines[line], f"{kind}-text", "middle"))
    return "".join(drawn)


def axis(row: Row, step: float) -> str:
    """Seconds under a row."""
    marks = np.arange(0, row.seconds + 1e-6, step)
    lines = (
        f'<line class="vc-tick" x1="{row.at(t):.2f}%" x2="{row.at(t):.2f}%" y1="{row.y:.1f}" y2="{row.y + 4:.1f}"/>'
        for t in marks
    )
    letters = (
        label(f"{t:g} s", row.at(t), row.y + 17, "vc-small", "start" if t == 0 else "middle")
        for t in marks
        if row.at(t) < 97
    )
    return "".join([*lines, *letters])


def bars(values: npt.NDArray[np.float32], row: Row) -> str:
    """Numbers as bars up and down from the middle of the row."""
    middle, half = row.y + row.height / 2, row.height / 2 / max(float(np.abs(values).max()), 1e-6)
    width = 100 / len(values)
    return "".join(
        f'<rect class="vc-bar" x="{place * width:.3f}%" y="{middle - max(value, 0) * half:.1f}" '
        f'width="{width * 0.8:.3f}%" height="{abs(value) * half:.1f}"/>'
        for place, value in enumerate(values.tolist())
    )


def stairs(items: Sequence[tuple[str, float, float]], row: Row) -> str:
    """Names that follow one another in time, each on a step of its own, from the top down."""
    step = row.height / len(items)
    drawn = []
    for place, (text, start, end) in enumerate(items):
        x, y, width = row.at(start), row.y + place * step, max(0.2, row.at(end - start))
        drawn.append(f'<rect class="vc-bar" x="{x:.2f}%" y="{y:.1f}" width="{width:.2f}%" height="{step:.1f}"/>')
        after = x + width < 85
        edge, anchor, aside = (x + width, "start", 5) if after else (x, "end", -5)
        drawn.append(label(text, edge, y + step - 2, "vc-step", anchor, aside))
    return "".join(drawn)


def _frame(kind: str, start: float, end: float, row: Row) -> str:
    return (
        f'<rect class="{kind}" x="{row.at(start):.2f}%" y="{row.y:.1f}" width="{row.at(end - start):.2f}%" '
        f'height="{row.height:.1f}"/>'
    )


def _lower(row: Row) -> float:
    """The base line of letters at the lower edge of a row."""
    return row.y + row.height - 6


def _stretched(part: str, row: Row) -> str:
    """Lines whose points count a thousand from the left to the right."""
    return (
        f'<svg x="0" y="{row.y:.1f}" width="100%" height="{row.height:.1f}" viewBox="0 0 1000 {row.height:.1f}" '
        f'preserveAspectRatio="none" overflow="visible">{part}</svg>'
    )


def _points(points: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
