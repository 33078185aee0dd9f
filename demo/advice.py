"""What the library advises in its log, for those who do not see the terminal."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class _Gathering(logging.Handler):
    """Keeps the warnings of one thread."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        if record.thread == self._thread:
            self.said.append(record.getMessage())


@contextmanager
def advice() -> Iterator[list[str]]:
    """Gather what the library warns of within."""
    gathering, log = _Gathering(), logging.getLogger("voiceclone")
    log.addHandler(gathering)
    try:
        yield gathering.said
    finally:
        log.removeHandler(gathering)
