"""The verb `enroll`: recordings of one person, made into a voice file."""

from pathlib import Path
from typing import Annotated

import typer

from voiceclone.cli.permission import (
    Challenge,
    Choice,
    Expires,
    Grantee,
    Reading,
    Speaker,
    Use,
    given,
    permission,
)


def enroll(
    references: Annotated[list[Path], typer.Argument(help="Recordings of one person: wav, flac, ogg, opus or mp3.")],
    consent: Choice = None,
    challenge: Challenge = None,
    reading: Reading = None,
    output: Annotated[Path, typer.Option("--output", "-o", help="The voice file to write.")] = Path("me.voice"),
    name: Annotated[str | None, typer.Option(help="What to call the voice.")] = None,
    speaker: Speaker = None,
    grantee: Grantee = None,
    use: Use = None,
    adapt: Annotated[
        bool, typer.Option("--adapt", help="Let the decoder learn from the recordings: closer, slower, less clear.")
    ] = False,
    expires: Expires = None,
) -> None:
    """Make a voice file from recordings of one person."""
    from voiceclone.audio.atomic_write import check_destination
    from voiceclone.cli.progress import progress_bar

    terms = given(speaker=speaker, grantee=grantee, use=use, expires=expires)
    allowed = permission(consent, challenge, reading, terms)
    check_destination(output)
    with progress_bar("Listening"):
        from voiceclone import VoiceCloner

        cloner = VoiceCloner.from_pretrained()
        voice = cloner.enroll(references, consent=allowed, name=name, adapt=adapt)
        if challenge is not None and reading is not None:
            voice = cloner.verify(voice, reading, challenge, **terms)
    voice.save(output)
    print(f"the voice {voice.name} is written to {output}")
