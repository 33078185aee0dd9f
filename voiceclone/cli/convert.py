"""The verb `convert`: a recording said anew in another voice."""

from pathlib import Path
from typing import Annotated

import typer

_LONGEST_HEARD = 25.0  # seconds: of longer recordings Moonshine loses parts, and repeats others


def convert(
    recording: Annotated[Path, typer.Argument(help="A recording of speech, in English, of a minute at most.")],
    voice: Annotated[str, typer.Option(help="A voice that ships, by its name, or a voice file.", metavar="NAME|FILE")],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The audio file to write: wav, flac, ogg, opus or mp3.")
    ] = Path("speech.wav"),
    text: Annotated[
        str | None, typer.Option(help='The words that are said in it; else Moonshine hears them: ".[eval]".')
    ] = None,
    seed: Annotated[int, typer.Option(min=0, max=2**31 - 1, help="Another number gives another delivery.")] = 0,
) -> None:
    """Say what is said in a recording in another voice: the same words, timing and melody."""
    from voiceclone.audio.formats import check_output
    from voiceclone.cli.progress import progress_bar
    from voiceclone.cli.voices import voice_of

    check_output(output)
    with progress_bar("Listening"):
        from voiceclone import VoiceCloner

        cloner = VoiceCloner.from_pretrained()
        speaker = voice_of(voice, cloner)
        words = _heard(recording) if text is None else text
        audio = cloner.convert(recording, words, speaker, seed=seed)
    audio.save(output)
    print(f"{audio.seconds:.2f} s of speech, written to {output}: {words}")


def _heard(recording: Path) -> str:
    """The words that Moonshine hears in a recording."""
    from voiceclone import load_audio
    from voiceclone.errors import AudioError
    from voiceclone.evaluation.judges.moonshine import Moonshine

    audio = load_audio(recording, max_seconds=_LONGEST_HEARD + 1)
    if audio.seconds > _LONGEST_HEARD:
        raise AudioError(f"{recording}: is longer than {_LONGEST_HEARD:.0f} s; give its words by --text")
    words = Moonshine().transcribe(audio)
    if not words:
        raise AudioError(f"{recording}: no words are heard in it; give them by --text")
    return words
