"""Threads: how many a piece of work may use, and several pieces at once, each on a thread of its own.

A layer of these small networks takes a fraction of a millisecond: two threads that share it wait for one another nearly
as long as they save. Two sentences at a time, each on one thread, take hardly more than half the time of one by one.
"""

import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any

_this = threading.local()


def usable_cores() -> int:
    """Number of processor cores that this process may run on."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def threads_here() -> int:
    """Number of threads that what is called from this thread may use: those of torch, where that is loaded already."""
    if is_one_of_several():
        return 1
    if torch := sys.modules.get("torch"):
        return int(torch.get_num_threads())
    return int(os.environ.get("OMP_NUM_THREADS") or 0) or usable_cores()


def is_one_of_several() -> bool:
    """Whether this thread is one of several that work at once, so that its work should keep to it."""
    return getattr(_this, "is_one_of_several", False)


@contextmanager
def several_at_once(number: int) -> Iterator[Executor]:
    """Give a pool of threads, each of which keeps its work to itself; what was not begun at the end is not begun."""
    torch = sys.modules.get("torch")
    before = torch.get_num_threads() if torch else 0
    pool = ThreadPoolExecutor(number, "voiceclone", keep_to_one_thread)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)
        if torch:
            torch.set_num_threads(before)  # threads that begin later ask torch for what was set last, by whomever


@contextmanager
def mapped(number: int) -> Iterator[Callable[..., Iterator[Any]]]:
    """Give a `map` over a sequence of arguments, their results in order, with the size of each piece of work.

    With one at once it is done in this thread. Otherwise the last pieces are begun with the largest of them, so that
    the threads end at nearly the same time.
    """
    if number < 2:
        yield lambda make, items, sizes: (make(*item) for item in items)
        return
    with several_at_once(number) as pool:

        def spread(make: Callable[..., Any], items: Sequence[Any], sizes: Sequence[int]) -> Iterator[Any]:
            late = max(0, len(items) - 2 * number)
            order = [*range(late), *sorted(range(late, len(items)), key=lambda place: -sizes[place])]
            begun = {place: pool.submit(make, *items[place]) for place in order}
            return (begun[place].result() for place in range(len(items)))

        yield spread


def keep_to_one_thread() -> None:
    """Let what is called from this thread from now on use no other."""
    _this.is_one_of_several = True
    if torch := sys.modules.get("torch"):
        torch.set_num_threads(1)


if TYPE_CHECKING:
    made_once = cached_property
else:

    class made_once(cached_property):
        """A `cached_property` that several threads may ask for at the same time: one of them makes it."""

        def __init__(self, make):
            super().__init__(make)
            self._making = threading.RLock()

        def __get__(self, instance, owner=None):
            """Return what was made, or make it."""
            with self._making:
                return super().__get__(instance, owner)
