"""Real-time factor: seconds of computing for a second of speech, on two threads, for about ten seconds of speech.

    python benchmarks/real_time_factor.py [--reference speaker.wav] [--weights FOLDER]

After a warm-up, median of several runs. Peers, where installed, are timed from process start to file.
"""

from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Annotated

import torch
import typer

from voiceclone import Consent, VoiceCloner
from voiceclone.evaluation.machine import describe_machine
from voiceclone.evaluation.peers import peers, time_peer

REFERENCE = Path(__file__).parent.parent / "examples" / "reference.wav"
TEXT = (
    "The old clock in the hall stopped just before noon. Nobody knew why the bridge had been closed all week, "
    "and most of the village gathered around the fire to listen. When the music stopped, nobody wanted to go home."
)


def main(
    reference: Annotated[Path, typer.Option(help="A recording of the voice.")] = REFERENCE,
    weights: Annotated[Path | None, typer.Option(help="A folder of weights; default: the shipped ones.")] = None,
    threads: Annotated[int, typer.Option(min=1)] = 2,
    runs: Annotated[int, typer.Option(min=1)] = 9,
) -> None:
    """Print the machine, the median, and how it compares."""
    torch.set_num_threads(threads)
    cloner = VoiceCloner.from_pretrained(weights)
    voice = cloner.enroll(reference, consent=Consent.self_attested())
    spoken = cloner.synthesize(TEXT, voice).seconds
    factors = []
    for run in range(runs):
        start = perf_counter()
        cloner.synthesize(TEXT, voice, seed=run)
        factors.append((perf_counter() - start) / spoken)
    ours = median(factors)
    print(f"machine: {describe_machine()}; {threads} threads")
    print(f"real-time factor: {ours:.4f}, median of {runs} runs ({min(factors):.4f} to {max(factors):.4f})")
    print(f"for {spoken:.1f} s of speech, which is {1 / ours:.0f} times faster than real time")
    for name in peers():
        taken, length = time_peer(name, TEXT)
        print(f"{name}: {taken / length:.4f}; ours is {ours / (taken / length):.1f} times that")


if __name__ == "__main__":
    typer.run(main)
