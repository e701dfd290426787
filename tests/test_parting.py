"""A run goes on in another context from a week on: nothing before changes, what has been lived stays, on every engine by the same bits."""

from types import SimpleNamespace

import numpy as np
import pytest
from helpers import complaint

from sim import InterventionModel, Then, load_workplace, over_admissible, simulate, trajectories, with_context
from sim.inputs.levers import COSTING, LEVERS, make_levers
from sim.inputs.parameters import make_parameters
from sim.inputs.phases import FORMED, IMPLEMENTATION, INTRODUCTION
from sim.inputs.then import parted
from sim.kernel import wasm
from sim.kernel.engine import Setting
from sim.model import unit as statuses
from sim.model.random_inputs import random_levers, random_parameters
from sim.model.record import SERIES
from sim.model.still_open import can_act
from sim.runs.many import facts_of_many, seen_of_many

pytest.importorskip("numba", reason="what is held against Mesa needs Numba")
BITS = list(SERIES)
OTHER = {"leader.value": 0.9, "leader.dominance": 0.2, "competing_change.load": 0.6, "involvement": 0.9}


def run(then=None, name="bostedet", number=0, weeks=30, **more):
    return InterventionModel(name, levers=more.get("levers"), seed=4, replication=number, follow_up=weeks, then=then, collect=False).run()


def weeks_of(model, last=None):
    return np.array([np.array(list(unit.record.series.values())).T[:last] for unit in model.units])


def setting(week, number=0, name="bostedet"):
    place = load_workplace(name)
    then = Then(week, random_levers(9, number), random_parameters(9, number), with_context(name, OTHER))
    begun = parted(place, random_parameters(8, number), random_levers(8, number), then, 30)
    return Setting(*begun[:3], seed=number, first=number, then=begun[3])


# ----- the same before, other after
@pytest.mark.parametrize("week", [1, 5, 10, 20, 43])
def test_nothing_before_the_week_is_other_by_a_bit(week):
    then = Then(week, {"protected_hours": 2, "action_size": 3, "leader_sparring": 1}, {"trust_rate": 0.09, "ownership_learning": 0.14},
                with_context("bostedet", OTHER))
    assert weeks_of(run(), week).tobytes() == weeks_of(run(then), week).tobytes()
    assert (weeks_of(run())[:, week:] != weeks_of(run(then))[:, week:]).any()


def test_what_changes_nothing_changes_no_bit():
    for week in (0, 3, 8, 25):
        for levers in ({}, {"trust_first_weeks": 6, "facilitation_training": 0.3, "steering_mandate": 0.7, "widen_scope": 1}):
            same = run(Then(week), levers=levers)
            assert weeks_of(same).tobytes() == weeks_of(run(levers=levers)).tobytes()
            assert same.outcomes().equals(run(levers=levers).outcomes())


def test_from_week_0_on_is_from_the_start():
    pulled = {"trust_first_weeks": 4, "pre_study_quality": 1, "facilitation_training": 0.5}
    from_start = simulate("bostedet", levers=pulled, runs=2, engine="mesa")
    assert simulate("bostedet", runs=2, engine="mesa", then=Then(0, pulled)).equals(from_start)
    model = InterventionModel("bostedet", collect=False).part(levers=pulled).run()
    assert model.outcomes()["retention"].tolist() == from_start["retention"].tolist()[:2]


def test_a_model_parts_between_two_steps_as_it_does_by_itself():
    model = InterventionModel("bostedet", seed=4)
    while model.week < 20:
        model.step()
    model.part(levers={"protected_hours": 2}, parameters={"trust_rate": 0.09})
    by_itself = run(Then(20, {"protected_hours": 2}, {"trust_rate": 0.09}))
    assert weeks_of(model.run()).tobytes() == weeks_of(by_itself).tobytes()


# ----- what lies in the past
@pytest.mark.parametrize(("lever", "value", "open_", "over"), [
    ("trust_first_weeks", 8, 0, 1), ("expectation_alignment", 1, 0, 1), ("pre_study_quality", 1, 2, 3), ("involvement", 1, 9, 10),
    ("facilitation_training", 0.6, 30, None), ("action_size", 3, 30, None), ("protected_hours", 2, 30, None),
    ("leader_sparring", 1, 30, None), ("steering_mandate", 1, 30, None), ("widen_scope", 1, 30, None)])
