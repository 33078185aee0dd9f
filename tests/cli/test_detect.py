"""The verb `detect`."""

import json

import pytest

from tests.trust.marking.speech import five_seconds
from tests.voices import any_voice
from voiceclone.trust.release import release


@pytest.fixture
def marked(tmp_path):
    """Speech that left through the door, saved."""
    release(five_seconds(), 24_000, any_voice()).save(tmp_path / "marked.flac")


def test_what_we_made_is_recognised_by_its_provenance_and_its_sound(command, marked):
    done = command("detect", "marked.flac")
    assert (done.status, done.err) == (0, "")
    assert "provenance    The file is unchanged since this installation signed it." in done.out
    assert "watermark     The watermark of this program was found" in done.out
    assert "0.0 to " in done.out


def test_it_can_be_read_by_a_program(command, marked):
    found = json.loads(command("detect", "marked.flac", "--json").out)
    assert found["provenance"]["intact"] is True
    assert found["watermark"]["detected"] is True
    assert found["watermark"]["p_value"] < 1e-5
    assert found["watermark"]["payload"]["identifier"] == found["provenance"]["claims"]["watermark"]
    assert found["watermark"]["segments"]


def test_what_we_did_not_make_shows_nothing_and_is_not_called_real(command, reference):
    done = command("detect", reference)
    assert done.status == 0
    assert "That does not mean that a person spoke" in done.out
    assert json.loads(command("detect", reference, "--json").out)["watermark"]["payload"] is None


def test_what_is_no_audio_is_named(command, tmp_path):
    (tmp_path / "a.txt").write_text("no audio")
    done = command("detect", "a.txt")
    assert done.status == 2
    assert "a.txt" in done.complaint


def test_the_score_over_time_is_drawn(command, reference, tmp_path):
    done = command("detect", reference, "--plot", "scores.png")
    assert (done.status, done.err) == (0, "")
    assert (tmp_path / "scores.png").read_bytes().startswith(b"\x89PNG")
    assert command("detect", reference, "--plot", "nowhere/scores.png").status == 2
    assert "scores.odd" in command("detect", reference, "--plot", "scores.odd").complaint


def test_what_it_sounds_like_is_said_with_what_that_is_worth(command, reference):
    assert "sound         " in command("detect", reference).out
    found = json.loads(command("detect", reference, "--json").out)["synthetic"]
    assert found["available"] is False or 0 <= found["score"] <= 1
