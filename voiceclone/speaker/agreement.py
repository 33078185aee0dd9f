"""Whether the recordings of a reference, and the moments of each, are of one voice: warnings, never a refusal.

The figures are of windows of 3 s of the dev split's adult English speakers, as enrolment hears them; RESULTS.md of the
default recipe has them. Music and noise are not told from the speech that they lie under: nothing here hears them.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

OUTLIER = 0.5  # cosine to the mean of the others: 1.9 % of one's own recordings lie below, and 95 % of somebody else's
PAIR = 0.4  # of two recordings: 2.3 % of pairs of one person lie below
CHANGE = 0.46  # between before and after a moment: one speaker of 103 lay below somewhere, 68 % of pairs in a row
_BEFORE = 2  # windows at least on each side of that moment


def disagreements(windows: Sequence[NDArray[np.float32]], names: Sequence[str]) -> list[str]:
    """Return what speaks against one voice, with advice, one sentence each.

    `windows`: of each recording, called `names`, the embeddings of its windows, `(windows, embedding)`.
    """
    warnings = [
        f"{name}: sounds like several speakers; keep the parts in which one person speaks"
        for name, embeddings in zip(names, windows, strict=True)
        if steadiness(embeddings) < CHANGE
    ]
    means = [_unit(embeddings.mean(axis=0)) for embeddings in windows]
    if len(means) == 2 and float(means[0] @ means[1]) < PAIR:
        warnings.append(f"{names[0]} and {names[1]} do not sound like one person; leave one out if they are not")
    return warnings + [
        f"{names[place]}: does not sound like the other recordings (likeness {score:.2f}); leave it out if it is of "
        "another person"
        for place, score in enumerate(_to_the_others(means))
        if score < OUTLIER
    ]


def steadiness(windows: NDArray[np.float32]) -> float:
    """The least cosine between the means of `windows` `(windows, embedding)` before and after any moment; 1 for few."""
    moments = range(_BEFORE, len(windows) - _BEFORE + 1)
    return min(
        (float(_unit(windows[:at].mean(axis=0)) @ _unit(windows[at:].mean(axis=0))) for at in moments), default=1.0
    )


def _to_the_others(means: Sequence[NDArray[np.float32]]) -> list[float]:
    """Cosine of each to the mean of the others; none of fewer than three, where it is not known which one is odd."""
    if len(means) < 3:
        return []
    total = np.sum(means, axis=0)
    return [float(_unit(total - mean) @ mean) for mean in means]


def _unit(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    unit: NDArray[np.float32] = vector / max(float(np.linalg.norm(vector)), 1e-9)
    return unit
