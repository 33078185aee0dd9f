"""Control: how exactly speed, pitch, energy and pauses do what is asked, measured on the samples that come out.

    python benchmarks/control.py [--reference speaker.wav] [--weights FOLDER]

Speed: the ratio of durations. Pitch: semitones between the medians of F0. Energy: decibels between the levels of what
is voiced. Break: the seconds between the words around it by the times of the speech, and how much of them is silent,
40 dB below the speech. Nothing is timed; there is no peer, as what is asked is known.
"""

from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from voiceclone import Audio, Consent, Voice, VoiceCloner
from voiceclone.audio.mel import MEL
from voiceclone.audio.pitch import estimate_pitch
from voiceclone.evaluation.machine import describe_machine
from voiceclone.synthesis import Delivery

REFERENCE = Path(__file__).parent.parent / "examples" / "reference.wav"
TEXT = (
    "The old clock in the hall stopped just before noon. Nobody knew why the bridge had been closed all week, "
    "and most of the village gathered around the fire to listen."
)
SPEEDS, PITCHES, ENERGIES, BREAKS = (
    (0.5, 0.75, 1.5, 2.0, 3.0),
    (-6.0, -4.0, 4.0, 6.0),
    (-6.0, 6.0),
    (0.2, 0.5, 1.0, 2.0),
)
_SILENT = -40.0  # decibels beside the speech


def main(
    reference: Annotated[Path, typer.Option(help="A recording of the voice.")] = REFERENCE,
    weights: Annotated[Path | None, typer.Option(help="A folder of weights; default: the shipped ones.")] = None,
) -> None:
    """Print the machine, and beside each wish what came out."""
    cloner = VoiceCloner.from_pretrained(weights)
    voice = cloner.enroll(reference, consent=Consent.self_attested())
    plain = _spoken(cloner, voice)
    print(f"machine: {describe_machine()}")
    for speed in SPEEDS:
        print(f"speed {speed:g}: {plain.seconds / _spoken(cloner, voice, speed=speed).seconds:.3f} times as fast")
    for pitch in PITCHES:
        moved = _semitones(_spoken(cloner, voice, pitch=pitch)) - _semitones(plain)
        print(f"pitch {pitch:+g}: {moved:+.2f} semitones")
    for energy in ENERGIES:
        moved = _level(_spoken(cloner, voice, energy=energy)) - _level(plain)
        print(f"energy {energy:+g}: {moved:+.1f} dB")
    for seconds in BREAKS:
        for where, pattern in (("within", "The clock {}stopped at noon."), ("between", "The clock. {}It stopped.")):
            between, silent = _pause(cloner, voice, pattern, seconds)
            print(f"break {seconds:g} s {where} sentences: {between:.3f} s, of which silent {silent:.3f} s")


def _spoken(cloner: VoiceCloner, voice: Voice, **wishes: float) -> Audio:
    return cloner.narrate(TEXT, voice, Delivery(**wishes)).audio


def _semitones(audio: Audio) -> float:
    f0 = estimate_pitch(audio.samples.copy())
    return float(12 * np.log2(np.median(f0[f0 > 0])))


def _level(audio: Audio) -> float:
    """Level of the voiced frames in decibels."""
    voiced = np.repeat(estimate_pitch(audio.samples.copy()) > 0, MEL.hop)[: len(audio.samples)]
    return float(10 * np.log10(np.mean(np.square(audio.samples[voiced]))))


def _pause(cloner: VoiceCloner, voice: Voice, pattern: str, seconds: float) -> tuple[float, float]:
    """Seconds between the second word and the third, and how many of them are silent."""
    speech = cloner.narrate(pattern.format(f'<break time="{seconds}s"/>'), voice, markup=True)
    words = [word for sentence in speech.sentences for word in sentence.words]
    begin, end = words[1].end, words[2].start
    inside = speech.audio.samples[round(begin * MEL.sample_rate) : round(end * MEL.sample_rate)]
    frames = inside[: len(inside) // MEL.hop * MEL.hop].reshape(-1, MEL.hop)
    levels = 10 * np.log10(np.square(frames).mean(axis=1) + 1e-12)
    return end - begin, float((levels < _level(speech.audio) + _SILENT).sum() / MEL.frame_rate)


if __name__ == "__main__":
    typer.run(main)
