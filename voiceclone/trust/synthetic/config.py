"""What the detector hears, and how large it is."""

import hashlib
import json
from dataclasses import dataclass

RATE = 16_000  # Hz: what nearly every recording and codec has
N_FFT = 512  # samples, also the window's length
HOP = 160  # samples
BINS = N_FFT // 2  # without the one at 0 Hz
DEPTH = 8.0  # nepers below the loudest bin, 70 dB, at which the spectrum ends


@dataclass(frozen=True)
class DetectorConfig:
    """Sizes: `channels` of the encoder's stages, width `nodes` of the graphs' layers."""

    channels: tuple[int, ...] = (32, 48, 64, 96, 112)
    nodes: tuple[int, ...] = (64, 48)

    def __post_init__(self) -> None:
        # JSON knows lists only
        object.__setattr__(self, "channels", tuple(self.channels))
        object.__setattr__(self, "nodes", tuple(self.nodes))


SIZES = {"small": DetectorConfig((16, 24, 32, 48, 56), (40, 32)), "base": DetectorConfig()}  # base ships


def fingerprint() -> str:
    """Return a short hash of what the network's input means, which its weights carry."""
    return hashlib.sha256(json.dumps([RATE, N_FFT, HOP, DEPTH]).encode()).hexdigest()[:16]
