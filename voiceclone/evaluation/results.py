"""What the judges said, recording by recording and speaker by speaker, and its summary in one row of a table."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from statistics import fmean

from voiceclone.evaluation.judges import Rating


@dataclass(frozen=True)
class Utterance:
    """One recording, judged.

    `said` is the text that was to be spoken (empty: unknown) and `heard` what the recogniser wrote down; `errors`
    and `words` give its word error rate. `similarity` is the cosine with the person's other recording. `spoken` is
    its length and `taken` the time of computing, both in seconds.
    """

    said: str
    heard: str
    errors: int
    words: int
    rating: Rating
    similarity: float | None = None
    spoken: float = 0.0
    taken: float = 0.0


@dataclass(frozen=True)
class SpeakerResult:
    """One speaker's recordings, judged: clones, real ones (the ceiling), or other people's (the floor).

    `similarity` is the mean cosine with the person's other recording; `nearest` whether the person's reference is
    the nearest of all references; `pitch_error` the distance of the median F0 from the reference's in semitones
    (signed, but for the floor); None where it could not be measured.
    """

    speaker: str
    groups: dict[str, str]
    similarity: float
    nearest: bool | None = None
    pitch_error: float | None = None
    utterances: tuple[Utterance, ...] = ()


@dataclass(frozen=True)
class Row:
    """A summary over speakers: rates and shares 0 to 1, DNSMOS 1 to 5, semitones, megabytes; None: not measured.

    `wer` is over all words; the others are means over speakers. `way` is the share of the way from the floor's
    similarity to the ceiling's; `worst_tenth` the mean similarity of the tenth of the speakers that is least alike.
    """

    label: str
    speakers: int
    recordings: int
    wer: float | None = None
    similarity: float | None = None
    way: float | None = None
    worst_tenth: float | None = None
    nearest: float | None = None
    overall: float | None = None
    signal: float | None = None
    background: float | None = None
    pitch_error: float | None = None
    pitch_within: float | None = None
    real_time_factor: float | None = None
    peak_memory: float | None = None


@dataclass(frozen=True)
class Evaluation:
    """Everything that an evaluation found. `failures` are speakers that could not be enrolled or spoken, and why."""

    clones: tuple[SpeakerResult, ...]
    ceiling: tuple[SpeakerResult, ...]
    floor: tuple[SpeakerResult, ...]
    floor_same_sex: tuple[SpeakerResult, ...]
    peak_memory: float | None = None
    failures: dict[str, str] = field(default_factory=dict)


PITCH_TOLERANCE = 1.5  # semitones


def summarise(label: str, results: Sequence[SpeakerResult], peak_memory: float | None = None) -> Row:
    """One row over all speakers given; `way` is left to `with_way`."""
    utterances = [utterance for result in results for utterance in result.utterances]
    words = sum(utterance.words for utterance in utterances)
    spoken = sum(utterance.spoken for utterance in utterances)
    taken = sum(utterance.taken for utterance in utterances)
    similarities = sorted(result.similarity for result in results)
    pitch = [abs(result.pitch_error) for result in results if result.pitch_error is not None]
    return Row(
        label=label,
        speakers=len(results),
        recordings=len(utterances),
        wer=sum(utterance.errors for utterance in utterances) / words if words else None,
        similarity=_mean(similarities),
        worst_tenth=_mean(similarities[: -(-len(similarities) // 10)]),
        nearest=_mean(result.nearest for result in results if result.nearest is not None),
        overall=_mean(_ratings(results, lambda rating: rating["overall"])),
        signal=_mean(_ratings(results, lambda rating: rating["signal"])),
        background=_mean(_ratings(results, lambda rating: rating["background"])),
        pitch_error=_mean(pitch),
        pitch_within=_mean(error <= PITCH_TOLERANCE for error in pitch),
        real_time_factor=taken / spoken if taken else None,
        peak_memory=peak_memory,
    )


def share_of_the_way(similarity: float | None, floor: float | None, ceiling: float | None) -> float | None:
    """Where a similarity lies between other people's (0) and the person's own (1); None if there is no such way."""
    if similarity is None or floor is None or ceiling is None or ceiling <= floor:
        return None
    return (similarity - floor) / (ceiling - floor)


def _ratings(results: Iterable[SpeakerResult], choose: Callable[[Rating], float]) -> list[float]:
    return [
        fmean(choose(utterance.rating) for utterance in result.utterances) for result in results if result.utterances
    ]


def _mean(values: Iterable[float]) -> float | None:
    numbers = list(values)
    return fmean(numbers) if numbers else None
