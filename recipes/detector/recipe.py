"""The detector of synthetic speech: `python recipes/detector/recipe.py all CORPUS WORK`."""

import logging
from pathlib import Path
from typing import Annotated

import torch
import typer

from voiceclone.evaluation.tables import to_markdown
from voiceclone.training.deepfakes.detecting import Plan, evaluate, export, train

app = typer.Typer(help="From a corpus of real and synthetic speech to a detector.", no_args_is_help=True)

Corpus = Annotated[Path, typer.Argument(help="A corpus of recipes/deepfake_corpus, or ASVspoof 2019, 2021 or 5.")]
Work = Annotated[Path, typer.Argument(help="Everything that is made lies there; a second run goes on.")]
Hours = Annotated[float, typer.Option(help="Hours of wall clock for the training, over all runs.")]
Steps = Annotated[int, typer.Option(help="Steps over which the learning rate falls: as many as the hours have.")]
Without = Annotated[list[str] | None, typer.Option(help="A generator that is left out of the training.")]
Noises = Annotated[Path | None, typer.Option(help="A folder of noises to mix in.")]
Size = Annotated[str, typer.Option(help="The network's size, small or base; a work folder has one.")]
Pairs = Annotated[int, typer.Option(min=1, help="Pairs of a real and a fake recording in a batch.")]
Split = Annotated[str, typer.Option(help="The split to judge.")]


@app.command("train")
def train_(
    corpus: Corpus,
    work: Work,
    hours: Hours = 1.0,
    steps: Steps = Plan.decay_steps,
    without: Without = None,
    noises: Noises = None,
    size: Size = Plan.size,
    pairs: Pairs = Plan.pairs,
) -> None:
    """Train until the hours are spent."""
    train(Plan(corpus, work, steps, tuple(without or ()), noises, size, pairs), hours)


@app.command("evaluate")
def evaluate_(corpus: Corpus, work: Work, split: Split = "dev") -> None:
    """Print the benchmark of the detector in WORK/model, and write it to WORK/SPLIT.md."""
    table = to_markdown([evaluate(Plan(corpus, work), split)])
    (work / f"{split}.md").write_text(table)
    print(table)


@app.command("export")
def export_(corpus: Corpus, work: Work, size: Size = Plan.size) -> None:
    """Calibrate on the dev split, and write WORK/model/detector.safetensors."""
    print(export(Plan(corpus, work, size=size)))


@app.command("all")
def all_(
    corpus: Corpus,
    work: Work,
    hours: Hours = 1.0,
    steps: Steps = Plan.decay_steps,
    without: Without = None,
    noises: Noises = None,
    size: Size = Plan.size,
    pairs: Pairs = Plan.pairs,
) -> None:
    """Train, calibrate, write the weights, and judge them."""
    train_(corpus, work, hours, steps, without, noises, size, pairs)
    export_(corpus, work, size)
    evaluate_(corpus, work)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(1)
    app()
