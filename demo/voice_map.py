"""The map of voices, on which each can be chosen."""

import html
from collections.abc import Mapping

from . import texts
from .drawing import figure, label

_HEIGHT = 340  # pixels
_REACH = (38.0, 140.0)  # from the middle to a place at 1: percent across, pixels up
_NARROWEST = 320.0  # pixels: the page of a telephone
_LETTER = 8.0  # pixels
_LONGEST_NAME = 18  # letters that are written


def voice_map(places: Mapping[str, tuple[float, float]], kinds: Mapping[str, str], chosen: str | None) -> str:
    """Points with names, of which each can be chosen by a click or with the keyboard; places from -1 to 1."""
    spots = {name: (50 + across * _REACH[0], _HEIGHT / 2 - up * _REACH[1]) for name, (across, up) in places.items()}
    points = []  # after the names, so that a click on one that a name covers meets the point
    for name, (x, y) in spots.items():
        kind = f"vc-point vc-{kinds[name]}{' vc-chosen' if name == chosen else ''}"
        points.append(
            f'<g class="{kind}" data-voice="{html.escape(name)}" tabindex="0" role="button" '
            f'aria-pressed="{"true" if name == chosen else "false"}" aria-label="{html.escape(name)}">'
            f'<title>{html.escape(name)}</title><circle cx="{x:.1f}%" cy="{y:.0f}" r="10"/></g>'
        )
    names = (
        f'<g class="vc-written{" vc-chosen" if name == chosen else ""}" data-voice="{html.escape(name)}">{letters}</g>'
        for name, letters in _beside(spots).items()
    )
    legend = (
        f'<li><svg viewBox="0 0 16 16" class="vc-{kind}"><circle cx="8" cy="8" r="7"/></svg>'
        f"{html.escape(texts.KINDS[kind])}</li>"
        for kind in dict.fromkeys(kinds.values())
    )
    return figure([*names, *points], _HEIGHT, texts.MAP) + f'<ul class="vc-legend">{"".join(legend)}</ul>'


def _beside(spots: Mapping[str, tuple[float, float]]) -> dict[str, str]:
    """The name of each spot where it covers the others least: right of it, or left, below or above.

    What fits on the narrowest page fits on a wider one, where the spots are further apart.
    """
    middles = {name: (x * _NARROWEST / 100, y) for name, (x, y) in spots.items()}
    taken = [(x - 12, y - 12, x + 12, y + 12) for x, y in middles.values()]
    written = {}
    for name, (x, y) in middles.items():
        short = name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
        size = _LETTER * len(short)
        ways = ((15, 5, "start", 0.0), (-15, 5, "end", 1.0), (0, 27, "middle", 0.5), (0, -16, "middle", 0.5))
        frames = [(x + aside - part * size, y + down - 14, x + aside + (1 - part) * size, y + down + 4)
                  for aside, down, _, part in ways]  # fmt: skip
        covered = [sum(_overlap(frame, other) for other in taken) + _outside(frame) for frame in frames]
        best = covered.index(min(covered))
        taken.append(frames[best])
        aside, down, anchor, _ = ways[best]
        written[name] = label(short, spots[name][0], y + down, "vc-name", anchor, aside)
    return written


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """The area that two frames share."""
    across, down = (min(one[side + 2], other[side + 2]) - max(one[side], other[side]) for side in (0, 1))
    return max(0.0, across) * max(0.0, down)


def _outside(frame: tuple[float, ...]) -> float:
    """The area of a frame that lies beside the narrowest page."""
    return (max(0.0, -frame[0]) + max(0.0, frame[2] - _NARROWEST)) * (frame[3] - frame[1])
