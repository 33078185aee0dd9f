"""Speech written while it is being made: into a growing .wav file, or to standard output for a player."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from voiceclone.errors import OutputError, SigningError

if TYPE_CHECKING:
    from voiceclone import Audio

STANDARD_OUTPUT = Path("-")
_READER_GONE = 141  # exit status: the shell's for a process whose pipe was closed


def check_stream(output: Path) -> None:
    """Refuse, before speech is made, an output that no stream can be written to."""
    if output == STANDARD_OUTPUT:
        if sys.stdout.isatty():
            raise OutputError("standard output is a terminal: send the sound into a player, or name a file")
        return
    from voiceclone.audio.formats import check_output

    if check_output(output).suffix.lower() != ".wav":
        raise OutputError(f"{output}: only .wav can be written while the speech is being made")


def write_stream(pieces: "Iterator[Audio]", output: Path) -> float:
    """Write each piece as it comes, and return the seconds of all.

    A file gets its provenance when it ends, early or not. Raises OutputError where it cannot be written and
    SigningError where it cannot be signed; then no file is left. Leaves the program where the reader of standard
    output goes away.
    """
    first = next(pieces)  # what is refused is refused here, before there is a file
    if output == STANDARD_OUTPUT:
        return _to_standard_output(first, pieces)
    return _to_file(first, pieces, output)


def _to_standard_output(first: "Audio", rest: "Iterator[Audio]") -> float:
    from voiceclone.audio.wav_stream import WavStream

    try:
        stream = WavStream(sys.stdout.buffer, first.sample_rate, growing=False)
        stream.write(first.samples)
        for piece in rest:
            stream.write(piece.samples)
    except BrokenPipeError:
        _forget_standard_output()
        raise typer.Exit(_READER_GONE) from None
    except OSError as error:
        raise OutputError(f"standard output: cannot be written: {error.strerror or error}") from error
    return stream.samples / first.sample_rate


def _forget_standard_output() -> None:
    """Let what is still buffered go nowhere, or the interpreter would complain about it when it ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _to_file(first: "Audio", rest: "Iterator[Audio]", output: Path) -> float:
    from voiceclone.audio.wav_stream import WavStream

    try:
        with open(output, "wb") as file:
            growing = file.seekable()
            stream = WavStream(file, first.sample_rate, growing=growing)
            try:
                stream.write(first.samples)
                for piece in rest:
                    stream.write(piece.samples)
            except KeyboardInterrupt:
                if growing:
                    stream.settle()
                    _sign(output, first)
                raise
        if growing:
            _sign(output, first)
    except OSError as error:
        _remove(output)
        raise OutputError(f"{output}: cannot be written: {error.strerror or error}") from error
    except SigningError:
        _remove(output)
        raise
    return stream.samples / first.sample_rate


def _sign(output: Path, spoken: "Audio") -> None:
    """Give a file that is complete the provenance of what is in it."""
    from voiceclone.trust.provenance.attach import sign_file
    from voiceclone.trust.released import ReleasedAudio

    if isinstance(spoken, ReleasedAudio):
        sign_file(output, output, spoken.claims)


def _remove(output: Path) -> None:
    if output.is_file():
        output.unlink()
