"""Inside: what one network hands to the next on the way to a sentence, for those who want to see it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Inside:
    """A sentence between the networks.

    `text`: as it is written; `symbols`: its phonemes (IPA) and boundaries, `(states,)`; `durations`: the frames that
    each of them lasts, `(states,)`; `mel`: the log-mel that the acoustic model makes, `(frames, n_mels)`, 93.75 frames
    a second; `f0`: the pitch beside it in Hz, 0 where unvoiced, `(frames,)`. The vocoder makes samples of these two.
    """

    text: str
    symbols: tuple[str, ...]
    durations: NDArray[np.int64]
    mel: NDArray[np.float32]
    f0: NDArray[np.float32]
