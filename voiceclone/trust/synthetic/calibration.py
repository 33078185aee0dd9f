"""What a logit of the detector is worth: a score from 0 to 1, and how often that score misleads."""

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import scipy.optimize
from safetensors import SafetensorError, safe_open

from voiceclone.errors import WeightsError

NOTE = "calibration"  # its name in the header of the weights
_GRID = np.round(np.linspace(0.0, 1.0, 101), 2)

Logits = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Calibration:
    """Scale and offset of the logits, and error rates of the score, on recordings of unseen people.

    At each of `thresholds`, ascending: `false_alarms`, the share of the real recordings that reach it, and `misses`,
    the share of the fakes that stay below. From `reals` and `fakes` recordings, of `generators`.
    """

    scale: float
    offset: float
    thresholds: tuple[float, ...]
    false_alarms: tuple[float, ...]
    misses: tuple[float, ...]
    reals: int
    fakes: int
    generators: tuple[str, ...]

    def score(self, logit: float) -> float:
        """The score of a logit: the probability that a machine made it, were half of all recordings made by one."""
        return float(1 / (1 + np.exp(-np.clip(self.scale * logit + self.offset, -30, 30))))

    def at(self, score: float) -> tuple[float, float]:
        """False alarms and misses, 0 to 1, of somebody who calls synthetic what has this `score` or more."""
        return (
            float(np.interp(score, self.thresholds, self.false_alarms)),
            float(np.interp(score, self.thresholds, self.misses)),
        )

    @classmethod
    def measured(cls, real: Logits, fake: Logits, generators: tuple[str, ...]) -> "Calibration":
        """Fit to the logits of recordings, `(recordings,)` each, both kinds weighing the same (J. Platt, 1999)."""
        real, fake = np.sort(real), np.sort(fake)

        def loss(line: npt.NDArray[np.float64]) -> float:
            scale, offset = line
            missed = np.logaddexp(0, -(scale * fake + offset)).mean()
            alarmed = np.logaddexp(0, scale * real + offset).mean()
            return float(missed + alarmed + 1e-4 * scale**2)

        scale, offset = scipy.optimize.minimize(loss, np.array([1.0, 0.0]), method="Nelder-Mead").x
        plain = cls(max(float(scale), 1e-3), float(offset), (), (), (), len(real), len(fake), generators)
        reals, fakes = (np.array([plain.score(value) for value in part]) for part in (real, fake))
        alarms = 1 - np.searchsorted(reals, _GRID) / len(reals)
        misses = np.searchsorted(fakes, _GRID) / len(fakes)
        return replace(plain, thresholds=_plain(_GRID), false_alarms=_plain(alarms), misses=_plain(misses))

    def to_note(self) -> str:
        """Return it as JSON, for the header of the weights."""
        return json.dumps(asdict(self))

    @classmethod
    def load(cls, weights: Path) -> "Calibration":
        """Read it from the header of the detector's weights. Raises WeightsError where there is none."""
        try:
            with safe_open(weights, framework="numpy") as file:
                record: dict[str, Any] = json.loads((file.metadata() or {})[NOTE])
            values: dict[str, Any] = {
                name: tuple(value) if isinstance(value, list) else value for name, value in record.items()
            }
            return cls(**values)
        except (SafetensorError, OSError, KeyError, ValueError, TypeError) as error:
            raise WeightsError(f"{weights} has no calibration: make it with recipes/detector") from error


def _plain(values: npt.NDArray[np.float64]) -> tuple[float, ...]:
    return tuple(float(value) for value in values.round(4))
