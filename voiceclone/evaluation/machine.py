"""The machine that a figure was measured on, and the memory that this process has taken."""

import platform
import sys
from pathlib import Path

from voiceclone.threads import usable_cores


def describe_machine() -> str:
    """One line: processor, the cores this process may use, operating system, Python."""
    return f"{_processor()}, {usable_cores()} cores, {platform.system()}, Python {platform.python_version()}"


def peak_memory() -> float | None:
    """The most memory this process has held so far, in megabytes; None where the system does not say (Windows)."""
    try:
        import resource
    except ImportError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1e6 / 1024)


def _processor() -> str:
    table = Path("/proc/cpuinfo")
    if table.is_file():
        for line in table.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
