"""First chunk: milliseconds from the call of `stream` to the first piece of sound, for short and long texts.

    python benchmarks/first_chunk.py [--weights FOLDER] [--engine auto] [--threads 2] [--runs 9]

Of a warm model, each text with another first sentence in every run, so that nothing of it is known before. CPU
milliseconds are beside them, which another process on the machine does not lengthen.
"""

import os
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Annotated

import typer

from voiceclone import Voice, VoiceCloner
from voiceclone.evaluation.machine import describe_machine

LENGTHS = (10, 100, 10_000)  # characters
OPENINGS = (
    "A red fox",
    "One night",
    "My sister",
    "The cook",
    "A new day",
    "Old Henry",
    "Six boats",
    "Her piano",
    "Snow fell",
)
_GOES_ON = (
    " came to the river before anybody in the village was awake and waited there for the boat to cross. "
    "Nobody knew why the bridge had been closed all week, and most of the village gathered around the fire to listen. "
)


def main(
    weights: Annotated[Path | None, typer.Option(help="A folder of weights; default: the shipped ones.")] = None,
    engine: Annotated[str, typer.Option(help="torch, onnx or auto.")] = "auto",
    threads: Annotated[int, typer.Option(min=1)] = 2,
    runs: Annotated[int, typer.Option(min=1)] = 9,
) -> None:
    """Print the machine, and a line for each length."""
    os.environ["OMP_NUM_THREADS"] = str(threads)  # before torch or onnxruntime is loaded
    cloner = VoiceCloner.from_pretrained(weights, engine=engine)
    voice = cloner.design(name="nobody")
    for length in LENGTHS:
        _first(cloner, voice, _text(0, length))
    print(f"machine: {describe_machine()}; {threads} threads; load {os.getloadavg()[0]:.1f}; engine {engine}")
    for length in LENGTHS:
        measured = [_first(cloner, voice, _text(run, length)) for run in range(runs)]
        took, worked, seconds = (median(column) for column in zip(*measured, strict=True))
        print(
            f"{length:6,} characters: first chunk after {took:.0f} ms, at best {min(measured)[0]:.0f} "
            f"({worked:.0f} CPU ms), which holds {1000 * seconds:.0f} ms of speech"
        )


def _text(run: int, length: int) -> str:
    text = OPENINGS[run % len(OPENINGS)] + _GOES_ON * (1 + length // len(_GOES_ON))
    return text[:length]


def _first(cloner: VoiceCloner, voice: Voice, text: str) -> tuple[float, float, float]:
    """Milliseconds until the first piece, by the clock and of the processor, and the seconds of that piece."""
    start, worked = perf_counter(), process_time()
    piece = next(cloner.stream(text, voice))
    return 1e3 * (perf_counter() - start), 1e3 * (process_time() - worked), piece.seconds


if __name__ == "__main__":
    typer.run(main)
