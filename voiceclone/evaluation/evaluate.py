"""Speaks sentences in the voices of real people, and asks the judges how well that went."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean
from time import perf_counter
from typing import Any, Protocol, TypeAlias

import numpy as np

from voiceclone.audio.audio import Audio
from voiceclone.errors import DataError, VoiceCloneError
from voiceclone.evaluation import real_speech
from voiceclone.evaluation.corpus import Subject
from voiceclone.evaluation.judges import Judges
from voiceclone.evaluation.machine import peak_memory
from voiceclone.evaluation.measures import cosine, median_pitch
from voiceclone.evaluation.progress import Progress, silent
from voiceclone.evaluation.real_speech import Portrait
from voiceclone.evaluation.results import Evaluation, SpeakerResult, Utterance
from voiceclone.evaluation.words import align, normalise
from voiceclone.trust.consent import Consent

STATEMENT = "Enrolled only to be measured; whoever runs the evaluation answers for the right to the recordings."

Voice: TypeAlias = Any  # whatever the cloner makes of a recording


class Cloner(Protocol):
    """What is evaluated: `VoiceCloner`, or anything else that speaks a text in the voice of a recording."""

    def enroll(self, references: Audio, /, *, consent: Consent) -> Voice:
        """Return the voice of a recording."""
        ...

    def synthesize(self, text: str, voice: Voice, /, *, seed: int) -> Audio:
        """Return the text in that voice."""
        ...


@dataclass(frozen=True)
class Clone:
    """One sentence spoken in a subject's voice; `taken` is the time of computing in seconds."""

    text: str
    audio: Audio
    taken: float


@dataclass
class Spoken:
    """The clones by speaker, why the others could not be cloned, and the peak of memory in megabytes."""

    clones: dict[str, list[Clone]] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)
    peak_memory: float | None = None

    def measure_memory(self) -> None:
        """Take the peak until now without the clones, which only the evaluation keeps."""
        peak = peak_memory()
        if peak is not None:
            held = sum(clone.audio.samples.nbytes for clones in self.clones.values() for clone in clones) / 1e6
            self.peak_memory = max(self.peak_memory or 0.0, peak - held)


def evaluate_cloning(
    cloner: Cloner,
    subjects: Sequence[Subject],
    sentences: Mapping[str, Sequence[str]],
    judges: Callable[[], Judges],
    *,
    references: Sequence[Subject] | None = None,
    condition: Callable[[Audio], Audio] | None = None,
    real_clips: int = 6,
    seed: int = 0,
    keep: Callable[[str, int, Audio], None] | None = None,
    progress: Progress = silent,
) -> Evaluation:
    """Speak each subject's `sentences` in their voice, and judge clones, real recordings and other people's.

    `judges` is called once everything is spoken, so that the peak of memory is the cloner's own. `references` are
    all people whose reference a clone might be nearer to than to its own (default: the subjects). `condition` makes
    a reference poorer before it is enrolled. Of each person's real clips, `real_clips` are judged for words and
    naturalness. `keep` is handed each clone with the speaker's name and a number.
    The same seed gives the same result, but for times and memory. Raises DataError if nobody could be spoken.
    """
    spoken = speak(cloner, subjects, sentences, condition, seed, progress)
    if not spoken.clones:
        reasons = iter(spoken.failures.values())
        raise DataError(f"no speaker could be cloned; of the first one: {next(reasons, 'there is none')}")
    if keep is not None:
        for name, clones in spoken.clones.items():
            for number, clone in enumerate(clones):
                keep(name, number, clone.audio)

    ears = judges()
    everyone = real_speech.portraits(references or subjects, ears.speaker, progress)
    chosen = [portrait for portrait in everyone if portrait.subject.name in spoken.clones]
    return Evaluation(
        clones=tuple(
            judge_clones(portrait, spoken.clones[portrait.subject.name], everyone, ears)
            for portrait in progress(chosen, "judging the clones")
        ),
        ceiling=tuple(real_speech.ceiling(chosen, everyone, ears, real_clips, progress)),
        floor=tuple(real_speech.floor(chosen, everyone)),
        floor_same_sex=tuple(real_speech.floor(chosen, everyone, same_sex=True)),
        peak_memory=spoken.peak_memory,
        failures=spoken.failures,
    )


