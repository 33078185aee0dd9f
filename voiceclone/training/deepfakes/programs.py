"""Generators that are programs of this machine: flite and espeak-ng. They imitate nobody."""

import shutil

import numpy as np

from voiceclone.evaluation.peers import written_by
from voiceclone.training.deepfakes.source import Generator, Samples, Source

_FLITE = ("rms", "slt", "awb", "kal16")
_ESPEAK = ("en-us", "en-gb", "en-gb-x-rp", "en-us+f3", "en-gb+f2", "en-us+m3", "en-us+f4", "en-gb+m7")


def flite(source: Source, rng: np.random.Generator) -> Samples:
    """Say the text in one of flite's voices, faster or slower."""
    stretch = f"duration_stretch={rng.uniform(0.85, 1.2):.2f}"
    command = ["flite", "-voice", str(rng.choice(_FLITE)), "--setf", stretch, "-t", source.text, "-o"]
    return written_by(lambda path: [*command, path]).samples


def espeak(source: Source, rng: np.random.Generator) -> Samples:
    """Say the text in one of espeak-ng's voices, at some pitch and speed."""
    pitch, speed = str(rng.integers(20, 80)), str(rng.integers(130, 200))
    command = ["espeak-ng", "-v", str(rng.choice(_ESPEAK)), "-p", pitch, "-s", speed, source.text, "-w"]
    return written_by(lambda path: [*command, path]).samples


def programs() -> dict[str, Generator]:
    """Return those that are installed."""
    every: dict[str, tuple[str, Generator]] = {"flite": ("flite", flite), "espeak": ("espeak-ng", espeak)}
    return {name: generator for name, (program, generator) in every.items() if shutil.which(program)}
