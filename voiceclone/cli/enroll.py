"""The verb `enroll`: recordings of one person, made into a voice file."""

from pathlib import Path
from typing import Annotated

import typer


def enroll(
    references: Annotated[list[Path], typer.Argument(help="Recordings of one person: wav, flac, ogg, opus or mp3.")],
    consent: Annotated[
        str | None,
        typer.Option(
            help="Required: `self` says that it is your voice, or that you have the person's permission; `verified` "
            "that the person read out a sentence, see --challenge."
        ),
    ] = None,
    challenge: Annotated[
        str | None, typer.Option(help="The id of a sentence that `voiceclone consent challenge` gave.")
    ] = None,
    reading: Annotated[Path | None, typer.Option(help="A recording in which the person reads that sentence.")] = None,
    output: Annotated[Path, typer.Option("--output", "-o", help="The voice file to write.")] = Path("me.voice"),
    name: Annotated[str | None, typer.Option(help="What to call the voice.")] = None,
    speaker: Annotated[str | None, typer.Option(help="Who consents; default: the person in the recording.")] = None,
    grantee: Annotated[str | None, typer.Option(help="To whom; default: whoever holds the voice file.")] = None,
    use: Annotated[str | None, typer.Option(help="For what; default: any lawful use that does not deceive.")] = None,
    adapt: Annotated[
        bool, typer.Option("--adapt", help="Let the decoder learn from the recordings: closer, slower, less clear.")
    ] = False,
    expires: Annotated[str | None, typer.Option(help="The last day, as 2027-12-31; default: no end.")] = None,
) -> None:
    """Make a voice file from recordings of one person."""
    from voiceclone import Consent
    from voiceclone.audio.atomic_write import check_destination
    from voiceclone.cli.progress import progress_bar

    terms = {"speaker": speaker, "grantee": grantee, "use": use, "expires": expires}
    given = {key: value for key, value in terms.items() if value is not None}
    verified = consent == "verified"
    if verified != (challenge is not None) or verified != (reading is not None):
        raise typer.BadParameter("--consent verified, --challenge and --reading belong together")
    permission = Consent.from_choice("self" if verified else consent, **given)
    check_destination(output)
    with progress_bar("Listening"):
        from voiceclone import VoiceCloner

        cloner = VoiceCloner.from_pretrained()
        voice = cloner.enroll(references, consent=permission, name=name, adapt=adapt)
        if challenge is not None and reading is not None:
            voice = cloner.verify(voice, reading, challenge, **given)
    voice.save(output)
    print(f"the voice {voice.name} is written to {output}")
