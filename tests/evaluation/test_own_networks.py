"""The evaluations with the package's own networks, tiny and seeded, from weights on disk."""

import json
from pathlib import Path

import numpy as np
import pytest

from tests.evaluation import fakes
from tests.networks import save_tiny_model
from voiceclone import Audio
from voiceclone.errors import AudioError, WeightsError
from voiceclone.evaluation import run as run_module
from voiceclone.evaluation import vocoder_copy
from voiceclone.evaluation.own_networks import OwnEncoder, own_copy
from voiceclone.evaluation.run import Settings, run, write_report


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("weights")
    save_tiny_model(folder)
    return folder


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fakes.write_corpus(tmp_path_factory.mktemp("corpus"))


@pytest.fixture(autouse=True)
def fake_judges(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_module, "default_judges", fakes.judges)
    monkeypatch.setattr(run_module, "check_judges", lambda: None)
    monkeypatch.setattr(run_module, "Resemblyzer", fakes.ToneJudge)
    monkeypatch.setattr(vocoder_copy, "pesq_wide_band", lambda real, copy: None)


def test_the_encoder_embeds_as_enrolment_does(weights: Path) -> None:
    audio = Audio(fakes.tone(200, 3.0), fakes.RATE)
    embedding = OwnEncoder(weights).embed(audio)
    assert np.linalg.norm(embedding) == pytest.approx(1.0, abs=1e-3)
    assert np.array_equal(embedding, OwnEncoder(weights).embed(audio))


def test_the_encoder_refuses_what_cannot_be_enrolled(weights: Path) -> None:
    with pytest.raises(AudioError):
        OwnEncoder(weights).embed(Audio(fakes.tone(200, 0.4), fakes.RATE))


def test_a_copy_is_as_long_as_the_original_up_to_a_hop_and_the_same_every_time(weights: Path) -> None:
    samples = fakes.tone(200, 1.0)
    copy = own_copy(weights)
    assert 0 <= len(copy(samples)) - len(samples) < 256
    assert np.array_equal(copy(samples), copy(samples))


def test_missing_weights_are_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(WeightsError):
        own_copy(tmp_path)


def test_clones_are_spoken_judged_kept_and_reported(corpus: Path, weights: Path, tmp_path: Path) -> None:
    sentences = tmp_path / "sentences.txt"
    sentences.write_text("The old clock.\nIt stopped.\n", encoding="utf-8")
    (tmp_path / "clones").mkdir()
    settings = Settings(
        corpus=corpus,
        sentences=sentences,
        speakers=2,
        sentences_per_speaker=1,
        weights=weights,
        reference_seconds=3.0,
        noise_ratio=15.0,
        keep=tmp_path / "clones",
    )
    found = run(settings)
    write_report(found, tmp_path / "clones.json")
    everything = json.loads((tmp_path / "clones.json").read_text())
    assert everything["settings"]["weights"] == str(weights)
    assert everything["means"][0]["recordings"] == 2
    assert len(found.words) == 2
    assert len(list((tmp_path / "clones").glob("*.wav"))) == 2
    again = run(settings)
    assert [row["similarity"] for row in again.everything["speakers"]] == [
        row["similarity"] for row in found.everything["speakers"]
    ]


def test_encoders_are_tried_side_by_side(corpus: Path, weights: Path) -> None:
    found = run(Settings(corpus=corpus, what="encoder", weights=weights))
    assert [row[0] for row in found.tables[0].rows] == ["voiceclone", "tones"]


def test_copies_are_compared_by_corpus(corpus: Path, weights: Path) -> None:
    found = run(Settings(corpus=corpus, what="vocoder", weights=weights))
    assert [row[0] for row in found.tables[0].rows] == ["tones", "all"]
