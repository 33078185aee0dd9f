"""Work shared among processes, each begun anew: a copy of this one could wait for threads that it does not have."""

import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any

from voiceclone.cluster import shared_over
from voiceclone.errors import DataError


@contextmanager
def shared_among(workers: int, cluster: str | None = None) -> Iterator[Callable[..., Iterator[Any]]]:
    """Give a `map` over so many processes; one worker is this process. Or over a `cluster`: see `shared_over`."""
    if cluster is not None:
        with shared_over(cluster) as spread:
            yield spread
        return
    if workers <= 1:
        yield lambda function, *items: map(function, *items)
        return
    with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
        try:
            yield lambda function, *items: pool.map(function, *items)
        except BrokenProcessPool as error:
            raise DataError(
                f"one of the {workers} worker processes was killed, most often for want of memory: what was done "
                "stays done; run the same command again, with fewer --workers"
            ) from error
