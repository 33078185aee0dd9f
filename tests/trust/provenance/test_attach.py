"""A file is written with its provenance, or not at all."""

import builtins
import os

import pytest

from tests.trust.provenance.files import BESIDE, EMBEDDED, plain, speech_claims, write
from voiceclone.errors import OutputError, SigningError
from voiceclone.trust.provenance import attach, inspect
from voiceclone.trust.provenance.sidecar import sidecar_of


@pytest.mark.parametrize("name", EMBEDDED)
def test_where_the_certificate_is_damaged_no_file_is_left(tmp_path, data_folder, name):
    data_folder.mkdir(parents=True)
    (data_folder / "certificate.json").write_text("damaged")
    claims = speech_claims()
    with pytest.raises(SigningError, match=rf"{name}: cannot be signed, so nothing was written: .*is damaged"):
        write(tmp_path / name, claims)
    assert not os.listdir(tmp_path)


@pytest.mark.parametrize("name", BESIDE)
def test_where_the_key_is_damaged_no_file_is_left(tmp_path, data_folder, name):
    claims = speech_claims()
    (data_folder / "installation_key.pem").write_text("damaged")
    with pytest.raises(SigningError, match=rf"{name}: cannot be signed, so nothing was written"):
        write(tmp_path / name, claims)
    assert not os.listdir(tmp_path)


@pytest.mark.parametrize("before", [None, b"an older record"])
def test_where_the_file_cannot_be_written_its_record_is_as_before(tmp_path, monkeypatch, before):
    path, whole = tmp_path / "a.ogg", attach.write_atomically
    if before:
        sidecar_of(path).write_bytes(before)

    def full(target, content):
        if target == path:
            raise OutputError("the disk is full")
        whole(target, content)

    monkeypatch.setattr(attach, "write_atomically", full)
    with pytest.raises(OutputError, match="full"):
        write(path)
    assert not path.exists()
    assert (sidecar_of(path).read_bytes() if before else os.listdir(tmp_path)) == (before or [])


def test_a_record_of_an_older_file_does_not_stay_beside_a_new_one(tmp_path):
    path = tmp_path / "a.wav"
    sidecar_of(path).write_text("old")
    write(path)
    assert os.listdir(tmp_path) == ["a.wav"]
    assert inspect(path).state == "ours"


def test_without_c2pa_s_library_the_record_lies_beside_any_file(tmp_path, monkeypatch, caplog):
    importing = builtins.__import__

    def without_c2pa(name, *rest):
        if name == "c2pa":
            raise ImportError("no library for this machine")
        return importing(name, *rest)

    with monkeypatch.context() as patch:
        patch.setattr(builtins, "__import__", without_c2pa)
        content = write(tmp_path / "a.wav")
    assert content == plain(tmp_path / "a.wav")
    assert "no library for this machine" in caplog.text
    assert inspect(tmp_path / "a.wav").carrier == "sidecar"
