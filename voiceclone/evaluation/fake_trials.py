"""What a detector of fakes is worth where fakes are rare."""

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.floating]


def precision_at(real: Scores, fake: Scores, recall: float, share: float) -> float:
    """Return what share of the alarms is right, where `share` of all recordings are fakes and `recall` of these found.

    `real`, `fake`: scores `(recordings,)`, the higher the more like a fake.
    After the weighted precision of the Deepfake Detection Challenge (B. Dolhansky et al., arXiv 2006.07397, 4.1).
    """
    threshold = np.quantile(fake, 1 - recall)
    found, alarms = float((fake >= threshold).mean()), float((real >= threshold).mean())
    return share * found / max(share * found + (1 - share) * alarms, 1e-12)
