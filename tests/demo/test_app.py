"""The demo: that it is found, how it is served, and what it says where it cannot be."""

import builtins
import os
import socket
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

import pytest

import voiceclone
from demo import app, texts
from tests.cloners import ToneCloner
from tests.conftest import ROOT
from voiceclone import DependencyError, VoiceCloneError
from voiceclone.cli.demo import _demo_app


def test_the_page_is_served_until_ctrl_c(monkeypatch, capsys, tmp_path):
    pytest.importorskip("gradio")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setitem(vars(voiceclone), "VoiceCloner", ToneCloner)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    seen = []

    def look_and_leave():
        seen.append(urllib.request.urlopen(f"http://127.0.0.1:{port}/").read().decode())
        raise KeyboardInterrupt

    monkeypatch.setattr(app, "_wait", look_and_leave)
    with pytest.raises(KeyboardInterrupt):
        app.main(port=port)
    assert texts.PROMISE in seen[0]
    assert not list(Path(tempfile.gettempdir()).glob("voiceclone-*"))  # nothing is left behind
    assert f"http://127.0.0.1:{port}/" in capsys.readouterr().out


def test_the_command_line_finds_the_page():
    assert Path(_demo_app().__file__) == Path(app.__file__)


def test_the_file_can_be_run_as_a_program(tmp_path):
    (tmp_path / "gradio.py").write_text("raise ModuleNotFoundError('gradio')")  # it is imported, and then no further
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)])}
    finished = subprocess.run(
        [sys.executable, app.__file__], env=environment, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert 'pip install "voiceclone[demo]"' in finished.stderr


def test_a_port_that_is_taken_is_named(monkeypatch):
    pytest.importorskip("gradio")
    monkeypatch.setitem(vars(voiceclone), "VoiceCloner", ToneCloner)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(VoiceCloneError, match="choose another with --port"):
            app.main(port=taken.getsockname()[1])


def test_without_gradio_the_command_to_install_it_is_named(monkeypatch):
    original = builtins.__import__

    def without_gradio(name, *arguments):
        if name == "gradio":
            raise ModuleNotFoundError(name)
        return original(name, *arguments)

    monkeypatch.setattr(builtins, "__import__", without_gradio)
    with pytest.raises(DependencyError, match=r'pip install "voiceclone\[demo\]"'):
        app.main()
