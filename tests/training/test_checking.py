"""A corpus is looked at before training: what would do harm is left out, each with its reason."""

import csv
import json

import numpy as np
import pytest
import soundfile

from tests.test_cloner import speech_like
from tests.training.layouts import own_folder
from voiceclone.audio.audio import Audio
from voiceclone.errors import DataError, OutputError
from voiceclone.training.checking import Limits, check_corpus
from voiceclone.training.checking import check as check_module
from voiceclone.training.checking.judgement import unknown_characters
from voiceclone.training.checking.measure import bandwidth, measure
from voiceclone.training.checking.report import tables, to_dict
from voiceclone.training.corpora import CORPORA, prepare

MINE = CORPORA["folder"]


def table_of(folder, lines, columns="file,text,speaker"):
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "table.csv").open("w", newline="") as file:
        csv.writer(file).writerows([columns.split(","), *lines])


def write(path, samples, rate=24_000):
    soundfile.write(path, np.asarray(samples, dtype=np.float32), rate)


@pytest.fixture
def bad(tmp_path):
    """Seven good recordings, and one for each thing that may be wrong."""
    folder = tmp_path / "mine"
    folder.mkdir()
    lines = []
    for number in range(7):
        write(folder / f"good-{number}.wav", speech_like(3.0, hertz=110 + 20 * number).samples)
        lines.append((f"good-{number}.wav", "no one knows you at all, number one", f"s{number % 2}"))
    good = speech_like(3.0, hertz=300).samples
    noise = np.random.default_rng(1).standard_normal(len(good)) * 0.05
    write(folder / "silent.wav", np.zeros(72_000))
    write(folder / "noisy.wav", good + noise)
    write(folder / "clipped.wav", np.clip(good * 20, -0.5, 0.5))
    write(folder / "copy.wav", speech_like(3.0, hertz=110).samples)
    write(folder / "short.wav", good[:4000])
    write(folder / "none.wav", [])
    (folder / "damaged.wav").write_bytes(b"nothing of the kind")
    for name in ("silent", "noisy", "clipped", "copy", "short", "none", "damaged", "missing"):
        lines.append((f"{name}.wav", "no one knows you at all, number two", "s0"))
    for name, text in (
        ("empty", ""),
        ("fast", "word " * 80),
        ("slow", "no"),
        ("broken", "na\ufffdve as it may be, yes"),
        ("greek", "no one knows ωmega at all"),
    ):
        write(folder / f"{name}.wav", speech_like(3.0, hertz=320 + len(text)).samples)
        lines.append((f"{name}.wav", text, "s0"))
    table_of(folder, lines)
    return folder


def test_each_bad_recording_is_left_out_for_its_own_reason_and_each_good_one_stays(bad):
    found = check_corpus(MINE, bad, bad, workers=1)
    expected = {
        "silent": "silent", "noisy": "noise", "clipped": "clipped", "copy": "the same recording as good-0.wav",
        "short": "lasts 0.17 s", "none": "length is zero", "damaged": "damaged", "missing": "no such file",
        "empty": "transcript is empty", "fast": "too long for it", "slow": "too short for it", "broken": "\ufffd",
        "greek": "ω",
    }  # fmt: skip
    assert {name.removesuffix(".wav") for name in found.left_out} == expected.keys()
    for name, words in expected.items():
        assert words in found.left_out[f"{name}.wav"]


def test_preparation_leaves_out_what_the_check_did_and_takes_back_what_a_person_struck(bad, tmp_path):
    found = check_corpus(MINE, bad, bad, workers=1)
    assert prepare(MINE, bad, tmp_path / "work").clips == 7
    with (tmp_path / "work" / "not_used.tsv").open(newline="") as lines:
        reasons = {row["file"]: row["reason"] for row in csv.DictReader(lines, delimiter="\t")}
    assert reasons == found.left_out
    table = bad / "left_out.tsv"
    table.write_text("".join(line for line in table.read_text().splitlines(True) if not line.startswith("greek")))
    assert prepare(MINE, bad, tmp_path / "work").clips == 8


def noted(monkeypatch):
    """Return a list that fills with the files that are measured."""
    heard = []

    def measure_and_note(folder, quality, file):
        heard.append(file)
        return measure(folder, quality, file)

    monkeypatch.setattr(check_module, "measure", measure_and_note)
    return heard


