"""One evaluation from beginning to end: what was asked for, in; the report, out."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import torch

from voiceclone.audio.atomic_write import check_destination, write_atomically
from voiceclone.audio.audio import Audio
from voiceclone.audio.formats import FORMATS
from voiceclone.errors import DataError, OutputError
from voiceclone.evaluation import report
from voiceclone.evaluation.conditions import with_noise
from voiceclone.evaluation.corpus import Clip, Subject, adults, choose_subjects, draw_subjects, read_clips, shortened
from voiceclone.evaluation.encoder_trials import Cosines, draw_trials, encoder_trials, verification_table
from voiceclone.evaluation.evaluate import evaluate_cloning, evaluate_real_speech
from voiceclone.evaluation.judges import check_judges, default_judges
from voiceclone.evaluation.judges.resemblyzer import Resemblyzer
from voiceclone.evaluation.machine import describe_machine
from voiceclone.evaluation.progress import Progress, silent
from voiceclone.evaluation.results import Evaluation
from voiceclone.evaluation.sentences import assign_sentences, read_sentences
from voiceclone.evaluation.tables import Table, to_markdown
from voiceclone.evaluation.vocoder_copy import copy_table, vocoder_copies
from voiceclone.trust.consent import Consent
from voiceclone.voice import Voice

if TYPE_CHECKING:
    from voiceclone.cloner import VoiceCloner


@dataclass(frozen=True)
class Settings:
    """What is evaluated (`clone`, `encoder`, `vocoder` or `real`), on whom, and how: the options of the command."""

    corpus: Path
    what: Literal["clone", "encoder", "vocoder", "real"] = "clone"
    sentences: Path | None = None
    speakers: int | None = None
    sentences_per_speaker: int | None = None
    seed: int = 0
    weights: Path | None = None
    language: str = "en"
    split: str = "dev"
    reference_seconds: float = 10.0
    noise_ratio: float | None = None
    noise: Path | None = None
    real_clips: int = 6
    keep: Path | None = None
    adapt: bool = False


@dataclass(frozen=True)
class Report:
    """Tables and notes for a reader; `words`, sentence by sentence what was heard; everything for a program."""

    settings: Settings
    tables: Sequence[Table]
    everything: dict[str, Any]
    notes: Sequence[str] = ()
    words: Sequence[str] = ()
    machine: str = field(default_factory=describe_machine)


def run(settings: Settings, progress: Progress = silent) -> Report:
    """Evaluate. Raises DataError, AudioError, WeightsError or DependencyError where something is missing."""
    clips = read_clips(settings.corpus, settings.split)
    if settings.what == "encoder":
        return _encoder(settings, clips, progress)
    everyone = choose_subjects(adults(clips, settings.language))
    chosen = draw_subjects(everyone, settings.speakers, settings.seed)
    if settings.what == "vocoder":
        return _vocoder(settings, chosen, progress)
    if settings.what == "real":
        judges = default_judges()
        found = evaluate_real_speech(
            chosen, judges, references=everyone, real_clips=settings.real_clips, progress=progress
        )
        return _evaluation(settings, found, chosen, [])
    return _clone(settings, chosen, everyone, progress)


def check_output(path: Path) -> None:
    """Raise OutputError where no report can be written to `path`: before the work, not after it."""
    if path.suffix not in (".json", ".md"):
        raise OutputError(f"{path}: a report is written as .json or .md")
    check_destination(path)


def write_report(found: Report, path: Path) -> None:
    """Write the report, as JSON or as Markdown by the suffix. Raises OutputError where that fails."""
    check_output(path)
    if path.suffix == ".md":
        text = to_markdown(found.tables, [f"Measured on: {found.machine}.", *found.notes])
    else:
        settings = {
            name: str(value) if isinstance(value, Path) else value for name, value in asdict(found.settings).items()
        }
        text = json.dumps(
            {"settings": settings, "machine": found.machine, "notes": list(found.notes), **found.everything},
            indent=1,
            ensure_ascii=False,
        )
    write_atomically(path, text.encode())


def _clone(settings: Settings, chosen: Sequence[Subject], everyone: Sequence[Subject], progress: Progress) -> Report:
    from voiceclone.cloner import VoiceCloner

    if settings.sentences is None:
        raise DataError("name the sentences to speak: a file with one a line")
    check_judges()
    texts = assign_sentences(
        read_sentences(settings.sentences), len(chosen), settings.sentences_per_speaker, settings.seed
    )
    cloner = VoiceCloner.from_pretrained(settings.weights)
    found = evaluate_cloning(
        _Adapting(cloner) if settings.adapt else cloner,
        [shortened(subject, settings.reference_seconds) for subject in chosen],
        {subject.name: part for subject, part in zip(chosen, texts, strict=True)},
        default_judges,
        references=everyone,
        condition=_condition(settings),
        real_clips=settings.real_clips,
        seed=settings.seed,
        keep=_keeper(settings.keep),
        progress=progress,
    )
    return _evaluation(settings, found, chosen, [f"Spoken on {torch.get_num_threads()} threads."])


class _Adapting:
    """A cloner whose decoder learns from every reference."""

    def __init__(self, cloner: "VoiceCloner") -> None:
        self.synthesize, self._cloner = cloner.synthesize, cloner

    def enroll(self, references: Audio, /, *, consent: Consent) -> Voice:
        return self._cloner.enroll(references, consent=consent, adapt=True)


def _evaluation(settings: Settings, found: Evaluation, chosen: Sequence[Subject], more: Sequence[str]) -> Report:
    same_clip = sum(subject.same_clip for subject in chosen)
    notes = [
        report.LEGEND,
        "WER by moonshine-tiny, SIM by resemblyzer to another recording of the speaker, naturalness by DNSMOS P.835.",
        f"{same_clip} of the {len(chosen)} speakers have one clip only: theirs is another stretch of that clip.",
        *more,
        *(f"Not cloned: {speaker} ({reason})." for speaker, reason in found.failures.items()),
    ]
    return Report(settings, report.tables(found), report.to_dict(found), notes, report.word_report(found))


def _encoder(settings: Settings, clips: Sequence[Clip], progress: Progress) -> Report:
    from voiceclone.evaluation.own_networks import OwnEncoder

    trials = draw_trials(clips, settings.seed)
    results, refused = encoder_trials([OwnEncoder(settings.weights), Cosines(Resemblyzer())], trials, progress)
    notes = [f"{len(trials.clips)} clips; {len(refused)} hold too little speech to enrol, and are in no pair."]
    everything = {
        "encoders": [asdict(result) for result in results],
        "refused": {str(path): reason for path, reason in refused.items()},
    }
    return Report(settings, [verification_table("Speaker verification", results)], everything, notes)


def _vocoder(settings: Settings, chosen: Sequence[Subject], progress: Progress) -> Report:
    from voiceclone.evaluation.own_networks import own_copy

    results = vocoder_copies(own_copy(settings.weights, settings.seed), chosen, default_judges(), progress)
    return Report(settings, [copy_table(results)], {"copies": [asdict(result) for result in results]})


def _condition(settings: Settings) -> Callable[[Audio], Audio] | None:
    ratio, folder = settings.noise_ratio, settings.noise
    if ratio is None:
        return None
    recordings = sorted(path for path in folder.rglob("*") if path.suffix in FORMATS) if folder else []
    if folder and not recordings:
        raise DataError(f"{folder} has no recording of a noise ({', '.join(FORMATS)})")
    return lambda audio: with_noise(audio, ratio, settings.seed + len(audio.samples), recordings)


def _keeper(folder: Path | None) -> Callable[[str, int, Audio], None] | None:
    if folder is None:
        return None
    check_destination(folder / "clone.wav")
    return lambda speaker, number, audio: audio.save(folder / f"{speaker}-{number}.wav")
