"""Parts of a picture in SVG, whose lines and letters take the colours of the page, light or dark."""

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


@dataclass(frozen=True)
class Box:
    """A part of the picture, in pixels; `seconds` pass along its width."""

    x: float
    y: float
    width: float
    height: float
    seconds: float = 1.0

    def at(self, second: float) -> float:
        """Where a moment lies."""
        return self.x + self.width * second / self.seconds


def figure(parts: Iterable[str], width: float, height: float, description: str, fixed: bool = False) -> str:
    """Return a picture as HTML. On a narrow page it shrinks to two thirds, or not if it is `fixed`, and is scrolled."""
    style = f"width:{width:.0f}px" if fixed else f"width:100%;min-width:{0.62 * width:.0f}px"
    named = f'aria-label="{html.escape(description)}"'
    return (
        f'<div class="vc-figure" tabindex="0" role="group" {named}>'
        f'<svg viewBox="0 0 {width:.0f} {height:.0f}" style="{style}">{"".join(parts)}</svg></div>'
    )


def label(text: str, x: float, y: float, kind: str = "vc-label", anchor: str = "start") -> str:
    """Letters whose base line is at `y`."""
    return f'<text x="{x:.1f}" y="{y:.1f}" class="{kind}" text-anchor="{anchor}">{html.escape(text)}</text>'


def wave(samples: npt.NDArray[np.float32], box: Box, kind: str = "vc-wave") -> str:
    """A waveform: the lowest and the highest sample, `(samples,)`, behind each pixel."""
    columns = max(1, int(box.width))
    edges = np.linspace(0, len(samples), columns + 1).astype(int)[:-1]
    highest, lowest = (operation.reduceat(samples, edges) for operation in (np.maximum, np.minimum))
    peak = max(float(np.abs(samples).max()), 1e-3)
    x = box.x + np.arange(columns)
    middle, half = box.y + box.height / 2, box.height / 2 / peak
    upper, lower = middle - highest * half, middle - lowest * half
    points = [*zip(x, upper, strict=True), *zip(x[::-1], lower[::-1], strict=True)]
    return f'<polygon class="{kind}" points="{_points(points)}"/>'


def heat(matrix: npt.NDArray[np.float32], box: Box) -> str:
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
        f'<image x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}" height="{box.height:.1f}" '
        f'preserveAspectRatio="none" href="data:image/png;base64,{data}"/>'
    )


def curve(
    times: Sequence[float], values: Sequence[float], box: Box, low: float, high: float, kind: str = "vc-curve"
) -> str:
    """A line through values at moments in seconds, interrupted where a value is not a number."""
    lines, line = [], list[tuple[float, float]]()
    for time, value in zip(times, values, strict=True):
        if np.isfinite(value):
            line.append((box.at(time), box.y + box.height * (1 - (value - low) / (high - low))))
        elif line:
            lines.append(line)
            line = []
    return "".join(f'<polyline class="{kind}" points="{_points(line)}"/>' for line in [*lines, line] if line)


def spans(items: Iterable[tuple[str, float, float]], box: Box, kind: str) -> str:
    """Names over the stretches of time that they last, each in a frame."""
    drawn = []
    for text, start, end in items:
        x, width = box.at(start), box.at(end) - box.at(start)
        drawn.append(
            f'<rect class="{kind}" x="{x:.1f}" y="{box.y:.1f}" width="{width:.1f}" height="{box.height:.1f}"/>'
            + label(text, x + width / 2, box.y + box.height - 5, f"{kind}-text", "middle")
        )
    return "".join(drawn)


def axis(box: Box, step: float) -> str:
    """Seconds under a box."""
    marks = np.arange(0, box.seconds + 1e-6, step)
    lines = (
        f'<line class="vc-tick" x1="{box.at(t):.1f}" x2="{box.at(t):.1f}" y1="{box.y:.1f}" y2="{box.y + 4:.1f}"/>'
        for t in marks
    )
    letters = (
        label(f"{t:g} s", box.at(t), box.y + 16, "vc-small", "start" if t == 0 else "middle")
        for t in marks
        if box.at(t) < box.x + box.width - 12
    )
    return "".join([*lines, *letters])


def bars(values: npt.NDArray[np.float32], box: Box) -> str:
    """Numbers as bars up and down from the middle of the box."""
    middle, half = box.y + box.height / 2, box.height / 2 / max(float(np.abs(values).max()), 1e-6)
    width = box.width / len(values)
    return "".join(
        f'<rect class="vc-bar" x="{box.x + place * width:.1f}" y="{middle - max(value, 0) * half:.1f}" '
        f'width="{width * 0.8:.2f}" height="{abs(value) * half:.1f}"/>'
        for place, value in enumerate(values.tolist())
    )


def stairs(items: Sequence[tuple[str, float, float]], box: Box) -> str:
    """Names that follow one another in time, each on a step of its own, from the top down."""
    step = box.height / len(items)
    drawn = []
    for place, (text, start, end) in enumerate(items):
        x, y = box.at(start), box.y + place * step
        width = max(1.0, box.at(end) - x)
        drawn.append(f'<rect class="vc-bar" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{step:.1f}"/>')
        after = x + width + 5 < box.x + box.width - 20
        edge, anchor = (x + width + 5, "start") if after else (x - 5, "end")
        drawn.append(label(text, edge, y + step - 1, "vc-step", anchor))
    return "".join(drawn)


def _points(points: Iterable[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
