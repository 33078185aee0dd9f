"""The verb `say`: a text, spoken in the voice of a recording or of a voice file, into an audio file."""

import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from voiceclone.cli.streaming import STANDARD_OUTPUT, check_stream, write_stream
from voiceclone.errors import TextError

if TYPE_CHECKING:
    from voiceclone import Voice, VoiceCloner


def say(
    text: Annotated[str | None, typer.Argument(help="What to say; - reads it from standard input.")] = None,
    reference: Annotated[
        list[Path] | None, typer.Option(help="A recording of the voice; may be given several times.")
    ] = None,
    voice: Annotated[
        str | None, typer.Option(help="A voice that ships, by its name, or a voice file.", metavar="NAME|FILE")
    ] = None,
    consent: Annotated[
        str | None,
        typer.Option(help="Needed with --reference: `self` says that it is your voice, or that you have permission."),
    ] = None,
    adapt: Annotated[
        bool, typer.Option("--adapt", help="Let the decoder learn from --reference: closer, slower, less clear.")
    ] = False,
    output: Annotated[
        Path,
        typer.Option("--output", "-o", help="The audio file to write: wav, flac, ogg, opus or mp3; see also --stream."),
    ] = Path("speech.wav"),
    text_file: Annotated[Path | None, typer.Option(help="A file, in UTF-8, that holds what to say.")] = None,
    speed: Annotated[float, typer.Option(min=0.25, max=4.0, help="1 is the voice's own pace, 2 twice as fast.")] = 1.0,
    pitch: Annotated[float, typer.Option(min=-24.0, max=24.0, help="Semitones above the voice's own height.")] = 0.0,
    pitch_range: Annotated[
        float, typer.Option(min=0.0, max=3.0, help="1 is the voice's own melody, 0 monotone, 2 twice as lively.")
    ] = 1.0,
    energy: Annotated[float, typer.Option(min=-20.0, max=20.0, help="Decibels above the voice's own effort.")] = 0.0,
    pauses: Annotated[float, typer.Option(min=0.0, max=4.0, help="1 is as long as usual, 2 twice as long.")] = 1.0,
    seed: Annotated[int, typer.Option(min=0, max=2**31 - 1, help="Another number gives another delivery.")] = 0,
    language: Annotated[str, typer.Option(help="The language of the text.")] = "en",
    markup: Annotated[
        bool, typer.Option("--markup", help="The text holds markup, a subset of SSML: see docs/markup.md.")
    ] = False,
    lexicon: Annotated[
        Path | None, typer.Option(help="A file of pronunciations: in each line a word, spaces or a tab, and IPA.")
    ] = None,
    timestamps: Annotated[
        Path | None, typer.Option(help="A file for the times of all words: .srt, .vtt, .json or .TextGrid.")
    ] = None,
    verify: Annotated[
        bool,
        typer.Option("--verify", help="Listen to each sentence, make it again if a word is not heard, and name it."),
    ] = False,
    engine: Annotated[
        str,
        typer.Option(
            help="What the networks run on: torch, onnx, or auto, onnx where `voiceclone export-onnx` was run; "
            "or the folder of an export."
        ),
    ] = "auto",
    stream: Annotated[
        bool, typer.Option("--stream", help="Write while speaking: into a .wav file, or with --output - into a pipe.")
    ] = False,
) -> None:
    """Speak a text in somebody's voice."""
    if bool(reference) == bool(voice):
        raise typer.BadParameter("name the voice by either --reference or --voice")
    words = _read_text(text, text_file)
    _check_outputs(output, timestamps, stream, verify)

    from voiceclone.cli.progress import progress_bar

    with progress_bar("Loading") as show:
        cloner, speaker = _load(reference or [], voice, consent, lexicon, adapt, engine)
        from voiceclone.synthesis import Delivery

        delivery = Delivery(speed, pitch, pitch_range, energy, pauses)
        start = time.perf_counter()
        if stream:
            pieces = cloner.stream(words, speaker, seed=seed, language=language, markup=markup, **asdict(delivery))
            spoken = write_stream(pieces, output)
        else:
            speech = cloner.narrate(
                words,
                speaker,
                delivery,
                seed=seed,
                language=language,
                markup=markup,
                verify=verify,
                progress=lambda done, total: show("Speaking", done, total),
            )
            spoken = speech.audio.seconds
        seconds = time.perf_counter() - start
    if not stream:
        speech.audio.save(output)
        if timestamps:
            speech.save_timestamps(timestamps)
    print(
        f"{spoken:.2f} s of speech, made in {seconds:.2f} s "
        f"(real-time factor {seconds / spoken:.3f}), written to {output}",
        file=sys.stderr if output == STANDARD_OUTPUT else sys.stdout,
    )


def _check_outputs(output: Path, timestamps: Path | None, stream: bool, verify: bool) -> None:
    """Refuse what cannot be written before anything is loaded."""
    if output == STANDARD_OUTPUT and not stream:
        raise typer.BadParameter("--output - needs --stream")
    if timestamps and stream:
        raise typer.BadParameter("--timestamps are known when all is spoken: leave --stream out")
    if verify and stream:
        raise typer.BadParameter("--verify listens to whole sentences before they are written: leave --stream out")
    if stream:
        check_stream(output)
    else:
        from voiceclone.audio.formats import check_output

        check_output(output)
    if timestamps:
        from voiceclone.synthesis.speech import check_timestamps

        check_timestamps(timestamps)


def _load(
    references: list[Path], voice: str | None, consent: str | None, lexicon: Path | None, adapt: bool, engine: str
) -> "tuple[VoiceCloner, Voice]":
    """Return the cloner, and the voice that the references, the voice file or the name give."""
    from voiceclone import Consent
    from voiceclone.cli.voices import voice_of

    if voice is not None:
        cloner = _cloner(lexicon, engine)
        return cloner, voice_of(voice, cloner)
    permission = Consent.from_choice(consent)
    cloner = _cloner(lexicon, engine)
    return cloner, cloner.enroll(references, consent=permission, adapt=adapt)


def _cloner(lexicon: Path | None, engine: str) -> "VoiceCloner":
    from voiceclone import VoiceCloner

    return VoiceCloner.from_pretrained(lexicon=lexicon, engine=engine)


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
