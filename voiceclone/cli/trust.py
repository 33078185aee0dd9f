"""The verb `trust`: measures what makes speech recognisable as made."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="Measure the watermark.", no_args_is_help=True)


@app.callback()
def entrance() -> None:
    """Keep `benchmark` a word of its own while it is the only one."""


@app.command()
def benchmark(
    corpus: Annotated[
        Path, typer.Option(help="A folder with a manifest.tsv, or with a folder of recordings for each speaker.")
    ],
    clips: Annotated[int, typer.Option(min=1, help="Mark and attack so many clips of five seconds.")] = 100,
    windows: Annotated[
        int, typer.Option(min=1, help="Look for false alarms in so many windows of real and of synthetic speech.")
    ] = 1_000,
    seed: Annotated[int, typer.Option(min=0, max=2**31 - 1, help="Another number draws otherwise.")] = 0,
    split: Annotated[str, typer.Option(help="The split of the corpus, where it has any.")] = "dev",
    noises: Annotated[
        Path | None, typer.Option(help="A folder of recorded noises, and of impulse responses in `rooms` below it.")
    ] = None,
    peers: Annotated[bool, typer.Option(help="Measure Perth beside it, where it is installed.")] = True,
    only: Annotated[str, typer.Option(help="Measure only conditions with this in their name, and nothing else.")] = "",
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write the tables as Markdown.")] = None,
) -> None:
    """Measure the watermark: what it costs, what it survives, how often it errs. Needs the judges and PyAV."""
    from rich.console import Console

    from voiceclone.audio.atomic_write import check_destination, write_atomically
    from voiceclone.cli.progress import track
    from voiceclone.evaluation.mark_run import MarkSettings, run_mark_benchmark
    from voiceclone.evaluation.tables import Table, to_markdown, to_rich

    if output:
        check_destination(output)
    console = Console()
    tables: list[Table] = []
    notes: list[str] = []
    for found in run_mark_benchmark(MarkSettings(corpus, clips, windows, seed, split, noises, peers, only), track):
        if isinstance(found, Table):
            tables.append(found)
            console.print(to_rich(found))
        else:
            notes.append(found)
            console.print(found, markup=False, highlight=False)
        if output:  # what is there is kept, should the rest fail
            write_atomically(output, to_markdown(tables, notes).encode())
