"""Speech that is slower or faster than the networks learned: made at a pace that they know, and stretched in time.

Asked for durations that no recording had, the acoustic model blurs its phones. So it is asked for those at the border
of what it knows, and the mel between its frames is taken from the two beside it.
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

SLOWEST, FASTEST = 0.8, 1.3  # times as fast as a voice is: what the networks are asked for


def places_of(frames: NDArray[np.int64], heard: NDArray[np.int64], made: NDArray[np.int64]) -> NDArray[np.float64]:
    """Where the numbered `frames` of what is heard lie among the frames that are made, of the shape of `frames`.

    `heard` and `made`: the frames that each symbol lasts, `(states,)`; within a symbol time goes on evenly.
    """
    ends_heard, ends_made = (np.concatenate([[0], durations.cumsum()]) for durations in (heard, made))
    return np.asarray(np.interp(frames + 0.5, ends_heard, ends_made) - 0.5).clip(0, ends_made[-1] - 1)


def taken_at(places: NDArray[np.float64], mel: Floats, f0: Floats) -> tuple[Floats, Floats]:
    """Mel `(places, n_mels)` and F0 `(places,)` between the frames of `mel` and `f0`, 0 where unvoiced.

    Pitch glides on a logarithmic scale; between what is voiced and what is not there is nothing to glide over.
    """
    before = places.astype(np.int64)
    after = np.minimum(before + 1, len(mel) - 1)
    share = (places - before).astype(np.float32)
    low, high = f0[before], f0[after]
    glide = np.exp((1 - share) * np.log(np.maximum(low, 1.0)) + share * np.log(np.maximum(high, 1.0)))
    nearest = np.where(share < 0.5, low, high)
    pitch = np.where((low > 0) & (high > 0) & (share > 0), glide, nearest).astype(np.float32)
    return (1 - share)[:, None] * mel[before] + share[:, None] * mel[after], pitch
