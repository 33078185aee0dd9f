import numpy as np
import pytest

from voiceclone.trust.marking.alignment import Alignment, folded, log_chance, refined, score_at, scores_at
from voiceclone.trust.marking.layout import BANDS, PERIOD
from voiceclone.trust.marking.pattern import pattern_of

FRAMES = 470  # five seconds
START = Alignment(1.0, 1.0, 1.0, 0, 0.0)
CHIPS = np.ones((PERIOD, BANDS), dtype=np.float32)


def ratios_under_random_signs(count):
    """Yield the same few heavy and many light weights, each time with signs drawn anew."""
    rng = np.random.default_rng(0)
    weights = np.zeros((PERIOD, BANDS), dtype=np.float32)
    weights[:8] = rng.exponential(1.0, (8, BANDS)) ** 2
    for _ in range(count):
        ratios = np.zeros((FRAMES, BANDS), dtype=np.float32)
        ratios[START.frames(FRAMES)[:PERIOD]] = weights * rng.choice([-1.0, 1.0], weights.shape)
        yield ratios


def test_chance_is_bounded_under_random_signs():
    chances = np.exp([log_chance(ratios, START, CHIPS) for ratios in ratios_under_random_signs(2_000)])
    for level in (0.3, 0.1, 0.03, 0.01):
        assert (chances <= level).mean() <= level


def test_the_bound_is_never_looser_than_hoeffdings():
    for ratios in ratios_under_random_signs(50):
        ratios += 0.05
        hoeffding = -0.5 * max(0.0, score_at(ratios, START, CHIPS)) ** 2
        assert log_chance(ratios, START, CHIPS) <= hoeffding + 1e-6


def test_what_leans_the_other_way_proves_nothing():
    assert log_chance(-np.ones((FRAMES, BANDS), dtype=np.float32), START, CHIPS) == 0.0


def test_a_chip_that_comes_again_is_summed():
    ratios = np.zeros((FRAMES, BANDS), dtype=np.float32)
    ratios[[1, 5, 1 + 4 * PERIOD]] = [[1.0], [2.0], [3.0]]
    sums = folded(ratios, np.array([1.0]), np.array([1.0]))
    assert sums.shape == (1, PERIOD, BANDS)
    assert sums[0, :3, 0].tolist() == [4.0, 2.0, 0.0]


def test_alignments_are_scored_together_as_alone():
    ratios = np.random.default_rng(1).standard_normal((FRAMES, BANDS)).astype(np.float32)
    chips = pattern_of(b"sixteen bytes...").synchronisation
    several = [START, Alignment(1.0, 1.04, 2.3, 17, 0.0), Alignment(1.0, 0.95, 0.4, 63, 0.0)]
    alone = [score_at(ratios, one, chips) for one in several]
    assert scores_at(ratios, several, chips) == pytest.approx(alone, abs=1e-5)


def test_refining_finds_the_tempo():
    pattern = pattern_of(b"sixteen bytes...")
    truth = Alignment(1.0, 1.031, 1.5, 5, 0.0)
    ratios = np.zeros((FRAMES, BANDS), dtype=np.float32)
    frames = truth.frames(FRAMES)
    ratios[frames] = pattern.synchronisation[truth.places(len(frames))]
    near = refined(ratios, Alignment(1.0, 1.03, 1.5, 5, 0.0), (0.0, 0.001), pattern)
    assert near.score == pytest.approx(score_at(ratios, truth, pattern.synchronisation), rel=0.05)
