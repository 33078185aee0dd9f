"""A corpus of tones, a cloner that hums, and judges that can tell one tone from another."""

from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray

from voiceclone import Audio
from voiceclone.errors import AudioError
from voiceclone.evaluation.judges import Judges, Rating

RATE = 24_000


def tone(frequency: float, seconds: float, seed: int = 0) -> NDArray[np.float32]:
    """Return a hum that swells and fades as syllables do, `(samples,)`."""
    time = np.arange(round(seconds * RATE)) / RATE
    harmonics = sum(np.sin(2 * np.pi * frequency * number * time) / number for number in range(1, 5))
    noise = np.random.default_rng(seed).standard_normal(len(time))
    syllables = np.sin(np.pi * 2.5 * time) ** 2
    return (0.2 * syllables * harmonics + 0.0003 * noise).astype(np.float32)


def write_corpus(folder: Path) -> Path:
    """Four women and men with two clips each, a fifth person with one, a child, a teenager, and a Frenchman."""
    people = [
        ("anna", 220.0, (6.0, 8.0), "f", "twenties", "en"),
        ("berta", 262.0, (4.0, 12.0), "f", "34", "en"),
        ("carl", 110.0, (5.0, 5.0), "m", "fourties", "en"),
        ("dan", 140.0, (3.5, 2.0), "m", "", "en"),
        ("eve", 180.0, (14.0,), "f", "", "en"),
        ("kid", 330.0, (4.0, 4.0), "f", "9", "en"),
        ("teen", 300.0, (4.0,), "m", "teens", "en"),
        ("jean", 125.0, (4.0,), "m", "thirties", "fr"),
    ]
    columns = [
        "file",
        "speaker",
        "seconds",
        "sex",
        "age",
        "language",
        "split",
        "text",
        "text_source",
        "accent",
        "corpus",
    ]
    lines = ["\t".join(columns)]
    for name, frequency, lengths, sex, age, language in people:
        for number, seconds in enumerate(lengths):
            path = f"{name}/{number}.wav"
            (folder / name).mkdir(parents=True, exist_ok=True)
            soundfile.write(folder / path, tone(frequency, seconds, number), RATE)
            text = ["The old clock.", "published"] if name != "eve" else ["guessed words", "recognised"]
            row = [path, name, str(seconds), sex, age, language, "dev", *text, "Welsh English,soft", "tones"]
            lines.append("\t".join(row))
    lines.append("\t".join(["absent.wav", "gone", "9", "m", "", "en", "train", "", "none", "", "tones"]))
    (folder / "manifest.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


class ToneJudge:
    """Embeds a recording as its spectrum below 400 Hz: another tone, another person."""

    name = "tones"

    def embed(self, audio: Audio) -> NDArray[np.float32]:
        samples = audio.resampled(RATE).samples[: 2 * RATE]
        magnitude = np.abs(np.fft.rfft(samples * np.hanning(len(samples)), 4 * RATE))[400:1600].astype(np.float32)
        spread = np.convolve(magnitude, np.hanning(301), mode="same").astype(np.float32)
        length = float(np.linalg.norm(spread))
        return spread / length if length > 0 else spread


class DeafRecogniser:
    name = "deaf"

    def transcribe(self, audio: Audio) -> str:
        return "the old clock"


class ContentJudge:
    name = "content"

    def rate(self, audio: Audio) -> Rating:
        return Rating(overall=3.0 + float(audio.samples.std()), signal=3.5, background=4.0)


def judges() -> Judges:
    return Judges(DeafRecogniser(), ToneJudge(), ContentJudge())


class Hummer:
    """Clones a person as a hum at the pitch of the reference, `detune` semitones off; refuses whom it is told to."""

    def __init__(self, detune: float = 0.0, refuse: float | None = None) -> None:
        self.detune, self.refuse = detune, refuse
        self.enrolled: list[Audio] = []

    def enroll(self, references: Audio, /, *, consent: object) -> float:
        self.enrolled.append(references)
        spectrum = np.abs(np.fft.rfft(references.samples, 4 * RATE))
        frequency = float(spectrum.argmax()) / 4
        if self.refuse is not None and abs(frequency - self.refuse) < 5:
            raise AudioError("the reference is refused")
        return frequency * 2 ** (self.detune / 12)

    def synthesize(self, text: str, voice: float, /, *, seed: int) -> Audio:
        return Audio(tone(voice, 1.0 + len(text) / 50, seed), RATE)
