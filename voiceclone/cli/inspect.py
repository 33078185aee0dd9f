"""The verb `inspect`: where an audio file comes from, and whether that is true of it still."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voiceclone.cli.plain import plain

if TYPE_CHECKING:
    from voiceclone.trust.provenance import ProvenanceReport

NOT_INTACT = 1  # exit status


def inspect(
    file: Annotated[Path, typer.Argument(help="An audio file.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the whole report as JSON.")] = False,
    trust: Annotated[Path | None, typer.Option(help="Root certificates that you trust, PEM.")] = None,
) -> None:
    """Show what is said of a file's origin, and verify it; exit status 1 unless it is unchanged since it was signed."""
    from voiceclone.trust.provenance import inspect as look_into

    report = look_into(file, trust=trust)
    if as_json:
        print(json.dumps(report.to_json(), indent=2))
    else:
        for line in _lines(report):
            print(line)
    if not report.intact:
        raise typer.Exit(NOT_INTACT)


def _lines(report: "ProvenanceReport") -> list[str]:
    lines = [report.meaning, f"carrier       {report.carrier}"]
    if report.c2pa_state is not None:
        lines.append(f"C2PA says     {report.c2pa_state}{': ' if report.findings else ''}{', '.join(report.findings)}")
    if report.signer is not None:
        lines.append(f"signer        {plain(report.signer)}")
    if report.intact and report.claims is not None:
        claims = report.claims.to_json().items()
        lines += [f"{name.replace('_', ' '):14}{plain(value)}" for name, value in claims if value is not None]
    return lines
