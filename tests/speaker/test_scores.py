import numpy as np
import pytest

from voiceclone.errors import WeightsError
from voiceclone.speaker.scores import FILE, Comparison, ErrorRates, above_strangers


@pytest.fixture
def rates():
    generator = np.random.default_rng(0)
    same, different = generator.normal(7.0, 1.0, 500), generator.normal(1.0, 1.0, 2_000)
    return ErrorRates.measured(same, different, speakers=30, encoder="0123456789abcdef")


def test_a_likeness_counts_for_less_where_strangers_are_as_alike():
    generator = np.random.default_rng(0)
    first, second = generator.standard_normal((2, 16)) * 0.3 + np.eye(16)[0]
    first, second = first / np.linalg.norm(first), second / np.linalg.norm(second)

    def strangers(near):
        people = generator.standard_normal((200, 16)) + near * np.eye(16)[0]
        return people / np.linalg.norm(people, axis=1, keepdims=True)

    assert above_strangers(first, second, strangers(0)) > above_strangers(first, second, strangers(4)) + 1
    assert above_strangers(first, first, strangers(0)) > above_strangers(first, second, strangers(0))


def test_the_rates_are_those_of_the_pairs(rates):
    accepts, rejects = rates.at(1.0)
    assert accepts == pytest.approx(0.5, abs=0.05)
    assert rejects == 0.0
    assert rates.at(7.0) == (0.0, pytest.approx(0.5, abs=0.05))


def test_a_higher_score_is_never_worse_evidence(rates):
    accepts, rejects = zip(*(rates.at(score) for score in np.linspace(-8, 14, 300)), strict=True)
    assert all(np.diff(accepts) <= 0)
    assert all(np.diff(rejects) >= 0)


def test_what_is_saved_is_read(rates, tmp_path):
    rates.save(tmp_path)
    assert ErrorRates.load(tmp_path, "0123456789abcdef") == rates


def test_rates_of_another_encoder_are_none(rates, tmp_path):
    assert ErrorRates.load(tmp_path, "0123456789abcdef") is None
    rates.save(tmp_path)
    assert ErrorRates.load(tmp_path, "another") is None


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"thresholds": 3}', "null"])
def test_damaged_rates_are_named(tmp_path, content):
    (tmp_path / FILE).write_text(content)
    with pytest.raises(WeightsError, match="damaged"):
        ErrorRates.load(tmp_path, "")


def test_a_comparison_claims_no_more_than_its_pairs_show(rates):
    said = str(Comparison(0.9, 9.0, rates))
    assert "fewer than 0.05% of the pairs of two people" in said
    assert "evidence, not a verdict" in said


def test_without_rates_a_comparison_says_so():
    assert "not measured" in str(Comparison(0.5))
