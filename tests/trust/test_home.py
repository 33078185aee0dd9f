"""The folder of an installation."""

import pytest

from voiceclone.errors import OutputError
from voiceclone.trust import home


def test_what_was_written_is_read(data_folder):
    assert home.read("thing") is None
    home.write("thing", b"content")
    assert home.read("thing") == b"content"
    assert [path.name for path in data_folder.iterdir()] == ["thing"]


def test_what_cannot_be_read_is_named(data_folder):
    (data_folder / "thing").mkdir(parents=True)
    with pytest.raises(OutputError, match="thing: cannot be used"):
        home.read("thing")


def test_a_lock_that_is_held_too_long_is_one_clear_error(monkeypatch):
    monkeypatch.setattr(home, "PATIENCE", 0.0)
    with (
        home.exclusive("thing"),
        pytest.raises(OutputError, match="cannot be used"),
        home.exclusive("thing"),
    ):
        pass


def test_the_folder_is_within_the_user_s_data(run_python, data_folder):
    assert run_python("from voiceclone.trust.home import data_folder\nprint(data_folder())").strip() == str(data_folder)
