"""The command line as a whole: help, version, start-up, and how it ends."""

import contextlib
import os
import signal
import subprocess
import sys
import time

import pytest

import voiceclone
from tests.conftest import ROOT


def test_help_names_every_verb(command):
    done = command("--help")
    assert done.status == 0
    for verb in ("say", "enroll", "inspect", "consent", "certificate", "demo", "evaluate", "data"):
        assert verb in done.out


def test_without_a_verb_help_is_printed(command):
    done = command()
    assert done.status == 2
    assert "say" in done.out


def test_the_version_is_printed(command):
    assert command("--version").out == f"voiceclone {voiceclone.__version__}\n"


def test_an_unknown_verb_is_one_line(command):
    assert "nothing" in command("nothing").complaint


def test_help_loads_nothing_heavy(run_python):
    loaded = run_python(
        "import sys\nfrom voiceclone.cli.main import run\nassert run(['--help']) == 0\nprint(*sys.modules)"
    ).split()
    assert not {"numpy", "torch", "scipy", "soundfile", "librosa", "gradio", "cryptography", "c2pa"}.intersection(
        loaded
    )


def start(*arguments: str, **options) -> subprocess.Popen:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"}
    return subprocess.Popen(
        [sys.executable, "-m", "voiceclone", *arguments], env=environment, stderr=subprocess.PIPE, text=True, **options
    )


def test_the_module_is_the_command(tmp_path):
    with start("say", "Hello.", "--voice", "missing.voice", cwd=tmp_path) as process:
        _, complaint = process.communicate(timeout=60)
    assert process.returncode == 2
    assert complaint == "voiceclone: missing.voice: there is no such voice file; `voiceclone enroll` makes one\n"


@pytest.mark.skipif(os.name != "posix", reason="signals and named pipes are POSIX's")
def test_ctrl_c_in_a_process_ends_it_with_130_and_no_traceback(tmp_path):
    os.mkfifo(tmp_path / "text.txt")
    with start(
        "say", "--text-file", "text.txt", "--voice", "missing.voice", cwd=tmp_path, preexec_fn=heed_interrupts
    ) as process:
        pipe = open_once_read(tmp_path / "text.txt", process)
        for _ in range(
            60
        ):  # a signal that comes just before a blocking read is seen only after it, or with the next one
            process.send_signal(signal.SIGINT)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=1)
                break
        process.kill()
        os.close(pipe)
        complaint = process.stderr.read()
    assert process.returncode == 130
    assert complaint == ""


def heed_interrupts() -> None:
    """Undo what a shell does to the commands that it starts in the background: they ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def open_once_read(path, reader: subprocess.Popen) -> int:
    """Return the pipe at `path` opened for writing, which is possible only once `reader` reads it."""
    while reader.poll() is None:
        try:
            return os.open(path, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            time.sleep(0.02)
    raise AssertionError(reader.stderr.read())