def evaluate_real_speech(
    subjects: Sequence[Subject],
    judges: Judges,
    *,
    references: Sequence[Subject] | None = None,
    real_clips: int = 6,
    progress: Progress = silent,
) -> Evaluation:
    """Ceiling and floor alone, without any cloning: what the judges say of things that are known."""
    everyone = real_speech.portraits(references or subjects, judges.speaker, progress)
    names = {subject.name for subject in subjects}
    chosen = [portrait for portrait in everyone if portrait.subject.name in names]
    return Evaluation(
        clones=(),
        ceiling=tuple(real_speech.ceiling(chosen, everyone, judges, real_clips, progress)),
        floor=tuple(real_speech.floor(chosen, everyone)),
        floor_same_sex=tuple(real_speech.floor(chosen, everyone, same_sex=True)),
    )


def speak(
    cloner: Cloner,
    subjects: Sequence[Subject],
    sentences: Mapping[str, Sequence[str]],
    condition: Callable[[Audio], Audio] | None = None,
    seed: int = 0,
    progress: Progress = silent,
) -> Spoken:
    """Clone every subject.

    The first sentence is spoken once before, untimed, so that nothing is loaded or compiled on the clock.
    """
    consent = Consent.self_attested(STATEMENT)
    spoken = Spoken()
    for turn, subject in enumerate(progress(subjects, "speaking")):
        try:
            reference = subject.reference.load()
            voice = cloner.enroll(condition(reference) if condition else reference, consent=consent)
            if not spoken.clones:
                cloner.synthesize(sentences[subject.name][0], voice, seed=seed)
            spoken.clones[subject.name] = [
                _timed(cloner, text, voice, seed + 1000 * turn + place)
                for place, text in enumerate(sentences[subject.name])
            ]
        except VoiceCloneError as error:
            spoken.failures[subject.name] = str(error)
        spoken.measure_memory()
    return spoken


def judge_clones(
    portrait: Portrait, clones: Sequence[Clone], everyone: Sequence[Portrait], judges: Judges
) -> SpeakerResult:
    """One speaker's clones: words, likeness to the person's other recording, naturalness, pitch."""
    embeddings = [judges.speaker.embed(clone.audio) for clone in clones]
    f0 = np.concatenate([real_speech.pitch_of(clone.audio) for clone in clones])
    utterances = tuple(
        _judged(clone, cosine(embedding, portrait.other), judges)
        for clone, embedding in zip(clones, embeddings, strict=True)
    )
    return SpeakerResult(
        speaker=portrait.subject.name,
        groups=portrait.subject.groups,
        similarity=fmean(cosine(embedding, portrait.other) for embedding in embeddings),
        nearest=real_speech.nearest(np.mean(embeddings, axis=0), everyone) == portrait.subject.name,
        pitch_error=real_speech.interval(median_pitch(f0), portrait.reference_pitch),
        utterances=utterances,
    )


def _timed(cloner: Cloner, text: str, voice: Voice, seed: int) -> Clone:
    start = perf_counter()
    audio = cloner.synthesize(text, voice, seed=seed)
    return Clone(text, audio, perf_counter() - start)


def _judged(clone: Clone, similarity: float, judges: Judges) -> Utterance:
    heard = judges.recogniser.transcribe(clone.audio)
    alignment = align(normalise(clone.text), normalise(heard))
    return Utterance(
        said=clone.text,
        heard=heard,
        errors=alignment.errors,
        words=alignment.said,
        rating=judges.naturalness.rate(clone.audio),
        similarity=similarity,
        spoken=clone.audio.seconds,
        taken=clone.taken,
    )
