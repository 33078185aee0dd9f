"""How many frames each symbol of a sentence lasts: whole numbers whose sum is what the speed asks for.

No symbol has less than one frame. What the shortest would lose below that at a high speed is taken from the longer
ones; and what rounding adds to a symbol or takes from it is made up for by the next.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from voiceclone.acoustic.config import EDGE_FRAMES
from voiceclone.audio.definition import MEL

_LONGEST = 400.0  # frames of a symbol at the voice's own pace
_SPARE = 2  # frames by which rounding may lengthen the end of a sentence


def whole_frames(
    natural: NDArray[np.float64],
    speeds: NDArray[np.float64],
    pauses: NDArray[np.float64],
    multiple: int = 1,
) -> NDArray[np.int64]:
    """Frames of each symbol from BEGIN to END, `(states,)`; their sum is the nearest multiple of `multiple`.

    All `(states,)`: `natural`, frames at the voice's own pace; `speeds`, times as fast; `pauses`, seconds that a
    boundary is to last, NaN where nothing is asked. The last pause, before END, only bounds the silence of the end.
    """
    wanted = natural.clip(1.0, _LONGEST) / speeds
    wanted[0], wanted[-1] = _edge(speeds[0]), _edge(speeds[-1])
    asked = np.round(pauses * MEL.frame_rate)
    fixed = ~np.isnan(asked)
    fixed[-2] = False
    wanted[fixed] = asked[fixed].clip(1.0)
    free = ~fixed
    free[[0, -1]] = False
    wanted[free] = _at_least_one(wanted[free])
    if not np.isnan(asked[-2]):
        room = asked[-2] - wanted[-1] - begin_frames(speeds[-1]) - _SPARE
        wanted[-2] = max(1.0, min(wanted[-2], room))
    return _rounded(wanted, multiple)


def performed_frames(
    performed: NDArray[np.int64], natural: NDArray[np.float64], words: Sequence[slice]
) -> NDArray[np.int64]:
    """Frames of each symbol, `(states,)`, where words last what they do in a performance.

    Within a word a phone lasts the geometric mean of what it lasted there, which an alignment knows but roughly, and
    of what is `natural` for the voice, both `(states,)`, in proportion. `words`: where the phones of each stand.
    """
    frames = performed.astype(np.float64)
    for word in words:
        likely = np.sqrt(frames[word] * natural[word])
        frames[word] = _at_least_one(likely * frames[word].sum() / likely.sum())
    return np.diff(np.floor(frames.cumsum() + 0.5), prepend=0.0).astype(np.int64)


def begin_frames(speed: float) -> int:
    """Frames of silence before the first word of a sentence that is spoken `speed` times as fast."""
    return int(np.floor(_edge(speed) + 0.5))


def _edge(speed: float) -> float:
    return max(1.0, EDGE_FRAMES / speed)


def _at_least_one(frames: NDArray[np.float64]) -> NDArray[np.float64]:
    """Frames of which none is below one, with the same sum where that is possible; the longer ones keep their ratio."""
    total = frames.sum()
    if total <= len(frames):
        return np.ones_like(frames)
    short = np.zeros(len(frames), dtype=bool)
    while True:
        scaled = frames * (total - short.sum()) / frames[~short].sum()
        shorter = ~short & (scaled < 1.0)
        if not shorter.any():
            return np.where(short, 1.0, scaled)
        short |= shorter


def _rounded(wanted: NDArray[np.float64], multiple: int) -> NDArray[np.int64]:
    ends = np.floor(wanted.cumsum() + 0.5)
    durations = np.diff(ends, prepend=0.0).clip(1.0).astype(np.int64)
    durations[-1] += multiple * int(np.floor(wanted.sum() / multiple + 0.5)) - durations.sum()
    while durations[-1] < 1:
        durations[-1] += multiple
    return durations
