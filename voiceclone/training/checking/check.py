"""Checks a corpus from beginning to end: reads it, listens to every recording, judges, and writes what it decided."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path

from voiceclone.errors import DataError, OutputError
from voiceclone.evaluation.judges.dnsmos import Dnsmos
from voiceclone.training.checking.judgement import Limits, notes, reasons
from voiceclone.training.checking.measure import measure, stamp
from voiceclone.training.corpora.left_out import LEFT_OUT, write_reasons
from voiceclone.training.corpora.measured import Measured, append_measured, read_measured, write_measured
from voiceclone.training.corpora.registry import Corpus
from voiceclone.training.corpora.rows import Reading, Row
from voiceclone.training.workers import shared_among

_AT_ONCE = 512  # recordings handed to the workers together; after each lot what was measured is kept
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Findings:
    """A corpus as it was found: a row and what was heard for each recording, those to leave out and why, and notes."""

    rows: Sequence[Row]
    heard: Sequence[Measured]
    left_out: dict[str, str]
    notes: Sequence[str]

    def staying(self) -> Iterator[tuple[Row, Measured]]:
        """Yield what is not left out."""
        return ((row, sound) for row, sound in zip(self.rows, self.heard, strict=True) if row.file not in self.left_out)


def check_corpus(
    corpus: Corpus,
    folder: Path,
    output: Path,
    reading: Reading | None = None,
    *,
    limits: Limits | None = None,
    quality: bool = False,
    workers: int = 2,
    progress: Progress = lambda what, done, total: None,
) -> Findings:
    """Write `left_out.tsv` and `measured.tsv` to `output`, which preparation reads; return everything that was found.

    With `quality`, DNSMOS rates each recording, which takes the extra `eval`. What an earlier check measured of a file
    that has not changed since is not measured again. Raises DataError where the folder is not that corpus or holds
    nothing, OutputError where nothing can be written.
    """
    limits = limits or Limits()
    try:
        output.mkdir(parents=True, exist_ok=True)
        (output / LEFT_OUT).touch()
    except OSError as error:
        raise OutputError(f"{output}: cannot be written to ({error.strerror}): name another with --output") from error
    rows = []
    for row in corpus.read(folder, reading or Reading()):
        rows.append(row)
        progress("Reading", len(rows), 0)
    if not rows:
        raise DataError(f"{folder} lists no recording")
    heard = _listen(folder, rows, output, quality, workers, progress)
    spoken = corpus.transcribed if corpus.transcribed is not None else any(row.text for row in rows)
    rows = [_with_licence(row, corpus) for row in rows]
    left = reasons(rows, heard, spoken, limits)
    write_reasons(left, output / LEFT_OUT)
    return Findings(rows, heard, left, notes(rows, heard, left, limits, bool(corpus.licence)))


def _listen(
    folder: Path, rows: Sequence[Row], output: Path, quality: bool, workers: int, progress: Progress
) -> list[Measured]:
    if quality:
        Dnsmos()  # here, so that a missing extra is one message and not one from each worker
    known = read_measured(output)
    files = dict.fromkeys(row.file for row in rows if not row.fault)
    unheard = [file for file in files if not _is_known(known.get(file), folder / file, quality)]
    done, waiting = len(files) - len(unheard), iter(unheard)
    write_measured((known[file] for file in files if file in known), output)
    with shared_among(workers) as spread:
        while lot := list(islice(waiting, _AT_ONCE)):
            for found in spread(partial(measure, folder, quality), lot):
                known[found.file] = found
                done += 1
                progress("Listening", done, len(files))
            append_measured((known[file] for file in lot), output)
    return [Measured(row.file, "", fault=row.fault) if row.fault else known[row.file] for row in rows]


def _is_known(found: Measured | None, path: Path, quality: bool) -> bool:
    return found is not None and found.stamp == stamp(path) and (found.dnsmos > 0 or bool(found.fault) or not quality)


def _with_licence(row: Row, corpus: Corpus) -> Row:
    return replace(row, licence=row.licence or corpus.licence)
