"""The verb `evaluate`: how good the voices are, measured by judges beside real recordings."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from voiceclone.cli.progress import track

if TYPE_CHECKING:
    from voiceclone.evaluation.run import Report


def evaluate(
    corpus: Annotated[
        Path, typer.Option(help="A folder with a manifest.tsv, or with a folder of recordings for each speaker.")
    ],
    what: Annotated[
        Literal["clone", "encoder", "vocoder", "real"],
        typer.Option(
            help="clone: sentences in the speakers' voices; encoder: who is who, beside Resemblyzer; "
            "vocoder: copies of real speech; real: the recordings alone."
        ),
    ] = "clone",
    sentences: Annotated[Path | None, typer.Option(help="What to speak: a file with one sentence a line.")] = None,
    speakers: Annotated[int | None, typer.Option(min=2, help="Draw so many speakers; default: all.")] = None,
    sentences_per_speaker: Annotated[
        int | None, typer.Option(min=1, help="Default: 3, or more where it takes more to speak every sentence.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, max=2**31 - 1, help="Another number draws, and speaks, otherwise.")] = 0,
    output: Annotated[
        list[Path] | None, typer.Option("--output", "-o", help="A report to write, .json or .md; may be given twice.")
    ] = None,
    weights: Annotated[Path | None, typer.Option(help="A folder of weights; default: the shipped ones.")] = None,
    language: Annotated[str, typer.Option(help="Speakers of this language, where the corpus says.")] = "en",
    split: Annotated[str, typer.Option(help="The split of the corpus, where it has any.")] = "dev",
    reference_seconds: Annotated[float, typer.Option(min=1.0, help="Enrol at most so much of a reference.")] = 10.0,
    noise_ratio: Annotated[
        float | None, typer.Option(help="Add noise to the references, so many dB below the speech.")
    ] = None,
    noise: Annotated[Path | None, typer.Option(help="A folder of noises to draw from; default: pink noise.")] = None,
    real_clips: Annotated[int, typer.Option(min=0, help="Real clips of a speaker to judge; 0 saves time.")] = 6,
    keep: Annotated[Path | None, typer.Option(help="A folder to write the clones to.")] = None,
    adapt: Annotated[bool, typer.Option("--adapt", help="Let the decoder learn from each reference.")] = False,
    words: Annotated[bool, typer.Option("--words", help="Print what was heard, word by word.")] = False,
) -> None:
    """Measure words, likeness, naturalness, pitch and speed, between other people's voices and the person's own."""
    from voiceclone.evaluation.run import Settings, check_output, run, write_report

    for path in output or ():
        check_output(path)
    settings = Settings(
        corpus=corpus,
        what=what,
        sentences=sentences,
        speakers=speakers,
        sentences_per_speaker=sentences_per_speaker,
        seed=seed,
        weights=weights,
        language=language,
        split=split,
        reference_seconds=reference_seconds,
        noise_ratio=noise_ratio,
        noise=noise,
        real_clips=real_clips,
        keep=keep,
        adapt=adapt,
    )
    with _without_advice():
        report = run(settings, track)
    _show(report, words)
    for path in output or ():
        write_report(report, path)


@contextmanager
def _without_advice() -> Iterator[None]:
    """Keep back what the library says of each doubtful reference: nobody can record a corpus anew."""
    log = logging.getLogger("voiceclone")
    level = log.level
    log.setLevel(logging.ERROR)
    try:
        yield
    finally:
        log.setLevel(level)


def _show(report: "Report", words: bool) -> None:
    from rich.console import Console

    from voiceclone.evaluation.tables import to_rich

    console = Console()
    for line in report.words if words else ():
        console.print(line, markup=False, highlight=False)
    for table in report.tables:
        console.print(to_rich(table))
    for note in (*report.notes, f"Measured on: {report.machine}."):
        console.print(note, markup=False, highlight=False)
