"""The verb `data`."""

import json

from tests.training.layouts import own_folder


def test_a_check_prints_what_it_found_and_writes_it(command, tmp_path):
    corpus = own_folder(tmp_path)
    corpus.recording.write_bytes(b"nothing")
    done = command("data", "check", str(corpus.folder), "--json", str(tmp_path / "report.json"), "--workers", "1")
    assert done.status == 0, done.err
    assert "1 of 4 recordings" in done.out
    assert "is no audio" in done.out
    assert "bob/3.wav" in (corpus.folder / "left_out.tsv").read_text()
    assert json.loads((tmp_path / "report.json").read_text())["totals"]["left_out"] == 1


def test_the_wrong_folder_and_an_unknown_corpus_are_one_line(command, tmp_path):
    assert (
        "is not the folder of LJ Speech"
        in command("data", "check", str(tmp_path), "--corpus", "ljspeech", "-o", str(tmp_path / "o")).complaint
    )
    assert "no corpus is called" in command("data", "check", str(tmp_path), "--corpus", "timit").complaint
