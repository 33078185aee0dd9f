"""Start to file: seconds from the start of `voiceclone say` to one sentence in a file, everything loaded anew.

    python benchmarks/start_to_file.py [--reference speaker.wav]

Median of several runs, after one that fills the disk cache. Peers, where installed, speak the same sentence.
"""

import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from voiceclone.evaluation.machine import describe_machine
from voiceclone.evaluation.peers import peers, time_command, time_peer

REFERENCE = Path(__file__).parent.parent / "examples" / "reference.wav"
TEXT = "The old clock in the hall stopped just before noon."


def main(
    reference: Annotated[Path, typer.Option(help="A recording of the voice.")] = REFERENCE,
    runs: Annotated[int, typer.Option(min=1)] = 5,
) -> None:
    """Print the machine, the median, and how it compares."""
    with tempfile.TemporaryDirectory() as folder:
        say = [sys.executable, "-m", "voiceclone", "say", TEXT, "--reference", str(reference), "--consent", "self"]
        ours = time_command([*say, "--output", str(Path(folder) / "hello.wav")], runs)
    print(f"machine: {describe_machine()}")
    print(f"voiceclone say, start to file: {ours:.2f} s, median of {runs} runs")
    for name in peers():
        taken, _ = time_peer(name, TEXT, runs)
        print(f"{name}: {taken:.2f} s; ours is {ours / taken:.1f} times that")


if __name__ == "__main__":
    typer.run(main)
