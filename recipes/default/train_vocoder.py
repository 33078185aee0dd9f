"""Trains the vocoder of the default model: `python recipes/default/train_vocoder.py FEATURES FOLDER --hours 3`."""

import logging
from pathlib import Path

import typer

from voiceclone.training.runtime import train
from voiceclone.training.vocoder import VocoderData, VocoderModule, VocoderTraining
from voiceclone.vocoder.config import VocoderConfig


def main(features: Path, folder: Path, hours: float = 3.0, predicted: float = 0.0) -> None:
    """Train on the features in FEATURES, with checkpoints in FOLDER, for HOURS of wall clock.

    PREDICTED is the share of the mels that are the acoustic model's, which `predict.py` made.
    """
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    training = VocoderTraining(predicted=predicted)
    train(VocoderModule(VocoderConfig(), training), VocoderData(features, training), folder, hours=hours)


if __name__ == "__main__":
    typer.run(main)
