"""Racing and ranking on a made-up simulator whose best arm is known: nothing here runs Takehold."""

import numpy as np
import pytest

from sim.priorities.race import interval, places, probability_best, race
from sim.priorities.robustness import crossed_regret
from sim.priorities.sentence import answers

MEMBERS, LOOKS = 24, (4, 8, 16)


def simulator(means, seed, member_noise=0.05, run_noise=0.2):
    """Arms with these means, the first giving exactly nothing; members and luck are shared, as in paired runs."""
    rng = np.random.default_rng(seed)
    by_member = rng.normal(0, member_noise, (len(means), MEMBERS, 1))
    by_run = rng.normal(0, run_noise, (len(means), MEMBERS, LOOKS[-1]))
    table = np.asarray(means, float)[:, None, None] + by_member + by_run
    table[0] = 0.0
    return lambda arms, first, last: table[list(arms), :, first:last]


def test_the_known_best_arm_is_found_and_decided():
    runs = [race(simulator([0, 0.1, 0.2, 0.5, 0.3], seed), [0] * 5, LOOKS) for seed in range(40)]
    assert all(run.decided and run.best == 3 for run in runs)


def test_arms_that_cannot_be_told_apart_are_seldom_called_decided():
    decided = [race(simulator([0, 0.3, 0.3, 0.1], seed), [0] * 4, LOOKS).decided for seed in range(200)]
    assert sum(decided) <= 18  # at most 5 % expected; above 18 of 200 less than one time in a hundred


def test_a_decided_winner_is_seldom_wrong_however_close_the_arms():
    runs = [race(simulator([0, 0.10, 0.12, 0.14, 0.16], seed), [0] * 5, LOOKS) for seed in range(200)]
    assert sum(run.decided and run.best != 4 for run in runs) <= 18


def test_a_dominated_arm_never_stands_above_when_decided():
    for seed in range(60):
        sample = simulator([0, 0.2, 0.45, 0.3], seed)
        run = race(lambda arms, first, last, sample=sample: np.array(
            [sample([2], first, last)[0] - 0.05 if arm == 1 else sample([arm], first, last)[0] for arm in arms]), [0, 5, 5, 5], LOOKS)
        assert run.order.index(1) > run.order.index(2)  # arm 1 is arm 2, always a little worse, at the same cost


def test_an_arm_that_changes_nothing_ranks_with_nothing_and_behind_it_when_it_costs():
    sample = simulator([0, 0, -0.4], 1)
    run = race(lambda arms, first, last: np.array([sample([0 if arm == 1 else arm], first, last)[0] for arm in arms]), [0, 3, 1], LOOKS)
    assert run.order == [0, 1, 2] and run.same == [1] and run.decided
    assert (run.values[1] == 0).all()


def test_of_arms_that_never_differ_the_cheaper_comes_first():
    sample = simulator([0, 0.5, 0.5], 2)
    run = race(lambda arms, first, last: np.array([sample([1 if arm == 2 else arm], first, last)[0] for arm in arms]), [0, 9, 4], LOOKS)
    assert run.best == 2 and run.same == [1] and run.decided
    assert probability_best(run.values, run.order, 0)[2] == 1.0


def test_arms_that_are_clearly_behind_take_fewer_runs():
    run = race(simulator([0, 2.0, *[-1.0] * 10], 3), [0] * 12, LOOKS, stay=2)
    assert [one.shape[1] for one in run.values][:2] == [16, 16] and {one.shape[1] for one in run.values[2:]} == {4}


def test_what_more_runs_could_decide_is_told_apart_from_what_they_could_not():
    """Two arms apart by 0.1: luck of a single run hides it until there are runs enough, members that disagree hide it for good."""
    lucky = [race(simulator([0, 0.3, 0.4], seed, member_noise=0.0, run_noise=1.5), [0] * 3, LOOKS) for seed in range(20)]
    split = [race(simulator([0, 0.3, 0.4], seed, member_noise=0.5, run_noise=0.05), [0] * 3, LOOKS) for seed in range(20)]
    assert sum(not run.decided and run.more_could_decide for run in lucky) >= 12
    assert sum(not run.decided for run in split) >= 16 and all(run.decided or not run.more_could_decide for run in split)
    assert race(simulator([0, 0.1, 0.9], 0), [0] * 3, LOOKS).more_could_decide  # decided already
    once = race(simulator([0, 0.3, 0.4], 0, member_noise=0.0, run_noise=1.5), [0] * 3, (1,))
    assert not once.decided and once.more_could_decide  # a single run of each member says nothing against it


def test_probabilities_of_being_the_best_add_up_and_follow_the_truth():
    run = race(simulator([0, 0.1, 0.6], 4), [0] * 3, LOOKS)
    chance = probability_best(run.values, run.order, 0)
    assert chance.sum() == pytest.approx(1) and chance[2] > 0.99


def test_places_hold_the_true_place():
    missed = 0
    for seed in range(60):
        run = race(simulator([0, 0.1, 0.3, 0.2], seed), [0] * 4, LOOKS)
        missed += any(not low <= place <= high for place, (low, high) in zip((4, 3, 1, 2), places(run.values), strict=True))
    assert missed <= 8  # 5 % of 60 expected; above 8 less than one time in a hundred


def test_an_interval_holds_the_mean_as_often_as_it_says():
    rng = np.random.default_rng(5)
    told = [interval(rng.normal(1.0, 0.3, (MEMBERS, 1)) + rng.normal(0, 1, (MEMBERS, 4))) for _ in range(400)]
    assert 0.91 <= np.mean([one.low <= 1.0 <= one.high for one in told]) <= 0.98


def test_regret_is_not_made_up_by_noise():
    rng = np.random.default_rng(6)
    regrets = [crossed_regret(rng.normal(0, 1, (8, 40)))[0].mean() for _ in range(300)]
    assert abs(np.mean(regrets)) < 4 * np.std(regrets) / np.sqrt(300)
    gains = rng.normal(0, 0.1, (3, 40)) + np.array([[0.0], [0.5], [0.2]])
    regret, instead = crossed_regret(gains)
    assert instead == 1 and regret.mean() == pytest.approx(0.5, abs=0.1)


@pytest.mark.parametrize(("trust_gain", "verdict"), [(0.5, "borne out"), (-0.5, "not borne out"), (0.0, "left open")])
def test_the_sentence_on_trust_is_answered_by_the_cells_of_low_trust(trust_gain, verdict):
    rng = np.random.default_rng(7)
    trust, other = np.array([0.2, 0.2, 0.8, 0.8]), np.array([0.4, 0.9, 0.4, 0.9])
    gains = rng.normal(0, 0.05, (4, 3, 30))
    gains[:2, 1] += trust_gain
    gains[:, 0] = -1.0
    found = answers("retention", gains, trust, other, ["", "trust_first_weeks", "widen_scope"], 0)
    assert found.verdict == verdict
    assert found.ahead[0].value == pytest.approx(trust_gain, abs=0.05) and set(found.by_other) == {0.4, 0.9}
