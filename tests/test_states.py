"""Nothing leaves its range and no hour is lost, over contexts, parameters and levers as wide as they go."""

import math
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest
from helpers import STUDY_UNITS, changed

from sim import InterventionModel, load_workplace
from sim.inputs.levers import LEVERS
from sim.inputs.phases import IMPLEMENTATION, LISTENING, PHASES, PREPARATION
from sim.model.measures import CLASSES, HOURS
from sim.model.random_inputs import random_levers, random_parameters, random_workplace
from sim.model.state import SHARE, states_of
from sim.model.states import EmployeeStates, ManagerStates, MemberStates, PracticeStates, UnitStates
from sim.model.unit import NOT_STARTED

EPS = 1e-9


def shares(kind):
    """The states of a class that are shares; a state that is added is among them."""
    return [name for name, state in states_of(kind).items() if state.unit == SHARE and isinstance(state.start, float)]


PERSON, MEMBER, MANAGER, PRACTICE = shares(EmployeeStates), shares(MemberStates), shares(ManagerStates), shares(PracticeStates)
UNIT = [*shares(UnitStates), "accepting_share"]


def check_week(model, slip):
    """All that has to hold at the end of any week."""
    for unit in model.units:
        unit.accepting_share = unit.accepting / len(unit.members)
        for who, states in [(e, PERSON) for e in unit.employees] + [(m, MEMBER) for m in unit.members] + \
                [(unit.manager, MANAGER), (unit, UNIT), (unit.consultant, ("support",))] + [(p, PRACTICE) for p in unit.practices]:
            for state in states:  # all of them declared to lie between 0 and 1
                value = getattr(who, state)
                assert -EPS <= value <= 1 + EPS, (model.week, who, state, value)
        shares = [x for e in unit.employees for x in (e.needs, e.opinion)] + [p.themes for p in unit.practices] + [unit.manager.opinion]
        for share in shares:
            assert abs(sum(share) - 1) < slip and min(share) >= 0, (model.week, share)
        check_hours(model, unit)


def check_hours(model, unit):
    """The ledger adds up, never shrinks, and is empty before its phase; sessions stay inside free hours."""
    people, week = [*unit.employees, unit.manager], model.week - 1
    ledger = [math.fsum(person.hours[k] for person in people) for k in range(len(PHASES))]
    written, before = unit.record.hours_by_phase[week], unit.record.hours_by_phase[week - 1] if week else [0.0] * len(PHASES)
    assert unit.record.series["hours_leader"][week] == pytest.approx(math.fsum(unit.manager.hours))
    assert written == pytest.approx(ledger) and math.fsum(written) == pytest.approx(unit.record.series["hours"][week])
    assert all(now >= then for now, then in zip(written, before, strict=True)) and all(h >= 0 for p in people for h in p.hours)
    for k, phase in enumerate(PHASES[:IMPLEMENTATION]):
        if phase.week > week - int(model.levers.trust_first_weeks) and k != PREPARATION:
            assert written[k] == 0, (week, phase.name)
    assert written[IMPLEMENTATION] == 0 or unit.launch_week is not None  # sessions begin in the week of the introduction
    assert written[PREPARATION] == 0 or model.levers.trust_first_weeks > 0
    assert written[LISTENING] == 0 or unit.stopped_week is not None or unit.cycle == 2
    limit = model.parameters.time_limit
    for employee in unit.employees if unit.live else []:
        overtime = (1 - limit) * max(unit.net_need - employee.slack, 0)  # none where hours limit strictly
        assert 0 <= employee.net_hours <= employee.slack + overtime + EPS


def sessions_held(practice, follow_up):
    """Sessions held in the last four weeks before follow-up."""
    return sum(practice.history[:follow_up][-4:])


