"""A table of text, and how it is shown: in the terminal or as Markdown."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import rich.table

EMPTY = "-"


@dataclass(frozen=True)
class Table:
    """Headings and rows of equal length; the first column names the row, the others hold figures."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def figure(value: float | None, form: str) -> str:
    """A number in a format such as `.3f` or `.0%`, or a dash where it was not measured."""
    return EMPTY if value is None else format(value, form)


def without_empty_columns(table: Table) -> Table:
    """Leave out the columns that nobody measured."""
    kept = [
        place for place in range(len(table.headings)) if place == 0 or any(row[place] != EMPTY for row in table.rows)
    ]
    return Table(
        table.title,
        tuple(table.headings[place] for place in kept),
        tuple(tuple(row[place] for place in kept) for row in table.rows),
    )


def to_markdown(tables: Sequence[Table], notes: Sequence[str] = ()) -> str:
    """Tables under their titles, after the notes, as a Markdown document."""
    parts = list(notes)
    for table in tables:
        rule = ["---", *["---:"] * (len(table.headings) - 1)]
        lines = ["| " + " | ".join(cells) + " |" for cells in (table.headings, rule, *table.rows)]
        parts += [f"## {table.title}", "\n".join(lines)]
    return "\n\n".join(parts) + "\n"


def to_rich(table: Table) -> "rich.table.Table":
    """A table for a rich console."""
    import rich.box
    import rich.table

    shown = rich.table.Table(title=table.title, title_justify="left", box=rich.box.SIMPLE, pad_edge=False)
    for place, heading in enumerate(table.headings):
        shown.add_column(heading, justify="right" if place else "left", no_wrap=place > 0, overflow="fold")
    for row in table.rows:
        shown.add_row(*row)
    return shown
