"""What single rules promise beyond their range: arithmetic, hours conserved, neutral values that do nothing."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.inputs.parameters import PARAMETERS
from sim.model.draws import Draws
from sim.rules import (
    attention,
    comparison,
    enactment,
    expectation,
    facilitation,
    fit,
    leader,
    listening,
    network,
    numbers,
    other_change,
    ownership,
    peers,
    people,
    review,
    routine,
    steering,
    time_budget,
    trust,
    turnover,
    withdrawal,
)

share = st.floats(0, 1)
profile = st.tuples(st.floats(0.01, 1), st.floats(0.01, 1), st.floats(0.01, 1)).map(lambda w: tuple(x / sum(w) for x in w))


@given(st.floats(-30, 30))
def test_exponential_and_logistic_are_those_of_the_library(x):
    assert numbers.exponential(x) == pytest.approx(math.exp(x), rel=1e-12)
    assert numbers.logistic(x) == pytest.approx(1 / (1 + math.exp(-x)), rel=1e-12)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_clamp_and_logistic_take_any_finite_number(x):
    assert numbers.clamp(x) == min(max(x, 0.0), 1.0)
    assert 0 < numbers.logistic(x) <= 1


@pytest.mark.parametrize("people_here", [3, 39, 40, 41, 60, 100, 250, 600])
def test_distance_penalty_is_a_logarithm(people_here):
    assert network.distance_penalty(float(people_here)) == pytest.approx(math.log(max(people_here, 40) / 40), abs=1e-7)


def test_standard_normal_has_mean_0_and_variance_1():
    z = [numbers.standard_normal(*u) for u in Draws(5).uniforms(2, range(100_000), [0], 1)[0].tolist()]
    mean = sum(z) / len(z)
    assert abs(mean) < 0.01
    assert sum((x - mean) ** 2 for x in z) / len(z) == pytest.approx(1, abs=0.015)


@given(profile, profile)
def test_overlap_is_a_share_the_same_from_both_sides_and_full_for_equals(a, b):
    assert fit.overlap(*a, *a) == pytest.approx(1)
    assert 0 <= fit.overlap(*a, *b) <= 1 + 1e-12
    assert fit.overlap(*a, *b) == pytest.approx(fit.overlap(*b, *a))
    assert fit.overlap(*a, *b) == pytest.approx(1 - sum(abs(x - y) for x, y in zip(a, b, strict=True)) / 2)


@given(profile, st.tuples(share, share, share))
def test_what_the_scope_lets_in_is_shared_out_in_full(wanted, scope):
    total = sum(w * a for w, a in zip(wanted, scope, strict=True))
    inside = [fit.inside_scope(w, a, total) for w, a in zip(wanted, scope, strict=True)]
    assert sum(inside) == pytest.approx(1)


@given(st.floats(10, 37), st.floats(0.5, 0.995), share, st.floats(0, 1.5), st.floats(0, 5))
def test_hours_of_a_week_are_conserved(contract, core, load, weight, protected):
    free = contract * (1 - core)
    slack = time_budget.slack_hours(contract, core, load, weight, protected)
    assert slack >= 0
    assert slack + time_budget.change_hours(free, load, weight) + contract * core == pytest.approx(contract + protected)


@given(st.floats(0, 10), st.floats(0, 40), share, share)
def test_sessions_never_take_more_than_the_free_hours(slack, need, mandatory, willing):
    with_time = time_budget.share_with_time(slack, need, 1.0)
    assert time_budget.hours_joined(with_time, willing, mandatory * need, (1 - mandatory) * need) <= slack + 1e-9
    assert with_time * need + time_budget.overload_hours(slack, need) == pytest.approx(need)


@given(share, st.floats(0, 10), st.floats(0, 0.15), st.floats(1, 3), share, st.floats(1, 2))
def test_trust_is_lost_no_slower_than_it_is_won(t, signal, rate, asymmetry, bias, plasticity):
    """Seen from the same distance to the end of the scale: a fall from t against a rise from 1 - t."""
    lost = trust.trust_loss(t, signal, rate, asymmetry, bias, plasticity, 0.0)
    won = trust.trust_gain(1 - t, signal, rate, bias, plasticity)
    assert lost >= won - 1e-12
    assert trust.trust_loss(t, signal, rate, 1.0, bias, plasticity, 0.0) == pytest.approx(won)


@given(share, share, share, share)
def test_routine_needs_no_will(willing, with_time, mandatory, run):
    """With the same time, what runs by itself is held at least as often as what has to be wanted and run."""
    will = willing * with_time
    held = [enactment.session_chance(with_time, will, h, mandatory, run) for h in (0.0, 0.5, 1.0)]
    assert held == sorted(held) or max(held) - min(held) < 1e-12
    assert held[2] == pytest.approx(with_time)


def test_yes_or_no_rules_turn_at_their_threshold():
    assert [steering.refused(n, 4, 0.5) for n in range(5)] == [False, False, True, True, True]
    assert not any(steering.refused(n, n, PARAMETERS["veto_share"].neutral) for n in range(1, 41))
    assert turnover.leaves(0.01, 0.009) and not turnover.leaves(0.01, 0.01) and not turnover.leaves(0.0, 2.0**-33)
    stop = dict(use=0.2, worth=0.2, readiness=1.0, stop_use=0.45, stop_worth=0.7)
    assert review.is_stopped(**stop)
    for kept in ({"use": 0.45}, {"worth": 0.7}, {"readiness": 0.99}, {"stop_use": 0.0}):
        assert not review.is_stopped(**{**stop, **kept})
    assert [withdrawal.weeks_withdrawn(7, p, 0.2) for p in (0.1, 0.2, 0.3)] == [8, 0, 0]


def test_chance_meetings_reach_everybody_else_alike():
    met = [network.partner(2, 5, (k + 0.5) / 400) for k in range(400)]
    assert {place: met.count(place) for place in set(met)} == {0: 100, 1: 100, 3: 100, 4: 100}
    assert network.chance_encounter(0.2, 3.0) > network.chance_encounter(0.2, 1.0) == 0.2


@pytest.mark.parametrize("run", [0.2, 0.9])
@given(a=share, b=share, c=share)
def test_neutral_values_do_nothing(run, a, b, c):
    off = {name: p.neutral for name, p in PARAMETERS.items() if p.neutral is not None}
    assert peers.toward_colleagues(a, b, off["peer_weight"]) == a
    assert comparison.relative_loss(a, b, off["comparison"]) == 0
    assert expectation.felt_loss(-a, off["loss_aversion"]) == expectation.felt_gain(a)
    assert expectation.disconfirmation(a, b, c, off["disconfirmation"]) == 0
    assert expectation.raised_expectation(a, off["expectation_raise"], b, c) == a
    assert expectation.laid_at_managements_door(a, off["attribution"], b) == 0
    assert ownership.shaped_ownership(a, off["ownership_raise"], b, c) == a
    assert ownership.weekly_ownership(a, b, c, off["ownership_learning"]) == a
    assert ownership.overload_cost(a, 10 * b, off["overload_ownership"]) == a
    assert trust.trust_gain(a, b, off["trust_rate"], c, 1.5) == trust.trust_loss(a, b, off["trust_rate"], 2.0, c, 1.5, run) == 0
    assert trust.trust_gain(a, b, 0.06, off["confirmation_bias"], 1.0) == pytest.approx(0.06 * b * (1 - a))
    assert trust.trust_repaired(a, off["trust_repair"], b) == trust.spillover(a, b, off["trust_spillover"]) == 0
    assert listening.credit_lost(a, off["credit_decay"], b) == 0 and listening.credit_after(a, off["credit_decay"], 0.0) == a
    assert people.passing_mood(0.1, 0.2, off["stable_share"], a) == 0
    assert fit.usefulness(a, off["fit_reference"]) == leader.own_fit(a, off["leader_strategy"]) == 1
    assert attention.left_after_the_project(a, off["project_loss"]) == attention.attention_after(a, b, off["attention_rate"]) == a
    assert attention.while_asked_for(a, b, off["attention_weight"]) == attention.while_interested(a, b, off["interest_weight"]) == a
    assert attention.interest_after(a, b, c, off["interest_rate"]) == routine.diluted(a, 3.0, 20.0, off["newcomers_untaught"]) == a
    assert time_budget.comes_willingly(a, b, off["attendance_trust"]) == a
    assert other_change.hours_beside_change(a, b, off["load_on_leader"]) == a and not other_change.arrives(off["change_arrival"], 2.0**-33)
    assert trust.trust_loss(0.8, 1.0, 0.06, 2.0, 0.0, 1.0, off["loss_evenness"]) > trust.trust_loss(0.8, 1.0, 0.06, 2.0, 0.0, 1.0, 1.0)
    assert leader.made_concrete(a, b, off["concretisation"]) == leader.learnt_value(a, b, c, run, off["value_learning"]) == a
    assert leader.backed_hours(5.0, a, off["top_backing"]) == 5.0
    assert leader.trust_in_employees(a, b, off["employee_trust_learning"]) == a
    assert steering.effective_dominance(a, off["delegation"], b) == steering.disappointed_member(a, b, off["influence_disappointment"]) == a
    assert steering.acceptance(a, b, 0.47, off["vote_trust"], 12.0) == steering.acceptance(a, c, 0.47, off["vote_trust"], 12.0)
    assert facilitation.run_by_somebody(a, b, c, run, off["facilitation_gate"]) == 1
    assert facilitation.leader_drive(a, b, c, off["sparring_effect"]) == pytest.approx(a * b)
    assert facilitation.consultant_support(off["support_start"], 10 * a, 14.0) == 0
    assert facilitation.learnt_by_chairing(a, b, 1.0, off["chair_learning"]) == a
    assert enactment.while_unready(a, b, off["ready_floor"]) == a
    assert enactment.willingness(a, b, 0.3, off["willing_trust"]) == enactment.willingness(a, c, 0.3, off["willing_trust"])
    assert routine.routine_after(0.0, 16, a, 0.166, off["routine_group_factor"], 0.05) == 0
    assert review.adaptation_chance(off["adaptation"], a, b) == 0
    assert time_budget.share_with_time(a, 10 * b, off["time_limit"]) == 1
    assert time_budget.change_hours(30 * a, b, off["load_weight"]) == 0