def check_outcomes(model):
    """What a run is called follows from what was held; the columns of hours add up."""
    table = model.outcomes()
    for unit, row in zip(model.units, table.itertuples(), strict=True):
        numbers = [value for value in row[1:] if not isinstance(value, str)]
        assert all(math.isfinite(value) for value in numbers)
        assert math.fsum(getattr(row, name) for name in HOURS) == pytest.approx(row.hours_total)
        end = (unit.launch_week or 0) + model.follow_up
        going_on = [p for p in unit.practices if unit.launch_week is not None and (p.stopped_week or end) >= end]
        kept = sum(1 for p in going_on if 2 * sessions_held(p, model.follow_up) >= 4 * p.plan.sessions_per_week)
        share = kept / len(unit.practices)
        if unit.launch_week is None:
            expected = "not started" if unit.status == NOT_STARTED else "stopped"
        else:
            planned = len(unit.practices)
            expected = "faded" if 3 * kept < planned else "partly retained" if 3 * kept < 2 * planned else "retained"
        assert row.outcome == expected in CLASSES and row.retention == share, (row.outcome, expected, row.retention, share)
        assert (row.launch_week >= 0) == (unit.launch_week is not None)


def check_run(workplace, follow_up=17, slip=EPS, **settings):
    model = InterventionModel(workplace, follow_up=follow_up, collect=False, **settings)
    while not model.finished:
        model.step()
        check_week(model, slip)
    check_outcomes(model)
    return model


def check_random(numbers):
    """Runs of random contexts, parameters and levers; returns which fail, and how."""
    failures = []
    for number in numbers:
        try:
            check_run(random_workplace(1, number), parameters=random_parameters(1, number), levers=random_levers(1, number), seed=number)
        except Exception as error:
            failures.append(f"{number}: {error!r:.300}")
    return failures


@pytest.mark.parametrize("name", STUDY_UNITS)
def test_the_shipped_workplaces(name):
    check_run(name, follow_up=39)


def test_150_random_contexts():
    assert check_random(range(150)) == []


@pytest.mark.slow
def test_10000_random_contexts():
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        parts = pool.map(check_random, [range(first, first + 250) for first in range(0, 10_000, 250)])
        assert [failure for part in parts for failure in part] == []


@pytest.mark.parametrize("end", ["low", "high"])
@pytest.mark.parametrize("name", [*LEVERS, "all"])
def test_extreme_levers(name, end):
    chosen = LEVERS if name == "all" else [name]
    for place in ("bostedet", "plejecenter-2"):
        check_run(place, levers={lever: getattr(LEVERS[lever], end) for lever in chosen})


@pytest.mark.parametrize("changes", [
    {"employees": 3, "representatives": 3, "planners": 0, "coordinators": 0}, {"employees": 300, "team_size": 2}, {"leader.hours": 0.0},
    {"contract_hours": 10.0, "utilisation": 0.99, "competing_change.load": 1.0, "competing_change.weekly_persistence": 1.0},
    {"practices.0.hours_per_week": 20.0, "practices.0.mandatory": 1.0}, {"trust_in_leader": 0.0, "trust_in_organisation": 0.0},
    {"trust_in_leader": 1.0, "leader.responsiveness": 1.0, "leader.value": 1.0},
    {"needs": {"planning": 1, "coordination": 0, "wellbeing": 0}},
   
    {"scope": {"planning": 0, "coordination": 0, "wellbeing": 0.01}}, {"practices.0.roll_out_weeks": 200.0}, {"leader.leaves_in_week": 1}])
def test_extreme_contexts(changes):
    check_run(changed("plejecenter-1", {"representatives": 1, **changes}))


@pytest.mark.parametrize("third", [0.332, 0.333, 0.3345])
def test_shares_that_add_up_only_nearly_keep_states_inside(third):
    """Three shares written as 0.333 are taken; no state may pass 1 because they add up to a little more or less."""
    nearly = {"planning": third, "coordination": third, "wellbeing": third}
    practices = len(load_workplace("plejecenter-1").units[0].practices)
    place = changed("plejecenter-1", {"needs": nearly, "leader.needs": nearly, "leader.value": 1.0, "coherence": 1.0,
                                      "pre_study_quality": 1.0, **{f"practices.{k}.themes": nearly for k in range(practices)}})
    check_run(place, slip=0.005, parameters={"focus_weight": 0.0, "tailoring": 0.0, "adaptation": 0.0, "value_learning": 0.2})


def test_talk_wins_no_more_credit_than_trust():
    """Where trust is full, further weeks of listening can win none, and nothing is there to be lost again."""
    place = changed("plejecenter-2", {"trust_in_leader": 1.0, "leader.responsiveness": 1.0})
    check_run(place, levers={"trust_first_weeks": 52}, parameters={"trust_rate": 0.15, "listening_fade": 1.0, "credit_decay": 0.0})
