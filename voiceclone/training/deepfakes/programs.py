"""Generators that are programs of this machine: flite and espeak-ng. They imitate nobody."""

import shutil
import subprocess
import tempfile
from pathlib import Path

import numpy as np

from voiceclone.audio.files import load_audio
from voiceclone.training.deepfakes.source import Generator, Samples, Source

_FLITE = ("rms", "slt", "awb", "kal16")
_ESPEAK = ("en-us", "en-gb", "en-gb-x-rp", "en-us+f3", "en-gb+f2", "en-us+m3", "en-us+f4", "en-gb+m7")


def flite(source: Source, rng: np.random.Generator) -> Samples:
    """Say the text in one of flite's voices, faster or slower."""
    stretch = f"duration_stretch={rng.uniform(0.85, 1.2):.2f}"
    return _spoken(["flite", "-voice", str(rng.choice(_FLITE)), "--setf", stretch, "-t", source.text, "-o"])


def espeak(source: Source, rng: np.random.Generator) -> Samples:
    """Say the text in one of espeak-ng's voices, at some pitch and speed."""
    pitch, speed = str(rng.integers(20, 80)), str(rng.integers(130, 200))
    return _spoken(["espeak-ng", "-v", str(rng.choice(_ESPEAK)), "-p", pitch, "-s", speed, source.text, "-w"])


def programs() -> dict[str, Generator]:
    """Return those that are installed."""
    every: dict[str, tuple[str, Generator]] = {"flite": ("flite", flite), "espeak": ("espeak-ng", espeak)}
    return {name: generator for name, (program, generator) in every.items() if shutil.which(program)}


def _spoken(command: list[str]) -> Samples:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "spoken.wav"
        subprocess.run([*command, str(file)], check=True, capture_output=True)
        return load_audio(file).samples
