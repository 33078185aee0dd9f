"""Trains durations and energies again: `python recipes/default/train_timing.py FEATURES MODEL FOLDER`."""

import logging
from pathlib import Path

import typer

from voiceclone.training.acoustic_data import AcousticData
from voiceclone.training.timing import TimingTraining, learn_timing


def main(features: Path, model: Path, folder: Path, hours: float = 1.0) -> None:
    """Train on FEATURES what the exported MODEL says of durations, and put it there; checkpoints in FOLDER."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    learn_timing(features, model, folder, TimingTraining(), AcousticData(batch=32), hours)


if __name__ == "__main__":
    typer.run(main)
