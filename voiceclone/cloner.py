"""VoiceCloner: the one place where the three networks meet."""

import logging
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from voiceclone.audio.audio import Audio
from voiceclone.audio.definition import MEL
from voiceclone.designed import Sex, mix, read_presets, recordings_of
from voiceclone.errors import AudioError, ConsentError, TextError, VoiceError
from voiceclone.model import Model, PathLike
from voiceclone.portable import AUTO
from voiceclone.speaker.scores import Comparison, ErrorRates, above_strangers
from voiceclone.synthesis import Delivery, Engine, Spoken, plan
from voiceclone.synthesis.conversion import LEAST_FIT, converted
from voiceclone.synthesis.delivery import PLAIN
from voiceclone.synthesis.engine import Score, mel_of, speak, with_seed
from voiceclone.synthesis.inside import Inside
from voiceclone.synthesis.silence import silence_after, silence_before
from voiceclone.synthesis.speech import Speech
from voiceclone.synthesis.timbre import TRUSTED, spectrum_correction
from voiceclone.synthesis.timestamps import TimedSentence, timed
from voiceclone.text.lexicon_file import read_lexicon
from voiceclone.threads import mapped, threads_here
from voiceclone.trust.challenge import PURPOSE, Challenge, issue
from voiceclone.trust.consent import Consent
from voiceclone.trust.fingerprint import recording_fingerprint
from voiceclone.trust.release import release_joined, release_pieces
from voiceclone.trust.verification import verify_reading
from voiceclone.voice import Voice
from voiceclone.weights import SHIPPED

log = logging.getLogger(__name__)

Reference: TypeAlias = PathLike | Audio

LONGEST_CONVERTED = 60.0  # seconds of a recording that are said anew in one piece
LONGEST_TEXT = 100_000  # characters that are spoken into one piece: some two hours, half a gigabyte
_PROBE = (  # every sound of English
    "The boy was there when the sun rose. A rod is used to catch pink salmon. "
    "The source of the huge river is the clear spring. Help the woman get back to her feet."
)


