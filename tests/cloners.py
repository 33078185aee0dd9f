"""A cloner for the tests of what stands on one: it reads references as the real one does, and speaks a tone."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tests.voices import any_voice
from voiceclone import Audio, Consent, ConsentError, TextError, Voice, VoiceCloner, VoiceError, load_audio
from voiceclone.audio.checks import check_reference
from voiceclone.designed import mix, recordings_of
from voiceclone.speaker.scores import Comparison
from voiceclone.synthesis.delivery import PLAIN, Delivery
from voiceclone.synthesis.inside import Inside
from voiceclone.synthesis.speech import Speech
from voiceclone.synthesis.timestamps import TimedSentence
from voiceclone.trust.release import release, release_pieces


class ToneCloner:
    """What `VoiceCloner` promises, with a tone of 0.1 s for each word; it remembers how it was called."""

    sample_rate = 24_000

    def __init__(self) -> None:
        self.calls: list[dict] = []
        self.enrolled: list[dict] = []

    @classmethod
    def from_pretrained(
        cls, path: str | Path | None = None, *, lexicon: str | Path | None = None, engine: str = "auto"
    ) -> "ToneCloner":
        return cls()

    def enroll(
        self,
        references: str | Path | Audio | Sequence,
        *,
        consent: Consent,
        name: str | None = None,
        adapt: bool = False,
    ) -> Voice:
        self.enrolled.append({"references": references, "adapt": adapt})
        several = references if isinstance(references, list | tuple) else [references]
        for reference in several:
            check_reference(load_audio(reference, max_seconds=60.0), str(reference))
        return any_voice(name=name or Path(several[0]).stem, consent=consent)

    presets = ("hazel", "rowan")

    def preset(self, name: str) -> Voice:
        if name not in self.presets:
            raise VoiceError(f"{name}: is neither a voice file nor a voice that ships: {', '.join(self.presets)}")
        return self.design(name=name)

    def design(self, **wishes) -> Voice:
        self.calls.append(wishes)
        return any_voice(name=wishes["name"], consent=Consent.nobodys())

    def nearest_training_speaker(self, voice: Voice) -> float:
        return 0.5

    def mix(self, voices: Sequence[Voice], weights: Sequence[float] | None = None, *, name: str = "mix") -> Voice:
        tokens = np.zeros((1, 64), dtype=np.float32)
        self.calls.append({"weights": weights})
        return mix(voices, weights or [1.0] * len(voices), tokens, name).sealed(recordings_of(voices))

    challenge = staticmethod(VoiceCloner.challenge)

    def verify(self, voice: Voice, reading: str, challenge: str) -> Voice:
        self.calls.append({"reading": reading, "challenge": challenge})
        raise ConsentError(f"{reading}: the sentence was not heard in the reading")

    def look_inside(self, text: str, voice: Voice, delivery: Delivery = PLAIN, **wishes) -> Iterator[Inside]:
        frames = np.array([6, 9, 10])
        yield Inside(text, ("^", "ə", "$"), frames, np.zeros((25, 100), np.float32), np.zeros(25, np.float32))

    def compare(self, first: Voice | str, second: Voice | str) -> Comparison:
        self.calls.append({"sides": (first, second)})
        return Comparison(0.7)

    def synthesize(
        self,
        text: str,
        voice: Voice,
        *,
        seed: int = 0,
        speed: float = 1.0,
        language: str = "en",
        progress: Callable[[int, int], None] | None = None,
    ) -> Audio:
        self.calls.append({"text": text, "voice": voice, "seed": seed, "speed": speed, "language": language})
        sentences = [sentence for sentence in text.split(".") if sentence.strip()]
        if not sentences:
            raise TextError("there is nothing to say")
        for done in range(len(sentences)):
            if progress is not None:
                progress(done + 1, len(sentences))
        return release(self._tone(text), self.sample_rate, voice)

    def narrate(
        self,
        text: str,
        voice: Voice,
        delivery: Delivery = PLAIN,
        *,
        seed: int = 0,
        language: str = "en",
        markup: bool = False,
        verify: bool = False,
        progress: Callable[[int, int], None] | None = None,
    ) -> Speech:
        audio = self.synthesize(text, voice, seed=seed, speed=delivery.speed, language=language, progress=progress)
        self.calls[-1] |= {"delivery": delivery, "markup": markup, "verify": verify}
        return Speech(audio, (TimedSentence(text, 0.0, audio.seconds, ()),))

    def stream(
        self, text: str, voice: Voice, *, seed: int = 0, language: str = "en", on_sentence=None, **wishes
    ) -> Iterator[Audio]:
        audio = self.synthesize(text, voice, seed=seed, speed=wishes["speed"], language=language)
        self.calls[-1] |= wishes
        if on_sentence is not None:
            on_sentence(TimedSentence(text, 0.0, audio.seconds, ()))
        tone = self._tone(text)
        pieces = np.array_split(tone, range(2_400, len(tone), 2_400))
        yield from release_pieces(pieces, self.sample_rate, voice)

    def convert(self, recording: str | Path | Audio, text: str, voice: Voice, *, seed: int = 0) -> Audio:
        load_audio(recording)
        self.calls.append({"recording": str(recording), "text": text, "seed": seed})
        return release(self._tone(text), self.sample_rate, voice)

    def _tone(self, text: str) -> NDArray[np.float32]:
        time = np.arange(len(text.split()) * 2_400) / self.sample_rate
        return (0.5 * np.sin(2 * np.pi * 220 * time)).astype(np.float32)
