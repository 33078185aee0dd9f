"""Throughput of a batch: lines a minute, one by one on all cores, and as `voiceclone batch` speaks them.

    python benchmarks/batch.py [--reference speaker.wav] [--weights FOLDER] [--engine auto] [--lines 60] [--workers 2]

One by one: on as many threads as the batch speaks lines at once, each line synthesised and saved before the next. The
batch is timed with the reading of its networks and without it (from the first line that is done, by the lines after
it); both write the same signed wav files. Beside them: `voiceclone say` once for a line, which loads everything anew.
"""

import os
import sys
import tempfile
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer

from voiceclone import Consent, Voice, VoiceCloner
from voiceclone.batch import Line, speak_lines
from voiceclone.evaluation.machine import describe_machine
from voiceclone.evaluation.peers import time_command
from voiceclone.threads import usable_cores

REFERENCE = Path(__file__).parent.parent / "examples" / "reference.wav"
TEXTS = (
    "He laughed.",
    "The old clock in the hall stopped just before noon.",
    "Nobody knew why the bridge had been closed all week, and most of the village gathered around the fire to listen.",
    "Please call Stella and ask her to bring these things.",
)


def main(
    reference: Annotated[Path, typer.Option(help="A recording of the voice.")] = REFERENCE,
    weights: Annotated[Path | None, typer.Option(help="A folder of weights; default: the shipped ones.")] = None,
    engine: Annotated[str, typer.Option(help="torch, onnx or auto.")] = "auto",
    lines: Annotated[int, typer.Option(min=4)] = 60,
    workers: Annotated[int | None, typer.Option(min=1, help="Default: one a core.")] = None,
) -> None:
    """Print the machine, both throughputs and their ratio."""
    workers, load = workers or usable_cores(), os.getloadavg()[0]
    os.environ["OMP_NUM_THREADS"] = str(workers)  # before torch or onnxruntime is loaded
    make = partial(VoiceCloner.from_pretrained, weights, engine=engine)
    cloner = make()
    voice = cloner.enroll(reference, consent=Consent.self_attested())
    with tempfile.TemporaryDirectory() as folder:
        name = Path(folder) / "speaker.voice"
        voice.save(name)
        table = [Line(row, TEXTS[row % len(TEXTS)], name, f"{row}.wav") for row in range(2, lines + 2)]
        single = lines / _one_by_one(cloner, voice, table, Path(folder))
        say = [sys.executable, "-m", "voiceclone", "say", TEXTS[1], "--voice", str(name), "--engine", engine]
        if weights is None:
            apart = 60 / time_command([*say, "-o", str(name) + ".wav"], 3)
            print(f"one `voiceclone say` a line: {apart:.0f} lines a minute")
        start, moments = perf_counter(), list[float]()
        speak_lines(
            table, Path(folder) / "batch", make, workers=workers, progress=lambda *_: moments.append(perf_counter())
        )
        whole = lines / (moments[-1] - start)
        running = (lines - 1) / (moments[-1] - moments[0])
    print(f"machine: {describe_machine()}; {workers} at once, {lines} lines; engine {engine}; load {load:.1f}")
    print(f"one by one: {60 * single:.0f} lines a minute")
    print(f"batch: {60 * whole:.0f} lines a minute, {whole / single:.2f} times that, with the reading of the networks")
    print(f"batch: {60 * running:.0f} lines a minute, {running / single:.2f} times that, once it runs")


def _one_by_one(cloner: VoiceCloner, voice: Voice, table: list[Line], folder: Path) -> float:
    """Seconds for all lines, after one to warm up."""
    cloner.synthesize(TEXTS[0], voice).save(folder / "warm.wav")
    start = perf_counter()
    for line in table:
        cloner.synthesize(line.text, voice).save(folder / line.file)
    return perf_counter() - start


if __name__ == "__main__":
    typer.run(main)
