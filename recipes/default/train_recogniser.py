"""Trains the phone recogniser: `python recipes/default/train_recogniser.py FEATURES FOLDER`, after the aligner."""

import logging
from pathlib import Path

import typer

from voiceclone.recogniser.config import RecogniserConfig
from voiceclone.training.recogniser import RecogniserData, RecogniserModule, RecogniserTraining
from voiceclone.training.runtime import train


def main(features: Path, folder: Path, hours: float = 0.5) -> None:
    """Train on the alignments in FEATURES; checkpoints in FOLDER."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    training = RecogniserTraining()
    module = RecogniserModule(RecogniserConfig(), training)
    train(module, RecogniserData(features, training), folder, hours=hours, validate_every=500)


if __name__ == "__main__":
    typer.run(main)
