"""The conditions under which the watermark is measured: what it must survive, and what is only reported beside that."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from voiceclone.evaluation import attacks

Samples = npt.NDArray[np.float32]
Attack = Callable[[Samples, np.random.Generator], Samples]


@dataclass(frozen=True, eq=False)
class Condition:
    """An attack on marked samples `(samples,)` at 24 kHz; `promised` where the mark is said to survive it."""

    name: str
    attack: Attack
    promised: bool = True


def conditions(noises: Sequence[Samples] = (), rooms: Sequence[Samples] = ()) -> list[Condition]:
    """Return all conditions that need no model: measured `noises` and `rooms` (at 24 kHz) only where they are given."""
    promised = {
        "none": lambda x, rng: x,
        "MP3 64 kbit/s": lambda x, rng: attacks.coded(x, "mp3", 64_000),
        "MP3 128 kbit/s": lambda x, rng: attacks.coded(x, "mp3", 128_000),
        "Opus 24 kbit/s": lambda x, rng: attacks.coded(x, "opus", 24_000),
        "AAC 64 kbit/s": lambda x, rng: attacks.coded(x, "aac", 64_000),
        "16 kHz and back": lambda x, rng: attacks.through(x, 16_000),
        "8 kHz and back": lambda x, rng: attacks.through(x, 8_000),
        "white noise 20 dB": lambda x, rng: attacks.noisy(x, 20.0, rng),
        "pink noise 15 dB": lambda x, rng: attacks.noisy(x, 15.0, rng, 1.0),
        "low-pass 4 kHz": lambda x, rng: attacks.filtered(x, "lowpass", 4_000),
        "high-pass 300 Hz": lambda x, rng: attacks.filtered(x, "highpass", 300),
        "gain -12 dB": lambda x, rng: attacks.louder(x, -12),
        "gain +12 dB, clipped": lambda x, rng: attacks.louder(x, 12),
        "compression 4:1": lambda x, rng: attacks.compressed(x),
        "echo 100 ms, -6 dB": lambda x, rng: attacks.echoed(x),
        "simulated room 0.4 s": lambda x, rng: attacks.in_room(x, attacks.simulated_room(rng, 0.4, 3.0)),
        "mu-law 8 bit": lambda x, rng: attacks.mu_law(x),
        "crop to 2 s": lambda x, rng: attacks.cropped(x, 2.0, rng),
        "0.5 to 1.5 s removed": lambda x, rng: attacks.without_piece(x, rng.uniform(0.5, 1.5), rng),
        "cut into 1.25 s, shuffled": lambda x, rng: attacks.shuffled(x, 1.25, rng),
        "made-up music 15 dB": lambda x, rng: attacks.mixed(x, attacks.music(len(x), rng), 15.0),
        "speed +5 %": lambda x, rng: attacks.faster(x, 1.05),
        "speed -5 %": lambda x, rng: attacks.faster(x, 0.95),
        "speed within 5 %": lambda x, rng: attacks.faster(x, rng.uniform(0.95, 1.05)),
    }
    reported = {
        "high-pass 1.5 kHz": lambda x, rng: attacks.filtered(x, "highpass", 1_500),
        "AMR-NB 12.2 kbit/s": lambda x, rng: attacks.coded(x, "amr-nb", 12_200),
        "G.722": lambda x, rng: attacks.coded(x, "g722", 64_000),
        "Opus 12 kbit/s": lambda x, rng: attacks.coded(x, "opus", 12_000),
        "white noise 10 dB": lambda x, rng: attacks.noisy(x, 10.0, rng),
        "stretch +5 %": lambda x, rng: attacks.stretched(x, 1.05),
        "stretch -5 %": lambda x, rng: attacks.stretched(x, 0.95),
        "pitch +1 semitone": lambda x, rng: attacks.repitched(x, 1.0),
        "pitch -1 semitone": lambda x, rng: attacks.repitched(x, -1.0),
        "spectral gate 20 dB": lambda x, rng: attacks.denoised(x),
        "crop to 1 s": lambda x, rng: attacks.cropped(x, 1.0, rng),
    }
    if noises:
        promised["recorded noise 15 dB"] = lambda x, rng: attacks.mixed(x, noises[int(rng.integers(len(noises)))], 15.0)
    if rooms:
        promised["measured room"] = lambda x, rng: attacks.in_room(x, rooms[int(rng.integers(len(rooms)))])
    return [Condition(name, attack) for name, attack in promised.items()] + [
        Condition(name, attack, promised=False) for name, attack in reported.items()
    ]
