"""Trains the speaker verifier: `python recipes/default/train_speaker.py FEATURES NOISES FOLDER`."""

import logging
from pathlib import Path

import typer

from voiceclone.speaker.config import SpeakerConfig
from voiceclone.training.runtime import train
from voiceclone.training.speaker import SpeakerData, SpeakerModule, SpeakerTraining


def main(features: Path, noises: Path, folder: Path, hours: float = 1.0) -> None:
    """Train on the features in FEATURES with the noises below NOISES; checkpoints in FOLDER."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    training = SpeakerTraining()
    data = SpeakerData(features, noises, training)
    train(SpeakerModule(SpeakerConfig(), training, data.speakers), data, folder, hours=hours, validate_every=250)


if __name__ == "__main__":
    typer.run(main)
