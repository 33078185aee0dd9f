"""Throughput of a batch: lines a minute, one by one on all cores, and as `voiceclone batch` speaks them.

    python benchmarks/batch.py [--reference speaker.wav] [--weights FOLDER] [--lines 48] [--workers 2]

One by one: in one process, on as many threads as the batch has processes, each line synthesised and saved before the
next. The batch is timed with the start of its processes and without it (from the first line that is done, by the lines
after it); both write the same signed wav files.
"""

import tempfile
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Annotated

import torch
import typer

from voiceclone import Consent, Voice, VoiceCloner
from voiceclone.batch import Line, speak_lines
from voiceclone.evaluation.machine import describe_machine, usable_cores

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
    lines: Annotated[int, typer.Option(min=4)] = 48,
    workers: Annotated[int | None, typer.Option(min=1, help="Default: one a core.")] = None,
) -> None:
    """Print the machine, both throughputs and their ratio."""
    workers = workers or usable_cores()
    torch.set_num_threads(workers)
    make = partial(VoiceCloner.from_pretrained, weights)
    cloner = make()
    voice = cloner.enroll(reference, consent=Consent.self_attested())
    with tempfile.TemporaryDirectory() as folder:
        name = Path(folder) / "speaker.voice"
        voice.save(name)
        table = [Line(row, TEXTS[row % len(TEXTS)], name, f"{row}.wav") for row in range(2, lines + 2)]
        single = lines / _one_by_one(cloner, voice, table, Path(folder))
        start, moments = perf_counter(), list[float]()
        speak_lines(
            table, Path(folder) / "batch", make, workers=workers, progress=lambda *_: moments.append(perf_counter())
        )
        whole = lines / (moments[-1] - start)
        running = (lines - 1) / (moments[-1] - moments[0])
    print(f"machine: {describe_machine()}; {workers} processes, {lines} lines")
    print(f"one by one: {60 * single:.0f} lines a minute")
    print(f"batch: {60 * whole:.0f} lines a minute, {whole / single:.2f} times that, with the start of the processes")
    print(f"batch: {60 * running:.0f} lines a minute, {running / single:.2f} times that, once they run")


def _one_by_one(cloner: VoiceCloner, voice: Voice, table: list[Line], folder: Path) -> float:
    """Seconds for all lines, after one to warm up."""
    cloner.synthesize(TEXTS[0], voice).save(folder / "warm.wav")
    start = perf_counter()
    for line in table:
        cloner.synthesize(line.text, voice).save(folder / line.file)
    return perf_counter() - start


if __name__ == "__main__":
    typer.run(main)
