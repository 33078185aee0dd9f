"""The progress bar."""

from voiceclone.cli.progress import progress_bar


def test_it_is_silent_where_nobody_watches(capsys):
    with progress_bar("Loading") as show:
        show("Speaking", 1, 3)
    assert capsys.readouterr() == ("", "")


def test_it_shows_what_is_being_done_in_a_terminal(capsys, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    with progress_bar("Loading") as show:
        show("Speaking", 1, 3)
    out, err = capsys.readouterr()
    assert out == ""
    assert "Speaking" in err
