"""The measures of a detector."""

import numpy as np
import pytest

from voiceclone.evaluation.fake_trials import precision_at
from voiceclone.evaluation.measures import equal_error_rate


def test_the_equal_error_rate_lies_where_both_errors_meet():
    assert equal_error_rate(np.array([3.0, 4, 5]), np.array([0.0, 1, 2]))[0] == 0
    rate, threshold = equal_error_rate(np.array([2.5, 4, 5, 6]), np.array([0.0, 1, 2, 3]))
    assert rate == pytest.approx(0.25)
    assert 2 < threshold <= 4
    rng = np.random.default_rng(0)
    real, fake = rng.normal(0, 1, 20_000), rng.normal(2, 1, 20_000)
    assert equal_error_rate(fake, real)[0] == pytest.approx(0.1587, abs=0.01)


def test_few_fakes_among_many_real_ones_make_alarms_worth_less():
    real, fake = np.linspace(0, 1, 101), np.linspace(0.9, 2, 100)
    assert precision_at(real, fake, 0.5, 0.01) == 1
    common, rare = (precision_at(real, fake, 1.0, share) for share in (0.5, 0.01))
    assert common > 0.85
    assert rare == pytest.approx(0.01 / (0.01 + 0.99 * 11 / 101), rel=0.1)
