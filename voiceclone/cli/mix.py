"""The verb `mix`: a voice between others, under the consents of all."""

from pathlib import Path
from typing import Annotated

import typer


def mix(
    voices: Annotated[list[str], typer.Argument(help="Voice files, or names of voices that ship; two or more.")],
    weights: Annotated[
        str | None, typer.Option(help="How much of each, as 0.7,0.3, in their order; default: equal parts.")
    ] = None,
    output: Annotated[Path, typer.Option("--output", "-o", help="The voice file to write.")] = Path("mixed.voice"),
    name: Annotated[str, typer.Option(help="What to call the voice.")] = "mix",
) -> None:
    """Mix voices into one. If one of them is revoked or expires, nothing is spoken in the mix either."""
    from voiceclone.audio.atomic_write import check_destination
    from voiceclone.cli.progress import progress_bar
    from voiceclone.cli.voices import voice_of

    shares = None if weights is None else _numbers(weights)
    check_destination(output)
    with progress_bar("Mixing"):
        from voiceclone import VoiceCloner

        cloner = VoiceCloner.from_pretrained()
        mixed = cloner.mix([voice_of(voice, cloner) for voice in voices], shares, name=name)
    mixed.save(output)
    print(f"the voice {name} is written to {output}")


def _numbers(weights: str) -> list[float]:
    try:
        return [float(weight) for weight in weights.split(",")]
    except ValueError as error:
        raise typer.BadParameter(
            f"--weights are numbers with commas between them, as 0.7,0.3, not {weights}"
        ) from error