def test_what_was_measured_is_not_measured_again_unless_the_file_changed(bad, monkeypatch):
    first = check_corpus(MINE, bad, bad, workers=1)
    write(bad / "noisy.wav", speech_like(3.0, hertz=310).samples)
    heard = noted(monkeypatch)
    second = check_corpus(MINE, bad, bad, workers=1)
    assert heard == ["noisy.wav"]
    assert set(first.left_out) - set(second.left_out) == {"noisy.wav"}


def test_a_check_that_was_cut_off_goes_on(bad, monkeypatch):
    check_corpus(MINE, bad, bad, workers=1)
    table = bad / "measured.tsv"
    lines = table.read_text().splitlines(True)
    table.write_text("".join(lines[:4]) + lines[4][:20])
    heard = noted(monkeypatch)
    check_corpus(MINE, bad, bad, workers=1)
    assert len(heard) == len(lines) - 4


def test_what_is_worth_knowing_of_the_rest_is_said(tmp_path):
    corpus = own_folder(tmp_path)
    soundfile.write(corpus.folder / "ann" / "0.wav", np.stack([speech_like(2.0).samples] * 2, axis=1), 24_000)
    table = corpus.folder / "transcripts.csv"
    table.write_text(table.read_text().replace("CC0-1.0,yes", ",", 1))
    said = " ".join(check_corpus(MINE, corpus.folder, corpus.folder, workers=1).notes)
    for words in (
        "2 of 2 speakers have fewer than 2 recordings or less than 20 s: ann, bob.",
        "1 recordings have several channels",
        "1 recordings have no licence",
        "1 recordings have no record of consent",
        "The sample rates are mixed: 1 at 24000 Hz, 3 at 44100 Hz.",
    ):
        assert words in said


def test_several_workers_find_what_one_finds(bad, tmp_path):
    one = check_corpus(MINE, bad, tmp_path / "one", workers=1)
    two = check_corpus(MINE, bad, tmp_path / "two", workers=2)
    assert one == two


def test_the_limits_can_be_chosen(bad, tmp_path):
    found = check_corpus(MINE, bad, tmp_path, limits=Limits(contrast=0.0, pace=1000.0), workers=1)
    assert not {"noisy.wav", "fast.wav", "slow.wav"}.intersection(found.left_out)


def test_the_report_holds_every_recording(bad, tmp_path):
    found = check_corpus(MINE, bad, tmp_path, workers=1)
    everything = json.loads(json.dumps(to_dict(found)))
    assert len(everything["recordings"]) == everything["totals"]["recordings"] == 20
    assert everything["totals"]["left_out"] == len(everything["left_out"]) == 13
    assert everything["totals"]["hours"] == pytest.approx(7 * 3 / 3600, abs=1e-4)
    titles = [table.title for table in tables(found, most=5)]
    assert titles[-1] == "Left out, the first 5"
    assert len(tables(found, most=5)[-1].rows) == 5


@pytest.mark.parametrize("edge", [3_400, 4_000, 7_000, 10_000])
def test_a_low_pass_filter_is_found(edge):
    noise = np.random.default_rng(0).standard_normal(48_000)
    spectrum = np.fft.rfft(noise) / (1 + np.arange(24_001) / 500)  # fades with the frequency, as speech does
    spectrum[np.fft.rfftfreq(48_000, 1 / 24_000) > edge] = 0
    samples = np.fft.irfft(spectrum)
    assert bandwidth(Audio((samples / np.abs(samples).max()).astype(np.float32), 24_000)) == pytest.approx(
        edge, abs=260
    )


def test_what_fades_slowly_has_the_whole_bandwidth():
    noise = np.random.default_rng(0).standard_normal(48_000)
    samples = np.fft.irfft(np.fft.rfft(noise) / (1 + np.arange(24_001) / 300) ** 1.5)
    assert bandwidth(Audio((samples / np.abs(samples).max()).astype(np.float32), 24_000)) == 12_000


@pytest.mark.parametrize(
    ("text", "language", "unknown"),
    [
        ("“Naïve,” she said—50 € at café №5…", "en", set()),
        ("привет", "en", set("привет")),
        ("привет", "ru", set()),
        ("co\ufffdte", "fr", {"\ufffd"}),
    ],
)
def test_only_what_nobody_can_read_aloud_is_unknown(text, language, unknown):
    assert unknown_characters(text, language) == unknown


def test_nothing_to_check_and_nowhere_to_write_are_said(tmp_path):
    table_of(tmp_path / "mine", [])
    with pytest.raises(DataError, match="lists no recording"):
        check_corpus(MINE, tmp_path / "mine", tmp_path, workers=1)
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="--output"):
        check_corpus(MINE, tmp_path / "mine", tmp_path / "file", workers=1)
