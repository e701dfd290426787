"""Within a week: signals count once, everybody is treated alike, and nothing depends on who comes first."""

from itertools import pairwise

import pytest
from helpers import NO_VETO, REFUSING, changed

from sim import InterventionModel
from sim.inputs.phases import PHASES, STEERING
from sim.model import week

VOTE = PHASES[STEERING].week
# Nothing moves trust by itself.
CALM = {"trust_spillover": 0.0, "trust_repair": 0.0, "exit_chance": 0.0, "stable_share": 1.0, "listening_weeks": 4.0}


def stopped(**parameters):
    place = changed("plejecenter-2", REFUSING)
    return InterventionModel(place, {**CALM, **parameters}, seed=2, follow_up=17).run().units[0]


def test_talk_counts_in_the_week_it_is_held():
    trust = stopped(credit_decay=0.0).record.series["trust_leader"]
    assert trust[VOTE - 1] < trust[VOTE] < trust[VOTE + 1] < trust[VOTE + 3]
    assert len(set(trust[VOTE + 3:])) == 1, "listening is over, and trust stays where it is"


def test_respecting_a_refusal_backs_the_talk_of_that_week_only():
    """At full responsiveness the first week leaves no credit; that of the later weeks is lost again."""
    trust = stopped(credit_decay=0.1).record.series["trust_leader"]
    after = trust[VOTE + 4:]
    assert all(later < before for before, later in pairwise(after))
    assert after[-1] > trust[VOTE - 1]


def test_signals_are_spent_by_the_end_of_the_week():
    model = InterventionModel("bostedet", NO_VETO, seed=2, follow_up=17)
    while not model.finished:
        model.step()
        for unit in model.units:
            assert unit.visible == 0
            assert all((e.talk, e.deed, e.let_down) == (0, 0, 0) for e in unit.employees)


def test_colleagues_hear_each_other_all_at_once():
    unit = InterventionModel("bostedet", {"peer_weight": 0.1}, seed=2).units[0]
    for employee in unit.employees:
        employee.colleagues, employee.ownership = [], 0.5
    first, second, third = unit.employees[:3]
    first.colleagues, second.colleagues, third.colleagues = [second], [first], [first, second]
    first.ownership, second.ownership, third.ownership = 0.2, 0.8, 0.0
    week.hear_colleagues(unit)
    assert [e.ownership for e in (first, second, third)] == pytest.approx([0.26, 0.74, 0.05])
    assert {e.ownership for e in unit.employees[3:]} == {0.5}, "who turns to nobody is moved by nobody"


def test_the_stages_of_a_week_do_not_depend_on_the_order_of_the_people():
    """Turned round, every stage but the meetings leaves each person as it would have (means up to rounding)."""
    states = ("trust_leader", "expectation", "ownership", "benefit", "slack", "taking_part", "trust_organisation")
    results = []
    for turned in (False, True):
        model = InterventionModel("bostedet", NO_VETO, seed=2, follow_up=17)
        for _ in range(16):
            model.step()
        for stage in week.STAGES:
            for unit in model.units:
                if stage is week.STAGES[0]:
                    stage(unit)
                    continue
                usual = list(unit.employees)
                if turned and stage is not week.hear_colleagues and stage is not week.STAGES[1]:
                    unit.employees.reverse()
                stage(unit)
                unit.employees[:] = usual
        results.append([[getattr(e, name) for name in states] for unit in model.units for e in unit.employees])
    for first, second in zip(*results, strict=True):
        assert first == pytest.approx(second, rel=1e-12)
