"""From the folder of a corpus to `manifest.tsv`: what is usable, who is kept for evaluation, and what is not used."""

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from voiceclone.audio.atomic_write import write_atomically
from voiceclone.audio.mel import MEL
from voiceclone.errors import DataError, OutputError
from voiceclone.training.corpora.left_out import read_left_out, tab_separated, write_reasons
from voiceclone.training.corpora.measured import Measured, read_measured
from voiceclone.training.corpora.registry import Corpus
from voiceclone.training.corpora.rows import Reading, Row
from voiceclone.training.corpora.split import DEV_SHARE, dev_rows

log = logging.getLogger(__name__)

NOT_USED = "not_used.tsv"
SHORTEST = 0.5  # seconds; nothing can be learned from less
_LOGGED = 20  # of what is not used; the table has all
_COLUMNS = (
    "file", "speaker", "text", "language", "sex", "age", "accent", "corpus", "licence", "consent", "split", "seconds",
    "bandwidth", "dnsmos",
)  # fmt: skip


@dataclass(frozen=True)
class Preparation:
    """What became of a corpus: recordings, hours, speakers, those kept for evaluation, recordings that are not used."""

    clips: int
    hours: float
    speakers: int
    dev_speakers: int
    not_used: int

    def __str__(self) -> str:
        """Return it as a line."""
        return (
            f"{self.clips} recordings, {self.hours:.2f} hours, {self.speakers} speakers, {self.dev_speakers} with "
            f"recordings for evaluation; {self.not_used} not used"
        )


def prepare(
    corpus: Corpus,
    folder: Path,
    work: Path,
    reading: Reading | None = None,
    *,
    checked: Sequence[Path] = (),
    dev_share: float = DEV_SHARE,
    progress: Callable[[int], None] | None = None,
) -> Preparation:
    """Write `work/manifest.tsv`, and `work/not_used.tsv` with the reason for each recording that is not in it.

    What `left_out.tsv` lists, in `folder` or in one of `checked`, is not used; `measured.tsv` beside it says how high
    each recording's frequencies go, and how good it is. Raises DataError where nothing is usable; an older manifest
    then stays as it is.
    """
    if corpus.name == "manifest":
        raise DataError(f"{folder} is prepared: it has a manifest.tsv")
    try:
        work.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{work}: the folder cannot be made: {error.strerror or error}") from error
    places = (folder, *checked)
    rows = []
    for count, row in enumerate(corpus.read(folder, reading or Reading()), start=1):
        rows.append(row)
        if progress:
            progress(count)
    usable, not_used = _divide(rows, corpus, read_left_out(*places))
    write_reasons(not_used, work / NOT_USED)
    for file, reason in not_used[:_LOGGED]:
        log.warning("not used: %s: %s", file, reason)
    if len(not_used) > _LOGGED:
        log.warning("not used: %d more, which %s lists", len(not_used) - _LOGGED, work / NOT_USED)
    if not usable:
        first = "; the first: {}: {}".format(*not_used[0]) if not_used else ""
        raise DataError(f"{folder} has no recording that can be used ({len(not_used)} cannot be{first})")
    measured = {file: found for place in places for file, found in read_measured(place).items()}
    dev = dev_rows(usable, corpus.name, dev_share)
    lines = [
        _line(row, corpus, folder, work, kept, measured.get(row.file)) for row, kept in zip(usable, dev, strict=True)
    ]
    write_atomically(work / "manifest.tsv", tab_separated(_COLUMNS, lines))
    return _summary(usable, dev, len(not_used))


def _divide(rows: Sequence[Row], corpus: Corpus, left_out: dict[str, str]) -> tuple[list[Row], list[tuple[str, str]]]:
    spoken = corpus.transcribed if corpus.transcribed is not None else any(row.text for row in rows)
    usable, not_used = [], []
    seen: set[str] = set()
    for row in rows:
        reason = left_out.get(row.file) or unusable(row, spoken) or ("is listed twice" if row.file in seen else "")
        seen.add(row.file)
        if reason:
            not_used.append((row.file, reason))
        else:
            usable.append(row)
    return usable, not_used


def unusable(row: Row, transcribed: bool) -> str:
    """Return why a recording cannot be used, by what its corpus says of it; empty where it can."""
    if row.fault:
        return row.fault
    if row.seconds < SHORTEST:
        return f"lasts {row.seconds:.2f} s; at least {SHORTEST} s is needed"
    if transcribed and not row.text:
        return "its transcript is empty"
    if row.consent.strip().lower() in ("no", "false", "0", "refused", "withdrawn", "none"):
        return f"its consent is given as {row.consent.strip()!r}"
    return ""


def _line(row: Row, corpus: Corpus, folder: Path, work: Path, dev: bool, heard: Measured | None) -> tuple[object, ...]:
    """A line of the manifest: names that are unique over corpora, and a path that is found from the manifest."""
    file = row.file if folder.resolve() == work.resolve() else str((folder / row.file).resolve())
    nyquist = row.rate / 2
    bandwidth = min(nyquist, heard.bandwidth if heard and heard.bandwidth else nyquist)
    return (
        file, f"{corpus.name}-{row.speaker}", row.text, row.language, row.sex, row.age, row.accent, corpus.name,
        row.licence or corpus.licence, row.consent, "dev" if dev else "train", f"{row.seconds:.3f}",
        f"{bandwidth:.0f}" if bandwidth < MEL.f_max else "", heard.dnsmos or "" if heard else "",
    )  # fmt: skip


def _summary(rows: Sequence[Row], dev: Sequence[bool], not_used: int) -> Preparation:
    rates = Counter(row.rate for row in rows)
    if len(rates) > 1:
        found = ", ".join(f"{count} at {rate} Hz" for rate, count in sorted(rates.items()))
        log.warning("the sample rates are mixed: %s; all are brought to %d Hz", found, MEL.sample_rate)
    kept = {row.speaker for row, chosen in zip(rows, dev, strict=True) if chosen}
    hours = sum(row.seconds for row in rows) / 3600
    return Preparation(len(rows), hours, len({row.speaker for row in rows}), len(kept), not_used)
