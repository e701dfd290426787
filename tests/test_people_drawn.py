"""What is known of people holds on the first day, what is not is drawn given it, and every engine gives the same bits."""

from math import nan, sqrt

import numpy as np
import pytest
from engine_cases import case, differ
from helpers import changed
from hypothesis import given, settings
from hypothesis import strategies as st

from sim import InterventionModel, load_workplace
from sim.inputs.parameters import PARAMETERS, make_parameters
from sim.inputs.person import NUMBERS, Known
from sim.kernel import engine
from sim.model import draws as d
from sim.model import staffing
from sim.model.random_inputs import random_levers, random_parameters, random_workplace, with_random_people
from sim.rules import known, people

MIDDLING = {"trust_in_leader": 0.5, "trust_in_organisation": 0.5, "expectation_alignment": 0.5, "coherence": 0.5}
S, BETWEEN, Q, R, K, B, DAMPING, NOISE = (PARAMETERS[name].default for name in (
    "person_spread", "between_units_share", "stable_share", "near_far_correlation", "expectation_slope", "expectation_base",
    "alignment_damping", "expectation_spread"))
W, RISE, LEAST = S * sqrt(1 - BETWEEN), K * (1 - DAMPING * 0.5), B * (1 - DAMPING * 0.5)


def person(team=None, colleagues=None, **numbers):
    """Somebody of whom these numbers are known."""
    return Known(tuple(float(numbers.get(name, nan)) for name in NUMBERS), team, colleagues)


def unit_with(some, employees=None):
    """Plejecenter 2, middling, with these people in its first places; its model on the first day is made by started()."""
    place = changed("plejecenter-2", {**MIDDLING, "employees": employees or max(len(some), 10), "representatives": 2, "planners": 0,
                                      "coordinators": 0})
    unit, = place.units
    everybody = (*some, *(None,) * (unit.employees - len(some)))
    return place.model_copy(update={"units": [unit.model_copy(update={"people": everybody})]})


def started(place, seed=0, run=0, parameters=None):
    """The unit on the first day."""
    return InterventionModel(place, parameters, seed=seed, replication=run, collect=False).units[0]


# ----- what is known
def test_what_is_known_stands_in_place_of_what_is_drawn():
    told = {"trust_in_leader": 0.97, "trust_in_organisation": 0.04, "expectation": 0.88, "need_planning": 0.7, "need_coordination": 0.2,
            "need_wellbeing": 0.1, "contract_hours": 12.5}
    one = started(unit_with([person(**told)])).employees[0]
    assert one.trust_leader == pytest.approx(0.97, abs=1e-12)
    assert (one.trust_organisation, one.expectation, one.contract) == (0.04, 0.88, 12.5)
    assert one.needs == one.opinion == (0.7, 0.2, 0.1)


def test_needs_that_are_not_known_share_what_is_left_as_they_were_drawn():
    without = started(unit_with([person()])).employees[0].needs
    needs = started(unit_with([person(need_planning=0.4)])).employees[0].needs
    assert needs[0] == 0.4 and sum(needs) == pytest.approx(1)
    assert needs[1] / needs[2] == pytest.approx(without[1] / without[2])


def test_a_member_hopes_for_the_say_that_goes_with_what_is_known_of_the_expectation():
    high, low = (started(unit_with([person(expectation=value)])).members[0].influence_expected for value in (1.0, 0.0))
    assert high == pytest.approx(low + 0.3)


def test_teams_and_colleagues_are_those_of_the_file():
    some = [person(team=0), person(team=0, colleagues=(2, 5)), person(team=1, colleagues=()), person(), person(team=1)]
    unit = started(unit_with(some))
    assert [one.team for one in unit.employees] == [0, 0, 1, 1, 1, 1, 0, 1, 0, 1]
    assert [one.place for one in unit.employees[1].colleagues] == [2, 5] and unit.employees[2].colleagues == []
    assert any(one.colleagues for one in unit.employees[3:])


def test_a_newcomer_is_drawn_as_ever_and_takes_over_team_and_colleagues():
    unit = started(unit_with([person(team=0, colleagues=(3,), trust_in_leader=1.0, contract_hours=11.0)]))
    one = unit.employees[0]
    unit.week = 1
    staffing.newcomer(unit, one)
    plain = started(unit_with([person()])).employees[0]
    assert (one.team, [other.place for other in one.colleagues]) == (0, [3])
    assert one.contract != 11.0 and one.lasting_trust < 0.95
    assert plain.place == one.place


# ----- what is not known
def test_nobody_known_gives_levels_as_they_are_drawn_without_a_file():
    place = unit_with([])
    without = place.model_copy(update={"units": [place.units[0].model_copy(update={"people": ()})]})
    usual, told = started(without, seed=3), started(place, seed=3)
    assert told.level_leader == pytest.approx(usual.level_leader) and told.level_organisation == pytest.approx(usual.level_organisation)
    assert [one.expectation for one in told.employees] == pytest.approx([one.expectation for one in usual.employees])


