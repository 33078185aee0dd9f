"""The verb `say`: a text, spoken in the voice of a recording or of a voice file, into an audio file."""

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voiceclone.errors import TextError

if TYPE_CHECKING:
    from voiceclone import Voice, VoiceCloner


def say(
    text: Annotated[str | None, typer.Argument(help="What to say; - reads it from standard input.")] = None,
    reference: Annotated[
        list[Path] | None, typer.Option(help="A recording of the voice; may be given several times.")
    ] = None,
    voice: Annotated[Path | None, typer.Option(help="A voice file that `voiceclone enroll` made.")] = None,
    consent: Annotated[
        str | None,
        typer.Option(help="Needed with --reference: `self` says that it is your voice, or that you have permission."),
    ] = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The audio file to write: wav, flac, ogg, opus or mp3.")
    ] = Path("speech.wav"),
    text_file: Annotated[Path | None, typer.Option(help="A file, in UTF-8, that holds what to say.")] = None,
    speed: Annotated[float, typer.Option(min=0.25, max=4.0, help="1 is the voice's own pace, 2 twice as fast.")] = 1.0,
    seed: Annotated[int, typer.Option(min=0, max=2**31 - 1, help="Another number gives another delivery.")] = 0,
    language: Annotated[str, typer.Option(help="The language of the text.")] = "en",
) -> None:
    """Speak a text in somebody's voice."""
    if bool(reference) == bool(voice):
        raise typer.BadParameter("name the voice by either --reference or --voice")
    words = _read_text(text, text_file)

    from voiceclone.audio.formats import check_output
    from voiceclone.cli.progress import progress_bar

    check_output(output)
    with progress_bar("Loading") as show:
        cloner, speaker = _load(reference or [], voice, consent)
        start = time.perf_counter()
        audio = cloner.synthesize(
            words,
            speaker,
            seed=seed,
            speed=speed,
            language=language,
            progress=lambda done, total: show("Speaking", done, total),
        )
        seconds = time.perf_counter() - start
    audio.save(output)
    print(
        f"{audio.seconds:.2f} s of speech, made in {seconds:.2f} s "
        f"(real-time factor {seconds / audio.seconds:.3f}), written to {output}"
    )


def _load(references: list[Path], voice: Path | None, consent: str | None) -> "tuple[VoiceCloner, Voice]":
    """Return the cloner, and the voice that the references or the voice file give."""
    from voiceclone import Consent, Voice

    if voice is not None:
        speaker = Voice.load(voice)
        return _cloner(), speaker
    permission = Consent.from_choice(consent)
    cloner = _cloner()
    return cloner, cloner.enroll(references, consent=permission)


def _cloner() -> "VoiceCloner":
    from voiceclone import VoiceCloner

    return VoiceCloner.from_pretrained()


def _read_text(text: str | None, text_file: Path | None) -> str:
    """Return what to say, from wherever it is to come."""
    if (text is None) == (text_file is None):
        raise typer.BadParameter('give the text to say, either as TEXT ("-" for standard input) or by --text-file')
    if text_file is not None:
        try:
            return _decoded(text_file.read_bytes(), str(text_file))
        except OSError as error:
            raise TextError(f"{text_file}: cannot be read: {error.strerror or error}") from error
    if text == "-":
        return _decoded(sys.stdin.buffer.read(), "standard input")
    return _decoded(str(text).encode(errors="surrogateescape"), "the text")


def _decoded(content: bytes, source: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise TextError(f"{source}: is not text in UTF-8; convert it first") from error
