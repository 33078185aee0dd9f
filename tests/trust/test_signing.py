"""The key of the installation: made once, for the user's eyes only, and what it signs."""

import os
import stat
import subprocess
import sys
from dataclasses import replace

import pytest

from tests.conftest import ROOT
from voiceclone.errors import OutputError, SigningError
from voiceclone.trust.signing import KEY_FILE, Signature, is_ours, is_valid, sign

RECORD = {"a": 1, "b": ["é"]}


def test_what_was_signed_is_valid_and_nothing_else():
    signature = sign("test 1", RECORD)
    assert is_valid(signature, "test 1", RECORD)
    assert not is_valid(signature, "test 2", RECORD)
    assert not is_valid(signature, "test 1", {**RECORD, "a": 2})
    assert not is_valid(replace(signature, value="0" * 128), "test 1", RECORD)
    assert not is_valid(replace(signature, key="0" * 64), "test 1", RECORD)


def test_the_key_is_made_once():
    first, second = sign("test 1", RECORD), sign("test 1", RECORD)
    assert first == second
    assert is_ours(first.key)
    assert not is_ours("0" * 64)


def test_asking_whose_a_key_is_makes_none(data_folder):
    assert not is_ours("0" * 64)
    assert not data_folder.exists()


@pytest.mark.skipif(os.name != "posix", reason="permissions are POSIX's")
def test_the_key_is_for_the_user_s_eyes_only(data_folder):
    before = os.umask(0)
    try:
        sign("test 1", RECORD)
    finally:
        os.umask(before)
    assert stat.S_IMODE((data_folder / KEY_FILE).stat().st_mode) == 0o600
    assert stat.S_IMODE(data_folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("content", [b"", b"no key", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_a_damaged_key_is_named_and_not_replaced(data_folder, content):
    data_folder.mkdir(parents=True)
    (data_folder / KEY_FILE).write_bytes(content)
    with pytest.raises(SigningError, match=r"installation_key\.pem: is no Ed25519 key"):
        sign("test 1", RECORD)
    assert (data_folder / KEY_FILE).read_bytes() == content


def test_a_folder_that_cannot_be_made_is_one_clear_error(data_folder):
    data_folder.parent.mkdir(parents=True)
    data_folder.write_text("a file is in the way")
    with pytest.raises(OutputError, match=r"voiceclone.*cannot be used: .*make it readable and writable"):
        sign("test 1", RECORD)


@pytest.mark.parametrize("change", [{"key": "A" * 64}, {"key": "0"}, {"value": "Ab" * 64}, {"value": None}, {"key": 1}])
def test_a_second_spelling_of_a_signature_is_refused(change):
    with pytest.raises(SigningError, match="damaged"):
        Signature(**{"key": "0" * 64, "value": "0" * 128, **change})


@pytest.mark.skipif(sys.platform != "linux", reason="the folder is named by XDG_DATA_HOME")
def test_processes_that_start_at_once_end_with_one_key(data_folder):
    program = "from voiceclone.trust.signing import sign\nprint(sign('test 1', {}).key)"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    processes = [
        subprocess.Popen([sys.executable, "-c", program], env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    keys = {process.communicate(timeout=60)[0].strip() for process in processes}
    assert len(keys) == 1
    assert is_ours(keys.pop())
    assert set(os.listdir(data_folder)) <= {KEY_FILE, f"{KEY_FILE}.lock"}
