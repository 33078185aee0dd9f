"""Consent by reading aloud: how often a right reading is refused, and a wrong one accepted.

    python benchmarks/consent.py --corpus FOLDER [--speakers 40]

Transcribed recordings stand in for readings of a challenge: the transcript for its sentence, and the same transcript
with six words exchanged for its decoys. The last row is a machine that reads the right sentence in the speaker's
voice, this package itself.
"""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray

from voiceclone import Audio, Consent, VoiceCloner
from voiceclone.evaluation.corpus import Subject, adults, choose_subjects, draw_subjects, read_clips
from voiceclone.evaluation.machine import describe_machine
from voiceclone.synthesis.attestation import ReadingScorers
from voiceclone.trust.challenge_words import WORDS
from voiceclone.trust.verification import DECOYS

_FEWEST_WORDS = 10
_EXCHANGED = 6

Trial = tuple[float, float]  # margin of the words over the best decoy, score of the speaker


def main(
    corpus: Annotated[Path, typer.Option(help="A folder of transcribed recordings with a manifest.tsv.")],
    speakers: Annotated[int, typer.Option(min=2)] = 40,
    weights: Annotated[Path | None, typer.Option(help="A folder of weights; default: the shipped ones.")] = None,
) -> None:
    """Print the machine, and the share of readings of each kind that are accepted."""
    cloner = VoiceCloner.from_pretrained(weights)
    scorers = ReadingScorers(cloner._hearing.recogniser, cloner.embed, cloner._strangers, cloner._english)
    clips = [clip for clip in adults(read_clips(corpus)) if len(clip.text.split()) >= _FEWEST_WORDS]
    subjects = [item for item in draw_subjects(choose_subjects(clips), None) if not item.same_clip][:speakers]
    draw = random.Random(0)
    kinds: dict[str, list[Trial]] = {}
    for number, subject in enumerate(subjects):
        stranger = subjects[(number + 1) % len(subjects)]
        for kind, trial in _trials(cloner, scorers, subject, stranger, draw):
            kinds.setdefault(kind, []).append(trial)
    print(f"machine: {describe_machine()}")
    print(f"{len(subjects)} speakers; margin {scorers.margin:g}, threshold {scorers.threshold:g}, {DECOYS} decoys")
    for kind, trials in kinds.items():
        words, people = (np.array(column) for column in zip(*trials, strict=True))
        right_words, right_person = words >= scorers.margin, people >= scorers.threshold
        print(
            f"{kind:44} accepted {np.mean(right_words & right_person):6.1%}  "
            f"(words alone {np.mean(right_words):6.1%}, speaker alone {np.mean(right_person):6.1%}; "
            f"margin {np.median(words):6.3f}, score {np.median(people):6.3f})"
        )


def _trials(
    cloner: VoiceCloner, scorers: ReadingScorers, subject: Subject, stranger: Subject, draw: random.Random
) -> Iterator[tuple[str, Trial]]:
    reference = subject.reference.load()
    own, other = cloner.embed(reference), cloner.embed(stranger.reference.load())
    reading, said = subject.other.load(), subject.other.clip.text

    def trial(audio: Audio, sentence: str, embedding: NDArray[np.float32], exchanged: bool = False) -> Trial:
        places = draw.sample(range(len(sentence.split())), _EXCHANGED)
        asked = _with_others(sentence, places, draw) if exchanged else sentence
        best = max(scorers.words(audio, _with_others(sentence, places, draw)) for _ in range(DECOYS))
        return scorers.words(audio, asked) - best, scorers.speaker(audio, embedding)

    yield "right text, right speaker", trial(reading, said, own)
    yield "six of its words are others", trial(reading, said, own, exchanged=True)
    yield "another recording of the speaker (replay)", trial(reading, subject.reference.clip.text, own)
    yield "right text, another speaker", trial(reading, said, other)
    voice = cloner.enroll(reference, consent=Consent.self_attested("Enrolled only to be measured."))
    yield "right text, read by our clone of the speaker", trial(cloner.synthesize(said, voice), said, own)


def _with_others(sentence: str, places: Sequence[int], draw: random.Random) -> str:
    """The sentence with other words in some places, as a challenge's decoys have them."""
    words = sentence.split()
    for place in places:
        words[place] = draw.choice(WORDS)
    return " ".join(words)


if __name__ == "__main__":
    typer.run(main)
