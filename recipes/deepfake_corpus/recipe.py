"""Pairs of real and synthetic speech: `python recipes/deepfake_corpus/recipe.py SPEECH CORPUS`."""

import logging
from functools import partial
from pathlib import Path
from typing import Annotated

import torch
import typer

from voiceclone.training.deepfakes.build import Size, available_generators, build, remember_weights
from voiceclone.training.workers import shared_among
from voiceclone.weights import SHIPPED


def main(
    speech: Annotated[Path, typer.Argument(help="A folder of speech, with a manifest.tsv or a folder a speaker.")],
    corpus: Annotated[Path, typer.Argument(help="Where the pairs are written to; a second run goes on.")],
    weights: Annotated[Path, typer.Option(help="The folder of weights to make fakes with.")] = SHIPPED,
    train: Annotated[int, typer.Option(help="Sources of the train split.")] = 1000,
    dev: Annotated[int, typer.Option(help="Sources of the dev split.")] = 200,
    fakes: Annotated[int, typer.Option(help="Generators for each source, drawn anew.")] = 3,
    generator: Annotated[list[str] | None, typer.Option(help="Only this one; may be given several times.")] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes at the same time.")] = 1,
) -> None:
    """Make what is missing of the pairs of both splits."""
    remember_weights(weights, corpus)
    sizes = {"dev": Size(dev, fakes), "train": Size(train, fakes)}
    work = partial(_share, speech=speech, corpus=corpus, weights=weights, sizes=sizes, only=generator, workers=workers)
    with shared_among(workers) as spread:
        for line in spread(work, range(workers)):
            print(line)


def _share(
    worker: int, speech: Path, corpus: Path, weights: Path, sizes: dict[str, Size], only: list[str] | None, workers: int
) -> str:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    logging.getLogger("voiceclone.hearing").setLevel(logging.ERROR)  # it warns of recordings; they are only an example
    torch.set_num_threads(1)
    every = available_generators(weights)
    chosen = {name: every[name] for name in only or every}
    made = [
        f"{build(speech, corpus, split, chosen, size, (worker, workers))} of {split}" for split, size in sizes.items()
    ]
    return f"sources: {', '.join(made)}, by {', '.join(sorted(chosen))}"


if __name__ == "__main__":
    typer.run(main)
