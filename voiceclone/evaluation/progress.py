"""How a long loop tells that it moves on: whoever calls the library decides; the library prints nothing."""

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

Item = TypeVar("Item")


class Progress(Protocol):
    """Passes the items of a loop on, one by one; `rich.progress.track` is one."""

    def __call__(self, sequence: Sequence[Item], description: str) -> Iterable[Item]:
        """Return the items."""
        ...


def silent(sequence: Sequence[Item], description: str) -> Iterable[Item]:
    """Pass the items on without a word."""
    return sequence
