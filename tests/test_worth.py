"""What an observation is worth, on made-up simulators whose answer is known: nothing here runs Takehold."""

from math import atan, erf, exp, pi, sqrt

import numpy as np
import pytest
from helpers import complaint

from sim.observations.smoother import curve, expected, folds
from sim.observations.worth import left_to_luck, narrowing, worth

MEMBERS, RUNS = 384, 4


def density(x):
    return exp(-x * x / 2) / sqrt(2 * pi)


def below(x):
    return (1 + erf(x / sqrt(2))) / 2


def gain_of_seeing(mean, spread, noise):
    """Expected value of sample information of one normal reading, for a choice between 0 and a normal payoff: the closed form."""
    moved = spread * spread / sqrt(spread * spread + noise * noise)
    return moved * density(mean / moved) - abs(mean) * below(-abs(mean) / moved)


def gaussian(seed, mean=0.2, spread=1.0, luck=0.5, members=MEMBERS):
    """Payoffs of nothing and of something that is uncertain, and what it would pay on average in each member."""
    chance = np.random.default_rng(seed)
    theta = mean + spread * chance.standard_normal((members, 1))
    payoffs = np.zeros((members, RUNS, 2))
    payoffs[..., 1] = theta + luck * chance.standard_normal((members, RUNS))
    return payoffs, theta, chance


def reading(theta, noise, chance):
    return (theta + noise * chance.standard_normal((len(theta), RUNS)))[..., None]


@pytest.mark.parametrize("noise", [0.3, 1.0, 3.0])
def test_a_normal_reading_is_worth_what_the_closed_form_says(noise):
    told = []
    for seed in range(30):
        payoffs, theta, chance = gaussian(seed)
        told.append(worth(payoffs, reading(theta, noise, chance)))
    true, gains = gain_of_seeing(0.2, 1.0, noise), np.array([one.gain.value for one in told])
    assert gains.mean() == pytest.approx(true, abs=0.02)
    assert gains.std() == pytest.approx(np.mean([one.gain.high - one.gain.low for one in told]) / 3.92, rel=0.4)  # its error is its spread
    assert sum(one.gain.low <= true <= one.gain.high for one in told) >= 25
    assert all(one.regret_after.value >= 0 for one in told) and (noise > 1 or all(one.clear for one in told))


def test_knowing_everything_is_the_most_and_luck_is_told_apart():
    payoffs, theta, chance = gaussian(1, mean=0.0, luck=0.7)
    everything, ours = worth(payoffs, payoffs[..., 1:]), worth(payoffs, reading(theta, 1e-6, chance))
    assert everything.regret_after.value == pytest.approx(0.0, abs=0.01)  # a broken line does not bend just at the threshold
    assert ours.gain.value < everything.gain.value < everything.regret_now.value + 1e-9
    assert left_to_luck(payoffs).value == pytest.approx((sqrt(1 + 0.49) - 1) / sqrt(2 * pi), abs=0.02)
    assert ours.regret_after.value == pytest.approx(left_to_luck(payoffs).value, abs=0.03)


def test_the_chance_of_a_wrong_choice_is_that_of_the_closed_form():
    payoffs, theta, chance = gaussian(2, mean=0.0, luck=0.0)
    seen = worth(payoffs, reading(theta, 1.0, chance))
    assert seen.wrong_now.value == pytest.approx(0.5, abs=0.06) and seen.wrong_after.value == pytest.approx(atan(1.0) / pi, abs=0.04)


def two_states(seed, right=0.8, members=MEMBERS):
    """A state, three choices, and a sign that is right so often. Either choice pays 1 in its state; a safe one pays 0.6."""
    chance = np.random.default_rng(seed)
    state = np.repeat(chance.random((members, 1)) < 0.5, RUNS, axis=1)
    luck = 0.5 * chance.standard_normal((members, RUNS, 3))
    payoffs = np.stack([state, ~state, np.full(state.shape, 0.6)], axis=-1) + luck
    return payoffs, (state == (chance.random(state.shape) < right)).astype(float)[..., None]


def nested(right, outer=4000, inner=400):
    """The same by nested simulation: for each sign that may be seen, draw states again as it leaves them, and choose the best mean."""
    chance = np.random.default_rng(0)
    sign = (chance.random(outer) < 0.5) == (chance.random(outer) < right)
    state = (chance.random((outer, inner)) < right) == sign[:, None]  # Bayes' rule, as both states are as likely
    pays = np.stack([state.mean(axis=1), 1 - state.mean(axis=1), np.full(outer, 0.6)], axis=1)
    return pays.max(axis=1).mean() - 0.6


@pytest.mark.parametrize("right", [0.7, 0.8, 0.95])
def test_two_states_are_worth_what_nested_simulation_says(right):
    told = [worth(*two_states(seed, right)) for seed in range(20)]
    assert np.mean([one.gain.value for one in told]) == pytest.approx(nested(right), abs=0.015)
    assert nested(right) == pytest.approx(right - 0.6, abs=0.02)


