"""The verb `data`: looking at a corpus before training with it."""

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    import rich.table

    from voiceclone.evaluation.tables import Table
    from voiceclone.training.checking.check import Findings
    from voiceclone.training.corpora.registry import Corpus

app = typer.Typer(help="Look at a corpus before training.", no_args_is_help=True)


@app.callback()
def data() -> None:
    """Look at a corpus before training."""


@app.command()
def check(
    folder: Annotated[Path, typer.Argument(help="The folder that the corpus was unpacked to, or of your own.")],
    corpus: Annotated[
        str | None,
        typer.Option(
            help="ljspeech, vctk, libritts (and LibriTTS-R), librispeech, common-voice, voxceleb, manifest or folder; "
            "default: manifest where there is a manifest.tsv, otherwise folder."
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Where to write left_out.tsv; default: the folder itself.")
    ] = None,
    report: Annotated[Path | None, typer.Option("--json", help="Write everything that was found to this file.")] = None,
    table: Annotated[Path | None, typer.Option(help="Of a folder of your own: its CSV, if it has several.")] = None,
    part: Annotated[list[str] | None, typer.Option(help="Only this part of the corpus; may be given twice.")] = None,
    language: Annotated[str, typer.Option(help="The language, where the corpus does not say.")] = "en",
    dnsmos: Annotated[bool, typer.Option("--dnsmos", help="Rate each recording, too: slow; takes `eval`.")] = False,
    workers: Annotated[int, typer.Option(min=1, help="Processes that listen at the same time.")] = 2,
    most: Annotated[int, typer.Option(min=0, help="List at most so many recordings; the file lists all.")] = 40,
) -> None:
    """Listen to every recording, and write to left_out.tsv which ones would do harm, each with its reason."""
    from voiceclone.audio.atomic_write import check_destination, write_atomically
    from voiceclone.cli.progress import progress_bar
    from voiceclone.training.checking import check_corpus
    from voiceclone.training.checking.report import to_dict
    from voiceclone.training.corpora import Reading, find_corpus

    if report:
        check_destination(report)
    chosen = find_corpus(corpus, folder)
    reading = Reading(language=language, parts=tuple(part or ()), table=table)
    with progress_bar("Reading") as show:
        findings = check_corpus(
            chosen, folder, output or folder, reading, quality=dnsmos, workers=workers, progress=show
        )  # fmt: skip
    if report:
        write_atomically(report, json.dumps(to_dict(findings), indent=1, ensure_ascii=False).encode())
    _show(findings, chosen, folder, output or folder, most)


def _show(findings: "Findings", corpus: "Corpus", folder: Path, output: Path, most: int) -> None:
    from rich.console import Console

    from voiceclone.cli.plain import plain
    from voiceclone.training.checking.report import tables

    console = Console()
    for table in tables(findings, most):
        console.print(_rich(table))
    for note in findings.notes:
        console.print(plain(note), markup=False, highlight=False)
    console.print(
        f"{len(findings.left_out)} of {len(findings.rows)} recordings of {folder} ({corpus.name}) are left out; "
        f"{output / 'left_out.tsv'} lists them, and a line that you delete there brings one back.",
        markup=False,
        highlight=False,
        soft_wrap=True,
    )


def _rich(table: "Table") -> "rich.table.Table":
    """A table for the console; what is no figure is wrapped, and stands at the left."""
    from rich.markup import escape

    from voiceclone.cli.plain import plain
    from voiceclone.evaluation.tables import to_rich

    shown = to_rich(replace(table, rows=tuple(tuple(escape(plain(cell)) for cell in row) for row in table.rows)))
    if len(table.headings) == 2:
        shown.columns[1].justify, shown.columns[1].no_wrap = "left", False
    return shown
