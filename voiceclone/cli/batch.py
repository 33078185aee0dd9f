"""The verb `batch`: the lines of a table, each spoken into a file of its own."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

SOME_FAILED = 1  # exit status where lines failed, but the batch did not


def batch(
    table: Annotated[Path, typer.Argument(help="A CSV file in UTF-8 with the columns text, voice and file.")],
    output_dir: Annotated[Path, typer.Option("--output-dir", "-o", help="The folder for the files and report.csv.")],
    workers: Annotated[
        int | None, typer.Option(min=1, help="Lines that are spoken at the same time; default: one a core.")
    ] = None,
    cluster: Annotated[
        str | None, typer.Option(help="Share the lines over a Ray cluster: its address, auto, or local.")
    ] = None,
    verify: Annotated[
        bool,
        typer.Option("--verify", help="Listen to each sentence, make it again if a word is not heard, and report it."),
    ] = False,
    speed: Annotated[float, typer.Option(min=0.25, max=4.0, help="1 is the voice's own pace, 2 twice as fast.")] = 1.0,
    seed: Annotated[int, typer.Option(min=0, max=2**31 - 1, help="Another number gives another delivery.")] = 0,
    language: Annotated[str, typer.Option(help="The language of the texts.")] = "en",
    lexicon: Annotated[
        Path | None, typer.Option(help="A file of pronunciations: in each line a word, spaces or a tab, and IPA.")
    ] = None,
) -> None:
    """Speak every line of a table that is not there yet; a line that fails fails alone."""
    from voiceclone.batch import read_lines, speak_lines
    from voiceclone.batch.report import FAILED, NAME
    from voiceclone.batch.speaking import Manner
    from voiceclone.cli.plain import plain
    from voiceclone.cli.progress import progress_bar

    lines = read_lines(table)
    with progress_bar("Loading") as show:
        from voiceclone import VoiceCloner
        from voiceclone.synthesis import Delivery

        outcomes = speak_lines(
            lines,
            output_dir,
            partial(VoiceCloner.from_pretrained, lexicon=lexicon),
            Manner(Delivery(speed), seed, language, verify),
            workers=workers,
            cluster=cluster,
            progress=lambda done, total: show("Speaking", done, total),
        )
    failed = [outcome for outcome in outcomes if outcome.outcome == FAILED]
    for outcome in failed:
        print(plain(f"row {outcome.row}, {outcome.file or 'no file'}: {outcome.remark}"))
    print(f"{len(outcomes) - len(failed)} of {len(outcomes)} lines are in {output_dir}; see {output_dir / NAME}")
    if failed:
        raise typer.Exit(SOME_FAILED)
