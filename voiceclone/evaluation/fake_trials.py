"""Measures of a detector of fakes: equal error rate, and its precision where fakes are rare."""

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.floating]


def equal_error_rate(real: Scores, fake: Scores) -> tuple[float, float]:
    """Return the rate at which as many real recordings are called fake as fakes real, 0 to 1, and the threshold.

    `real`, `fake`: scores `(recordings,)`, the higher the more like a fake.
    """
    thresholds = np.unique(np.concatenate([real, fake]))
    alarms = 1 - np.searchsorted(np.sort(real), thresholds) / len(real)
    misses = np.searchsorted(np.sort(fake), thresholds) / len(fake)
    place = int(np.abs(alarms - misses).argmin())
    return float((alarms[place] + misses[place]) / 2), float(thresholds[place])


def precision_at(real: Scores, fake: Scores, recall: float, share: float) -> float:
    """Return what share of the alarms is right, where `share` of all recordings are fakes and `recall` of these found.

    After the weighted precision of the Deepfake Detection Challenge (B. Dolhansky et al., arXiv 2006.07397, 4.1).
    """
    threshold = np.quantile(fake, 1 - recall)
    found, alarms = float((fake >= threshold).mean()), float((real >= threshold).mean())
    return share * found / max(share * found + (1 - share) * alarms, 1e-12)
