"""Other programs that speak, for a figure beside ours: those of them that this machine has."""

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

import soundfile

from voiceclone.audio.audio import Audio
from voiceclone.audio.files import load_audio

_COMMANDS: dict[str, Callable[[str, str], list[str]]] = {
    "espeak-ng": lambda text, path: ["espeak-ng", "-w", path, "--", text],
    "flite": lambda text, path: ["flite", "-t", text, "-o", path],
}


def peers() -> list[str]:
    """Names of the programs that are installed; neither of them imitates a voice."""
    return [name for name in _COMMANDS if shutil.which(name)]


def said_by(name: str, text: str) -> Audio:
    """Let one of them say a text. Raises CalledProcessError if it fails."""
    return written_by(lambda path: _COMMANDS[name](text, path))


def written_by(command: Callable[[str], list[str]]) -> Audio:
    """Run a command, given the path of a file, that writes speech into it. Raises CalledProcessError if it fails."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "spoken.wav"
        subprocess.run(command(str(path)), check=True, capture_output=True)
        return load_audio(path)


def time_peer(name: str, text: str, runs: int = 5) -> tuple[float, float]:
    """Median seconds from process start to file, and seconds of speech in it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "peer.wav"
        taken = time_command(_COMMANDS[name](text, str(path)), runs)
        return taken, float(soundfile.info(path).duration)


def time_command(command: Sequence[str], runs: int = 5) -> float:
    """Median seconds that a command takes, after one run that does not count. Raises CalledProcessError if it fails."""
    times = [_seconds(command) for _ in range(runs + 1)]
    return median(times[1:])


def _seconds(command: Sequence[str]) -> float:
    start = perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return perf_counter() - start
