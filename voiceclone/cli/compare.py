"""The verb `compare`: how alike two recordings or voices are, with the error rates of that score."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from voiceclone import Voice, VoiceCloner

SIDE = "A recording, a voice file, or the name of a voice that ships."


def compare(
    first: Annotated[str, typer.Argument(help=SIDE)], second: Annotated[str, typer.Argument(help=SIDE)]
) -> None:
    """Say how alike two recordings or voices are."""
    from voiceclone.cli.progress import progress_bar

    with progress_bar("Listening"):
        from voiceclone import VoiceCloner

        cloner = VoiceCloner.from_pretrained()
        comparison = cloner.compare(_side(first, cloner), _side(second, cloner))
    print(comparison)


def _side(name: str, cloner: "VoiceCloner") -> "Voice | str":
    """The voice of this name, or the name itself, which is then that of a recording."""
    from voiceclone.cli.voices import voice_of

    return voice_of(name, cloner) if name.endswith(".voice") or name in cloner.presets else name
