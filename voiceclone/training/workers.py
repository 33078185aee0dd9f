"""Work shared among processes, each begun anew: a copy of this one could wait for threads that it does not have."""

import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any


@contextmanager
def shared_among(workers: int) -> Iterator[Callable[..., Iterator[Any]]]:
    """Give a `map` over so many processes; one worker is this process."""
    if workers <= 1:
        yield lambda function, *items: map(function, *items)
        return
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        yield lambda function, *items: pool.map(function, *items)
