"""How well a voice is spoken: likeness to recordings of the person that were held back, and words that are heard."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voiceclone.audio.files import load_audio
from voiceclone.cloner import VoiceCloner
from voiceclone.evaluation.judges import Recogniser, SpeakerJudge
from voiceclone.evaluation.measures import cosine
from voiceclone.evaluation.words import align, normalise
from voiceclone.voice import Voice


@dataclass(frozen=True)
class Marks:
    """What came out: mean cosine to the person's recordings, and `errors` in `words` that were said."""

    likeness: float
    errors: int
    words: int

    @property
    def wer(self) -> float:
        """Word error rate."""
        return self.errors / max(1, self.words)

    def __str__(self) -> str:
        """Return it as a line."""
        return f"likeness (SIM) {self.likeness:.3f}, word error rate (WER) {self.wer:.3f}"


@dataclass(frozen=True)
class Examination:
    """Sentences to say, and the embedding of the recordings that were held back, as `speaker` hears them."""

    sentences: Sequence[str]
    person: NDArray[np.float32]
    recogniser: Recogniser
    speaker: SpeakerJudge

    @classmethod
    def of(
        cls, held_back: Sequence[Path], sentences: Sequence[str], recogniser: Recogniser, speaker: SpeakerJudge
    ) -> "Examination":
        """Prepare it from recordings of the person."""
        heard = [speaker.embed(load_audio(path)) for path in held_back]
        return cls(sentences, np.mean(heard, axis=0), recogniser, speaker)

    def mark(self, cloner: VoiceCloner, voice: Voice) -> Marks:
        """Say every sentence, and listen."""
        likeness, errors, words = [], 0, 0
        for seed, sentence in enumerate(self.sentences):
            audio = cloner.synthesize(sentence, voice, seed=seed)
            likeness.append(cosine(self.speaker.embed(audio), self.person))
            found = align(normalise(sentence), normalise(self.recogniser.transcribe(audio)))
            errors, words = errors + found.errors, words + found.said
        return Marks(float(np.mean(likeness)), errors, words)


def better(before: Marks, after: Marks) -> bool:
    """Whether the voice is more alike, and no more words are lost than chance may lose.

    Counts of errors differ by the root of their sum when nothing has changed; half of that is let pass.
    """
    lost = after.errors - before.errors
    return after.likeness > before.likeness and lost <= 0.5 * math.sqrt(before.errors + after.errors)
