"""Computes the features of a corpus once: `python recipes/default/prepare.py CORPUS FEATURES`."""

import logging
from pathlib import Path

import typer

from voiceclone.training.extraction import extract


def main(corpus: Path, features: Path, workers: int = 2) -> None:
    """Read CORPUS/manifest.tsv; write shards below FEATURES/{train,dev}. A second run does what is missing."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    extract(corpus, features, workers)


if __name__ == "__main__":
    typer.run(main)
