"""Work shared over the machines of a Ray cluster, or over the cores of this one, by Ray Data.

A worker that dies, or a machine that leaves, has its job done by another. The machines need this package, and see the
same folders under the same names.
"""

import logging
import os
import pickle
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from voiceclone.errors import DataError, DependencyError

_RETRIES = 2  # how often a job whose worker died is tried again


@contextmanager
def shared_over(cluster: str) -> Iterator[Callable[..., Iterator[Any]]]:
    """Give a `map` over a cluster, whose results come as they are done.

    `cluster`: "local" begins one on this machine and ends it afterwards; "auto" is the one that this machine belongs
    to; anything else is the address of one. Raises DependencyError without the extra `ray`, DataError where there is
    no such cluster or where workers died again and again, and whatever a job raises.
    """
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # it reports to nobody
    try:
        import ray
    except ImportError as error:
        raise DependencyError('a cluster takes the extra `ray`: pip install "voiceclone[ray]"') from error
    try:
        _knock(cluster)
        ray.init(address=cluster, log_to_driver=False, logging_level=logging.WARNING)
    except (OSError, ValueError, RuntimeError, SystemExit) as error:  # it may end the program itself
        raise DataError(
            f"there is no Ray cluster at {cluster!r} ({error}): begin one with `ray start --head`"
        ) from error
    try:
        yield _map
    finally:
        ray.shutdown()


def _knock(address: str) -> None:
    """Raise OSError where nobody answers: Ray itself would try for minutes, and then end the program."""
    host, colon, port = address.removeprefix("ray://").rpartition(":")
    if colon:
        socket.create_connection((host, int(port)), timeout=10).close()


def _map(function: Callable[..., Any], *items: Any) -> Iterator[Any]:
    import ray.data

    logging.getLogger("ray.data").setLevel(logging.CRITICAL)  # what went wrong is told below, in a sentence
    jobs = [{"job": pickle.dumps(arguments)} for arguments in zip(*items, strict=True)]
    if not jobs:
        return
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    context.max_errored_blocks = -1  # a job that always dies, however often it is tried, ends no other
    done = 0
    made = ray.data.from_items(jobs, override_num_blocks=len(jobs)).map(
        _Done(function), ray_remote_args_fn=lambda: {"max_retries": _RETRIES}
    )
    for row in made.iter_rows():
        outcome, error = pickle.loads(row["result"])  # noqa: S301 - made by our own job, a moment ago
        if error is not None:
            raise error
        done += 1
        yield outcome
    if done < len(jobs):
        raise DataError(
            f"the workers of {len(jobs) - done} of {len(jobs)} jobs died again and again, most often for want of "
            "memory: what was done stays done; run the same command again, where there is more of it"
        )


class _Done:
    """Does a job of the cluster; what it raises is part of its result, so that it is no dead worker's."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self._function = pickle.dumps(function)

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        result: tuple[Any, Exception | None]
        try:
            result = pickle.loads(self._function)(*pickle.loads(row["job"])), None  # noqa: S301
        except Exception as error:
            result = None, error
        return {"result": pickle.dumps(result)}
