"""A progress bar on stderr that is seen only in a terminal, and leaves nothing behind."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

Item = TypeVar("Item")


@contextmanager
def progress_bar(first: str) -> Iterator[Callable[[str, int, int], None]]:
    """Show what is being done, `first` to begin with.

    Yields a function that takes what is being done now, how many parts of it are done, and how many there are.
    """
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(first, total=None)
        yield lambda what, done, total: bar.update(task, description=what, completed=done, total=total)


def track(sequence: Sequence[Item], description: str) -> Iterable[Item]:
    """Pass the items on, with a bar on stderr that is seen only in a terminal."""
    import rich.progress
    from rich.console import Console

    console = Console(stderr=True)
    return rich.progress.track(sequence, description, console=console, transient=True, disable=not console.is_terminal)
