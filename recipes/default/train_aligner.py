"""Trains the aligner and aligns the corpus: `python recipes/default/train_aligner.py FEATURES FOLDER`."""

import logging
from pathlib import Path

import typer

from voiceclone.training.aligner import AlignerData, AlignerModule, AlignerTraining, align_corpus
from voiceclone.training.alignment import AlignerConfig
from voiceclone.training.features import Features
from voiceclone.training.runtime import train


def main(features: Path, folder: Path, hours: float = 0.5) -> None:
    """Train on the features in FEATURES, checkpoints in FOLDER; write FEATURES/{train,dev}/alignments.npz."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    training = AlignerTraining()
    module = AlignerModule(AlignerConfig(), training)
    train(module, AlignerData(features, training), folder, hours=hours, validate_every=None)
    for split in ("train", "dev"):
        align_corpus(module.network, Features(features / split), features / split / "alignments.npz")


if __name__ == "__main__":
    typer.run(main)
