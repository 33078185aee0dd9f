"""The real recordings of the speakers: the ceiling (the person) and the floor (other people) of every figure."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from voiceclone.audio.audio import Audio
from voiceclone.audio.mel import MEL
from voiceclone.audio.pitch import estimate_pitch
from voiceclone.evaluation.corpus import Clip, Stretch, Subject
from voiceclone.evaluation.judges import Judges, SpeakerJudge
from voiceclone.evaluation.measures import cosine, median_pitch, semitones
from voiceclone.evaluation.progress import Progress, silent
from voiceclone.evaluation.results import SpeakerResult, Utterance
from voiceclone.evaluation.words import align, normalise

_SHORTEST_CLIP = 1.0  # seconds


@dataclass(frozen=True)
class Portrait:
    """What a judge hears of a subject's two recordings: embeddings `(dimension,)` and median F0 in Hz."""

    subject: Subject
    reference: NDArray[np.float32]
    other: NDArray[np.float32]
    reference_pitch: float | None
    other_pitch: float | None


def portraits(subjects: Sequence[Subject], judge: SpeakerJudge, progress: Progress = silent) -> list[Portrait]:
    """Listen to each subject's reference and other recording. Raises AudioError if one cannot be read."""
    return [_portrait(subject, judge) for subject in progress(subjects, "real voices")]


def ceiling(
    chosen: Sequence[Portrait], everyone: Sequence[Portrait], judges: Judges, clips: int, progress: Progress = silent
) -> list[SpeakerResult]:
    """The chosen people themselves: reference against other recording, and up to `clips` of their clips, judged."""
    return [
        SpeakerResult(
            speaker=portrait.subject.name,
            groups=portrait.subject.groups,
            similarity=cosine(portrait.reference, portrait.other),
            nearest=nearest(portrait.other, everyone) == portrait.subject.name,
            pitch_error=interval(portrait.other_pitch, portrait.reference_pitch),
            utterances=tuple(_judge(clip, judges) for clip in _usable(portrait.subject)[:clips]),
        )
        for portrait in progress(chosen, "real recordings")
    ]


def floor(chosen: Sequence[Portrait], everyone: Sequence[Portrait], same_sex: bool = False) -> list[SpeakerResult]:
    """Everyone else's references against each chosen person's other recording; `same_sex` for those of one sex only."""
    return [result for portrait in chosen if (result := _floor(portrait, everyone, same_sex)) is not None]


def nearest(embedding: NDArray[np.float32], everyone: Sequence[Portrait]) -> str:
    """Name of the subject whose reference is nearest to an embedding `(dimension,)`."""
    return max(everyone, key=lambda portrait: cosine(embedding, portrait.reference)).subject.name


def interval(frequency: float | None, reference: float | None) -> float | None:
    """Semitones between two medians, None if one is missing."""
    return semitones(frequency, reference) if frequency and reference else None


def pitch_of(audio: Audio) -> NDArray[np.float32]:
    """F0 in Hz of a recording, `(frames,)`, 0 where unvoiced."""
    return estimate_pitch(audio.resampled(MEL.sample_rate).samples.copy())


def _portrait(subject: Subject, judge: SpeakerJudge) -> Portrait:
    reference, other = subject.reference.load(), subject.other.load()
    return Portrait(
        subject,
        judge.embed(reference),
        judge.embed(other),
        median_pitch(pitch_of(reference)),
        median_pitch(pitch_of(other)),
    )


def _floor(portrait: Portrait, everyone: Sequence[Portrait], same_sex: bool) -> SpeakerResult | None:
    subject = portrait.subject
    sex = subject.groups["sex"]
    others = [
        other
        for other in everyone
        if other.subject.name != subject.name and (not same_sex or other.subject.groups["sex"] == sex)
    ]
    if not others:
        return None
    intervals = [interval(other.reference_pitch, portrait.reference_pitch) for other in others]
    distances = [abs(distance) for distance in intervals if distance is not None]
    return SpeakerResult(
        speaker=subject.name,
        groups=subject.groups,
        similarity=fmean(cosine(other.reference, portrait.other) for other in others),
        nearest=None,
        pitch_error=fmean(distances) if distances else None,
    )


def _usable(subject: Subject) -> list[Clip]:
    return [clip for clip in subject.clips if clip.seconds >= _SHORTEST_CLIP]


def _judge(clip: Clip, judges: Judges) -> Utterance:
    audio = Stretch(clip, 0.0, clip.seconds).load()
    heard = judges.recogniser.transcribe(audio) if clip.text else ""  # without the words there is nothing to compare
    alignment = align(normalise(clip.text), normalise(heard)) if clip.text else None
    return Utterance(
        said=clip.text,
        heard=heard,
        errors=alignment.errors if alignment else 0,
        words=alignment.said if alignment else 0,
        rating=judges.naturalness.rate(audio),
        spoken=audio.seconds,
    )
