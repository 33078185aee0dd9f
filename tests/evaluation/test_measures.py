import sys

import numpy as np
import pytest

from voiceclone.errors import DependencyError
from voiceclone.evaluation.measures import cosine, equal_error_rate, median_pitch, pesq_wide_band, semitones


def test_a_vector_is_like_itself_and_silence_is_like_nothing() -> None:
    vector = np.array([3.0, 4.0], dtype=np.float32)
    assert cosine(vector, vector) == pytest.approx(1.0)
    assert cosine(vector, np.zeros(2, dtype=np.float32)) == 0.0


def test_scores_that_do_not_overlap_have_no_errors() -> None:
    rate, threshold = equal_error_rate(np.array([0.8, 0.9]), np.array([0.1, 0.2]))
    assert rate == 0.0
    assert 0.2 < threshold <= 0.8


def test_one_in_four_on_each_side_is_a_quarter() -> None:
    rate, _ = equal_error_rate(np.array([0.9, 0.8, 0.7, 0.2]), np.array([0.1, 0.15, 0.18, 0.75]))
    assert rate == pytest.approx(0.25)


def test_scores_of_chance_are_wrong_half_the_time() -> None:
    generator = np.random.default_rng(0)
    rate, _ = equal_error_rate(generator.random(4000), generator.random(5000))
    assert rate == pytest.approx(0.5, abs=0.03)


def test_an_equal_error_rate_needs_both_kinds_of_pair() -> None:
    with pytest.raises(ValueError, match="both kinds"):
        equal_error_rate(np.array([0.5]), np.array([]))


def test_an_octave_is_twelve_semitones() -> None:
    assert semitones(220.0, 110.0) == pytest.approx(12.0)
    assert semitones(110.0, 220.0) == pytest.approx(-12.0)


def test_the_median_pitch_ignores_unvoiced_frames() -> None:
    assert median_pitch(np.array([0.0] * 50 + [100.0] * 10, dtype=np.float32)) == 100.0
    assert median_pitch(np.zeros(50, dtype=np.float32)) is None


def test_a_missing_package_is_named_with_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pesq", None)
    with pytest.raises(DependencyError, match=r'pesq.*pip install "voiceclone\[eval\]"'):
        pesq_wide_band(np.zeros(16_000, dtype=np.float32), np.zeros(16_000, dtype=np.float32))
