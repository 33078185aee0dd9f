"""Listening: how many words that were said `--verify` misses, and how many that were not said it finds.

    python benchmarks/listening.py [--reference speaker.wav] [--weights FOLDER] [--takes 2]

Sentences are made, and each word is asked for in them; then another word in its place, and another word before it, as
if that had been lost, drawn at random: some of these sound nearly alike. Nothing is timed.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from voiceclone import Consent, VoiceCloner
from voiceclone.evaluation.machine import describe_machine
from voiceclone.recogniser.config import RecogniserConfig
from voiceclone.recogniser.network import PhoneRecogniser
from voiceclone.synthesis.listening import LARGEST_LOSS, Listener
from voiceclone.text import Sentence, TextFrontend, Word
from voiceclone.weights import SHIPPED, load_network

REFERENCE = Path(__file__).parent.parent / "examples" / "reference.wav"
SENTENCES = (
    "The old clock in the hall stopped just before noon.",
    "Nobody knew why the bridge had been closed all week.",
    "Most of the village gathered around the fire to listen.",
    "She sold seven silver spoons to a stranger on the train.",
    "I was there, but he was not.",
    "In 1998 they paid $5 for it.",
    "Please call Stella and ask her to bring these things.",
    "When the sunlight strikes raindrops in the air, they act like a prism.",
    "He laughed.",
    "The doctor would not say whether the patient had recovered.",
)


def main(
    reference: Annotated[Path, typer.Option(help="A recording of the voice.")] = REFERENCE,
    weights: Annotated[Path | None, typer.Option(help="A folder of weights; default: the shipped ones.")] = None,
    takes: Annotated[int, typer.Option(min=1, help="How often each sentence is made, with other seeds.")] = 2,
) -> None:
    """Print the machine, and the three shares."""
    cloner = VoiceCloner.from_pretrained(weights)
    voice = cloner.enroll(reference, consent=Consent.self_attested())
    listener = Listener(
        load_network(PhoneRecogniser, RecogniserConfig, (weights or SHIPPED) / "recogniser.safetensors")
    )
    sentences = [TextFrontend().analyse(text)[0] for text in SENTENCES]
    words = [word for sentence in sentences for word in sentence.words]
    generator = np.random.default_rng(0)
    said, replaced, lost = list[float](), list[float](), list[float]()
    for seed in range(takes):
        for text, sentence in zip(SENTENCES, sentences, strict=True):
            samples = cloner.synthesize(text, voice, seed=seed).samples
            said += listener.losses(sentence, samples).tolist()
            for place, other in _others(sentence, words, generator):
                before, word, after = sentence.words[:place], sentence.words[place], sentence.words[place + 1 :]
                instead = replace(sentence, words=(*before, replace(other, boundary=word.boundary), *after))
                more = replace(sentence, words=(*before, replace(other, boundary=" "), word, *after))
                replaced.append(float(listener.losses(instead, samples)[place]))
                lost.append(float(listener.losses(more, samples)[place]))
    print(f"machine: {describe_machine()}")
    for name, losses in (("said", said), ("replaced", replaced), ("lost", lost)):
        print(f"words {name}: {len(losses)}, of which not heard {100 * np.mean(np.array(losses) > LARGEST_LOSS):.1f} %")


def _others(sentence: Sentence, words: list[Word], generator: np.random.Generator) -> Iterator[tuple[int, Word]]:
    """For each place of a sentence a word that sounds otherwise."""
    for place, word in enumerate(sentence.words):
        other = words[int(generator.integers(len(words)))]
        if other.phonemes != word.phonemes:
            yield place, other


if __name__ == "__main__":
    typer.run(main)