def test_a_lever_acts_until_its_time_is_over_and_can_act_says_so(lever, value, open_, over):
    without = run()
    for week in filter(None.__ne__, (open_, over)):
        model = InterventionModel("bostedet", seed=4, collect=False)
        while model.week < week:
            model.step()
        said = [can_act(lever, unit) for unit in model.units]
        acts = (weeks_of(run(Then(week, {lever: value}))).shape != weeks_of(without).shape
                or (weeks_of(run(Then(week, {lever: value}))) != weeks_of(without)).any(axis=(1, 2)))
        assert said == [week == open_] * 2 and np.all(acts == (week == open_)), (lever, week)


def test_a_stop_ends_all_levers_but_those_of_listening_and_a_restart_opens_them_again():
    def at(status, week, cycle=1):
        return SimpleNamespace(status=getattr(statuses, status), week=week, cycle=cycle, cycle_start=0)
    assert not any(can_act(lever, at("AT_REST", 40)) or can_act(lever, at("NOT_STARTED", 40)) for lever in LEVERS)
    assert [lever for lever in LEVERS if can_act(lever, at("LISTENS", 8))] == ["restart"]
    assert [lever for lever in LEVERS if not can_act(lever, at("LISTENS", 8), restarts=True)] == ["trust_first_weeks"]
    assert can_act("restart", at("UNDER_WAY", 6)) and not can_act("restart", at("UNDER_WAY", 7))
    assert can_act("push_through", at("UNDER_WAY", 6)) and not can_act("push_through", at("LIVE", 20))
    assert complaint(lambda: can_act("sparing", at("LIVE", 20)))


def test_what_is_taken_up_late_costs_its_hours_then():
    trained = run(Then(25, {"facilitation_training": 0.5}, {"chair_learning": 0.0}))
    same = run(Then(25, {}, {"chair_learning": 0.0}))
    unit, other = trained.units[0], same.units[0]
    more = unit.record.lines[26].hours_consultant - other.record.lines[26].hours_consultant
    assert more == pytest.approx(0.5 * LEVERS["facilitation_training"].cost.consultant)
    assert unit.record.lines[25].hours_consultant == other.record.lines[25].hours_consultant
    for one in COSTING:
        if one.is_late:
            assert one.until == IMPLEMENTATION and one.cost.phase in (FORMED, INTRODUCTION), "parting.part books no other late hours"


def test_training_adds_to_the_skill_that_there_is():
    one, other = run(Then(20, {"facilitation_training": 0.1})), run()
    one, other = (InterventionModel("bostedet", seed=4, collect=False) for _ in range(2))
    for model in (one, other):
        while model.week < 20:
            model.step()
    skill = other.units[0].skill
    one.part(levers={"facilitation_training": 0.1})
    assert one.units[0].skill == pytest.approx(min(1.0, skill + 0.1)) and one.units[0].context.named_chair


# ----- every engine
def engines():
    return ["native", *(["wasm"] if wasm.fingerprint_of(wasm.KERNEL.read_bytes()) == wasm.source_fingerprint() else [])]


@pytest.mark.parametrize("engine", engines())
def test_every_engine_gives_the_same_bits(engine):
    settings = [setting(week, number, name) for number, (week, name) in enumerate(
        (week, name) for week in (1, 4, 9, 14, 22, 38) for name in ("bostedet", "plejecenter-2"))]
    settings += [one._replace(then=None) for one in settings[:2]]
    facts = [facts_of_many(one, settings, [17, 30], 2) for one in ("mesa", engine)]
    assert facts[0].tobytes() == facts[1].tobytes()


@pytest.mark.parametrize("engine", engines())
def test_every_engine_sees_the_same_of_one_run_each(engine):
    settings = [setting(week, number) for number, week in enumerate((1, 12, 25, 45, 30))] + [setting(5, 9)._replace(then=None)]
    weeks = [0, 5, 31, 17]
    mesa, fast = (seen_of_many(one, settings, weeks) for one in ("mesa", engine))
    assert mesa.series.shape == (12, 4, len(SERIES)) and mesa.series.tobytes() == np.ascontiguousarray(fast.series).tobytes()
    assert (mesa.phases == fast.phases).all() and (mesa.held == fast.held).all() and mesa.held.any()
    assert all((mesa.stands[name] == fast.stands[name]).all() for name in mesa.stands)
    again = seen_of_many(engine, settings, weeks, workers=2)
    assert again.series.tobytes() == fast.series.tobytes()


