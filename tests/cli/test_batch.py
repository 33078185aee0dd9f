"""The verb `batch`: a table into a folder, a report, and an exit status that tells what happened."""

import pytest

from tests.voices import any_voice


@pytest.fixture
def batch(command, tmp_path):
    any_voice().save("nobody.voice")

    def run(content, *arguments):
        (tmp_path / "lines.csv").write_text(content)
        return command("batch", "lines.csv", "--output-dir", "out", "--workers", "1", *arguments)

    return run


def test_a_table_becomes_a_folder(batch, tmp_path, cloner):
    done = batch("text,voice,file\nOne.,nobody.voice,a.wav\nTwo.,nobody.voice,b.wav\n", "--verify", "--speed", "2")
    assert (done.status, done.err) == (0, "")
    assert done.out == "2 of 2 lines are in out; see out/report.csv\n"
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.wav", "b.wav", "report.csv"]
    assert all(call["verify"] and call["speed"] == 2 for call in cloner.calls)


def test_lines_that_fail_are_named(batch):
    done = batch("text,voice,file\nOne.,nobody.voice,a.wav\nTwo.,none.voice,b.wav\n")
    assert done.status == 1
    assert "row 3, b.wav: none.voice: there is no such voice file" in done.out
    assert "1 of 2 lines are in out" in done.out


@pytest.mark.parametrize(
    ("content", "complaint"),
    [("", "is empty"), ("text,voice\nOne.,x\n", "'file' is missing"), ("text,voice,file\na,v,x\nb,v,x\n", "same file")],
)
def test_a_table_that_cannot_be_used_is_one_line(batch, tmp_path, content, complaint):
    assert complaint in batch(content).complaint
    assert not (tmp_path / "out").exists()
