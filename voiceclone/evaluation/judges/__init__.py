"""Judges: what hears words, tells people apart, and rates how natural speech sounds.

Each is a small protocol, so that another network can take the place of the one installed here.
The room hands out the protocols, `Judges`, and `default_judges()`.
"""

import importlib.util
from dataclasses import dataclass
from typing import Protocol, TypedDict

import numpy as np
from numpy.typing import NDArray

from voiceclone.audio.audio import Audio
from voiceclone.errors import DependencyError


class Rating(TypedDict):
    """Naturalness on the scale of ITU-T P.835, 1 (bad) to 5 (excellent)."""

    overall: float
    signal: float
    background: float


class Recogniser(Protocol):
    """Writes down what it hears.

    Whisper, for one, takes five lines:

        class Whisper:
            name = "whisper-base.en"

            def __init__(self) -> None:
                self.model = whisper.load_model("base.en")

            def transcribe(self, audio: Audio) -> str:
                return self.model.transcribe(audio.resampled(16_000).samples)["text"]

    and goes to `evaluate_cloning(..., judges=lambda: replace(default_judges(), recogniser=Whisper()))`.
    """

    name: str

    def transcribe(self, audio: Audio) -> str:
        """Return the words heard, or an empty text."""
        ...


class SpeakerJudge(Protocol):
    """Tells how alike two voices are: by the cosine of their embeddings. WavLM's x-vectors would fit in here."""

    name: str

    def embed(self, audio: Audio) -> NDArray[np.float32]:
        """Return a vector `(dimension,)` of length one, or all zeros if there is nothing to hear."""
        ...


class NaturalnessJudge(Protocol):
    """Rates speech without knowing what it should be."""

    name: str

    def rate(self, audio: Audio) -> Rating:
        """Return the rating of the whole recording."""
        ...


@dataclass(frozen=True)
class Judges:
    """The three ears of an evaluation."""

    recogniser: Recogniser
    speaker: SpeakerJudge
    naturalness: NaturalnessJudge


def check_judges() -> None:
    """Raise DependencyError if the extra `eval` is not installed: before the work, not after it."""
    for package in ("moonshine_voice", "resemblyzer", "speechmos", "onnxruntime"):
        if importlib.util.find_spec(package) is None:
            raise DependencyError(f'evaluation needs {package}, which is not installed: pip install "voiceclone[eval]"')


def default_judges() -> Judges:
    """Moonshine, Resemblyzer and DNSMOS: each carries its network in its own wheel, and downloads nothing.

    Raises DependencyError if the extra `eval` is not installed.
    """
    from voiceclone.evaluation.judges.dnsmos import Dnsmos
    from voiceclone.evaluation.judges.moonshine import Moonshine
    from voiceclone.evaluation.judges.resemblyzer import Resemblyzer

    return Judges(Moonshine(), Resemblyzer(), Dnsmos())
