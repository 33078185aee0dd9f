"""The verb `book`: a whole book, spoken into one file or one a chapter; what was interrupted goes on."""

from pathlib import Path
from typing import Annotated

import typer


def book(
    file: Annotated[Path, typer.Argument(help="The book: .txt or .md in UTF-8, or .epub.")],
    voice: Annotated[Path, typer.Option(help="A voice file that `voiceclone enroll` made.")],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The audio file to write (wav, flac, ogg, opus or mp3), or a folder.")
    ],
    chapters: Annotated[
        bool, typer.Option("--chapters", help="A file for each chapter, in the folder OUTPUT.")
    ] = False,
    form: Annotated[
        str, typer.Option("--format", help="In a folder: wav, flac, ogg, opus or mp3; a file's name says it.")
    ] = "wav",
    verify: Annotated[
        bool,
        typer.Option("--verify", help="Listen to each sentence, make it again if a word is not heard, and name it."),
    ] = False,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Begin anew, and replace what is there, instead of going on.")
    ] = False,
    speed: Annotated[float, typer.Option(min=0.25, max=4.0, help="1 is the voice's own pace, 2 twice as fast.")] = 1.0,
    pitch: Annotated[float, typer.Option(min=-24.0, max=24.0, help="Semitones above the voice's own height.")] = 0.0,
    seed: Annotated[int, typer.Option(min=0, max=2**31 - 1, help="Another number gives another delivery.")] = 0,
    language: Annotated[str, typer.Option(help="The language of the text.")] = "en",
    lexicon: Annotated[
        Path | None, typer.Option(help="A file of pronunciations: in each line a word, spaces or a tab, and IPA.")
    ] = None,
) -> None:
    """Speak a book; the same command goes on where it was interrupted."""
    from voiceclone import Voice
    from voiceclone.books import read_book, speak_book
    from voiceclone.cli.plain import plain
    from voiceclone.cli.progress import progress_bar

    suffix = f".{form.lower().removeprefix('.')}"
    destination = output / f"{file.stem}{suffix}" if output.is_dir() and not chapters else output
    with progress_bar("Loading") as show:
        read = read_book(file)
        speaker = Voice.load(voice)
        from voiceclone import VoiceCloner
        from voiceclone.synthesis import Delivery

        report = speak_book(
            read,
            speaker,
            destination,
            VoiceCloner.from_pretrained(lexicon=lexicon),
            Delivery(speed, pitch),
            chapters=suffix if chapters else None,
            seed=seed,
            language=language,
            verify=verify,
            overwrite=overwrite,
            progress=lambda done, total: show("Reading aloud", done, total),
        )
    where = f"{len(report.files)} files in {output}" if chapters else str(report.files[0])
    print(f"{_duration(report.seconds)} of speech, {report.sentences} sentences, written to {where}")
    for sentence in report.unclear:
        print(f"not recognised: {plain(sentence)}")


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{rest:02d}"
