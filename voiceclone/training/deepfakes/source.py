"""What a generator is given: a real recording, and words to say."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Samples: TypeAlias = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Source:
    """A recording: the `samples` that are kept of it, and all that there is, `reference`, `(samples,)` at 24 kHz.

    `text`: what a program says in place of it, English.
    """

    samples: Samples
    reference: Samples
    text: str


Generator: TypeAlias = Callable[[Source, np.random.Generator], Samples]
"""Makes a fake of a source, `(samples,)` at 24 kHz."""
