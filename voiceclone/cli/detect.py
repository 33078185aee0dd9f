"""The verb `detect`: whether there is evidence that a machine made a recording."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voiceclone.cli.plain import plain

if TYPE_CHECKING:
    from voiceclone.trust.detection import Detection


def detect(
    file: Annotated[Path, typer.Argument(help="An audio file.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print all evidence as JSON.")] = False,
    trust: Annotated[Path | None, typer.Option(help="Root certificates that you trust, PEM.")] = None,
) -> None:
    """Look for signed provenance and for the watermark; what is found is evidence, and no verdict."""
    from voiceclone.trust.detection import detect as look

    found = look(file, trust=trust)
    if as_json:
        print(json.dumps(found.to_json(), indent=2))
        return
    for line in _lines(found):
        print(line)


def _lines(found: "Detection") -> list[str]:
    lines = [f"provenance    {found.provenance.meaning}", f"watermark     {found.watermark.meaning}"]
    if found.provenance.intact and found.provenance.claims is not None:
        lines.append(f"              made by {plain(str(found.provenance.claims.generator))}")
    payload = found.watermark.payload
    if payload is not None:
        lines.append(
            f"              {payload.identifier}: made on {payload.date}, installation {payload.installation:04x}"
        )
    lines += [f"              {segment.start:.1f} to {segment.end:.1f} s" for segment in found.watermark.segments]
    return lines