def test_what_is_seen_is_what_trajectories_tell():
    place, number = load_workplace("bostedet"), 7
    seen = seen_of_many("native", [Setting(place, make_parameters(), make_levers(), 3, run) for run in range(number)], [12, 30])
    told = trajectories(place, runs=number, seed=3, engine="native")
    told = told[told["week"].isin([12, 30])].sort_values(["run", "unit", "week"])[BITS].to_numpy()
    assert seen.series.reshape(-1, len(SERIES)).tobytes() == np.ascontiguousarray(told).tobytes()


def test_runs_trajectories_and_sets_take_it():
    then = Then(20, {"protected_hours": 2})
    fast, mesa = (simulate("bostedet", runs=2, engine=engine, then=then) for engine in ("native", "mesa"))
    assert fast.equals(mesa) and not fast["fingerprint"].equals(simulate("bostedet", runs=2)["fingerprint"])
    for engine in ("native", "mesa"):
        with_it, without = trajectories("bostedet", engine=engine, then=then), trajectories("bostedet", engine=engine)
        differ = (with_it[BITS] != without[BITS]).any(axis=1)
        assert with_it["week"][differ].min() == 20
    other = Then(20, workplace=with_context("bostedet", OTHER))
    sets = [over_admissible("bostedet", sets=2, runs=2, then=one) for one in (then, None, other)]
    assert not sets[0]["hours_total"].equals(sets[1]["hours_total"]) and sets[0]["set"].equals(sets[2]["set"])


# ----- what cannot be
@pytest.mark.parametrize(("then", "said"), [
    (lambda: Then(-1), "week of then = -1"), (lambda: Then(2.5), "week of then = 2.5"), (lambda: Then("soon"), "week of then = 'soon'"),
    (lambda: Then(44), "0 to 43"), (lambda: Then(3, {"protected": 1}), "protected_hours"),
    (lambda: Then(3, {"protected_hours": 9}), "0 to 5"),
    (lambda: Then(3, 7), "levers of then = 7"), (lambda: Then(3, parameters={"trust": 1}), "there is no parameter"),
    (lambda: Then(3, workplace="bostede"), "bostedet"), (lambda: Then(3, workplace="plejecenter-1"), "units of workplace plejecenter-1"),
    (lambda: (20, {}), "is no sim.Then")])
def test_what_cannot_be_is_said_in_one_sentence(then, said):
    assert said in complaint(lambda: simulate("bostedet", then=then()))


@pytest.mark.parametrize(("entry", "value"), [("employees", 30), ("team_size", 3), ("representatives", 3)])
def test_the_people_of_a_workplace_stay(entry, value):
    assert f"{entry} of unit" in complaint(lambda: simulate("bostedet", then=Then(9, workplace=changed(**{entry: value}))))


def test_the_practices_of_a_workplace_stay():
    first, *rest = load_workplace("bostedet").units[0].practices
    assert "practices of unit" in complaint(lambda: simulate("bostedet", then=Then(9, workplace=changed(practices=rest))))
    oftener = changed(practices=[first.model_copy(update={"sessions_per_week": 9}), *rest])
    assert "sessions_per_week of practice" in complaint(lambda: InterventionModel("bostedet").part(workplace=oftener))


def changed(**entries):
    """The workplace with other entries of its first unit."""
    place = load_workplace("bostedet")
    return place.model_copy(update={"units": [place.units[0].model_copy(update=entries), *place.units[1:]]})


@pytest.mark.parametrize(("weeks", "count"), [([], 1), ([3, -1], 1), ([300], 1), ([3], 0), ([2.5], 1)])
def test_weeks_that_cannot_be_seen_are_said(weeks, count):
    settings = [Setting(load_workplace("bostedet"), make_parameters(), make_levers())] * count
    assert "week" in complaint(lambda: seen_of_many("native", settings, weeks))
