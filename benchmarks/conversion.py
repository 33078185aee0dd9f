"""Speech to speech: are the words, the time and the melody those of the recording, and is the voice the other one?

    python benchmarks/conversion.py CORPUS [--clips 12] [--weights FOLDER]

Recordings of the dev split that have a transcript, of a speaker each, said by the voices that ship in turn: with the
words that Moonshine hears in them, as `voiceclone convert` does, and with those of the transcript. Word error rates are
Moonshine's, against the transcript. Likeness is Resemblyzer's, to other speech in the voice and to the recording. Time
is how far, in the median, a word begins from where it began, as our recogniser places both; melody is the correlation
of ln(F0) where both are voiced.
"""

import random
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from statistics import fmean, median
from typing import Annotated

import numpy as np
import typer
from numpy.typing import NDArray

from voiceclone import Audio, VoiceCloner, load_audio
from voiceclone.audio.definition import MEL
from voiceclone.audio.pitch import estimate_pitch
from voiceclone.errors import TextError
from voiceclone.evaluation.corpus import Clip, adults, read_clips
from voiceclone.evaluation.judges import default_judges
from voiceclone.evaluation.machine import describe_machine
from voiceclone.evaluation.measures import cosine
from voiceclone.evaluation.words import align, normalise
from voiceclone.hearing import Hearing
from voiceclone.text import TextFrontend
from voiceclone.weights import SHIPPED

SENTENCE = "The old clock in the hall stopped just before noon, and nobody knew why the bridge had been closed."
_SHORTEST, _LONGEST = 3.0, 11.0  # seconds


def main(
    corpus: Annotated[
        Path | None, typer.Argument(help="A folder of transcribed recordings, with a manifest.tsv.")
    ] = None,
    clips: Annotated[int, typer.Option(min=1)] = 12,
    weights: Annotated[Path | None, typer.Option(help="A folder of weights; default: the shipped ones.")] = None,
) -> None:
    """Print the machine, and a line for each source of words."""
    if corpus is None:
        print("conversion: left out, for want of CORPUS")
        return
    cloner, judges = VoiceCloner.from_pretrained(weights), default_judges()
    hearing, frontend = Hearing(weights or SHIPPED), TextFrontend()
    voices = [cloner.preset(name) for name in cloner.presets]
    spoken = [judges.speaker.embed(cloner.synthesize(SENTENCE, voice)) for voice in voices]
    errors, rows = [0, 0], {"heard": list[tuple[float, ...]](), "transcript": list[tuple[float, ...]]()}
    refused = 0
    for number, clip in enumerate(_clips(corpus, clips)):
        audio, transcript = load_audio(clip.path), clip.text
        heard = judges.recogniser.transcribe(audio)
        errors = [one + other for one, other in zip(errors, _errors(transcript, heard), strict=True)]
        place = number % len(voices)
        for kind, words in (("heard", heard), ("transcript", transcript)):
            try:
                made = cloner.convert(audio, words, voices[place])
            except TextError:
                refused += 1
                continue
            embedding = judges.speaker.embed(made)
            rows[kind].append(
                (
                    *_errors(transcript, judges.recogniser.transcribe(made)),
                    cosine(embedding, spoken[place]),
                    cosine(embedding, judges.speaker.embed(audio)),
                    _late(hearing, frontend, words, audio, made),
                    _melody(audio, made),
                )
            )
    print(f"machine: {describe_machine()}; {clips} recordings, {refused} conversions refused")
    print(f"the recordings: word error rate {errors[0] / errors[1]:.3f}")
    for kind, measured in rows.items():
        wrong, said, voice, speaker, late, melody = zip(*measured, strict=True)
        print(
            f"words {kind}: word error rate {sum(wrong) / sum(said):.3f}, likeness {fmean(voice):.3f} to the voice and "
            f"{fmean(speaker):.3f} to the recording, words {1000 * median(late):.0f} ms off, melody {fmean(melody):.2f}"
        )


def _clips(corpus: Path, number: int) -> Iterator[Clip]:
    """Recordings of 3 to 11 s with a transcript, of a speaker each, drawn by chance."""
    clips = [clip for clip in adults(read_clips(corpus)) if clip.text and _SHORTEST < clip.seconds < _LONGEST]
    random.Random(0).shuffle(clips)
    chosen = {clip.speaker: clip for clip in reversed(clips)}
    return islice(chosen.values(), number)


def _errors(said: str, heard: str) -> tuple[int, int]:
    """Words wrong, and words said."""
    found = align(normalise(said), normalise(heard))
    return found.errors, found.said


def _late(hearing: Hearing, frontend: TextFrontend, words: str, one: Audio, other: Audio) -> float:
    """Median distance in seconds between the beginnings of the words in two recordings."""
    sentences = list(frontend.iter_sentences(words))
    symbols = [symbol for sentence in sentences for symbol in sentence.symbols()]
    offsets = np.cumsum([0, *(len(sentence.symbols()) for sentence in sentences)])
    firsts = [o + span.start for o, s in zip(offsets, sentences, strict=False) for span in s.spans()]
    begins = [
        np.cumsum([0, *hearing.performance(audio, symbols).durations])[firsts] * MEL.hop / MEL.sample_rate
        for audio in (one, other)
    ]
    return float(np.median(np.abs(begins[0] - begins[1])))


def _melody(one: Audio, other: Audio) -> float:
    pitches: list[NDArray[np.float32]] = [estimate_pitch(audio.samples) for audio in (one, other)]
    frames = min(map(len, pitches))
    first, second = (pitch[:frames] for pitch in pitches)
    both = (first > 0) & (second > 0)
    return float(np.corrcoef(np.log(first[both]), np.log(second[both]))[0, 1])


if __name__ == "__main__":
    typer.run(main)
