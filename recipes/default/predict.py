"""Mels of the train split as the acoustic model makes them: `python recipes/default/predict.py FEATURES MODEL`."""

import logging
from pathlib import Path

import torch
import typer

from voiceclone.acoustic.config import AcousticConfig
from voiceclone.acoustic.network import AcousticModel
from voiceclone.speaker.config import SpeakerConfig
from voiceclone.speaker.network import SpeakerEncoder
from voiceclone.training.acoustic_data import AcousticCrops, AcousticData
from voiceclone.training.aligner import Alignments
from voiceclone.training.features import Features
from voiceclone.training.prediction import predict_mels
from voiceclone.weights import load_network


def main(features: Path, model: Path, clips: int = 3000, threads: int = 1) -> None:
    """Read FEATURES/train and the weights in MODEL; write FEATURES/train/predicted.npy for so many clips."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(threads)
    folder = features / "train"
    crops = AcousticCrops(Features(folder), Alignments(folder / "alignments.npz"), AcousticData())
    acoustic = load_network(AcousticModel, AcousticConfig, model / "acoustic.safetensors")
    encoder = load_network(SpeakerEncoder, SpeakerConfig, model / "speaker.safetensors")
    predict_mels(acoustic, encoder, crops, folder, clips)


if __name__ == "__main__":
    typer.run(main)
