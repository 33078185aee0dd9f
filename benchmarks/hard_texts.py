"""Texts that trip a reader: is every phoneme given time, and which words are heard?

    python benchmarks/hard_texts.py --texts hard.txt [--voice hazel] [--weights FOLDER]

A line a text: `word` as it was said, `word>other`, `-word` that was not heard, `+word` that was heard beside it.
Spellings are compared: a number, an acronym or an address that is said rightly can be heard in another spelling.
Needs the extra `eval`. Nothing is timed.
"""

from pathlib import Path
from typing import Annotated

import typer

from voiceclone import VoiceCloner
from voiceclone.evaluation.judges import check_judges, default_judges
from voiceclone.evaluation.sentences import read_sentences
from voiceclone.evaluation.words import align, normalise


def main(
    texts: Annotated[Path | None, typer.Option(help="What to speak: a file with one text a line.")] = None,
    voice: Annotated[str, typer.Option(help="The name of a voice that ships.")] = "hazel",
    weights: Annotated[Path | None, typer.Option(help="A folder of weights; default: the shipped ones.")] = None,
) -> None:
    """Print what was heard of each text, and how short the shortest phoneme of all is."""
    if texts is None:
        print("hard texts: left out, for want of --texts FILE")
        return
    check_judges()
    judges, cloner = default_judges(), VoiceCloner.from_pretrained(weights)
    speaker = cloner.preset(voice)
    errors = words = phonemes = 0
    shortest = float("inf")
    for text in read_sentences(texts):
        speech = cloner.narrate(text, speaker)
        heard = align(normalise(text), normalise(judges.recogniser.transcribe(speech.audio)))
        print(heard)
        errors, words = errors + heard.errors, words + heard.said
        lengths = [p.end - p.start for s in speech.sentences for word in s.words for p in word.phonemes]
        phonemes, shortest = phonemes + len(lengths), min(shortest, *lengths)
    print(f"{phonemes} phonemes, the shortest of {1000 * shortest:.0f} ms")
    print(f"{errors} of {words} words not heard as they are spelled")


if __name__ == "__main__":
    typer.run(main)
