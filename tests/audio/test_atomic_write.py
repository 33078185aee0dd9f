"""A file appears whole or not at all."""

import errno
import os
import stat
from pathlib import Path

import pytest

from voiceclone.audio.atomic_write import write_atomically
from voiceclone.errors import OutputError


def test_what_was_there_is_replaced(tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"old and longer")
    write_atomically(path, b"new")
    assert path.read_bytes() == b"new"
    assert os.listdir(tmp_path) == ["file"]


def full_disk(*_):
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "file"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(OutputError, match="No space left on device"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["file"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_device_that_is_full_is_reported_and_left_in_its_place(tmp_path):
    link = tmp_path / "full.wav"
    link.symlink_to("/dev/full")
    with pytest.raises(OutputError, match="No space left on device"):
        write_atomically(link, b"content")
    assert stat.S_ISCHR(os.stat("/dev/full").st_mode)
    assert os.listdir(tmp_path) == ["full.wav"]


def test_a_device_is_written_to_and_not_replaced():
    write_atomically(os.devnull, b"content")
    assert not Path(os.devnull).is_file()


def test_a_link_is_followed(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "file")
    write_atomically(tmp_path / "link", b"content")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").read_bytes() == b"content"


def test_an_interruption_leaves_nothing_behind(tmp_path, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(tmp_path / "file", b"content")
    assert not os.listdir(tmp_path)


@pytest.mark.skipif(os.name != "posix", reason="permissions are POSIX's")
def test_permissions_are_those_of_any_new_file(tmp_path):
    write_atomically(tmp_path / "file", b"content")
    (tmp_path / "other").write_bytes(b"content")
    assert (tmp_path / "file").stat().st_mode == (tmp_path / "other").stat().st_mode


def test_a_name_too_long_is_reported(tmp_path):
    with pytest.raises(OutputError, match="cannot be written"):
        write_atomically(tmp_path / ("n" * 300), b"content")