def posterior(some):
    """Mean and covariance of the two levels given what is known, from the joint normal distribution by NumPy."""
    n = len(some)
    loads = np.zeros((3 * n, 2 + 4 * n))  # T, G, E of each by levels and by lasting trust, mood, trust in the organisation, expectation
    for i in range(n):
        at = 2 + 4 * i
        loads[3 * i, [0, at, at + 1]] = 1, W * sqrt(Q), W * sqrt(1 - Q)
        loads[3 * i + 1, [1, at, at + 2]] = 1, W * R, W * sqrt(1 - R * R)
        loads[3 * i + 2] = RISE * loads[3 * i + 1]
        loads[3 * i + 2, at + 3] = NOISE
    before = np.eye(2 + 4 * n)
    before[:2, :2] = S * S * BETWEEN * np.array([[1, R], [R, 1]])
    answers = np.array([one.numbers[:3] for one in some]).ravel() - np.tile([0.5, 0.5, LEAST + RISE * 0.5], n)
    seen = ~np.isnan(answers)
    loads = loads[seen]
    gain = before @ loads.T @ np.linalg.inv(loads @ before @ loads.T)
    return np.array([0.5, 0.5, *[0.0] * 4 * n]) + gain @ answers[seen], before - gain @ loads @ before


PATTERNS = {
    "leader": [person(trust_in_leader=0.62), person(trust_in_leader=0.55)],
    "organisation": [person(trust_in_organisation=0.38)],
    "both": [person(trust_in_leader=0.4, trust_in_organisation=0.6), person(trust_in_leader=0.45, trust_in_organisation=0.52)],
    "hope": [person(expectation=0.6), person(expectation=0.35, trust_in_leader=0.6)],
    "mixed": [person(trust_in_leader=0.6), person(trust_in_organisation=0.45, expectation=0.5), person(expectation=0.55), person(),
              person(trust_in_leader=0.52, trust_in_organisation=0.41)]}


@pytest.mark.parametrize("name", PATTERNS)
def test_levels_are_drawn_from_the_normal_distribution_given_all_answers(name):
    mean, covariance = posterior(PATTERNS[name])
    unit, found = started(unit_with(PATTERNS[name])), []
    for near, far in ((0, 0), (1, 0), (0, 1)):
        staffing.draw_levels_around_known(unit, near, far)
        found.append((unit.level_leader, unit.level_organisation))
    found = np.array(found)
    root = (found[1:] - found[0]).T
    assert found[0] == pytest.approx(mean[:2], abs=1e-9)
    assert root @ root.T == pytest.approx(covariance[:2, :2], abs=1e-9)


@pytest.mark.parametrize("one", [person(trust_in_leader=0.7), person(trust_in_organisation=0.3), person(expectation=0.7),
                                 person(trust_in_leader=0.6, expectation=0.3), person(trust_in_leader=0.7, trust_in_organisation=0.35)])
def test_a_person_is_drawn_from_the_normal_distribution_given_what_is_known(one):
    """The draws are moved by what the joint distribution says, and what is known holds after the move wherever they were."""
    unit = started(unit_with([one]))
    unit.level_leader, unit.level_organisation = 0.52, 0.47
    told = unit.employees[0]
    loads = np.array([[sqrt(Q), sqrt(1 - Q), 0, 0], [R, 0, sqrt(1 - R * R), 0], [RISE * R * W, 0, RISE * sqrt(1 - R * R) * W, NOISE]])
    answers = np.array([(one.numbers[0] - 0.52) / W, (one.numbers[1] - 0.47) / W, one.numbers[2] - LEAST - RISE * 0.47])
    seen = ~np.isnan(answers)
    a, names = loads[seen], [d.LASTING_TRUST, d.MOOD, d.TRUST_ORGANISATION]
    for drawn in (np.zeros(4), np.array([1.0, -0.5, 0.3, 0.8])):
        for name, z in zip([*names, d.EXPECTATION], drawn, strict=True):
            told.start_draws[name] = z
        told.draw_around_known()
        wanted = drawn + a.T @ np.linalg.solve(a @ a.T, answers[seen] - a @ drawn)
        assert [told.start_draws[name] for name in names] == pytest.approx(wanted[:3].tolist(), abs=1e-9)


