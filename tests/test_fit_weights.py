"""Weights of runs, of any simulator: they are those of Bayes where these are known, members are counted, and chance moves nothing."""

import numpy as np
import pytest
from fit_truths import score

from sim.fitting import weights
from sim.fitting.moved import distances


def test_the_posterior_is_the_analytic_one_where_there_is_one():
    """Members draw a mean from N(0, 1), runs show it with luck of 0.5, observing errs by 0.5: what is left is normal, and known."""
    chance, seen = np.random.default_rng(3), 0.8
    means = chance.standard_normal(20_000)
    shows = means[:, None] + 0.5 * chance.standard_normal((20_000, 8))
    by = weights.weighed((-0.5 * ((seen - shows) / 0.5) ** 2)[..., None]).sum(axis=1)
    error = 0.5**2 + 0.5**2
    assert by.sum() == pytest.approx(1)
    assert (by * means).sum() == pytest.approx(seen / (1 + error), abs=0.02)
    assert (by * means**2).sum() - (by * means).sum() ** 2 == pytest.approx(error / (1 + error), abs=0.02)
    low, middle, high = weights.quantiles(means, by, (0.05, 0.5, 0.95))
    assert [low, middle, high] == pytest.approx(seen / 1.5 + np.sqrt(1 / 3) * np.array([-1.645, 0, 1.645]), abs=0.04)


def test_members_are_counted_and_not_their_runs():
    even = np.zeros((50, 10, 1))
    assert weights.effective(even) == pytest.approx(50)
    even[10:] = -np.inf
    assert weights.effective(even) == pytest.approx(10)
    assert weights.effective(np.full((50, 10, 1), -np.inf)) == 0
    lucky = np.full((50, 10, 1), -20.0)
    lucky[:, 0] = 0  # half of the runs say nothing against any member: the other half does not either
    lucky[0, 1] = 0
    assert weights.effective(lucky) < 2 < weights.kish(weights.weighed(lucky).sum(axis=1))
    assert weights.without_each(np.concatenate([np.zeros((50, 10, 1)), lucky], axis=-1)).tolist()[1] == pytest.approx(50)


def test_what_goes_on_stands_for_the_weights():
    by = np.array([[0.5, 0.1], [0.0, 0.0], [0.1, 0.3]])
    members, runs = weights.slots(by, 1000, 20, 7)
    assert np.bincount(members, minlength=3).tolist() == [600, 0, 400]
    assert (runs[members == 0] == 0).mean() == pytest.approx(5 / 6, abs=0.01) and (runs[members == 2] == 1).mean() == pytest.approx(0.75)
    again = weights.slots(by, 1000, 20, 7)
    assert np.array_equal(members, again[0]) and np.array_equal(runs, again[1])
    assert not np.array_equal(members, weights.slots(by, 1000, 20, 8)[0])


def test_what_moves_by_chance_is_not_told_as_moved():
    chance = np.random.default_rng(0)
    values, by = chance.random((400, 30)), chance.random(400)
    far, most = distances(values, by / by.sum(), 0)
    assert (far <= most).all()
    tilted = np.where(values[:, 3] > 0.5, 1.5, 0.5)
    far, most = distances(values, tilted / tilted.sum(), 0)
    assert far.argmax() == 3 and far[3] > most and (np.delete(far, 3) < most).all()


def test_a_score_is_least_at_the_truth():
    even = np.full(2, 0.5)
    assert score(np.array([1.0, 1.0]), even, 1.0) == 0 and score(np.array([0.0, 0.0]), even, 1.0) == 1
    assert score(np.array([0.0, 1.0]), even, 0.0) == pytest.approx(0.25)
