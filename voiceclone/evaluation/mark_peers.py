"""Other people's watermarks, measured on the same clips where they are installed."""

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from voiceclone.audio.torchaudio_import import import_torchaudio

Samples = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class MarkPeer:
    """A watermark that says no more than that it is there: `mark` samples at 24 kHz `(samples,)`, and `finds` it."""

    name: str
    mark: Callable[[Samples], Samples]
    finds: Callable[[Samples], bool]


def mark_peers() -> list[MarkPeer]:
    """Return the peers that are installed: Perth (`pip install resemble-perth`; no payload, no key, no p-value)."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import_torchaudio()  # perth imports torchaudio
            import perth
    except ImportError:
        return []
    return [_perth(perth.PerthImplicitWatermarker())]


def _perth(watermarker: Any) -> MarkPeer:
    def mark(samples: Samples) -> Samples:
        marked: Samples = np.asarray(watermarker.apply_watermark(samples, sample_rate=24_000), dtype=np.float32)
        return np.resize(marked, len(samples)) if len(marked) < len(samples) else marked[: len(samples)]

    def finds(samples: Samples) -> bool:
        return bool(np.round(watermarker.get_watermark(samples, sample_rate=24_000)))

    return MarkPeer("Perth", mark, finds)
