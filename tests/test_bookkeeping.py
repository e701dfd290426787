"""What is counted is counted once, and costs what the registry of levers says it costs."""

import pytest
from helpers import NO_VETO, REFUSING, changed

from sim import InterventionModel
from sim.inputs.levers import LEVERS
from sim.inputs.phases import FORMED, IMPLEMENTATION, INTRODUCTION, LISTENING, PHASES, PREPARATION, STUDY, WORKSHOP
from sim.model.unit import AT_REST

WEEKS = 17
WAIT = ("steering_mandate", "restart")  # what these cost depends on the record, or waits for a stop
COSTLY = {name: lever.cost.phase for name, lever in LEVERS.items() if any(lever.cost[1:]) and name not in WAIT}


def first_unit(place="plejecenter-1", levers=None, parameters=NO_VETO):
    return InterventionModel(place, parameters, levers, seed=5, follow_up=WEEKS).run().units[0]


def booked(unit, phase):
    """Hours in a phase of the last employee, of all steering members beyond such an employee, and of the leader."""
    plain = unit.employees[-1].hours[phase]
    return plain, sum(m.hours[phase] for m in unit.members), unit.manager.hours[phase]


@pytest.mark.parametrize(("name", "phase"), COSTLY.items())
def test_a_lever_costs_what_the_registry_says(name, phase):
    """Held where the cost falls due: against the same unit with the lever at its other end."""
    cost, times = LEVERS[name].cost, WEEKS if phase == IMPLEMENTATION else 1
    place = changed("plejecenter-1", {"practices.0.hours_per_week": 0.0, "leader.hours": 0.0, "pre_study_quality": 0.0,
                                      "expectation_alignment": 0.0, "utilisation": 0.7, "contract_hours": 37.0})
    full, none = (first_unit(place, {name: amount}) for amount in (LEVERS[name].high, 0.0))
    share, members = LEVERS[name].high * times, len(full.members)
    employee, member, leader = (a - b for a, b in zip(booked(full, phase), booked(none, phase), strict=True))
    assert cost.phase == phase
    assert employee == pytest.approx(cost.per_employee * share)
    assert member == pytest.approx((cost.per_employee + cost.per_member) * share * members)
    assert leader == pytest.approx(cost.leader * share)
    assert full.consultant.hours - none.consultant.hours == pytest.approx(cost.consultant * share)


def test_a_scope_that_is_wide_already_costs_nothing_to_widen():
    """Of this lever what goes beyond the record costs hours (lever_amounts)."""
    place = changed("plejecenter-1", {"scope": {"planning": 1, "coordination": 1, "wellbeing": 1}})
    widened, recorded = first_unit(place, {"widen_scope": 0.5}), first_unit(place)
    assert widened.record.series == recorded.record.series


def test_a_mandate_the_group_has_already_costs_nothing():
    place = changed("plejecenter-1", {"leader.dominance": 0.3})
    assert first_unit(place, {"steering_mandate": 0.7}).record.series == first_unit(place).record.series


@pytest.mark.parametrize("hours", [0.5, 2.0])
def test_a_protected_hour_is_booked_once(hours):
    """Protected hours are what they cost: used or not, each freed hour counts once and no more."""
    place = changed("plejecenter-1", {"practices.0.hours_per_week": 0.0})
    freed, usual = (first_unit(place, levers).employees[-1].hours[IMPLEMENTATION] for levers in ({"protected_hours": hours}, {}))
    assert freed - usual == pytest.approx(WEEKS * hours)


def test_weeks_of_trust_first_are_booked_week_by_week():
    unit = first_unit(levers={"trust_first_weeks": 6})
    assert unit.record.hours_by_phase[-1][PREPARATION] == pytest.approx(6 * (0.25 * len(unit.employees) + 2.0))


def test_meetings_take_what_the_table_of_phases_says():
    unit = first_unit(changed("plejecenter-1", {"pre_study_quality": 0.0, "expectation_alignment": 0.0}),
                      parameters={**NO_VETO, "exit_chance": 0.0})
    for phase in (FORMED, STUDY):
        expected = PHASES[phase].member_hours * len(unit.members) + PHASES[phase].manager_hours
        assert unit.record.hours_by_phase[-1][phase] == pytest.approx(expected)
    came = sum(1 for e in unit.employees if e.attended)
    assert came == round(unit.attendance * len(unit.employees)) > 0
    assert unit.record.hours_by_phase[-1][WORKSHOP] == pytest.approx(3.0 * came + 3.0)
    assert unit.record.hours_by_phase[-1][INTRODUCTION] == pytest.approx(0.5 * len(unit.employees) + 1.0)


def test_a_week_of_listening_takes_what_the_table_of_phases_says():
    """Employees, steering members and the leader each give the hours that stand in PHASES."""
    unit = first_unit(changed("plejecenter-1", REFUSING), parameters={"listening_weeks": 4.0})
    listening = PHASES[LISTENING]
    assert unit.status == AT_REST
    assert unit.employees[-1].hours[LISTENING] == pytest.approx(4 * listening.employee_hours)
    assert unit.manager.hours[LISTENING] == pytest.approx(4 * listening.manager_hours)
    assert unit.members[0].hours[LISTENING] == pytest.approx(4 * (listening.employee_hours + listening.member_hours))


@pytest.mark.parametrize("held", [[4, 5, 4, 1], [2, 3, 5, 4], [7, 7, 0, 0], [3, 4, 4, 3]])
def test_half_of_the_sessions_is_enough_to_be_retained(held):
    """14 of 28 sessions is half, though four rounded shares may add up to a little less."""
    place = changed("plejecenter-1", {"practices.0.sessions_per_week": 7})
    model = InterventionModel(place, NO_VETO, follow_up=WEEKS).run()
    model.units[0].practices[0].history[WEEKS - 4:WEEKS] = held
    assert model.outcomes()["outcome"].tolist() == ["retained"]


@pytest.mark.parametrize(("kept", "outcome"), [(0, "faded"), (1, "partly retained"), (2, "retained"), (3, "retained")])
def test_a_third_is_partly_and_two_thirds_are_retained(kept, outcome):
    three = [{**changed("plejecenter-1", {}).units[0].practices[0].model_dump(), "name": f"p-{k}"} for k in range(3)]
    model = InterventionModel(changed("plejecenter-1", {"practices": three}), {**NO_VETO, "stop_use": 0.0}, follow_up=WEEKS).run()
    for k, practice in enumerate(model.units[0].practices):
        practice.history[WEEKS - 4:WEEKS] = [practice.plan.sessions_per_week if k < kept else 0] * 4
    assert model.outcomes()["outcome"].tolist() == [outcome]
