"""The verb `enroll`: recordings of one person, made into a voice file."""

from pathlib import Path
from typing import Annotated

import typer


def enroll(
    references: Annotated[list[Path], typer.Argument(help="Recordings of one person: wav, flac, ogg, opus or mp3.")],
    consent: Annotated[
        str | None,
        typer.Option(help="Required: `self` says that it is your voice, or that you have the person's permission."),
    ] = None,
    output: Annotated[Path, typer.Option("--output", "-o", help="The voice file to write.")] = Path("me.voice"),
    name: Annotated[str | None, typer.Option(help="What to call the voice.")] = None,
) -> None:
    """Make a voice file from recordings of one person."""
    from voiceclone import Consent
    from voiceclone.audio.atomic_write import check_destination
    from voiceclone.cli.progress import progress_bar

    permission = Consent.from_choice(consent)
    check_destination(output)
    with progress_bar("Listening"):
        from voiceclone import VoiceCloner

        voice = VoiceCloner.from_pretrained().enroll(references, consent=permission, name=name)
    voice.save(output)
    print(f"the voice {voice.name} is written to {output}")
