"""The verb `export-onnx`: the networks as ONNX files, with which a process speaks without torch."""

from pathlib import Path
from typing import Annotated

import typer


def export_onnx(
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="A folder; default: one in the user's cache, where `say` looks for it."),
    ] = None,
    weights: Annotated[Path | None, typer.Option(help="A folder of weights; default: those of the package.")] = None,
) -> None:
    """Write the networks as ONNX files; from then on `say` speaks without torch, and begins sooner."""
    from voiceclone.cli.progress import progress_bar
    from voiceclone.portable.export import export
    from voiceclone.weights import SHIPPED

    with progress_bar("Exporting") as show:
        files = export(weights or SHIPPED, output, progress=lambda done, total: show("Exporting", done, total))
    size = sum(file.stat().st_size for file in files) / 1e6
    print(f"{len(files)} networks, {size:.0f} MB, written to {files[0].parent}")
