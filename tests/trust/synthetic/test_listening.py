"""What the detector hears of a recording, and what its report says."""

import json

import numpy as np
import pytest
import torch

from tests.trust.marking.speech import five_seconds
from tests.trust.synthetic.detectors import write_detector
from voiceclone.errors import AudioError, WeightsError
from voiceclone.trust.synthetic.calibration import Calibration
from voiceclone.trust.synthetic.config import BINS, HOP, DetectorConfig
from voiceclone.trust.synthetic.listening import WEIGHTS, find_synthetic
from voiceclone.trust.synthetic.network import Detector, log_spectrum


@pytest.fixture(scope="module")
def weights(tmp_path_factory):
    return write_detector(tmp_path_factory.mktemp("weights"))


def test_windows_cover_the_speech_and_only_that(weights):
    speech = five_seconds()
    silence = np.zeros(24_000, dtype=np.float32)
    report = find_synthetic(np.concatenate([silence, speech, silence]), 24_000, weights)
    assert report.windows[0].start == pytest.approx(1.0, abs=0.3)
    assert report.windows[-1].end == pytest.approx(6.0, abs=0.4)
    assert all(0 <= window.score <= 1 for window in report.windows)
    assert len(report.windows) >= 3
    assert min(window.score for window in report.windows) <= report.score <= max(w.score for w in report.windows)


def test_level_offset_and_silence_around_it_change_nothing(weights):
    speech = five_seconds()
    plain = find_synthetic(speech, 24_000, weights).score
    assert find_synthetic(0.2 * speech, 24_000, weights).score == pytest.approx(plain, abs=0.02)
    assert find_synthetic(np.pad(speech, 24_000), 24_000, weights).score == pytest.approx(plain, abs=0.05)


def test_without_weights_the_report_says_so(tmp_path):
    report = find_synthetic(five_seconds(), 24_000, tmp_path)
    assert report.to_json() == {
        "available": False, "score": None, "false_alarms": None, "misses": None, "windows": [],
    }  # fmt: skip
    assert "no detector" in report.meaning


@pytest.mark.parametrize("samples", [np.zeros(0), np.zeros(48_000), 0.1 * np.ones(4_000)])
def test_what_holds_no_speech_has_no_score(samples, weights):
    report = find_synthetic(samples.astype(np.float32), 24_000, weights)
    assert report.score is None
    assert "not enough speech" in report.meaning
    assert json.dumps(report.to_json())


def test_a_short_recording_is_heard(weights):
    report = find_synthetic(five_seconds()[:24_000], 24_000, weights)
    assert len(report.windows) == 1
    assert report.windows[0].end <= 1.01


def test_the_report_gives_error_rates_and_no_verdict(weights):
    report = find_synthetic(five_seconds(), 24_000, weights)
    assert "of 50 recordings of people" in report.meaning
    assert "of 150 by 2 known generators" in report.meaning
    assert "evidence and no verdict" in report.meaning
    record = report.to_json()
    assert (record["false_alarms"], record["misses"]) == report.calibration.at(report.score)


def test_bad_input_and_damaged_weights_are_named(weights, tmp_path):
    with pytest.raises(AudioError):
        find_synthetic(np.zeros((2, 100), dtype=np.float32), 24_000, weights)
    (tmp_path / WEIGHTS).write_bytes(b"nothing")
    with pytest.raises(WeightsError):
        find_synthetic(five_seconds(), 24_000, tmp_path)


def test_calibrated_scores_are_probabilities():
    rng = np.random.default_rng(0)
    real, fake = rng.normal(-2, 2, 4_000), rng.normal(6, 2, 8_000)
    calibration = Calibration.measured(real, fake, ("a",))
    assert calibration.score(2.0) == pytest.approx(0.5, abs=0.03)
    half = [np.mean([calibration.score(x) > 0.5 for x in part]) for part in (real, fake)]
    alarms, misses = calibration.at(0.5)
    assert (alarms, misses) == (pytest.approx(half[0], abs=0.01), pytest.approx(1 - half[1], abs=0.01))
    assert calibration.at(0.99)[0] < alarms


def test_the_network_fits_its_place():
    network = Detector(DetectorConfig())
    assert sum(parameter.numel() for parameter in network.parameters()) < 600_000
    samples = torch.randn(2, 40_000)
    spectrum = log_spectrum(samples)
    assert spectrum.shape == (2, 1 + 40_000 // HOP, BINS)
    assert torch.allclose(log_spectrum(3 * samples), spectrum, atol=1e-3)
    assert network(spectrum).shape == (2,)
