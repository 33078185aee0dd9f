"""Computes the features of a corpus once: `python recipes/default/prepare.py CORPUS FEATURES`."""

import logging
from pathlib import Path

import typer

from voiceclone.training.corpus import read_manifest
from voiceclone.training.features import extract_features


def main(corpus: Path, features: Path, workers: int = 2) -> None:
    """Read CORPUS/manifest.tsv; write shards below FEATURES/{train,dev}. A second run does what is missing."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    clips = read_manifest(corpus)
    for split in ("dev", "train"):
        extract_features([clip for clip in clips if clip.split == split], corpus, features / split, workers)


if __name__ == "__main__":
    typer.run(main)
