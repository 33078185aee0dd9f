"""What the tests of the command line share."""

from dataclasses import dataclass

import pytest
import soundfile

import voiceclone
from tests.audio.signals import RATE, speech_like
from tests.cloners import ToneCloner
from voiceclone.cli.main import run


@dataclass
class Outcome:
    """What a command left: its exit status, and what it printed."""

    status: int
    out: str
    err: str

    @property
    def complaint(self) -> str:
        """The one line on stderr of a command that failed on bad input."""
        assert self.status == 2, self.err
        assert self.err.startswith("voiceclone: ")
        assert self.err.count("\n") == 1
        return self.err.removeprefix("voiceclone: ").strip()


@pytest.fixture
def cloner(monkeypatch):
    """Put a cloner that speaks tones in the place of the real one, and return it."""
    fake = ToneCloner()

    def from_pretrained(cls, path=None, *, lexicon=None, engine="auto"):
        fake.lexicon, fake.engine = lexicon, engine
        return fake

    monkeypatch.setattr(ToneCloner, "from_pretrained", classmethod(from_pretrained))
    monkeypatch.setitem(vars(voiceclone), "VoiceCloner", ToneCloner)
    return fake


@pytest.fixture
def command(capsys, cloner, tmp_path, monkeypatch):
    """Return a function that runs the command line in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def run_command(*arguments: str) -> Outcome:
        capsys.readouterr()
        status = run(arguments)
        return Outcome(status, *capsys.readouterr())

    return run_command


@pytest.fixture
def reference(tmp_path):
    """Return the name of a recording that can serve as a reference."""
    soundfile.write(tmp_path / "reference.wav", speech_like(5.0), RATE)
    return "reference.wav"
