"""Fine-tuning: likeness (SIM) and word errors (WER) of people whom no training saw, before and after.

    python benchmarks/finetuning.py CORPUS [--speakers 4] [--only NAME ...]

CORPUS has a manifest.tsv. Of each speaker of its dev split with twelve recordings in English or more, four are kept
out: likeness is that to them, by Resemblyzer. `finetune` learns from the others with its defaults. What is said are
twelve sentences that nothing was learned or chosen by, the next twelve for the next speaker; moonshine hears their
words; DNSMOS is the overall one. "The person" is the likeness of the recordings that were learned from, cut into pieces
about as long as what is said: what is more alike than that is more alike than the person.

Takes the extras `train` and `eval`, and some minutes for each speaker on two threads.
"""

import logging
import shutil
import tempfile
import warnings
from collections import defaultdict
from pathlib import Path
from time import perf_counter
from typing import Annotated

import numpy as np
import torch
import typer

from voiceclone import Audio, Consent, Voice, VoiceCloner
from voiceclone.audio.files import load_audio
from voiceclone.errors import DataError
from voiceclone.evaluation.judges.dnsmos import Dnsmos
from voiceclone.evaluation.judges.moonshine import Moonshine
from voiceclone.evaluation.judges.resemblyzer import Resemblyzer
from voiceclone.evaluation.machine import describe_machine
from voiceclone.evaluation.measures import cosine
from voiceclone.training.corpus import Clip, read_manifest
from voiceclone.training.finetuning.examination import Examination, Marks
from voiceclone.training.finetuning.finetune import finetune
from voiceclone.training.finetuning.sentences import prompts

KEPT_OUT, FEWEST, SAID = 4, 12, 12
PIECE = 4.5  # seconds, what a sentence that is said lasts in the mean: longer recordings are more alike
STATEMENT = "measuring fine-tuning on a published corpus; what is made is not published"


def main(
    corpus: Annotated[Path | None, typer.Argument(help="A folder with a manifest.tsv.")] = None,
    speakers: Annotated[int, typer.Option(min=1, help="At most so many.")] = 4,
    only: Annotated[list[str] | None, typer.Option(help="This speaker; may be given several times.")] = None,
    threads: Annotated[int, typer.Option(min=1)] = 2,
) -> None:
    """Print the machine, and a row for each speaker and for all of them."""
    if corpus is None:
        print("finetuning: left out, for want of CORPUS")
        return
    logging.getLogger("voiceclone").setLevel(logging.ERROR)
    warnings.simplefilter("ignore")
    torch.set_num_threads(threads)
    print(f"machine: {describe_machine()}, {threads} threads")
    print(
        "| speaker | seconds | SIM before | after | person | WER before | after | DNSMOS before | after | kept | min |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|---|", flush=True)
    every: list[tuple[Marks, Marks, float, float, float]] = []
    for number, clips in enumerate(_chosen(corpus, only or [], speakers)):
        texts = prompts()[number * SAID % 48 :][:SAID]
        every.append(_measured(corpus, clips, texts))
    befores, afters, *ratings = zip(*every, strict=True)
    print(_row("all", "", _together(befores), _together(afters), *map(np.mean, ratings), "", ""))


def _chosen(corpus: Path, only: list[str], speakers: int) -> list[list[Clip]]:
    """The clips of each speaker who has enough of them."""
    of_speaker: dict[str, list[Clip]] = defaultdict(list)
    for clip in read_manifest(corpus):
        if clip.split == "dev" and clip.language == "en" and clip.text:
            of_speaker[clip.speaker].append(clip)
    names = only or sorted(name for name, clips in of_speaker.items() if len(clips) >= FEWEST)
    if not names or any(len(of_speaker[name]) < FEWEST for name in names):
        raise DataError(f"{corpus} has no {FEWEST} recordings in its dev split of {', '.join(only) or 'anybody'}")
    return [sorted(of_speaker[name], key=lambda clip: clip.file) for name in names[:speakers]]


def _measured(corpus: Path, clips: list[Clip], texts: list[str]) -> tuple[Marks, Marks, float, float, float]:
    """Learn one speaker, print the row, and return marks before and after, the person's likeness, and ratings."""
    kept_out, given = clips[:KEPT_OUT], clips[KEPT_OUT:]
    consent = Consent.self_attested(STATEMENT)
    exam = Examination.of([corpus / clip.file for clip in kept_out], texts, Moonshine(), Resemblyzer())
    base = VoiceCloner.from_pretrained()
    enrolled = base.enroll([corpus / clip.file for clip in given], consent=consent)
    before, rated = exam.mark(base, enrolled), _rating(base, enrolled, texts)
    person = _likeness(exam, [corpus / clip.file for clip in given])
    with tempfile.TemporaryDirectory() as work:
        folder = Path(work) / "recordings"
        folder.mkdir()
        for clip in given:
            shutil.copy(corpus / clip.file, folder)
        lines = "".join(f"{Path(clip.file).name}|{clip.text}\n" for clip in given)
        (folder / "list.txt").write_text(lines, encoding="utf-8")
        start = perf_counter()
        outcome = finetune(folder, Path(work) / "model", consent=consent)
        minutes = (perf_counter() - start) / 60
        tuned = VoiceCloner.from_pretrained(outcome.model)
        after, rated_after = exam.mark(tuned, outcome.voice), _rating(tuned, outcome.voice, texts)
    kept = f"{outcome.share:.0%}"
    name, seconds = clips[0].speaker, f"{outcome.seconds:.0f}"
    print(_row(name, seconds, before, after, person, rated, rated_after, kept, f"{minutes:.1f}"), flush=True)
    return before, after, person, rated, rated_after


def _likeness(exam: Examination, recordings: list[Path]) -> float:
    """That of recordings, in pieces of `PIECE`."""
    found = []
    for audio in map(load_audio, recordings):
        length = round(PIECE * audio.sample_rate)
        for start in range(0, len(audio.samples) - length + 1, length):
            piece = Audio(audio.samples[start : start + length], audio.sample_rate)
            found.append(cosine(exam.speaker.embed(piece), exam.person))
    return float(np.mean(found))


def _rating(cloner: VoiceCloner, voice: Voice, texts: list[str]) -> float:
    judge = Dnsmos()
    return float(
        np.mean([judge.rate(cloner.synthesize(text, voice, seed=n))["overall"] for n, text in enumerate(texts)])
    )


def _row(
    name: str,
    seconds: str,
    before: Marks,
    after: Marks,
    person: float,
    rated: float,
    rated_after: float,
    kept: str,
    minutes: str,
) -> str:
    return (
        f"| {name} | {seconds} | {before.likeness:.3f} | {after.likeness:.3f} | {person:.3f} "
        f"| {before.wer:.3f} | {after.wer:.3f} | {rated:.2f} | {rated_after:.2f} | {kept} | {minutes} |"
    )


def _together(marks: tuple[Marks, ...]) -> Marks:
    likeness = float(np.mean([mark.likeness for mark in marks]))
    return Marks(likeness, sum(mark.errors for mark in marks), sum(mark.words for mark in marks))


if __name__ == "__main__":
    typer.run(main)