def test_observations_are_ranked_rightly_in_at_least_95_of_100():
    """Four readings, each half as precise as the one before and all still worth something, in an order of chance."""
    right = 0
    for seed in range(100):
        chance = np.random.default_rng(1000 + seed)
        mean, luck = chance.uniform(-0.5, 0.5), chance.uniform(0.3, 1.5)
        payoffs, theta, chance = gaussian(seed, mean, luck=luck)
        noises = chance.permutation([0.4, 0.8, 1.6, 3.2])
        found = [worth(payoffs, reading(theta, noise, chance)).gain.value for noise in noises]
        right += list(np.argsort(found)) == list(np.argsort([gain_of_seeing(mean, 1.0, noise) for noise in noises]))
    assert right >= 95


def test_what_tells_nothing_is_not_said_to_help():
    clear = 0
    for seed in range(60):
        payoffs, _, chance = gaussian(seed)
        seen = worth(payoffs, chance.standard_normal((MEMBERS, RUNS, 2)), among=10)
        clear += seen.clear
        assert abs(seen.gain.value) < 0.1
    assert clear <= 2
    payoffs, _, chance = gaussian(0)
    constant = worth(payoffs, np.ones((MEMBERS, RUNS, 1)))
    assert constant.gain.value == 0 and constant.changes == 0 and not constant.clear


def test_waiting_costs_what_it_closes():
    payoffs, theta, chance = gaussian(3, mean=0.5)
    closed = worth(payoffs, reading(theta, 0.5, chance), still=np.array([True, False]))
    assert closed.gain.value == pytest.approx(-0.5, abs=0.1) and not closed.clear


def test_a_next_round_has_luck_of_its_own():
    """What is seen is this round's luck alone: worth much in this round, and nothing in the next."""
    payoffs, _, _ = gaussian(4, mean=0.0, spread=0.0, luck=1.0)
    here, there = (worth(payoffs, payoffs[..., 1:], again=again) for again in (False, True))
    assert here.gain.value == pytest.approx(1 / sqrt(2 * pi), abs=0.06) and here.clear
    assert abs(there.gain.value) < 0.05 and not there.clear and there.regret_now.value == pytest.approx(here.regret_now.value)


def test_a_number_is_narrowed_as_a_correlation_says():
    payoffs, theta, chance = gaussian(5, luck=0.0)
    number = payoffs[..., 1]
    for noise in (0.5, 1.0, 2.0):
        told = narrowing(number, reading(theta, noise, chance))
        left = noise * noise / (1 + noise * noise)
        assert told.left.value == pytest.approx(left, abs=0.08) and told.clear
        assert told.width_after.value / told.width_now.value == pytest.approx(sqrt(left), abs=0.08)
    assert not narrowing(number, chance.standard_normal((MEMBERS, RUNS, 1)), among=20).clear
    same = narrowing(np.full((MEMBERS, RUNS), 0.3), reading(theta, 1.0, chance))
    assert same.left.value == 0 and not same.clear


def test_no_draw_takes_part_in_what_is_expected_of_it():
    chance = np.random.default_rng(6)
    groups, seen = np.repeat(np.arange(40), 3), chance.standard_normal((120, 2))
    assert all(len(set(folds(groups)[groups == one])) == 1 for one in range(40))
    target = chance.standard_normal((120, 1))
    before = expected(curve(seen), target, groups)
    changed = target.copy()
    changed[groups == 7] += 100
    assert np.allclose(expected(curve(seen), changed, groups)[groups == 7], before[groups == 7])
    bent = np.abs(seen[:, :1])
    assert np.corrcoef(expected(curve(seen), bent, groups)[:, 0], bent[:, 0])[0, 1] > 0.9  # lines bend


def test_choices_that_pay_the_same_are_never_wrong():
    payoffs, theta, chance = gaussian(7)
    twice = np.concatenate([payoffs, payoffs[..., 1:]], axis=2)
    one, two = worth(payoffs, reading(theta, 0.5, chance)), worth(twice, reading(theta, 0.5, chance))
    assert two.wrong_now.value == pytest.approx(one.wrong_now.value, abs=1e-9)
    assert two.regret_now.value == pytest.approx(one.regret_now.value, abs=1e-9)


def test_draws_that_cannot_be_used_are_one_sentence():
    payoffs, theta, chance = gaussian(8)
    seen = reading(theta, 1.0, chance)
    complaint(lambda: worth(payoffs, seen[:10]), "not of the same members")
    complaint(lambda: worth(payoffs[:10], seen[:10]), "too few", "at least 16")
    complaint(lambda: worth(payoffs[:, :1], seen[:, :1]), "too few")
    complaint(lambda: worth(np.full_like(payoffs, np.nan), seen), "finite")
    complaint(lambda: narrowing(payoffs[..., 1], np.full_like(seen, np.inf)), "finite")
