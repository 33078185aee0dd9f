"""A corpus that has its `manifest.tsv` already, read again as rows."""

import csv
from collections.abc import Iterator
from pathlib import Path

from voiceclone.training.corpora.header import header_or_fault
from voiceclone.training.corpora.rows import Reading, Row
from voiceclone.training.corpus import read_manifest


def read_prepared(folder: Path, reading: Reading) -> Iterator[Row]:
    """Yield the recordings of `folder/manifest.tsv`. Raises DataError where there is none, or it lacks a column."""
    read_manifest(folder)  # checks it
    with (folder / "manifest.tsv").open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines, delimiter="\t", restval=""):
            seconds, rate, fault = header_or_fault(folder / line["file"])
            told = {name: line.get(name) or "" for name in ("sex", "age", "accent", "licence", "consent")}
            row = Row(line["file"], line["speaker"], line["text"], line["language"], seconds, rate, **told, fault=fault)
            yield row
