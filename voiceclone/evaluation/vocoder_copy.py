"""Copies of real speech through mel and vocoder: what the vocoder alone costs in likeness and quality."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from voiceclone.audio.audio import Audio
from voiceclone.audio.mel import MEL
from voiceclone.evaluation.corpus import Subject
from voiceclone.evaluation.judges import Judges, Rating
from voiceclone.evaluation.measures import cosine, pesq_wide_band
from voiceclone.evaluation.progress import Progress, silent
from voiceclone.evaluation.tables import Table, figure, without_empty_columns

Copy = Callable[[NDArray[np.float32]], NDArray[np.float32]]

_PESQ_RATE = 16_000


@dataclass(frozen=True)
class CopyResult:
    """One speaker's reference against its copy: cosine, wide-band PESQ (None: no speech found), DNSMOS of both."""

    speaker: str
    corpus: str
    similarity: float
    pesq: float | None
    rating: Rating
    real_rating: Rating


def vocoder_copies(
    copy: Copy, subjects: Sequence[Subject], judges: Judges, progress: Progress = silent
) -> list[CopyResult]:
    """Copy every subject's reference, and compare.

    `copy` takes samples `(samples,)` at 24 kHz and returns as many; what is longer is cut off, what is shorter
    filled with zeros. Raises AudioError if a clip cannot be read, DependencyError if `pesq` is missing.
    """
    return [_compare(copy, subject, judges) for subject in progress(subjects, "copying")]


def copy_table(results: Sequence[CopyResult]) -> Table:
    """One row a corpus, and one for all."""
    corpora = sorted({result.corpus for result in results})
    rows = [_row(corpus, [result for result in results if result.corpus == corpus]) for corpus in corpora]
    headings = ("corpus", "clips", "SIM", "worst tenth", "PESQ", "DNSMOS", "of the real")
    return without_empty_columns(Table("Copies through mel and vocoder", headings, (*rows, _row("all", results))))


def _compare(copy: Copy, subject: Subject, judges: Judges) -> CopyResult:
    real = subject.reference.load().resampled(MEL.sample_rate)
    samples = np.zeros_like(real.samples)
    made = np.clip(copy(real.samples)[: len(samples)], -1.0, 1.0)
    samples[: len(made)] = made
    copied = Audio(samples, MEL.sample_rate)
    return CopyResult(
        speaker=subject.name,
        corpus=subject.groups["corpus"],
        similarity=cosine(judges.speaker.embed(real), judges.speaker.embed(copied)),
        pesq=pesq_wide_band(real.resampled(_PESQ_RATE).samples, copied.resampled(_PESQ_RATE).samples),
        rating=judges.naturalness.rate(copied),
        real_rating=judges.naturalness.rate(real),
    )


def _row(label: str, results: Sequence[CopyResult]) -> tuple[str, ...]:
    similarities = sorted(result.similarity for result in results)
    pesq = [result.pesq for result in results if result.pesq is not None]
    return (
        label,
        str(len(results)),
        figure(fmean(similarities), ".3f"),
        figure(fmean(similarities[: -(-len(similarities) // 10)]), ".3f"),
        figure(fmean(pesq) if pesq else None, ".2f"),
        figure(fmean(result.rating["overall"] for result in results), ".2f"),
        figure(fmean(result.real_rating["overall"] for result in results), ".2f"),
    )
