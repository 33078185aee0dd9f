"""The report of an evaluation: its tables, and everything that was found as JSON."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from typing import Any

from voiceclone.evaluation.results import (
    PITCH_TOLERANCE,
    Evaluation,
    Row,
    SpeakerResult,
    share_of_the_way,
    summarise,
)
from voiceclone.evaluation.tables import EMPTY, Table, figure, without_empty_columns
from voiceclone.evaluation.words import align, normalise

GROUPS = ("sex", "age", "accent", "corpus")


def tables(evaluation: Evaluation) -> list[Table]:
    """All tables: by speaker, by group, and the means last, where a reader of a terminal looks."""
    found = [_table("By speaker", "speaker", rows_by(evaluation, _speaker_of))]
    for kind in GROUPS:
        found.append(_table(f"By {kind}", kind, rows_by(evaluation, _group_of(kind))))
    return [*found, _means(mean_rows(evaluation))]


def mean_rows(evaluation: Evaluation) -> list[Row]:
    """The clones, the same people's real recordings (the ceiling), and other people's (the floor).

    The last row is of those other people who are of the same sex.
    """
    rows = [_clones("clones", evaluation)] if evaluation.clones else []
    rows.append(summarise("the person", evaluation.ceiling))
    rows.append(summarise("other people", evaluation.floor))
    rows.append(summarise("same sex", evaluation.floor_same_sex))
    return rows


def rows_by(evaluation: Evaluation, key: Callable[[SpeakerResult], str]) -> list[Row]:
    """One row for each value of `key`: of the clones, or of the real recordings where nothing was cloned."""
    names = sorted({key(result) for result in evaluation.clones or evaluation.ceiling})
    return [_group(name, evaluation, key) for name in names]


def word_report(evaluation: Evaluation) -> list[str]:
    """One line for each sentence spoken, word by word: `>` replaced, `-` left out, `+` invented."""
    return [
        f"{result.speaker}: {align(normalise(utterance.said), normalise(utterance.heard))}"
        for result in evaluation.clones
        for utterance in result.utterances
    ]


def to_dict(evaluation: Evaluation) -> dict[str, Any]:
    """Means, groups, speakers and every sentence, ready for JSON."""
    return {
        "means": [asdict(row) for row in mean_rows(evaluation)],
        "groups": {kind: [asdict(row) for row in rows_by(evaluation, _group_of(kind))] for kind in GROUPS},
        "speakers": [asdict(row) for row in rows_by(evaluation, _speaker_of)],
        "recordings": {
            "clones": [asdict(result) for result in evaluation.clones],
            "ceiling": [asdict(result) for result in evaluation.ceiling],
            "floor": [asdict(result) for result in evaluation.floor],
        },
        "failures": evaluation.failures,
    }


def _speaker_of(result: SpeakerResult) -> str:
    return result.speaker


def _group_of(kind: str) -> Callable[[SpeakerResult], str]:
    return lambda result: result.groups[kind]


def _group(name: str, evaluation: Evaluation, key: Callable[[SpeakerResult], str]) -> Row:
    part = replace(
        evaluation,
        clones=tuple(result for result in evaluation.clones if key(result) == name),
        ceiling=tuple(result for result in evaluation.ceiling if key(result) == name),
        floor=tuple(result for result in evaluation.floor if key(result) == name),
        peak_memory=None,
    )
    return _clones(name, part) if evaluation.clones else summarise(name, part.ceiling)


def _clones(label: str, evaluation: Evaluation) -> Row:
    row = summarise(label, evaluation.clones, evaluation.peak_memory)
    floor, ceiling = summarise("", evaluation.floor), summarise("", evaluation.ceiling)
    return replace(row, way=share_of_the_way(row.similarity, floor.similarity, ceiling.similarity))


def _means(rows: Sequence[Row]) -> Table:
    """One line a figure, one column a summary."""
    lines = [(name, *(show(row) for row in rows)) for name, show in _FIGURES.items()]
    kept = tuple(line for line in lines if any(cell != EMPTY for cell in line[1:]))
    return Table("Means", ("figure", *(row.label for row in rows)), kept)


def _table(title: str, first: str, rows: Sequence[Row]) -> Table:
    """One line a summary, narrow enough for a terminal."""
    cells = tuple((row.label, *(show(row) for show in _COLUMNS.values())) for row in rows)
    return without_empty_columns(Table(title, (first, *_COLUMNS), cells))


_FIGURES: dict[str, Callable[[Row], str]] = {
    "speakers": lambda row: figure(row.speakers, "d"),
    "recordings": lambda row: figure(row.recordings or None, "d"),
    "WER": lambda row: figure(row.wer, ".3f"),
    "SIM": lambda row: figure(row.similarity, ".3f"),
    "SIM, share of the way from other people to the person": lambda row: figure(row.way, ".0%"),
    "SIM, worst tenth of speakers": lambda row: figure(row.worst_tenth, ".3f"),
    "speakers nearest to their own reference": lambda row: figure(row.nearest, ".0%"),
    "DNSMOS overall": lambda row: figure(row.overall, ".2f"),
    "DNSMOS signal": lambda row: figure(row.signal, ".2f"),
    "DNSMOS background": lambda row: figure(row.background, ".2f"),
    "F0 median, semitones from the reference's": lambda row: figure(row.pitch_error, ".2f"),
    f"F0 median, speakers within {PITCH_TOLERANCE} semitones": lambda row: figure(row.pitch_within, ".0%"),
    "real-time factor": lambda row: figure(row.real_time_factor, ".3f"),
    "peak memory, MB": lambda row: figure(row.peak_memory, ".0f"),
}
_COLUMNS: dict[str, Callable[[Row], str]] = {
    "n": lambda row: figure(row.speakers, "d"),
    "WER": lambda row: figure(row.wer, ".3f"),
    "SIM": lambda row: figure(row.similarity, ".3f"),
    "way": lambda row: figure(row.way, ".0%"),
    "own": lambda row: figure(row.nearest, ".0%"),
    "DNSMOS": lambda row: figure(row.overall, ".2f"),
    "signal": lambda row: figure(row.signal, ".2f"),
    "F0, st": lambda row: figure(row.pitch_error, ".2f"),
    "RTF": lambda row: figure(row.real_time_factor, ".3f"),
}
LEGEND = (
    "n: speakers; way: share of the way of SIM from other people to the person; own: speakers whose clones are nearer "
    "to their own reference than to any other; F0, st: semitones from the reference's median."
)
