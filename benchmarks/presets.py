"""Voices that ship: word error rate and naturalness of each, by judges that no loss saw.

    python benchmarks/presets.py --sentences sentences.txt [--number 12] [--weights FOLDER]

Needs the extra `eval`. Nothing is timed.
"""

from pathlib import Path
from statistics import fmean
from typing import Annotated

import typer

from voiceclone import VoiceCloner
from voiceclone.evaluation.judges import check_judges, default_judges
from voiceclone.evaluation.sentences import read_sentences
from voiceclone.evaluation.words import align, normalise


def main(
    sentences: Annotated[Path | None, typer.Option(help="What to speak: a file with one sentence a line.")] = None,
    number: Annotated[int, typer.Option(min=1, help="How many of them.")] = 12,
    weights: Annotated[Path | None, typer.Option(help="A folder of weights; default: the shipped ones.")] = None,
) -> None:
    """Print a line for each voice, and the word error rate of all."""
    if sentences is None:
        print("presets: left out, for want of --sentences FILE")
        return
    check_judges()
    judges, cloner = default_judges(), VoiceCloner.from_pretrained(weights)
    every = []
    for name in cloner.presets:
        voice, ratings, heard = cloner.preset(name), [], []
        for seed, text in enumerate(read_sentences(sentences)[:number]):
            audio = cloner.synthesize(text, voice, seed=seed)
            heard.append(align(normalise(text), normalise(judges.recogniser.transcribe(audio))))
            ratings.append(judges.naturalness.rate(audio))
        every += heard
        overall, signal = (fmean(rating[part] for rating in ratings) for part in ("overall", "signal"))
        print(f"{name}: WER {_error_rate(heard):.3f}, DNSMOS {overall:.2f} / {signal:.2f}")
    print(f"all: WER {_error_rate(every):.3f}")


def _error_rate(alignments: list) -> float:
    return sum(alignment.errors for alignment in alignments) / sum(alignment.said for alignment in alignments)


if __name__ == "__main__":
    typer.run(main)
