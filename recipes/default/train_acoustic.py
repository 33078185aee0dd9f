"""Trains the acoustic model: `python recipes/default/train_acoustic.py FEATURES SPEAKER RECOGNISER FOLDER`."""

import logging
from pathlib import Path

import typer

from voiceclone.acoustic.config import AcousticConfig
from voiceclone.recogniser.config import RecogniserConfig
from voiceclone.recogniser.network import PhoneRecogniser
from voiceclone.speaker.config import SpeakerConfig
from voiceclone.speaker.network import SpeakerEncoder
from voiceclone.training.acoustic import AcousticModule, AcousticTraining
from voiceclone.training.acoustic_data import AcousticData, AcousticDataModule
from voiceclone.training.export import averaged_weights
from voiceclone.training.runtime import train


def main(features: Path, speaker: Path, recogniser: Path, folder: Path, hours: float = 2.0) -> None:
    """Train on FEATURES with the networks of SPEAKER/last.ckpt and RECOGNISER/last.ckpt; checkpoints in FOLDER."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    encoder = SpeakerEncoder(SpeakerConfig())
    encoder.verifier.load_state_dict(averaged_weights(speaker / "last.ckpt"))
    ear = PhoneRecogniser(RecogniserConfig())
    ear.load_state_dict(averaged_weights(recogniser / "last.ckpt"))
    module = AcousticModule(AcousticConfig(), encoder, AcousticTraining(), ear)
    train(module, AcousticDataModule(features, AcousticData()), folder, hours=hours, validate_every=500)


if __name__ == "__main__":
    typer.run(main)
