"""Book: memory and going on, for a book of a million characters that is killed again and again while it is spoken.

    python benchmarks/book.py [--characters 1000000] [--kills 3] [--seconds 60]

`voiceclone book` begins the whole book, is killed after so many seconds and begun again, several times: what is printed
is how far it came and the most memory that it held, which shows whether that grows. Speaking it to its end would take
an hour or more; a short book is therefore also killed and spoken to its end, and must be the same as without a kill.
"""

import signal
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from voiceclone import VoiceCloner, load_audio
from voiceclone.evaluation.machine import describe_machine

_SAMPLE_RATE, _BYTES = 24_000, 2
_SENTENCES = (
    "The {} crossed the yard before anybody was awake.",
    "Nobody in the village had seen a {} for many years.",
    "When the rain stopped, the {} was still there, waiting by the gate.",
    "Of all the stories that the miller told, the one about the {} was the longest, and the children liked it best.",
)
_NAMES = ("fox", "horse", "stranger", "old dog", "postman", "goose", "bear", "doctor", "pedlar", "white cat", "captain")


def main(
    characters: Annotated[int, typer.Option(min=10_000)] = 1_000_000,
    kills: Annotated[int, typer.Option(min=1)] = 3,
    seconds: Annotated[float, typer.Option(min=10.0, help="Until each kill.")] = 60.0,
) -> None:
    """Print the machine, a line for each kill, and whether the short book came out the same."""
    print(f"machine: {describe_machine()}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        voice = folder / "hazel.voice"
        VoiceCloner.from_pretrained().preset("hazel").save(voice)
        (folder / "long.txt").write_text(_book(characters))
        command = _command(folder / "long.txt", folder / "long.wav", voice)
        before = 0.0
        for kill in range(1, kills + 1):
            memory = _killed(command, seconds)
            spoken = _spoken(folder / "long.partial.pcm")
            print(
                f"{characters:,} characters, kill {kill} after {seconds:.0f} s: {before:.0f} s of speech were there, "
                f"{spoken:.0f} s are; at most {memory:.0f} MB"
            )
            before = spoken
        (folder / "short.txt").write_text(_book(8_000))
        whole, broken = (folder / f"{kind}.wav" for kind in ("whole", "broken"))
        subprocess.run(_command(folder / "short.txt", whole, voice), check=True, capture_output=True)
        for _ in range(kills):
            _killed(_command(folder / "short.txt", broken, voice), 9.0)
        subprocess.run(_command(folder / "short.txt", broken, voice), check=True, capture_output=True)
        one, other = (load_audio(path).samples for path in (whole, broken))
        same = len(one) == len(other) and bool((one == other).all())
        print(f"8,000 characters, {len(one) / _SAMPLE_RATE:.0f} s of speech, killed {kills} times: ", end="")
        print("the same samples as without" if same else "NOT the same as without")


def _book(characters: int) -> str:
    """A text of paragraphs of five sentences, none of which is in it twice in a row."""
    sentences = (
        _SENTENCES[number % len(_SENTENCES)].format(_NAMES[number // len(_SENTENCES) % len(_NAMES)])
        for number in range(characters)
    )
    text, length = list[str](), 0
    while length < characters:
        text.append(" ".join(islice(sentences, 5)))
        length += len(text[-1]) + 2
    return "\n\n".join(text)[:characters]


def _command(book: Path, output: Path, voice: Path) -> list[str]:
    return [sys.executable, "-m", "voiceclone", "book", str(book), "--voice", str(voice), "--output", str(output)]


def _killed(command: list[str], seconds: float) -> float:
    """Run a command, kill it after so many seconds, if it has not ended, and return the most megabytes it held."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    memory, end = 0.0, time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        memory = max(memory, _megabytes(process.pid))
        time.sleep(0.2)
    process.send_signal(signal.SIGKILL)
    process.wait()
    return memory


def _megabytes(pid: int) -> float:
    """The most that a process of Linux held; 0 where the system does not say."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    peak = [line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")]
    return int(peak[0]) / 1024 if peak else 0.0


def _spoken(partial: Path) -> float:
    return partial.stat().st_size / _BYTES / _SAMPLE_RATE if partial.is_file() else 0.0


if __name__ == "__main__":
    typer.run(main)
