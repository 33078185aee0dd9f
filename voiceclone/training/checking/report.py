"""What a check found, as tables for people and as one object for programs."""

from collections import Counter
from dataclasses import asdict
from typing import Any

import numpy as np

from voiceclone.evaluation.tables import Table
from voiceclone.training.checking.check import Findings

_FIGURES = (
    ("duration, s", "seconds", ".2f"),
    ("bandwidth, Hz", "bandwidth", ".0f"),
    ("speech above background, dB", "contrast", ".0f"),
    ("loudest speech, dB", "loud", ".0f"),
    ("clipped samples", "clipped", ".1%"),
    ("DNSMOS", "dnsmos", ".2f"),
)
_PARTS = (0.0, 0.05, 0.5, 0.95, 1.0)


def tables(findings: Findings, most: int) -> list[Table]:
    """Return the tables: what the corpus holds, what its recordings are like, and at most `most` that are left out."""
    return [_holdings(findings), *_figures(findings), *_rejected(findings, most)]


def to_dict(findings: Findings) -> dict[str, Any]:
    """Return everything that was found: totals, notes, and each recording with what was measured of it."""
    return {
        "totals": totals(findings),
        "notes": list(findings.notes),
        "left_out": findings.left_out,
        "recordings": [
            {**asdict(row), **asdict(sound), "left_out": findings.left_out.get(row.file, "")}
            for row, sound in zip(findings.rows, findings.heard, strict=True)
        ],
    }


def totals(findings: Findings) -> dict[str, Any]:
    """Return counts and hours of what stays, by rate, licence and consent."""
    staying = list(findings.staying())
    return {
        "recordings": len(findings.rows),
        "left_out": len(findings.left_out),
        "speakers": len({row.speaker for row, _ in staying}),
        "hours": round(sum(sound.seconds for _, sound in staying) / 3600, 4),
        "hours_of_speech": round(sum(sound.speech for _, sound in staying) / 3600, 4),
        "transcribed": sum(bool(row.text) for row, _ in staying),
        "rates": dict(Counter(sound.rate for _, sound in staying)),
        "languages": dict(Counter(row.language for row, _ in staying)),
        "licences": dict(Counter(row.licence or "not stated" for row, _ in staying)),
        "consent": dict(Counter(row.consent or "not stated" for row, _ in staying)),
    }


def _holdings(findings: Findings) -> Table:
    found = totals(findings)
    rows = []
    for name, value in found.items():
        counted = ", ".join(f"{key}: {count}" for key, count in value.items()) if isinstance(value, dict) else value
        rows.append((name.replace("_", " "), str(counted)))
    return Table("What stays", ("", ""), tuple(rows))


def _figures(findings: Findings) -> list[Table]:
    staying = [sound for _, sound in findings.staying()]
    if not staying:
        return []
    rows = []
    for title, name, form in _FIGURES:
        values = np.array([getattr(sound, name) for sound in staying])
        if name != "dnsmos" or values.any():
            rows.append((title, *(format(value, form) for value in np.quantile(values, _PARTS))))
    return [Table("What the recordings are like", ("", "least", "5 %", "median", "95 %", "most"), tuple(rows))]


def _rejected(findings: Findings, most: int) -> list[Table]:
    if not findings.left_out or not most:
        return []
    listed = list(findings.left_out.items())
    kinds = Counter(_kind(reason) for _, reason in listed)
    counts = Table("Why recordings are left out", ("", "recordings"), _counted(kinds))
    more = f", the first {most}" if len(listed) > most else ""
    return [counts, Table(f"Left out{more}", ("recording", "reason"), tuple(listed[:most]))]


def _counted(kinds: "Counter[str]") -> tuple[tuple[str, str], ...]:
    return tuple((kind, str(count)) for kind, count in kinds.most_common())


def _kind(reason: str) -> str:
    """A reason without the figures and the names in it."""
    for mark in (" (", ": ", " as ", ";"):
        reason = reason.partition(mark)[0]
    return " ".join(word for word in reason.split() if not any(letter.isdigit() for letter in word))
