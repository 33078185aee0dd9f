"""Speeds: words that are misheard of speech that is slower or faster than a voice is.

    python benchmarks/speeds.py [--voice hazel ...] [--weights FOLDER]     (extra `eval`)

36 sentences are said several times at each speed, by one voice after another, and heard by moonshine.
"""

from pathlib import Path
from typing import Annotated

import typer

from voiceclone import VoiceCloner
from voiceclone.evaluation.judges.moonshine import Moonshine
from voiceclone.evaluation.machine import describe_machine
from voiceclone.evaluation.words import align, normalise
from voiceclone.training.finetuning.sentences import examination

SPEEDS = (0.25, 0.5, 0.7, 1.0, 1.5, 2.0)
TAKES = 2  # with as many seeds


def main(
    voice: Annotated[list[str] | None, typer.Option(help="One that ships, several times; default: all.")] = None,
    weights: Annotated[Path | None, typer.Option(help="A folder of weights; default: the shipped ones.")] = None,
) -> None:
    """Print the machine, and a row for each speed."""
    cloner, recogniser = VoiceCloner.from_pretrained(weights), Moonshine()
    voices = [cloner.preset(name) for name in voice or cloner.presets]
    print(f"machine: {describe_machine()}; {', '.join(speaker.name for speaker in voices)}")
    print(f"{'speed':>6} {'words':>6} {'WER %':>6}")
    for speed in SPEEDS:
        said = errors = 0
        for number, text in enumerate(examination()):
            for take in range(TAKES):
                speaker = voices[(number + take) % len(voices)]
                audio = cloner.synthesize(text, speaker, seed=take, speed=speed)
                found = align(normalise(text), normalise(recogniser.transcribe(audio)))
                said, errors = said + found.said, errors + found.errors
        print(f"{speed:6g} {said:6} {100 * errors / said:6.1f}", flush=True)


if __name__ == "__main__":
    typer.run(main)
