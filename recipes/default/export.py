"""Writes the trained networks as a model folder.

python recipes/default/export.py VOCODER ACOUSTIC SPEAKER RECOGNISER FOLDER
"""

from pathlib import Path

import typer

from voiceclone.training.export import export_acoustic, export_recogniser, export_vocoder


def main(vocoder: Path, acoustic: Path, speaker: Path, recogniser: Path, folder: Path) -> None:
    """Read `last.ckpt` of the four training folders; write the weights to FOLDER."""
    folder.mkdir(parents=True, exist_ok=True)
    export_vocoder(vocoder / "last.ckpt", folder)
    export_recogniser(recogniser / "last.ckpt", folder)
    export_acoustic(acoustic / "last.ckpt", speaker / "last.ckpt", folder)


if __name__ == "__main__":
    typer.run(main)
