"""Listens to a recording in windows: how much each sounds like a machine."""

from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch

from voiceclone.audio.loudness import normalise_loudness
from voiceclone.audio.resample import resample
from voiceclone.audio.trim import speech_bounds, trim_silence
from voiceclone.errors import AudioError
from voiceclone.trust.synthetic.calibration import Calibration
from voiceclone.trust.synthetic.config import RATE, DetectorConfig, fingerprint
from voiceclone.trust.synthetic.network import Detector, log_spectrum
from voiceclone.trust.synthetic.report import SyntheticReport, Window
from voiceclone.weights import SHIPPED, load_network

WEIGHTS = "detector.safetensors"
WINDOW, STEP = 40_000, 20_000  # samples: windows of 2.5 s, every 1.25 s
_AT_ONCE = 16  # windows
_LEAST = 0.5  # seconds of speech that can be judged

Samples = npt.NDArray[np.float32]


def find_synthetic(samples: Samples, sample_rate: int, folder: Path = SHIPPED) -> SyntheticReport:
    """Listen to `samples`, shape `(samples,)` at any `sample_rate` in Hz, with the detector in a folder of weights.

    Where the folder has no detector, the report says so. Raises AudioError for samples of another shape or with NaN,
    and WeightsError where the detector's file is damaged.
    """
    checked = np.asarray(samples, dtype=np.float32)
    if checked.ndim != 1 or not np.isfinite(checked).all():
        raise AudioError("synthetic speech is looked for in mono samples of shape (samples,) without NaN or infinity")
    if not (folder / WEIGHTS).is_file():
        return SyntheticReport(None, (), None, available=False)
    calibration = Calibration.load(folder / WEIGHTS)
    if checked.size == 0:
        return SyntheticReport(None, (), calibration)
    low = resample(checked, sample_rate, RATE)
    start, end = speech_bounds(low, RATE)
    if end - start < _LEAST * RATE:
        return SyntheticReport(None, (), calibration)
    logits = window_logits(load_detector(folder), normalise_loudness(low[start:end], RATE))
    places = [(start + first, min(start + first + WINDOW, end)) for first in _starts(end - start)]
    windows = tuple(
        Window(first / RATE, last / RATE, calibration.score(float(logit)))
        for (first, last), logit in zip(places, logits, strict=True)
    )
    return SyntheticReport(calibration.score(float(logits.mean())), windows, calibration)


def prepared(samples: Samples, sample_rate: int) -> Samples:
    """Return what the detector hears of a recording: speech at 16 kHz, without silence at its ends, at one level."""
    return normalise_loudness(trim_silence(resample(samples, sample_rate, RATE), RATE), RATE)


@torch.inference_mode()
def window_logits(detector: Detector, heard: Samples) -> npt.NDArray[np.float64]:
    """Return the logit of each window of `heard` `(samples,)`, `(windows,)`; a short recording is repeated."""
    if len(heard) < WINDOW:
        heard = np.resize(heard, WINDOW)
    pieces = np.stack([heard[first : first + WINDOW] for first in _starts(len(heard))])  # (windows, WINDOW)
    parts = torch.from_numpy(pieces).split(_AT_ONCE)
    return torch.cat([detector(log_spectrum(part)) for part in parts]).double().numpy()


@lru_cache(maxsize=2)
def load_detector(folder: Path) -> Detector:
    """Read the detector of a folder of weights. Raises WeightsError where it is missing or damaged."""
    return load_network(Detector, DetectorConfig, folder / WEIGHTS, inputs=fingerprint())


def _starts(length: int) -> list[int]:
    """First samples of the windows: the last one ends where the recording does."""
    last = max(0, length - WINDOW)
    starts = list(range(0, last + 1, STEP))
    return starts if last - starts[-1] < STEP // 4 else [*starts, last]
