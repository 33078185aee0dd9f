"""Speaker verification trials: do speaker encoders know whether two clips are of one person?"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from voiceclone.audio.audio import Audio
from voiceclone.errors import AudioError, DataError
from voiceclone.evaluation.corpus import Clip, Stretch
from voiceclone.evaluation.judges import SpeakerJudge
from voiceclone.evaluation.measures import cosine, equal_error_rate
from voiceclone.evaluation.progress import Progress, silent
from voiceclone.evaluation.tables import Table, figure

_Embeddings: TypeAlias = list[NDArray[np.float32]] | None  # one an encoder; None where the clip was refused


class Encoder(Protocol):
    """What is tried: an embedding of a recording, and a score of two embeddings, higher for one person."""

    name: str

    def embed(self, audio: Audio) -> NDArray[np.float32]:
        """Return a vector `(dimension,)`. Raises AudioError where there is too little to hear."""
        ...

    def score(self, first: NDArray[np.float32], second: NDArray[np.float32]) -> float:
        """Say how alike two embeddings are."""
        ...


class Cosines:
    """A speaker judge as an encoder whose score is the cosine."""

    def __init__(self, judge: SpeakerJudge) -> None:
        self.name, self.embed, self.score = judge.name, judge.embed, cosine


@dataclass(frozen=True)
class Trials:
    """Pairs of places in `clips`: of one speaker, and of two."""

    clips: tuple[Clip, ...]
    same: tuple[tuple[int, int], ...]
    different: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Verification:
    """How an encoder did: its equal error rate (0 to 1) and threshold, and the scores of both kinds of pair."""

    encoder: str
    same_pairs: int
    different_pairs: int
    equal_error_rate: float
    threshold: float
    same_mean: float
    same_deviation: float
    different_mean: float
    different_deviation: float


def draw_trials(clips: Sequence[Clip], seed: int = 0, different: int = 10_000, shortest: float = 1.0) -> Trials:
    """All pairs of one speaker's clips, and `different` pairs of two speakers' (or all, if fewer), drawn by `seed`.

    Clips under `shortest` seconds are left out, and those whose speaker is not certain. Raises DataError where
    no speaker has two clips, or there is one speaker only.
    """
    usable = sorted(
        (clip for clip in clips if clip.seconds >= shortest and clip.speaker_is_certain),
        key=lambda clip: str(clip.path),
    )
    pairs = list(combinations(range(len(usable)), 2))
    same = [pair for pair in pairs if usable[pair[0]].speaker == usable[pair[1]].speaker]
    rest = [pair for pair in pairs if usable[pair[0]].speaker != usable[pair[1]].speaker]
    if not same or not rest:
        raise DataError("trials need a speaker with two clips, and two speakers")
    chosen = np.random.default_rng(seed).choice(len(rest), size=min(different, len(rest)), replace=False)
    return Trials(tuple(usable), tuple(same), tuple(rest[index] for index in sorted(chosen)))


def encoder_trials(
    encoders: Sequence[Encoder], trials: Trials, progress: Progress = silent
) -> tuple[list[Verification], dict[Path, str]]:
    """Each encoder on the same trials; also the clips that one of them refused (in no pair, for none), and why.

    Raises DataError if too few clips are left.
    """
    pairs, refused = trial_scores(encoders, trials, progress)
    results = [_verify(encoder.name, *scores) for encoder, scores in zip(encoders, pairs, strict=True)]
    return results, refused


def trial_scores(
    encoders: Sequence[Encoder], trials: Trials, progress: Progress = silent
) -> tuple[list[tuple[NDArray[np.float64], NDArray[np.float64]]], dict[Path, str]]:
    """For each encoder the scores of all pairs of one speaker, and of two, `(pairs,)`; also the refused clips."""
    embeddings: list[_Embeddings] = []
    refused: dict[Path, str] = {}
    for clip in progress(trials.clips, "embedding clips"):
        try:
            audio = Stretch(clip, 0.0, clip.seconds).load()
            embeddings.append([encoder.embed(audio) for encoder in encoders])
        except AudioError as error:
            embeddings.append(None)
            refused[clip.path] = str(error)
    same = [(embeddings[first], embeddings[second]) for first, second in trials.same]
    different = [(embeddings[first], embeddings[second]) for first, second in trials.different]
    scores = [(_scores(same, place, one), _scores(different, place, one)) for place, one in enumerate(encoders)]
    return scores, refused


def verification_table(title: str, results: Sequence[Verification]) -> Table:
    """One row an encoder: rate and threshold, and the scores of both kinds of pair, with how many there were."""
    return Table(
        title,
        ("encoder", "EER", "threshold", "one person (pairs)", "two people (pairs)"),
        tuple(
            (
                result.encoder,
                figure(result.equal_error_rate, ".2%"),
                figure(result.threshold, ".3f"),
                f"{result.same_mean:.3f} ± {result.same_deviation:.3f} ({result.same_pairs})",
                f"{result.different_mean:.3f} ± {result.different_deviation:.3f} ({result.different_pairs})",
            )
            for result in results
        ),
    )


def _scores(pairs: Sequence[tuple[_Embeddings, _Embeddings]], place: int, encoder: Encoder) -> NDArray[np.float64]:
    """Scores `(pairs,)` by the encoder at that place, of those pairs in which nobody refused a clip."""
    return np.array([encoder.score(first[place], second[place]) for first, second in pairs if first and second])


def _verify(name: str, same: NDArray[np.float64], different: NDArray[np.float64]) -> Verification:
    if not len(same) or not len(different):
        raise DataError("too few clips hold enough speech: no pair of one speaker, or none of two, is left")
    rate, threshold = equal_error_rate(same, different)
    return Verification(
        encoder=name,
        same_pairs=len(same),
        different_pairs=len(different),
        equal_error_rate=rate,
        threshold=threshold,
        same_mean=float(same.mean()),
        same_deviation=float(same.std()),
        different_mean=float(different.mean()),
        different_deviation=float(different.std()),
    )
