"""What the tests of every folder share."""

import itertools
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

from voiceclone.trust import home

ROOT = Path(__file__).parent.parent

settings.register_profile("voiceclone", deadline=None)  # no test asserts a time: the machine may be busy
settings.load_profile("voiceclone")


_numbers = itertools.count()


@pytest.fixture(autouse=True)
def data_folder(tmp_path_factory, monkeypatch):
    """Keep the keys, certificates and revoked consents of a test in a folder of its own, which does not exist yet."""
    folder = tmp_path_factory.getbasetemp() / "data" / str(next(_numbers)) / "voiceclone"
    monkeypatch.setenv("XDG_DATA_HOME", str(folder.parent))  # for the processes that a test starts, on Linux
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder.parent / "cache"))  # where nothing is exported
    monkeypatch.setenv("RAY_AUTH_MODE", "disabled")  # else Ray writes a key to the user's own folder
    monkeypatch.setattr(home, "data_folder", lambda: folder)
    return folder


@pytest.fixture
def run_python(tmp_path):
    """Return a function that runs a program in a process of its own and expects it to end well."""

    def run(program: str) -> str:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
        finished = subprocess.run(
            [sys.executable, "-c", program], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        assert finished.returncode == 0, finished.stderr
        return finished.stdout

    return run
