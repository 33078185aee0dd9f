"""What is found of the origin of a file."""

import os

import pytest

from tests.trust.provenance.files import EMBEDDED, plain
from voiceclone.errors import AudioError
from voiceclone.trust.provenance import inspect


@pytest.mark.parametrize("name", [*EMBEDDED, "a.ogg"])
def test_a_file_that_says_nothing_is_not_called_human(tmp_path, name):
    (tmp_path / name).write_bytes(plain(tmp_path / name))
    report = inspect(tmp_path / name)
    assert (report.carrier, report.state, report.claims) == ("none", "none", None)
    assert "does not mean that a person spoke" in report.meaning
    assert not report.intact


@pytest.mark.parametrize("content", [b"", b"text", b"RIFF\0\0\0\0WAVE", bytes(1_000)])
def test_any_file_can_be_asked_about(tmp_path, content):
    (tmp_path / "a.wav").write_bytes(content)
    assert not inspect(str(tmp_path / "a.wav")).intact


@pytest.mark.parametrize("path", ["missing.wav", ".", "n" * 300])
def test_what_is_no_file_is_named(tmp_path, path):
    with pytest.raises(AudioError, match="there is no such file"):
        inspect(tmp_path / path)


def test_certificates_that_cannot_be_read_are_named(tmp_path):
    (tmp_path / "a.wav").write_bytes(plain(tmp_path / "a.wav"))
    with pytest.raises(AudioError, match=r"roots\.pem: cannot be read"):
        inspect(tmp_path / "a.wav", trust=tmp_path / "roots.pem")


def test_asking_makes_no_keys(tmp_path, data_folder):
    (tmp_path / "a.wav").write_bytes(plain(tmp_path / "a.wav"))
    inspect(tmp_path / "a.wav")
    assert os.listdir(tmp_path) == ["a.wav"]
    assert not data_folder.exists()
