"""What a visitor brings and is given is theirs, and is gone with them."""

import pytest

from demo.sessions import MOST_VOICES, Sessions
from tests.voices import any_voice
from voiceclone import VoiceError


def brought(folder, name):
    """A file as the page takes it: in a folder of its own."""
    (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / name / "file.wav").write_bytes(b"sound")
    return folder / name / "file.wav"


def test_all_is_deleted_with_the_session(tmp_path):
    sessions = Sessions(tmp_path)
    session = sessions.of("one")
    made = session.file("my voice", ".wav")
    made.write_bytes(b"speech")
    copy = brought(tmp_path, "copy").rename(tmp_path / "copy" / made.name)
    upload = brought(tmp_path, "upload")
    session.uploads.add(str(upload))
    sessions.close("one")
    assert session.left
    assert not any(path.exists() for path in (made, copy, upload, session.folder))
    assert sessions.of("one") is not session


def test_what_another_visitor_brought_too_stays_for_them(tmp_path):
    sessions = Sessions(tmp_path)
    upload = brought(tmp_path, "upload")
    for visitor in ("one", "two"):
        sessions.of(visitor).uploads.add(str(upload))
    sessions.close("one")
    assert upload.exists()
    sessions.close_all()
    assert not upload.exists()


def test_names_are_told_apart_and_there_is_an_end_to_them():
    sessions = Sessions()
    session = sessions.of("one")
    assert [session.keep(any_voice(), "me") for _ in range(2)] == ["me", "me 2"]
    for _ in range(MOST_VOICES - 2):
        session.keep(any_voice(), "me")
    with pytest.raises(VoiceError, match="no room for more"):
        session.keep(any_voice(), "me")
    session.forget("me")
    assert "me" not in session.voices
    sessions.close_all()


def test_the_name_of_a_file_is_harmless():
    session = Sessions().of("one")
    assert session.file("../../etc/passwd", ".wav").parent == session.folder
