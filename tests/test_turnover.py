"""People leave and newcomers start anew; a new leader takes over from the old one."""

import pytest
from helpers import NO_VETO, changed

from sim import InterventionModel
from sim.inputs.phases import FORMED, PHASES
from sim.model.draws import PERSON, Draws

OFTEN = {**NO_VETO, "exit_chance": 0.0083}


@pytest.fixture(scope="module")
def unit():
    """A large unit over two years, in which many have left."""
    return InterventionModel("plejecenter-1", OFTEN, seed=3, follow_up=104).run().units[0]


def test_people_leave_when_their_draw_says_so(unit):
    weeks = range(len(unit.record.phases))
    drawn = Draws(3).uniforms(PERSON, unit.persons, weeks, 1)[:, :, 0]
    expected = [(week, place) for week in weeks for place in range(60) if week > 0 and drawn[week, place] < 0.0083]
    assert [(left["left"], left["place"]) for left in unit.record.departures] == expected and len(expected) > 20


def test_a_newcomer_takes_place_seat_and_colleagues(unit):
    first = InterventionModel("plejecenter-1", OFTEN, seed=3).units[0]
    assert [e.role for e in unit.employees] == [e.role for e in first.employees]
    assert [e.team for e in unit.employees] == [e.team for e in first.employees]
    assert [[c.place for c in e.colleagues] for e in unit.employees] == [[c.place for c in e.colleagues] for e in first.employees]
    started = {left["place"]: left["left"] for left in unit.record.departures}
    assert [e.started for e in unit.employees] == [started.get(place, 0) for place in range(60)]
    changed_people = [place for place in range(60) if unit.employees[place].needs != first.employees[place].needs]
    assert changed_people == sorted(started)


def test_a_newcomer_has_not_dropped_out_before_coming():
    eager = {**OFTEN, "withdrawn_below": 0.4, "withdrawn_weeks": 4.0}
    unit = InterventionModel("plejecenter-1", eager, seed=3, follow_up=104).run().units[0]
    dropped = [e for e in unit.employees if e.withdrawn_week is not None]
    assert any(e.started > 0 for e in dropped) and all(e.withdrawn_week >= e.started for e in dropped)
    for left in unit.record.departures:
        assert left["withdrawn_week"] is None or left["started"] <= left["withdrawn_week"] < left["left"]


def test_a_newcomer_in_the_steering_group_starts_anew():
    """What the person before expected, got and missed in the group is not the newcomer's."""
    model = InterventionModel(changed("plejecenter-1", {"leader.dominance": 1.0}), {**OFTEN, "delegation": 0.0}, seed=3, follow_up=104)
    unit, seen = model.units[0], 0
    while not model.finished:
        model.step()
        for member in unit.members:
            if member.started == model.week - 1 > PHASES[FORMED].week and unit.phase != FORMED and unit.weeks_since_launch % 4 != 1:
                seen += 1
                assert (member.influence_gap, member.influence_had, member.meetings, member.vote) == (0.0, 0.0, 0, None)
    assert seen > 0


def test_nobody_leaves_where_turnover_is_off():
    unit = InterventionModel("plejecenter-1", OFTEN, seed=3, follow_up=39, without=["turnover"]).run().units[0]
    assert unit.record.departures == [] and {e.started for e in unit.employees} == {0}


def leader_in(week, at, **parameters):
    place = changed("plejecenter-1", {"leader.leaves_in_week": at, "leader.value": 0.9, "leader.trust_in_employees": 0.9})
    still = {**NO_VETO, "value_learning": 0.0, "concretisation": 0.0, "employee_trust_learning": 0.0, "exit_chance": 0.0, **parameters}
    model = InterventionModel(place, still, seed=3, follow_up=39)
    for _ in range(week + 1):
        model.step()
    return model.units[0]


def test_a_successor_takes_over_in_the_week_that_is_known():
    before, after = leader_in(19, 20).manager, leader_in(20, 20).manager
    assert (before.value, before.trust_in_employees, before.plasticity) == (0.9, 0.9, 1.0)
    assert (after.value, after.trust_in_employees, after.plasticity) == (0.5, 0.5, 1.5)
    assert 1.0 < leader_in(30, 20).manager.plasticity < 1.5, "novelty wears off"


def test_people_carry_half_of_their_trust_over_to_a_successor():
    calm = dict(trust_rate=0.0, trust_spillover=0.0, trust_repair=0.0, credit_decay=0.0)
    before, after = leader_in(19, 20, **calm), leader_in(20, 20, **calm)
    for old, new in zip(before.employees, after.employees, strict=True):
        assert new.lasting_trust == pytest.approx((old.lasting_trust + old.trust_organisation) / 2)


def test_a_departure_takes_no_effect_where_succession_is_off():
    usual = InterventionModel(changed("plejecenter-1", {"leader.leaves_in_week": None}), seed=3).run()
    leaves = InterventionModel(changed("plejecenter-1", {"leader.leaves_in_week": 20}), seed=3, without=["leader_succession"]).run()
    assert leaves.units[0].record.series["leader_value"] == usual.units[0].record.series["leader_value"]
