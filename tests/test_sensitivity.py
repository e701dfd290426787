"""Sensitivity: indices whose true values are known, luck told apart, and refusals in words."""

import numpy as np
import pytest

from sim.errors import InputError
from sim.indices import conditional, given_data, morris, regional, sobol
from sim.indices.problem import Problem

PI = np.pi
ISHIGAMI = Problem(("x1", "x2", "x3", "dummy"), (-PI,) * 4, (PI,) * 4)
S1 = {"x1": 0.3139, "x2": 0.4424, "x3": 0.0, "dummy": 0.0}  # closed forms for a = 7, b = 0.1
ST = {"x1": 0.5576, "x2": 0.4424, "x3": 0.2437, "dummy": 0.0}
VARIANCE = 13.8446
UNIT = Problem(("a", "b", "c"), (0.0,) * 3, (1.0,) * 3)


def ishigami(points):
    x1, x2, x3 = points.T[:3]
    return np.sin(x1) + 7 * np.sin(x2) ** 2 + 0.1 * x3**4 * np.sin(x1)


def lucky(mean, replications, deviation, seed=1):
    """Outcomes with luck of their own at every point; shape (points, replications)."""
    return mean[:, None] + deviation * np.random.default_rng(seed).standard_normal((len(mean), replications))


def covered(told, true):
    return told.low <= true <= told.high


def test_ishigami_with_luck_gives_the_closed_form_within_the_intervals():
    points = sobol.design(ISHIGAMI, 1024, seed=3)
    told = sobol.shares(ISHIGAMI, lucky(ishigami(points), 8, 3.0), seed=3)
    assert all(covered(told.alone[name], true) for name, true in S1.items())
    assert all(covered(told.total[name], true) for name, true in ST.items())
    assert covered(told.pairs["x1", "x3"], 0.2437) and covered(told.pairs["x1", "x2"], 0.0)
    assert covered(told.luck, 9 / (9 + VARIANCE)) and told.luck.high - told.luck.low < 0.05
    assert told.ranked[:2] == ["x1", "x2"] and told.strongest_pair() == ("x1", "x3")


def test_luck_does_not_pass_for_a_dummys_share():
    """With SALib's own estimate from the means of few noisy runs the dummy has a share; between replications it has none."""
    from SALib.analyze import sobol as salib
    points = sobol.design(ISHIGAMI, 1024, seed=3)
    outcomes = lucky(ishigami(points), 2, 3.0)
    plain = salib.analyze(ISHIGAMI.salib(), outcomes.mean(axis=1), seed=1)
    told = sobol.shares(ISHIGAMI, outcomes, seed=3)
    assert plain["ST"][3] > 0.2
    assert abs(told.total["dummy"].value) < 0.05 and covered(told.total["dummy"], 0)


@pytest.mark.parametrize("replications", [1, 5])
def test_without_luck_the_shares_are_those_of_salib(replications):
    from SALib.analyze import sobol as salib
    points = sobol.design(ISHIGAMI, 256, seed=0)
    theirs = salib.analyze(ISHIGAMI.salib(), ishigami(points), seed=1)
    told = sobol.shares(ISHIGAMI, np.repeat(ishigami(points)[:, None], replications, axis=1), seed=0)
    for i, name in enumerate(ISHIGAMI.names):
        assert told.alone[name].value == pytest.approx(np.clip(theirs["S1"][i], 0, 1), abs=1e-10)  # a share is never below nought
        assert told.total[name].value == pytest.approx(np.clip(theirs["ST"][i], 0, 1), abs=1e-10)
    assert told.pairs["x1", "x3"].value == pytest.approx(theirs["S2"][0, 2], abs=1e-10)
    assert (told.luck is None) == (replications == 1)


def test_shares_agree_with_scipy():
    from scipy.stats import sobol_indices, uniform
    theirs = sobol_indices(func=lambda x: ishigami(x.T), n=2048, dists=[uniform(-PI, 2 * PI)] * 4, rng=np.random.default_rng(5))
    told = sobol.shares(ISHIGAMI, ishigami(sobol.design(ISHIGAMI, 2048, seed=5)), seed=5)
    assert [told.alone[n].value for n in ISHIGAMI.names] == pytest.approx(theirs.first_order.tolist(), abs=0.03)
    assert [told.total[n].value for n in ISHIGAMI.names] == pytest.approx(theirs.total_order.tolist(), abs=0.03)


def test_an_input_that_works_only_through_another_is_found():
    points = sobol.design(UNIT, 512, seed=2)
    told = sobol.shares(UNIT, lucky((points[:, 0] - 0.5) * (points[:, 1] - 0.5), 6, 0.05), seed=2)
    for name in ("a", "b"):
        assert covered(told.alone[name], 0) and told.alone[name].high < 0.2 and told.total[name].low > 0.8
    assert set(told.strongest_pair()) == {"a", "b"} and told.pairs["a", "b"].low > 0.8
    assert covered(told.total["c"], 0) and covered(told.joint, 1)


