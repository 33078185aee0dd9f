"""What the likeness of two embeddings is worth: how often one as high, or as low, comes about by chance.

A cosine alone says little: some voices are like many others. So it is seen against those of strangers: adaptive
symmetric score normalisation (P. Matejka et al., "Analysis of score normalization in multilingual speaker
recognition", Interspeech 2017).
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voiceclone.audio.atomic_write import write_atomically
from voiceclone.errors import WeightsError

FILE = "error_rates.json"  # beside the weights that they were measured with
_GRID = np.round(np.arange(-6.0, 12.01, 0.1), 1)
_NEAREST = 50  # strangers that a voice is seen against: those most like it


def above_strangers(first: NDArray[np.float32], second: NDArray[np.float32], strangers: NDArray[np.float32]) -> float:
    """How far the cosine of two embeddings `(embedding,)` lies above those of the strangers most like either of them.

    `strangers` `(people, embedding)`; all of unit length. In standard deviations; the mean of both sides.
    """
    cosine = float(first @ second)
    sides = []
    for side in (first, second):
        nearest = np.sort(strangers @ side)[-_NEAREST:]
        sides.append((cosine - float(nearest.mean())) / max(float(nearest.std()), 1e-6))
    return sum(sides) / 2


@dataclass(frozen=True)
class ErrorRates:
    """Error rates of `above_strangers` as a score, measured on pairs of recordings of known speakers.

    At each of `thresholds`, ascending: `false_accepts`, the share of pairs of two people that reach it, and
    `false_rejects`, the share of pairs of one person that stay below it. From `different_pairs` and `same_pairs` of
    `speakers` speakers. `encoder`: the fingerprint of the speaker encoder.
    """

    thresholds: tuple[float, ...]
    false_accepts: tuple[float, ...]
    false_rejects: tuple[float, ...]
    different_pairs: int
    same_pairs: int
    speakers: int
    encoder: str

    def at(self, score: float) -> tuple[float, float]:
        """False accepts and false rejects, 0 to 1, of somebody who takes pairs from this `score` on for one person."""
        return (
            float(np.interp(score, self.thresholds, self.false_accepts)),
            float(np.interp(score, self.thresholds, self.false_rejects)),
        )

    @classmethod
    def measured(
        cls, same: NDArray[np.float64], different: NDArray[np.float64], speakers: int, encoder: str
    ) -> "ErrorRates":
        """Those of the scores of pairs of one person and of two people, `(pairs,)` each."""
        accepts = 1.0 - np.searchsorted(np.sort(different), _GRID) / len(different)
        rejects = np.searchsorted(np.sort(same), _GRID) / len(same)
        rates = (tuple(map(float, _GRID)), tuple(map(float, accepts.round(5))), tuple(map(float, rejects.round(5))))
        return cls(*rates, len(different), len(same), speakers, encoder)

    def save(self, folder: Path) -> None:
        """Write them beside the weights. Raises OutputError where they cannot be written."""
        write_atomically(folder / FILE, (json.dumps(asdict(self)) + "\n").encode())

    @classmethod
    def load(cls, folder: Path, encoder: str) -> "ErrorRates | None":
        """Return what `save` wrote, or None where none were measured with this `encoder`.

        Raises WeightsError where the file is damaged.
        """
        path = folder / FILE
        if not path.is_file():
            return None
        try:
            record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            values: dict[str, Any] = {
                name: tuple(value) if isinstance(value, list) else value for name, value in record.items()
            }
            rates = cls(**values)
        except (ValueError, TypeError, AttributeError) as error:
            raise WeightsError(f"{path} is damaged; recipes/default/fit_voices.py makes it") from error
        return rates if rates.encoder == encoder else None


@dataclass(frozen=True)
class Comparison:
    """How alike two recordings or voices are.

    `score`: the cosine of their embeddings; `above`: `above_strangers`, and the error `rates` of that, where known.
    """

    score: float
    above: float | None = None
    rates: ErrorRates | None = None

    @property
    def misleading(self) -> tuple[float, float] | None:
        """Shares, 0 to 1: of pairs of two people that are as alike or more, of pairs of one person that are less."""
        return None if self.rates is None or self.above is None else self.rates.at(self.above)

    def __str__(self) -> str:
        """Return it in words: evidence, not a verdict."""
        if self.rates is None or self.misleading is None:
            return f"likeness {self.score:.3f}; what that is worth was not measured with these weights"
        accepts, rejects = self.misleading
        return (
            f"likeness {self.score:.3f} (cosine, at most 1), {self.above:+.1f} deviations from similar strangers\n"
            f"{_share(accepts, self.rates.different_pairs)} of the pairs of two people are as alike or more; "
            f"{_share(rejects, self.rates.same_pairs)} of the pairs of one person are less alike.\n"
            f"Measured on {self.rates.different_pairs:,} and {self.rates.same_pairs:,} pairs of recordings of "
            f"{self.rates.speakers} adult speakers of English. This is evidence, not a verdict: relatives, imitators, "
            "machines and bad recordings are not among them."
        )


def _share(rate: float, pairs: int) -> str:
    """A rate in words that claim no more than so many pairs can show."""
    least = 1 / pairs
    return f"fewer than {least:.2%}" if rate < least else f"{rate:.1%}"
