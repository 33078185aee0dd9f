"""Engines: torch beside onnxruntime, each in a process of its own, and how far apart what they make is.

    python benchmarks/engines.py [--weights FOLDER] [--threads 2] [--runs 5]

Start to file: the seconds of `voiceclone say` with a voice that ships, everything loaded anew, and the most memory that
it held. Real-time factor: of a warm process, for about fifteen seconds of speech, watermark included. CPU seconds are
beside them, which another process on the machine does not lengthen. The networks are exported first (extra `onnx`).
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Annotated

import numpy as np
import typer

from voiceclone import VoiceCloner
from voiceclone.evaluation.machine import describe_machine
from voiceclone.portable import OnnxNetworks
from voiceclone.synthesis import Engine, plan
from voiceclone.synthesis.engine import mel_of
from voiceclone.text import TextFrontend
from voiceclone.weights import SHIPPED

SENTENCE = "The old clock in the hall stopped just before noon."
TEXT = (
    f"{SENTENCE} Nobody knew why the bridge had been closed all week, and most of the village gathered around the fire "
    "to listen. When the music stopped, nobody wanted to go home."
)


def main(
    weights: Annotated[Path | None, typer.Option(help="A folder of weights; default: the shipped ones.")] = None,
    threads: Annotated[int, typer.Option(min=1)] = 2,
    runs: Annotated[int, typer.Option(min=1)] = 5,
    warm: Annotated[str | None, typer.Option(hidden=True)] = None,
) -> None:
    """Print the machine, a line for each engine, and the difference."""
    if warm:
        print(json.dumps(_real_time_factors(weights, warm, runs)))
        return
    os.environ["OMP_NUM_THREADS"] = str(threads)
    with tempfile.TemporaryDirectory() as folder:
        networks = Path(folder) / "networks"
        write = [sys.executable, "-m", "voiceclone", "export-onnx", "-o", str(networks)]
        # In a process of its own: one that has loaded torch would hand its memory down to those that are measured.
        subprocess.run([*write, *(["--weights", str(weights)] if weights else [])], check=True, capture_output=True)
        print(f"machine: {describe_machine()}; {threads} threads; load {os.getloadavg()[0]:.1f}; median of {runs} runs")
        for name, engine in (("torch", "torch"), ("onnxruntime", str(networks))):
            if weights is None:
                say = ["say", SENTENCE, "--voice", "hazel", "--engine", engine, "-o", str(Path(folder) / "out.wav")]
                took, worked, memory = _process(["-m", "voiceclone", *say], runs)
                print(f"{name}: start to file {took:.2f} s ({worked:.2f} CPU s), at most {memory:.0f} MB")
            again = [__file__, "--warm", engine, "--runs", str(runs)] + (["--weights", str(weights)] if weights else [])
            factor, of_cpu = json.loads(
                subprocess.run([sys.executable, *again], check=True, capture_output=True).stdout
            )
            print(f"{name}: real-time factor {factor:.4f} ({of_cpu:.4f} CPU s for a second)")
        mel, samples = _differences(weights or SHIPPED, networks)
        print(f"largest difference: {mel:.1e} nepers of the mel, {samples:.1e} of the samples of full scale")


def _process(arguments: list[str], runs: int) -> tuple[float, float, float]:
    """Median seconds, median CPU seconds and most megabytes of a process of Python, after one that does not count."""
    took, worked, memory = list[float](), list[float](), list[float]()
    for _ in range(runs + 1):
        start = perf_counter()
        process = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.DEVNULL)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        assert process.returncode == 0
        took.append(perf_counter() - start)
        worked.append(used.ru_utime + used.ru_stime)
        memory.append(used.ru_maxrss / 1024)
    return median(took[1:]), median(worked[1:]), max(memory)


def _real_time_factors(weights: Path | None, engine: str, runs: int) -> tuple[float, float]:
    cloner = VoiceCloner.from_pretrained(weights, engine=engine)
    voice = cloner.design(name="nobody")
    spoken = cloner.synthesize(TEXT, voice).seconds
    factors, of_cpu = list[float](), list[float]()
    for seed in range(runs):
        start, worked = perf_counter(), process_time()
        cloner.synthesize(TEXT, voice, seed=seed)
        factors.append((perf_counter() - start) / spoken)
        of_cpu.append((process_time() - worked) / spoken)
    return median(factors), median(of_cpu)


def _differences(weights: Path, folder: Path) -> tuple[float, float]:
    """Largest difference of any mel, and of any sample, of the text in one voice."""
    from voiceclone.synthesis.torch_networks import load_networks

    networks = (load_networks(weights), OnnxNetworks(folder))
    voice = VoiceCloner.from_pretrained(weights, engine="torch").design(name="nobody")
    sentences = [item.sentence.symbols() for item in plan(TEXT, TextFrontend())]
    mels = [np.concatenate([mel_of(Engine(made).score(one, voice))[0] for one in sentences]) for made in networks]
    sounds = [
        VoiceCloner.from_pretrained(weights, engine=engine).synthesize(TEXT, voice).samples
        for engine in ("torch", str(folder))
    ]
    return float(np.abs(mels[0] - mels[1]).max()), float(np.abs(sounds[0] - sounds[1]).max())


if __name__ == "__main__":
    typer.run(main)
