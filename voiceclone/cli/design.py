"""The verb `design`: a voice that belongs to nobody, made into a voice file."""

from pathlib import Path
from typing import Annotated, Literal

import typer


def design(
    output: Annotated[Path, typer.Option("--output", "-o", help="The voice file to write.")] = Path("designed.voice"),
    sex: Annotated[Literal["female", "male"] | None, typer.Option(help="As it appears; default: by chance.")] = None,
    pitch: Annotated[float | None, typer.Option(help="Its mean pitch, in Hz; default: by chance.")] = None,
    seed: Annotated[int, typer.Option(min=0, max=2**31 - 1, help="Another number gives another voice.")] = 0,
    name: Annotated[str, typer.Option(help="What to call the voice.")] = "nobody",
) -> None:
    """Draw a voice that belongs to nobody; it needs no consent."""
    from voiceclone.audio.atomic_write import check_destination
    from voiceclone.cli.progress import progress_bar

    check_destination(output)
    with progress_bar("Drawing"):
        from voiceclone import VoiceCloner

        cloner = VoiceCloner.from_pretrained()
        voice = cloner.design(seed=seed, sex=sex, pitch=pitch, name=name)
        nearest = cloner.nearest_training_speaker(voice)
    voice.save(output)
    likeness = f"as drawn, its likeness to the nearest training speaker is {nearest:.2f}"
    print(f"the voice {name} is written to {output}; {likeness}")
