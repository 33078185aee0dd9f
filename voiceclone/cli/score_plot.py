"""Draws the detector's score over time."""

from pathlib import Path
from typing import TYPE_CHECKING

from voiceclone.errors import DependencyError, OutputError

if TYPE_CHECKING:
    from voiceclone.trust.synthetic.report import SyntheticReport


def draw(report: "SyntheticReport", path: Path) -> None:
    """Write a picture of the scores.

    Raises DependencyError without matplotlib, OutputError where the picture cannot be written.
    """
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise DependencyError('a plot needs matplotlib: pip install "voiceclone[plot]"') from error
    figure = Figure(figsize=(8, 3), layout="constrained")
    axes = figure.subplots()
    for window in report.windows:
        axes.hlines(window.score, window.start, window.end, color="tab:blue")
    middles = [(window.start + window.end) / 2 for window in report.windows]
    axes.plot(middles, [window.score for window in report.windows], "o-", color="tab:blue", markersize=3, alpha=0.5)
    axes.axhline(0.5, color="grey", linewidth=0.8, linestyle=":")
    axes.set(ylim=(-0.02, 1.02), xlabel="seconds", ylabel="sounds like a machine")
    axes.set_title("no score" if report.score is None else f"the whole: {report.score:.2f}; evidence, no verdict")
    try:
        figure.savefig(path, dpi=120)
    except (OSError, ValueError) as error:
        raise OutputError(f"{path}: the picture cannot be written: {error}") from error