def test_luck_shared_by_all_points_is_luck_and_moves_no_share():
    points = sobol.design(UNIT, 256, seed=2)
    mean = points @ [1.0, 2.0, 0.0]
    shared = np.random.default_rng(0).standard_normal(6)
    told, plain = sobol.shares(UNIT, mean[:, None] + shared, seed=2), sobol.shares(UNIT, mean, seed=2)
    assert told.alone["b"].value == pytest.approx(plain.alone["b"].value, abs=1e-9)
    assert told.luck.value == pytest.approx(shared.var(ddof=1) / (shared.var(ddof=1) + 5 / 12), rel=0.02)


def test_a_linear_function_under_morris_has_its_slopes_and_no_spread():
    problem = Problem(("a", "b", "c"), (0.0, -1.0, 10.0), (2.0, 1.0, 20.0))
    points = morris.design(problem, 20, seed=0)
    told = {one.name: one for one in morris.screen(problem, points, points @ [3.0, -4.0, 0.0], seed=0)}
    assert [told[name].mu for name in "abc"] == pytest.approx([6.0, -8.0, 0.0])
    assert [told[name].mu_star.value for name in "abc"] == pytest.approx([6.0, 8.0, 0.0])
    assert [told[name].sigma for name in "abc"] == pytest.approx([0, 0, 0], abs=1e-6)


def test_morris_says_what_mere_luck_would_show():
    points = morris.design(UNIT, 200, seed=0)
    told = {one.name: one for one in morris.screen(UNIT, points, lucky(points @ [1.0, 0.0, 0.0], 4, 0.5), seed=0)}
    assert told["b"].mu_star.value == pytest.approx(told["b"].luck, rel=0.2)  # nothing but luck
    assert told["a"].mu_star.low > 2 * told["a"].luck and told["a"].mu == pytest.approx(1.0, abs=0.1)
    assert told["a"].sigma < 0.3  # the same everywhere, once luck is taken out


def test_a_threshold_sets_runs_apart_by_the_distance_it_has():
    points = sobol.independent(UNIT, sobol.design(UNIT, 512, seed=4))
    chance = np.where(points[:, 0] < 0.4, 0.8, 0.2)
    told = {one.name: one for one in regional.apart(UNIT, points, np.random.default_rng(1).random((1024, 10)) < chance[:, None], seed=4)}
    assert covered(told["a"].distance, 0.32 / 0.44 - 0.08 / 0.56) and told["a"].clear
    assert told["a"].middle[0] < 0.4 < told["a"].middle[1]
    for name in ("b", "c"):
        assert not told[name].clear


def test_a_sharp_threshold_parts_the_runs_wholly():
    points = sobol.independent(UNIT, sobol.design(UNIT, 64, seed=4))
    first = regional.apart(UNIT, points, np.repeat(points[:, [1]] > 0.7, 3, axis=1), seed=4)[0]
    assert first.name == "b" and first.distance.value == pytest.approx(1.0)


@pytest.mark.parametrize("turned", [False, True])
def test_points_at_one_value_of_an_input_are_set_apart_together_in_whatever_order_they_come(turned):
    """Of twenty points without and twenty with, half of each end so: the input has no bearing, and no order of them makes one."""
    points = np.repeat([[0.0, 0.5, 0.5], [1.0, 0.5, 0.5]], 20, axis=0)
    hits = np.tile(np.repeat([[turned], [not turned]], 10, axis=0), (2, 3))
    first, = [one for one in regional.apart(UNIT, points, hits, seed=0) if one.name == "a"]
    assert first.distance.value == 0 and not first.clear


def test_shares_where_some_points_have_no_value():
    points = sobol.independent(UNIT, sobol.design(UNIT, 1024, seed=6))
    outcomes = lucky(points @ [3.0, 1.0, 0.0], 6, 0.5)
    outcomes[points[:, 2] < 0.3] = np.nan
    told = given_data.where_there_is_one(UNIT, points, outcomes, seed=6)
    assert covered(told.alone["a"], 0.9) and covered(told.alone["b"], 0.1) and covered(told.alone["c"], 0)
    assert (told.points, told.of_points) == (int((points[:, 2] >= 0.3).sum()), 2048) and told.runs == 6 * told.points
    assert told.of_runs == 6 * 2048


