"""The generic design: who may stop it, where, and what follows."""

from itertools import pairwise

import pytest
from helpers import NO_VETO, REFUSING, changed, exactly

from sim import InterventionModel, simulate
from sim.inputs.phases import FOLLOW_UPS, IMPLEMENTATION, LAUNCH_WEEK, LISTENING, PHASES, PLAN, REVIEW_EVERY, STEERING
from sim.model.practice import STOPPED
from sim.model.unit import AT_REST

VOTE = PHASES[STEERING].week
REFUSED = changed("plejecenter-2", REFUSING)


def unit_after(workplace, follow_up=17, **settings):
    return InterventionModel(workplace, seed=2, follow_up=follow_up, **settings).run().units[0]


# ----- refusal
def test_a_refusal_stops_the_design_and_people_are_listened_to():
    model = InterventionModel(REFUSED, {"listening_weeks": 5.0}, seed=2, follow_up=17).run()
    unit, row = model.units[0], model.outcomes().iloc[0]
    assert (row.outcome, row.stopped_in, row.launch_week, row.retention) == ("stopped", "steering workshop", -1, 0)
    assert unit.stopped_week == VOTE and unit.accepting < len(unit.members)
    assert unit.record.phases[VOTE:VOTE + 5] == ["steering workshop"] + ["stop and listen"] * 4
    assert set(unit.record.phases[VOTE + 5:]) == {"at rest"}
    trust = unit.record.series["trust_leader"]
    assert trust[VOTE] > trust[VOTE - 1], "respecting a refusal is a visible answer"
    assert row.hours_implementation == row.hours_employee_workshop == 0 < row.hours_stop_and_listen


def test_listening_ends_and_what_was_hoped_for_fades():
    unit = unit_after(REFUSED, parameters={"listening_weeks": 5.0, "exit_chance": 0.0, "trust_repair": 0.0, "trust_spillover": 0.0})
    hours = [by_phase[LISTENING] for by_phase in unit.record.hours_by_phase]
    assert unit.status == AT_REST
    assert hours[VOTE - 1] == 0 < hours[VOTE] < hours[VOTE + 4] == hours[-1]
    hopes = unit.record.series["expectation"]
    assert all(later < before for before, later in pairwise(hopes[VOTE + 6:]))


def test_pushing_through_overrules_the_refusal():
    stopped, pushed = unit_after(REFUSED), unit_after(REFUSED, levers={"push_through": 1}, parameters={"launch_threshold": 0.0})
    assert pushed.pushed and not stopped.pushed
    assert pushed.launch_week == LAUNCH_WEEK and stopped.launch_week is None
    assert pushed.heard == pushed.p.overruled_heard < 1
    assert pushed.record.series["trust_leader"][VOTE] < stopped.record.series["trust_leader"][VOTE - 1]


def test_a_leader_who_does_not_answer_overrules_too():
    assert unit_after(changed(REFUSED, {"leader.responsiveness": 0.0})).pushed


def test_only_representatives_refuse_and_only_enough_of_them():
    assert unit_after(REFUSED, parameters=NO_VETO).launch_week == LAUNCH_WEEK
    place = changed("plejecenter-2", {**REFUSING, "needs": {"planning": 1.0, "coordination": 0.0, "wellbeing": 0.0}, "coherence": 1.0,
                                      "trust_in_leader": 0.9, "leader.needs": {"planning": 1.0, "coordination": 0.0, "wellbeing": 0.0}})
    agreed = unit_after(place)
    assert agreed.accepting == len(agreed.members) and agreed.stopped_week is None


def test_a_restart_starts_again_once_with_a_wider_scope():
    model = InterventionModel(REFUSED, {"listening_weeks": 4.5, "launch_threshold": 0.0}, {"restart": 1}, seed=2, follow_up=17)
    unit, planned = model.units[0], []
    while not model.finished:
        model.step()
        planned.append(unit.reference_launch())
    row = model.outcomes().iloc[0]
    assert set(planned[VOTE:]) == {unit.launch_week}, "from the stop on it is known when the second launch will be"
    assert (unit.cycle, unit.cycle_start) == (2, VOTE + 5 + 1)
    assert unit.scope[2] == 1 and unit.context.scope.wellbeing == 0
    assert row.restarted == 1 and row.launch_week == unit.cycle_start + LAUNCH_WEEK and row.outcome != "stopped"
    assert unit.focus[2] > 0.5, "what people need may be talked about now"


