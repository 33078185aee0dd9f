"""Where the watermark lies: tiles of time and frequency, each a little louder or softer than it was.

Changing anything here makes speech that was marked before unreadable: it is another mark then, with other weights.
"""

import hashlib
import json
from functools import lru_cache

import numpy as np
import numpy.typing as npt

RATE = 24_000  # Hz
WINDOW = 512  # samples of the transform that marks and of the one that is listened to
HOP = 128  # samples between frames when marking
SLOT_HOPS = 8  # frames in a tile
SLOT = SLOT_HOPS * HOP  # samples: 43 ms
FIRST_MIDDLE = (SLOT_HOPS - 1) * HOP // 2 + HOP - WINDOW // 2  # the sample in the middle of the first slot
PERIOD = 64  # slots, 2.7 s, after which the pattern begins anew

# Up to 4 kHz lies what telephones and codecs keep; the wider bands above serve where there is more.
BAND_EDGES: npt.NDArray[np.float64] = np.concatenate((np.linspace(200, 4_000, 41), np.linspace(4_000, 7_000, 13)[1:]))
BANDS = len(BAND_EDGES) - 1
BINS = WINDOW // 2 + 1


def fingerprint() -> str:
    """Return a short hash of the layout, which the weights that listen for it carry."""
    meaning = json.dumps([RATE, WINDOW, HOP, SLOT_HOPS, PERIOD, [float(edge) for edge in BAND_EDGES]])
    return hashlib.sha256(meaning.encode()).hexdigest()[:16]


@lru_cache(maxsize=32)
def band_weights(parts: int, scale: float = 1.0) -> npt.NDArray[np.float32]:
    """Return how much of each bin lies in each of `parts` equal parts of a band: `(BANDS * parts, BINS)`.

    `scale` moves all frequencies, as a change of speed does.
    """
    edges = np.interp(np.arange(BANDS * parts + 1) / parts, np.arange(BANDS + 1), BAND_EDGES) * scale
    width = RATE / WINDOW
    lower, upper = (np.arange(BINS) - 0.5) * width, (np.arange(BINS) + 0.5) * width
    overlap = np.minimum(upper, edges[1:, None]) - np.maximum(lower, edges[:-1, None])
    weights: npt.NDArray[np.float32] = (np.maximum(overlap, 0.0) / width).astype(np.float32)
    return weights


@lru_cache(maxsize=1)
def window() -> npt.NDArray[np.float32]:
    """Return the window of both transforms, `(WINDOW,)`: the root of a periodic Hann window."""
    return np.sqrt(np.hanning(WINDOW + 1)[:WINDOW]).astype(np.float32)