def test_a_conditional_effect_shows_what_a_rank_correlation_hides():
    def model(points):
        return (points[:, 0] - 0.5) * (points[:, 1] - 0.5) + points[:, 2]

    sample = sobol.independent(UNIT, sobol.design(UNIT, 128, seed=0))
    grid = conditional.design(UNIT, sample[:32], "a", "b")
    told = conditional.curves(UNIT, lucky(model(grid), 4, 0.02), "a", "b")
    assert abs(given_data.rank_correlations(UNIT, sample, model(sample)[:, None])["a"]) < 0.1
    assert [change[-1].value for change in told.change] == pytest.approx([-0.5, 0.0, 0.5], abs=0.02)
    assert all(covered(change[-1], true) for change, true in zip(told.change, [-0.5, 0.0, 0.5], strict=True))
    assert told.change[0][0].value == 0 and len(told.mean) == len(told.at) == conditional.HELD


def test_what_would_give_an_index_of_nought_without_a_word_is_refused():
    points = sobol.design(UNIT, 8, seed=0)
    with pytest.raises(InputError, match="the same, 2, at every point"):
        sobol.shares(UNIT, np.full((len(points), 3), 2.0), seed=0)
    with pytest.raises(InputError, match="infinite"):
        sobol.shares(UNIT, np.full(len(points), np.inf), seed=0)
    with pytest.raises(InputError, match="none of 24 runs"):
        regional.apart(UNIT, points[:8], np.zeros((8, 3)), seed=0)
    with pytest.raises(InputError, match="same"):
        screened = morris.design(UNIT, 4, seed=0)
        morris.screen(UNIT, screened, np.zeros(len(screened)), seed=0)


def test_failed_runs_cost_their_block_and_are_counted():
    points = sobol.design(UNIT, 64, seed=0)
    outcomes = lucky(points @ [1.0, 2.0, 0.0], 3, 0.1)
    outcomes[5, 1] = outcomes[70, 0] = np.nan
    told = sobol.shares(UNIT, outcomes, seed=0)
    assert (told.base, told.left_out) == (62, 2) and covered(told.alone["b"], 0.8)
    outcomes[::8] = np.nan
    with pytest.raises(InputError, match="64 of 64 blocks"):
        sobol.shares(UNIT, outcomes, seed=0)


def test_no_interval_has_a_width_of_nought_or_leaves_its_range_however_few_the_points():
    """What came out alike in a few points may come out otherwise in another; a share lies between 0 and 1."""
    points = sobol.design(UNIT, 8, seed=1)
    told = sobol.shares(UNIT, np.repeat((points[:, 0] > 0.5)[:, None], 3, axis=1).astype(float), seed=1)
    for one in (*told.alone.values(), *told.total.values(), *told.pairs.values(), told.joint):
        assert 0 <= one.low <= one.value <= one.high <= 1 and one.low < one.high
    screened = morris.design(UNIT, 8, seed=1)
    for one in morris.screen(UNIT, screened, screened @ [1.0, 0.0, 0.0], seed=1):
        assert 0 <= one.mu_star.low < one.mu_star.high
    sample = sobol.independent(UNIT, points)
    for one in regional.apart(UNIT, sample, np.repeat(sample[:, [1]] > 0.5, 3, axis=1), seed=1):
        assert 0 <= one.distance.low < one.distance.high <= 1
    grid = conditional.design(UNIT, sample[:8], "a", "b")
    curves = conditional.curves(UNIT, np.zeros((len(grid), 2)), "a", "b", 0.0, 1.0)
    assert all(change.low < 0 < change.high for row in curves.change for change in row[1:])
    assert not any(row[0].has_interval for row in curves.change)  # the lowest value differs from itself by nothing


def test_points_that_differ_by_luck_alone_are_refused():
    points = sobol.design(UNIT, 16, seed=0)
    refused = 0
    for seed in range(20):
        try:
            told = sobol.shares(UNIT, lucky(np.zeros(len(points)), 3, 1.0, seed), seed=0)
            assert all(np.isfinite(one[:3]).all() for one in told.total.values())
        except InputError as complaint:
            refused += 1
            assert "luck" in str(complaint)
    assert refused > 3
    with pytest.raises(InputError, match="luck"):
        given_data.where_there_is_one(UNIT, points[:64], lucky(np.zeros(64), 40, 1.0, seed=3) - np.linspace(-1, 1, 40), seed=0)


def test_runs_that_failed_at_a_whole_point_leave_no_warning():
    points = sobol.independent(UNIT, sobol.design(UNIT, 64, seed=6))
    outcomes = lucky(points @ [1.0, 0.0, 0.0], 3, 0.01)
    outcomes[::5] = np.nan
    assert given_data.rank_correlations(UNIT, points, outcomes)["a"] > 0.9
    assert set(given_data.rank_correlations(UNIT, points, np.full_like(outcomes, 0.3)).values()) == {0.0}
