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
    plot: Annotated[Path | None, typer.Option(help="Draw the score over time into this picture (.png, .svg).")] = None,
) -> None:
    """Look for signed provenance and the watermark, and listen; what is found is evidence, and no verdict."""
    from voiceclone.audio.atomic_write import check_destination
    from voiceclone.cli.score_plot import draw
    from voiceclone.trust.detection import detect as look

    if plot is not None:
        check_destination(plot)
    found = look(file, trust=trust)
    if plot is not None:
        draw(found.synthetic, plot)
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
    return [*lines, f"sound         {found.synthetic.meaning}", *_times(found)]


def _times(found: "Detection") -> list[str]:
    """Where the score is on the other side than the whole."""
    whole = found.synthetic.score
    if whole is None:
        return []
    others = [window for window in found.synthetic.windows if (window.score >= 0.5) != (whole >= 0.5)]
    return [f"              but {part.start:.1f} to {part.end:.1f} s: {part.score:.2f}" for part in others]
