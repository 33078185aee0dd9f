"""Trains durations and energies again: `python recipes/default/train_timing.py FEATURES MODEL FOLDER`."""

import logging
from pathlib import Path

import typer

from voiceclone.training.acoustic_data import AcousticData, AcousticDataModule
from voiceclone.training.runtime import train
from voiceclone.training.timing import TimingTraining, export_timing, timing_of


def main(features: Path, model: Path, folder: Path, hours: float = 1.0) -> None:
    """Train on FEATURES what the exported MODEL says of durations, and put it there; checkpoints in FOLDER."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    training, data = TimingTraining(), AcousticDataModule(features, AcousticData(batch=32))
    train(timing_of(model, training), data, folder, hours=hours, steps=training.decay_steps, validate_every=100)
    export_timing(folder / "last.ckpt", model)


if __name__ == "__main__":
    typer.run(main)