def test_moments_of_what_is_not_known():
    """Trust in the organisation of those who told only of their leader, over many units: mean, spread, and how it goes with the leader."""
    above = []
    for run in range(12):
        unit = started(unit_with([person(trust_in_leader=0.65 if i % 2 else 0.4) for i in range(200)], 300), run=run)
        above += [((one.trust_leader - unit.level_leader) / W, (one.trust_organisation - unit.level_organisation) / W)
                  for one in unit.employees[:200]]
    near, far = np.array(above).T
    assert np.mean(far - R * sqrt(Q) * near) == pytest.approx(0, abs=0.06)
    assert np.std(far - R * sqrt(Q) * near) == pytest.approx(sqrt(1 - R * R * Q), abs=0.04)


def test_who_did_not_answer_lies_around_the_level_of_those_who_did():
    weight = 40 * BETWEEN / (40 * BETWEEN + 1 - BETWEEN)
    levels, others = zip(*((unit.level_leader, np.mean([one.lasting_trust for one in unit.employees[40:]])) for unit in (
        started(unit_with([person(trust_in_leader=0.7)] * 40, 60), run=run) for run in range(150))), strict=True)
    assert np.mean(levels) == pytest.approx(0.5 + weight * 0.2, abs=0.01)
    assert np.std(levels) == pytest.approx(S * sqrt(BETWEEN * (1 - weight)), rel=0.2)
    assert np.mean(others) == pytest.approx(np.mean(levels), abs=0.01)


# ----- the rules
def test_rules_of_what_is_known():
    assert [known.is_known(x) for x in (0.0, -1.0, nan)] == [True, True, False]
    shares = st.floats(0, 1)

    @settings(max_examples=50)
    @given(shares, shares, shares)
    def needs_add_up(told, x, y):
        open_ = x + y
        assert told + known.need_beside(nan, x, told, open_) + known.need_beside(nan, y, told, open_) == pytest.approx(
            1 if open_ > 0 else told + 2 / 3)

    @settings(max_examples=50)
    @given(st.floats(-2, 2), st.floats(-2, 2), st.floats(0.001, 0.01), st.floats(0, 0.95), st.floats(0.001, 0.1))
    def an_answer_never_leaves_a_level_more_open(a, b, variance, correlation, own):
        both = correlation * variance
        s = known.answer_variance(a, b, variance, both, variance, own)
        weight = known.answer_weight(a, b, variance, both, s)
        assert s > 0 and -1e-12 <= variance - weight * weight * s <= variance + 1e-12
        assert known.level_spread(variance, both, variance) == pytest.approx(sqrt(variance * (1 - correlation**2)))

    needs_add_up()
    an_answer_never_leaves_a_level_more_open()
    low, high = (people.start_expectation(B, K, trust, 0.5, DAMPING, 0.0, 0.0) for trust in (0.5, 0.6))
    assert known.rise_of_expectation(K, 0.5, DAMPING) == pytest.approx((high - low) / 0.1)


# ----- engines
def random_cases(numbers):
    """Workplaces, people, parameters and levers that are drawn at random."""
    return [case(with_random_people(random_workplace(11, number), 11, number), random_parameters(11, number), random_levers(11, number),
                 number, (9, 30), last=1) for number in numbers]


@pytest.mark.parametrize("form", ["native", "wasm"])
def test_engines_give_the_same_bits_with_people(form):
    assert differ(random_cases(range(60)), "mesa", form) == []


def test_engines_give_the_same_bits_with_large_named_teams_and_everybody_named():
    some = [person(team=i // 50, colleagues=tuple(j for j in range(60) if j != i) if i % 2 else None) for i in range(60)]
    places = [unit_with(some, 60), unit_with([person(team=0)] * 5, 200), unit_with([person(trust_in_leader=0.5)] * 5)]
    assert differ([case(place, last=2) for place in places], "mesa", "native") == []


@settings(max_examples=40)
@given(context=st.integers(0, 10**6), who=st.integers(0, 10**6), seed=st.integers(0, 10**6))
def test_engines_agree_whatever_hypothesis_thinks_of(context, who, seed):
    place = with_random_people(random_workplace(context, 0), who, 0)
    assert differ([case(place, random_parameters(context, 1), random_levers(context, 1), seed, (9, 17), last=1)], "mesa", "native") == []


def test_several_workplaces_at_once_keep_their_people_apart():
    cases = [*random_cases(range(6)), case(load_workplace("bostedet"), last=1)]
    together = engine.facts_of_many([engine.Setting(one.place, one.parameters, one.levers, one.seed) for one in cases], [9, 30], 1)
    alone = [engine.facts(one.place, one.parameters, one.levers, one.seed, [9, 30], 0, 1) for one in cases]
    assert together.tobytes() == np.concatenate(alone).tobytes()


def test_without_private_drift_all_that_is_known_lasts():
    unit = started(unit_with([person(trust_in_leader=0.8)]), parameters=make_parameters(without=["private_drift"]))
    assert unit.employees[0].lasting_trust == pytest.approx(0.8) and unit.employees[0].mood == pytest.approx(0, abs=1e-12)
