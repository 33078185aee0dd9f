"""What plain numbers tell about a corpus of pairs: `python recipes/deepfake_corpus/giveaways.py CORPUS`."""

from pathlib import Path

import typer

from voiceclone.evaluation.tables import to_markdown
from voiceclone.training.deepfakes.giveaways import giveaways
from voiceclone.training.deepfakes.pairs import read_pairs


def main(corpus: Path, split: str = "dev", level: str = "none") -> None:
    """Print the equal error rate of detectors that know one number each."""
    recordings = [one for one in read_pairs(corpus, split) if one.level == level]
    print(to_markdown([giveaways(f"{split}, {level}, {len(recordings)} recordings", recordings)]))


if __name__ == "__main__":
    typer.run(main)
