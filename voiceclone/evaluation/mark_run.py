"""The benchmark of the watermark from beginning to end: what was asked for, in; tables, out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from voiceclone.audio.files import load_audio
from voiceclone.errors import DataError
from voiceclone.evaluation.corpus import Clip, read_clips
from voiceclone.evaluation.judges import check_judges
from voiceclone.evaluation.judges.dnsmos import Dnsmos
from voiceclone.evaluation.judges.resemblyzer import Resemblyzer
from voiceclone.evaluation.machine import describe_machine
from voiceclone.evaluation.mark_clips import draw_clips, joined, read_sounds
from voiceclone.evaluation.mark_conditions import Condition, conditions
from voiceclone.evaluation.mark_hostile import hostile_attacks
from voiceclone.evaluation.mark_peers import MarkPeer, mark_peers
from voiceclone.evaluation.mark_trials import (
    LEVELS,
    Cost,
    FalseAlarms,
    Specimen,
    Survival,
    cost,
    false_alarms,
    hostile_survival,
    marking_speed,
    specimens,
    survival,
)
from voiceclone.evaluation.own_networks import own_copy, own_speech
from voiceclone.evaluation.progress import Progress, silent
from voiceclone.evaluation.tables import EMPTY, Table, figure, without_empty_columns

SECONDS = 5.0  # of a clip, and of a window


@dataclass(frozen=True)
class MarkSettings:
    """What is measured: `clips` 5 s long drawn from `corpus` by `seed`, `windows` of real and of synthetic speech.

    `noises` is a folder of recorded noises and, in `rooms`, of impulse responses. `peers`: Perth beside it.
    `only`: a part of the name of the conditions that alone are measured.
    """

    corpus: Path
    clips: int = 100
    windows: int = 1_000
    seed: int = 0
    split: str = "dev"
    noises: Path | None = None
    peers: bool = True
    only: str = ""


def run_mark_benchmark(settings: MarkSettings, progress: Progress = silent) -> Iterator[Table | str]:
    """Measure the watermark, and yield each table, or a note for who reads them, as soon as it is there.

    How fast it is, what it costs, what it survives, how often it errs. Raises DataError if the corpus has no clip of
    5 s or no condition is called so, DependencyError if the judges or PyAV are not installed.
    """
    check_judges()
    every = _conditions(settings)
    clips = read_clips(settings.corpus, settings.split)
    marked = specimens(draw_clips(clips, settings.clips, SECONDS, settings.seed), settings.seed)
    peers = mark_peers() if settings.peers else []
    if settings.only:
        yield _survival_table(survival(marked, every, peers, settings.seed, progress), peers)
        return
    yield from _notes(marked, peers, settings)
    yield _cost_table(marked, peers)
    survived = survival(marked, every, peers, settings.seed, progress)
    for name, attack in progress(list(hostile_attacks().items()), "hostile attacks"):
        survived.append(hostile_survival(marked, name, attack, settings.seed))
    yield _survival_table(survived, peers)
    real = joined(load_audio(clip.path).samples for clip in clips)
    unmarked = (  # the half as many of each kind of synthetic speech
        ("real speech", real, settings.windows),
        ("copies by the vocoder", map(own_copy(), real), -(-settings.windows // 2)),
        ("speech of this package", own_speech(_english(clips)), -(-settings.windows // 2)),
    )
    yield _alarm_table(
        [false_alarms(name, joined(pieces), windows, SECONDS, progress) for name, pieces, windows in unmarked]
    )


def _conditions(settings: MarkSettings) -> list[Condition]:
    copy = own_copy()
    copied = Condition("copy by the vocoder", lambda samples, rng: copy(samples), promised=False)
    every = [*conditions(*read_sounds(settings.noises)), copied]
    chosen = [condition for condition in every if settings.only in condition.name]
    if not chosen:
        names = ", ".join(condition.name for condition in every)
        raise DataError(f"no condition has {settings.only!r} in its name; there are: {names}")
    return chosen


def _english(clips: Sequence[Clip]) -> list[str]:
    return [clip.text for clip in clips if clip.text and clip.language in ("", "en")]


def _cost_table(marked: Sequence[Specimen], peers: Sequence[MarkPeer]) -> Table:
    speaker, naturalness = Resemblyzer(), Dnsmos()
    costs = [cost("voiceclone", [(one.clip, one.marked) for one in marked], speaker, naturalness)]
    for peer in peers:
        costs.append(cost(peer.name, [(one.clip, peer.mark(one.clip)) for one in marked], speaker, naturalness))
    headings = ("mark", "PESQ", "lowest", "DNSMOS loss", "SIM", "lowest")
    return Table("What the mark costs", headings, tuple(map(_cost_row, costs)))


def _cost_row(found: Cost) -> tuple[str, ...]:
    return (
        found.name,
        figure(found.pesq, ".2f"),
        figure(found.worst_pesq, ".2f"),
        figure(found.naturalness_loss, ".3f"),
        figure(found.similarity, ".4f"),
        figure(found.worst_similarity, ".4f"),
    )


def _survival_table(found: Sequence[Survival], peers: Sequence[MarkPeer]) -> Table:
    names = [peer.name for peer in peers]
    headings = ("condition", "promised", "found", "read", "bit errors", "misread", *(f"{name} finds" for name in names))
    rows = tuple(_survival_row(one, names) for one in found)
    return without_empty_columns(Table("What the mark survives", headings, rows))


def _survival_row(one: Survival, names: Sequence[str]) -> tuple[str, ...]:
    return (
        one.name,
        "yes" if one.promised else "no",
        figure(one.found, ".1%"),
        figure(one.read, ".1%"),
        figure(one.bit_errors, ".2%"),
        figure(one.misread, ".1%"),
        *(figure(one.peers[name], ".1%") if name in one.peers else EMPTY for name in names),
    )


def _alarm_table(found: Sequence[FalseAlarms]) -> Table:
    levels = [f"p <= {level:g}" for level in LEVELS]
    headings = ("unmarked windows of 5 s", "number", "apart", "alarms", "lowest p", *levels)
    return Table("How often it errs", headings, tuple(map(_alarm_row, found)))


def _alarm_row(one: FalseAlarms) -> tuple[str, ...]:
    shares = (f"{share:.3%}" for share in one.shares)
    return (one.name, str(one.windows), f"{one.step:.2f} s", str(one.alarms), f"{one.lowest:.1e}", *shares)


def _notes(marked: Sequence[Specimen], peers: Sequence[MarkPeer], settings: MarkSettings) -> list[str]:
    factor, found, missed = marking_speed(marked[0].clip)
    notes = [
        f"{len(marked)} clips of {SECONDS:g} s, seed {settings.seed}; found: p <= 1e-5; read: all 32 bits right; "
        "bit errors: a half where nothing is read; misread: another payload is reported.",
        f"Marking: real-time factor {factor:.4f}. Finding in 5 s: {found:.3f} s; searching all speeds of unmarked 5 s: "
        f"{missed:.3f} s (processor time).",
        f"Measured on: {describe_machine()}.",
    ]
    if settings.peers and not peers:
        notes.append("Perth is left out: it is not installed (pip install resemble-perth).")
    return notes
