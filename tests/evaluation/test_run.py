import json
from pathlib import Path

import pytest

from tests.evaluation import fakes
from voiceclone.cli.main import run as run_command
from voiceclone.errors import DataError, OutputError
from voiceclone.evaluation import run as run_module
from voiceclone.evaluation.run import Settings, check_output, run, write_report


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fakes.write_corpus(tmp_path_factory.mktemp("corpus"))


@pytest.fixture(autouse=True)
def fake_judges(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_module, "default_judges", fakes.judges)
    monkeypatch.setattr(run_module, "check_judges", lambda: None)


def test_a_report_is_written_for_readers_and_for_programs(corpus: Path, tmp_path: Path) -> None:
    found = run(Settings(corpus=corpus, what="real", seed=3))
    write_report(found, tmp_path / "real.json")
    write_report(found, tmp_path / "real.md")
    everything = json.loads((tmp_path / "real.json").read_text())
    assert everything["settings"]["seed"] == 3
    assert everything["machine"]
    assert len(everything["speakers"]) == 5
    text = (tmp_path / "real.md").read_text()
    assert "## Means" in text
    assert "| figure | the person | other people | same sex |" in text
    assert "1 of the 5 speakers have one clip only" in text


def test_cloning_needs_sentences(corpus: Path) -> None:
    with pytest.raises(DataError, match="sentences"):
        run(Settings(corpus=corpus))


@pytest.mark.parametrize("name", ["report.txt", "report", "missing/report.json"])
def test_a_report_that_cannot_be_written_is_noticed_before_the_work(tmp_path: Path, name: str) -> None:
    with pytest.raises(OutputError):
        check_output(tmp_path / name)


def test_noises_are_looked_for_before_the_work(corpus: Path, tmp_path: Path) -> None:
    sentences = tmp_path / "sentences.txt"
    sentences.write_text("The old clock.\n")
    (tmp_path / "silence").mkdir()
    with pytest.raises(DataError, match="no recording of a noise"):
        run(Settings(corpus=corpus, sentences=sentences, noise_ratio=15.0, noise=tmp_path / "silence"))


def test_the_command_prints_the_means_and_writes_the_report(
    corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "real.json"
    status = run_command(["evaluate", "--corpus", str(corpus), "--what", "real", "--output", str(output)])
    printed = capsys.readouterr().out
    assert status == 0
    assert "Means" in printed
    assert "Measured on" in printed
    assert output.is_file()


def test_a_missing_corpus_is_one_line_and_status_two(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["evaluate", "--corpus", str(tmp_path / "nowhere"), "--what", "real"]) == 2
    assert capsys.readouterr().err.count("\n") == 1