class VoiceCloner(Model):
    """Enrols voices and speaks in them."""

    @classmethod
    def from_pretrained(
        cls,
        path: PathLike | None = None,
        *,
        lexicon: Mapping[str, str] | PathLike | None = None,
        watermark: bool = True,
        engine: PathLike = AUTO,
    ) -> "VoiceCloner":
        """Return a cloner with the shipped weights, or with those in the folder `path`.

        `lexicon`: pronunciations of your own, word → IPA, or the name of a file of them (see `read_lexicon`), which
        come before all others. `watermark=False` leaves the watermark out, for research on watermarks alone, and the
        provenance of what is made says so. `engine`: what the networks run on when they speak, "torch" or "onnx"
        (onnxruntime, see docs/onnx.md), or the folder of an export; "auto" takes onnx where the weights were exported.
        Raises WeightsError, here or at first use, where a file is missing, damaged or does not fit, and TextError for a
        lexicon that cannot be used.
        """
        words = lexicon if lexicon is None or isinstance(lexicon, Mapping) else read_lexicon(lexicon)
        return cls(SHIPPED if path is None else Path(path), words, watermark, engine)

    @property
    def sample_rate(self) -> int:
        """Rate of what `synthesize` returns, in Hz."""
        return MEL.sample_rate

    def enroll(
        self,
        references: Reference | Sequence[Reference],
        *,
        consent: Consent,
        name: str | None = None,
        adapt: bool = False,
    ) -> Voice:
        """Learn a voice from one recording or several of the same person; up to a minute of each is heard.

        Any common audio file, or Audio. With `adapt` the decoder itself learns from them for a few seconds: the
        likeness is closer, the words are a little less clear. A recording that sounds unlike the others,
        or like several speakers, is warned of. Raises AudioError where a recording cannot be read, holds less than a
        second of speech or is badly distorted, ConsentError where consent is missing, and OutputError where the consent
        cannot be bound to the voice because this installation has no key and cannot keep one.
        """
        if not isinstance(consent, Consent):
            raise ConsentError("consent is missing: pass consent=Consent.self_attested() if the speaker agrees")
        if consent.level == "nobody" or consent.seal is not None:
            raise ConsentError("a recorded voice needs a consent of its own: pass consent=Consent.self_attested()")
        consent.check()
        recordings = list(references) if isinstance(references, Sequence) and not isinstance(references, str) else None
        recordings = [references] if recordings is None else recordings  # type: ignore[list-item]
        if not recordings:
            raise AudioError("no recording was given: enrol with at least one")
        names = [_called(recording, place) for place, recording in enumerate(recordings, start=1)]
        heard = self._hearing.learn([_as_audio(recording) for recording in recordings], names)
        voice = Voice(
            name=name or _name_of(recordings[0]),
            embedding=heard.embedding,
            tokens=heard.tokens,
            pitch_mean=heard.pitch_mean,
            pitch_std=heard.pitch_std,
            spectrum=heard.spectrum,
            correction=np.zeros_like(heard.spectrum),
            consent=consent,
            encoder=self._encoder_fingerprint,
        )
        if adapt:
            exercises = self._probe(voice, self._torch_engine)
            numbers = self._hearing.adaptation(self._torch_networks, heard, voice, exercises)
            voice = replace(voice, adaptation=numbers)
        return self._finished(voice, [recording_fingerprint(recording) for recording in recordings])

    def synthesize(
        self,
        text: str,
        voice: Voice,
        *,
        seed: int = 0,
        speed: float = 1.0,
        pitch: float = 0.0,
        pitch_range: float = 1.0,
        energy: float = 0.0,
        pauses: float = 1.0,
        language: str = "en",
        markup: bool = False,
        progress: Callable[[int, int], None] | None = None,
    ) -> Audio:
        """Speak `text` in `voice`; `speed`, `pitch` (semitones), `pitch_range`, `energy` (dB), `pauses` as `Delivery`.

        With `markup` the text may say how its words are spoken, in a subset of SSML (docs/markup.md).
        The same `seed` gives the same samples. `progress` is called with the number of sentences done and of all.
        Raises TextError where there is nothing to say, a wish is out of range or the markup is not supported,
        VoiceError where the voice was enrolled with other weights, ConsentError where it may not be used.
        """
        delivery = Delivery(speed, pitch, pitch_range, energy, pauses)
        speech = self.narrate(text, voice, delivery, seed=seed, language=language, markup=markup, progress=progress)
        return speech.audio

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
        """What `synthesize` does, with the times of all words and phonemes beside the audio.

        With `verify` (English only) each sentence is heard by our own recogniser, and one in which a word is not heard
        is made again with other seeds; one that still fails is named in `Speech.unclear`, and in a warning.
        """
        self._check_voice(voice)
        if verify:
            from voiceclone.synthesis.listening import check_language

            check_language(language)
        if len(text) > LONGEST_TEXT:
            raise TextError(f"the text has {len(text):,} characters, more than {LONGEST_TEXT:,} at once: use stream()")
        with self._reading:
            spoken = list(plan(text, self._frontend(language), markup))
        sentences, unclear = list[TimedSentence](), list[str]()

        def make(number: int, item: Spoken) -> _Made:
            score = self._score(item, voice, delivery, seed + number)
            sound = self._verified(item, score, unclear) if verify else self._sound(item, score)
            return _Made(score.durations, list(sound))

        def told(made: Iterable[_Made]) -> Iterator[NDArray[np.float32]]:
            length = 0  # samples of all sentences before
            for item, (durations, parts) in zip(spoken, made, strict=True):
                sentences.append(timed(item.sentence, durations, (length + len(parts[0])) / MEL.sample_rate))
                length += sum(map(len, parts))
                if progress:
                    progress(len(sentences), len(spoken))
                yield from parts

        self._engine(voice).networks.of(voice)  # read now: the threads would wait for one another
        with mapped(1 if verify else min(threads_here(), len(spoken))) as each:
            made = each(make, list(enumerate(spoken, start=1)), [len(item.sentence.symbols()) for item in spoken])
            audio = release_joined(told(made), MEL.sample_rate, voice, watermark=self._watermark)
        return Speech(audio, tuple(sentences), tuple(unclear))

    def stream(
        self,
        text: str,
        voice: Voice,
        *,
        seed: int = 0,
        speed: float = 1.0,
        pitch: float = 0.0,
        pitch_range: float = 1.0,
        energy: float = 0.0,
        pauses: float = 1.0,
        language: str = "en",
        markup: bool = False,
        on_sentence: Callable[[TimedSentence], None] | None = None,
    ) -> Iterator[Audio]:
        """Yield what `synthesize` returns in pieces, the first of them short, as soon as each is made.

        `on_sentence` is called with the times of each sentence, from the start of the speech, before any of it is
        heard; `Speech.joined` makes what `narrate` returns of them and of the pieces.
        """
        self._check_voice(voice)
        delivery = Delivery(speed, pitch, pitch_range, energy, pauses)
        spoken = plan(text, self._frontend(language), markup)
        pieces = self._pieces(spoken, voice, delivery, seed, on_sentence or (lambda _: None))
        yield from release_pieces(pieces, MEL.sample_rate, voice, watermark=self._watermark)

    def convert(self, recording: Reference, text: str, voice: Voice, *, seed: int = 0) -> Audio:
        """Say in `voice` what is said in a recording, `text` (English): the same words, timing and melody.

        Raises AudioError where the recording cannot be read or is longer than a minute, TextError where the text is not
        what is said in it, VoiceError where the voice was enrolled with other weights, ConsentError where it may not be
        used.
        """
        self._check_voice(voice)
        audio = _as_audio(recording, LONGEST_CONVERTED + 1)
        if audio.seconds > LONGEST_CONVERTED:
            raise AudioError(f"the recording is longer than {LONGEST_CONVERTED:.0f} s: convert it piece by piece")
        with self._reading:
            sentences = [item.sentence for item in plan(text, self._frontend("en"))]
        symbols = [symbol for sentence in sentences for symbol in sentence.symbols()]
        performed = self._hearing.performance(audio, symbols)
        if performed.fit < LEAST_FIT:
            raise TextError("the text is not what is said in the recording: give the words that are said in it")
        parts = converted(self._engine(voice), sentences, performed, voice, seed)
        return release_joined(parts, MEL.sample_rate, voice, watermark=self._watermark)

    def look_inside(
        self, text: str, voice: Voice, delivery: Delivery = PLAIN, *, seed: int = 0, language: str = "en"
    ) -> Iterator[Inside]:
        """Yield what the networks hand to one another for each sentence that `narrate` speaks with the same arguments.

        Raises what `narrate` does.
        """
        self._check_voice(voice)
        for number, item in enumerate(plan(text, self._frontend(language)), start=1):
            score = self._score(item, voice, delivery, seed + number)
            yield Inside(item.sentence.text, tuple(score.symbols), score.durations, *mel_of(score))

    def _score(self, item: Spoken, voice: Voice, delivery: Delivery, seed: int) -> Score:
        """A sentence of the plan laid out in time."""
        engine = self._engine(voice)
        return engine.score(item.sentence.symbols(), voice, delivery, seed, item.sentence.manners())

    def _sound(
        self, item: Spoken, score: Score, pieces: bool = False, begins: bool = True
    ) -> Iterator[NDArray[np.float32]]:
        """The samples of a sentence, at once or in pieces, between the silences around it."""
        sound = speak(score, pieces, begins=begins)
        return chain([silence_before(item, score)], sound, [silence_after(item, score)])

    def _pieces(
        self,
        spoken: Iterable[Spoken],
        voice: Voice,
        delivery: Delivery,
        seed: int,
        on_sentence: Callable[[TimedSentence], None],
    ) -> Iterator[NDArray[np.float32]]:
        """The samples of all sentences, piece by piece."""
        length = 0
        for number, item in enumerate(spoken, start=1):
            score = self._score(item, voice, delivery, seed + number)
            sound = self._sound(item, score, pieces=True, begins=number == 1)
            silence = next(sound)
            on_sentence(timed(item.sentence, score.durations, (length + len(silence)) / MEL.sample_rate))
            for piece in chain([silence], sound):
                length += len(piece)
                yield piece

    def _verified(self, item: Spoken, score: Score, unclear: list[str]) -> Iterator[NDArray[np.float32]]:
        """What `_sound` returns, of the take in which all words are heard; otherwise its text is added to `unclear`."""

        def make(seed: int) -> NDArray[np.float32]:
            return np.concatenate(list(speak(with_seed(score, seed))))

        take = self._hearing.listener.best_take(item.sentence, make, score.seed)
        if take.unclear:
            unclear.append(item.sentence.text)
            log.warning("not recognised: %s in the sentence %r", ", ".join(take.unclear), item.sentence.text)
        return iter([silence_before(item, score), take.samples, silence_after(item, score)])

    def _correction(self, voice: Voice) -> NDArray[np.float32]:
        """What is to be made up for of what a few sentences in the voice lack of its spectrum, `(n_mels,)`."""
        bare = replace(voice, correction=np.zeros_like(voice.correction))  # or what is there would seem not needed
        mel = np.concatenate([mel_of(score)[0] for score in self._probe(bare, self._engine(bare))])
        return (TRUSTED * spectrum_correction(mel, voice.spectrum)).astype(np.float32)

    def _probe(self, voice: Voice, engine: Engine) -> list[Score]:
        """A few sentences, laid out in the voice."""
        return [engine.score(item.sentence.symbols(), voice) for item in plan(_PROBE, self._english)]

    def embed(self, recording: Reference) -> NDArray[np.float32]:
        """Return the speaker embedding of a recording, `(embedding_dim,)`, of unit length: the one of enrolment.

        The product of two of them says how alike two voices are. Raises AudioError as `enroll` does.
        """
        name = "the reference" if isinstance(recording, Audio) else os.fspath(recording)
        return self._hearing.embed(_as_audio(recording), name)

    @staticmethod
    def challenge(purpose: str = PURPOSE) -> Challenge:
        """Return a fresh sentence, good for ten minutes, whose reading `verify` accepts as a consent given aloud.

        Raises ConsentError where the `purpose` is not a few plain English words, OutputError where it cannot be kept.
        """
        return issue(purpose)

    def verify(self, voice: Voice, reading: Reference, challenge: str, **terms: str) -> Voice:
        """Return `voice` with a verified consent: its speaker read out the sentence of a `challenge` (its id).

        `terms` as in `Consent.verified`. Raises ConsentError where the words, the speaker or the challenge are not
        right, VoiceError where the voice was enrolled with other weights, AudioError where nothing can be heard, and
        WeightsError where these weights have no density of voices, whose speakers the reader is told from.
        """
        self._check_voice(voice)
        from voiceclone.synthesis.attestation import ReadingScorers

        scorers = ReadingScorers(self._hearing.recogniser, self.embed, self._strangers, self._english)
        found = verify_reading(
            _as_audio(reading),
            challenge,
            voice.embedding,
            words=scorers.words,
            speaker=scorers.speaker,
            margin=scorers.margin,
            threshold=scorers.threshold,
        )
        return voice.with_consent(Consent.verified(found, **terms))

    @property
    def presets(self) -> tuple[str, ...]:
        """Names of the designed voices that come with the weights."""
        return tuple(read_presets(self._folder))

    def preset(self, name: str) -> Voice:
        """Return a designed voice that comes with the weights. Raises VoiceError where there is none of this name."""
        presets = read_presets(self._folder)
        if name not in presets:
            raise VoiceError(f"{name}: is neither a voice file nor a voice that ships: {', '.join(presets) or 'none'}")
        wish = presets[name]
        return self.design(seed=wish.seed, sex=wish.sex, pitch=wish.pitch, name=name)

    def design(
        self, *, seed: int = 0, sex: Sex | None = None, pitch: float | None = None, name: str = "nobody"
    ) -> Voice:
        """Draw a voice that belongs to nobody; see `VoiceDensity.draw`. The same `seed` gives the same voice.

        `sex`: "female" or "male", as it appears; `pitch`: its mean, in Hz. Raises VoiceError for a pitch that no such
        voice has, and WeightsError where these weights have no density.
        """
        draw = self._density.draw(np.random.default_rng(seed), sex, pitch)
        voice = Voice(
            name=name,
            embedding=draw.embedding,
            tokens=self._nobodys_tokens,
            pitch_mean=draw.pitch_mean,
            pitch_std=draw.pitch_std,
            spectrum=draw.spectrum,
            correction=np.zeros_like(draw.spectrum),
            consent=Consent.nobodys(),
            encoder=self._encoder_fingerprint,
        )
        return self._finished(voice, [])

    def nearest_training_speaker(self, voice: Voice) -> float:
        """Cosine between the embeddings of a designed voice and of the training speaker most like it.

        Raises VoiceError for a voice that was not designed: of others the density does not know it.
        """
        if voice.consent.level != "nobody":
            raise VoiceError(f"the voice {voice.name!r} was not designed; its nearest training speaker is not known")
        return self._density.nearest(voice.embedding)

    def mix(self, voices: Sequence[Voice], weights: Sequence[float] | None = None, *, name: str = "mix") -> Voice:
        """Return a voice between `voices`, by `weights` or in equal parts; it carries the consents of all along.

        Raises as `designed.mix` does, and VoiceError for voices of other weights than these.
        """
        for voice in voices:
            self._check_voice(voice)
        mixed = mix(voices, [1.0] * len(voices) if weights is None else weights, self._nobodys_tokens, name)
        return self._finished(mixed, recordings_of(voices))

    def compare(self, first: Voice | Reference, second: Voice | Reference) -> Comparison:
        """Say how alike two voices or recordings are, and how often such a likeness comes about by chance.

        Raises AudioError where a recording cannot be heard, VoiceError for a voice of other weights.
        """
        one, other = (self._embedding_of(side) for side in (first, second))
        rates = ErrorRates.load(self._folder, self._encoder_fingerprint)
        above = None if rates is None else above_strangers(one, other, self._strangers)
        return Comparison(float(one @ other), above, rates)

    def _embedding_of(self, side: Voice | Reference) -> NDArray[np.float32]:
        if not isinstance(side, Voice):
            return self.embed(side)
        self._check_encoder(side)
        return side.embedding

    def refitted(self, voice: Voice) -> Voice:
        """Return `voice`, enrolled with weights of the same speaker encoder, as it is spoken with these.

        Raises VoiceError for another encoder, ConsentError where the voice may not be used.
        """
        self._check_voice(voice)
        assert voice.consent.seal is not None
        unsealed = replace(voice, consent=replace(voice.consent, seal=None))
        return self._finished(unsealed, voice.consent.seal.references)

    def _finished(self, voice: Voice, references: Sequence[str]) -> Voice:
        """A voice of which all else is known, with its correction, sealed."""
        self._check_owner(voice)
        return replace(voice, correction=self._correction(voice)).sealed(references)


class _Made(NamedTuple):
    """A sentence that was made: the frames of each symbol, and its samples between the silences around it."""

    durations: NDArray[np.int64]
    parts: list[NDArray[np.float32]]


def _as_audio(recording: Reference, longest: float | None = None) -> Audio:
    """A recording at the working rate; of a file, its first `longest` seconds, or as much as is heard of a voice."""
    from voiceclone.audio.files import load_audio
    from voiceclone.hearing import LONGEST_REFERENCE

    longest = longest or LONGEST_REFERENCE
    audio = recording if isinstance(recording, Audio) else load_audio(recording, max_seconds=longest)
    return audio.resampled(MEL.sample_rate)


def _called(recording: Reference, place: int) -> str:
    return f"recording {place}" if isinstance(recording, Audio) else os.fspath(recording)


def _name_of(recording: Reference) -> str:
    return "voice" if isinstance(recording, Audio) else Path(recording).stem