def test_a_second_refusal_is_the_last():
    """A leader who wants something else decides alone, so the second proposal is refused as well."""
    place = changed(REFUSED, {"leader.dominance": 1.0, "leader.needs": {"planning": 1.0, "coordination": 0.0, "wellbeing": 0.0},
                              "coherence": 0.0})
    unit = unit_after(place, levers={"restart": 1}, parameters={"listening_weeks": 5.0, "delegation": 0.0})
    assert (unit.cycle, unit.status, unit.stopped_week) == (2, AT_REST, VOTE + 6 + VOTE)
    assert len(unit.record.phases) == VOTE + 6 + LAUNCH_WEEK + 17, "follow-up counts from when the second launch was planned"


# ----- other gates
def test_a_plan_that_nobody_carries_is_not_launched():
    other_wish = {"planning": 0.0, "coordination": 0.0, "wellbeing": 1.0}
    place = changed("bostedet", {"leader.value": 0.0, "leader.needs": other_wish, "involvement": 0.0})
    weak = {"ownership_start": 0.1, "ownership_raise": 0.1, "launch_threshold": 0.4, "veto_share": 1.01}
    model = InterventionModel(place, weak, seed=2, follow_up=17).run()
    table = model.outcomes()
    assert table["outcome"].tolist() == ["not started"] * 2 and table["stopped_in"].tolist() == ["steering plan"] * 2
    assert [unit.stopped_week for unit in model.units] == [PHASES[PLAN].week] * 2
    assert table["hours_introduction"].sum() == table["hours_implementation"].sum() == 0
    assert set(InterventionModel(place, weak, seed=2, without=["launch"]).outcomes()["launch_week"]) == {LAUNCH_WEEK}


@pytest.mark.parametrize("weeks", [0, 1, 12, 52])
def test_trust_first_shifts_everything_by_its_weeks(weeks):
    unit = unit_after("hjemmeplejen", levers={"trust_first_weeks": weeks}, parameters=NO_VETO)
    assert unit.launch_week == LAUNCH_WEEK + weeks and len(unit.record.phases) == LAUNCH_WEEK + weeks + 17
    assert unit.record.phases[:weeks] == ["preparation"] * weeks and "preparation" not in unit.record.phases[weeks:]


def test_reviews_come_every_four_weeks():
    model = InterventionModel("bostedet", {**NO_VETO, "exit_chance": 0.0}, seed=2, follow_up=17)
    unit, held = model.units[0], []
    while not model.finished:
        before = unit.members[0].hours[IMPLEMENTATION], unit.members[0].meetings
        model.step()
        if unit.members[0].meetings > before[1] and unit.launch_week is not None:
            held.append(unit.weeks_since_launch - 1)
    assert held == [REVIEW_EVERY * k for k in (1, 2, 3, 4)]
    every = simulate("bostedet", {**NO_VETO, "adaptation": 1.0}, seed=2)
    assert set(every["adapted"]) == {1}
    assert all((p.adapted_week - LAUNCH_WEEK) % REVIEW_EVERY == 0 for p in unit.practices if p.adapted_week is not None)


def test_a_stopped_practice_stays_stopped():
    place = changed("hjemmeplejen", {"leader.hours": 0.0, "leader.value": 0.0, "facilitation_skill": 0.0, "named_chair": False,
                                     **{f"practices.{k}.facilitation_need": 1.0 for k in range(9)}})
    unit = unit_after(place, 39, parameters={**NO_VETO, "adaptation": 0.0, "stop_use": 0.6, "stop_worth": 0.9})
    stopped = [p for p in unit.practices if p.stopped_week is not None]
    assert stopped
    for practice in stopped:
        assert practice.status == STOPPED and (practice.stopped_week - LAUNCH_WEEK) % REVIEW_EVERY == 0
        assert set(practice.history[practice.stopped_week - LAUNCH_WEEK:]) == {0} and len(practice.history) == 39
    none = unit_after(place, 39, parameters={**NO_VETO, "adaptation": 0.0}, without=["stopping_practices"])
    assert all(p.stopped_week is None for p in none.practices)


# ----- follow-up
@pytest.mark.parametrize("levers", [{}, {"leader_sparring": 1}, {"restart": 1}, {"trust_first_weeks": 5, "protected_hours": 1}])
@pytest.mark.parametrize("name", ["bostedet", "plejecenter-1", "plejecenter-2"])
def test_every_window_of_a_long_run_is_that_of_a_run_made_for_it(name, levers):
    settings = dict(levers=levers, runs=3, seed=2, parameters={"exit_chance": 0.008, "leader_exit": 0.004})
    long = simulate(name, follow_up=FOLLOW_UPS, **settings)
    for week in FOLLOW_UPS:
        exactly(long[long["follow_up"] == week], simulate(name, follow_up=week, **settings))


def test_living_on_after_follow_up_leaves_it_as_it_was():
    model, usual = (InterventionModel("bostedet", levers={"leader_sparring": 1}, seed=2, follow_up=17) for _ in range(2))
    model.run()
    for _ in range(10):
        model.step()
    exactly(model.outcomes(), usual.outcomes())
