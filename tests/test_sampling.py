"""The sampler, on simulators whose answer is known in closed form."""

import numpy as np
import pytest

from sim.calibration.sampling import advance, begin

SIZE = 400


def noisy(shortfall, spread=0.1, runs=1600):
    """An Evaluate: shortfall of points whose first two coordinates are seen with noise, averaged over runs with fixed draws."""
    def evaluate(points, level, most):
        luck = np.random.default_rng(level).normal(0, spread, (runs, 2)).mean(axis=0)
        seen = points.copy()
        seen[:, :2] += luck
        far = shortfall(seen)
        return np.where(far > most, np.inf, far)
    return evaluate


def box(points):
    """0 where the first coordinate lies between 0.6 and 0.8."""
    return np.maximum(0, np.maximum(0.6 - points[:, 0], points[:, 0] - 0.8))


def corner(points):
    """0 where the first two coordinates add up to at most a half."""
    return np.maximum(0, points[:, 0] + points[:, 1] - 0.5)


def sampled(evaluate, seed, last=6):
    now = begin(evaluate, 6, SIZE, seed, 2 * SIZE)
    fresh = 0
    while fresh < last:
        now = advance(now, evaluate, seed, 3)
        fresh += now.level == 1
    return now


def largest_gap(values, share_below):
    """Kolmogorov and Smirnov's distance of a sample from a known distribution."""
    ordered = np.sort(values)
    return np.abs(np.arange(1, len(ordered) + 1) / len(ordered) - share_below(ordered)).max()


@pytest.mark.parametrize("seed", [0, 1])
def test_an_interval_is_found_and_filled_evenly(seed):
    points = sampled(noisy(box), seed).points
    assert points[:, 0].min() > 0.55 and points[:, 0].max() < 0.85
    assert largest_gap(points[:, 0], lambda x: np.clip((x - 0.6) / 0.2, 0, 1)) < 0.15
    for free in range(1, 6):
        assert largest_gap(points[:, free], lambda x: x) < 0.15


@pytest.mark.parametrize("seed", [0, 1])
def test_two_coordinates_that_hang_together(seed):
    points = sampled(noisy(corner), seed).points
    assert (points[:, :2].sum(axis=1) < 0.55).all()
    # of a triangle with sides of a half, the share below x of either coordinate is 1 - (1 - 2x)^2
    for which in (0, 1):
        assert largest_gap(points[:, which], lambda x: 1 - (1 - 2 * np.clip(x, 0, 0.5)) ** 2) < 0.15
    assert np.corrcoef(points[:, 0], points[:, 1])[0, 1] == pytest.approx(-0.5, abs=0.15)


def test_the_same_seed_gives_the_same_points_and_another_seed_others():
    first, second, other = (sampled(noisy(box), seed, last=2) for seed in (3, 3, 4))
    assert first.points.tobytes() == second.points.tobytes() != other.points.tobytes()
    assert first.history == second.history


def test_the_lucky_are_found_out_by_fresh_draws():
    def lucky(points, level, most):
        return np.zeros(len(points)) if level == 0 else box(points)
    now = sampled(lucky, 0)
    assert (box(now.points) == 0).all() and now.level == 1


def test_most_points_equally_far_do_not_keep_the_search_from_coming_nearer():
    """Nine tenths of the cube lie just as far from the evidence, so the median never falls by itself."""
    def plateau(points, level, most):
        far = np.where(points[:, 0] > 0.9, 0.0, 1e-9)
        return np.where(far > most, np.inf, far)
    now = begin(plateau, 4, SIZE, 0, SIZE)
    for _ in range(4):
        now = advance(now, plateau, 0, 2)
    assert now.tolerance == 0 and now.level == 1 and (now.points[:, 0] > 0.9).all()


def test_evidence_out_of_reach_is_said():
    def never(points, level, most):
        return np.full(len(points), float(level))
    with pytest.raises(ValueError, match="fresh draws"):
        advance(begin(never, 3, 20, 0, 40), never, 0, 1)


def test_ancestors_count_themselves():
    now = begin(noisy(box), 6, SIZE, 0, SIZE)
    assert now.effective_ancestors == pytest.approx(SIZE)
    assert 1 <= sampled(noisy(box), 0).effective_ancestors < SIZE
