"""Stretches of phases, gates, and when a unit dropped out: worked examples."""

import pandas as pd
import pytest

from sim import InputError, simulate, trajectories
from sim.figures.lasting import people_who_go_on, units_that_go_on
from sim.runs.drop_out import Stretch, drop_out, gates, stretches

STEERING, WORKSHOP, PLAN, INTRODUCTION = "steering workshop", "employee workshop", "steering plan", "introduction"
BEFORE = ["steering group formed"] * 2 + ["pre-study"] * 4 + [STEERING] * 3 + [WORKSHOP] * 2 + [PLAN] * 3


def lived(use, stopped=False):
    """Weeks of one run: fourteen before launch, then these shares of sessions held; or stopped after the steering workshop."""
    phases = [*BEFORE[:7], *["stop and listen"] * 7, *["at rest"] * len(use)] if stopped else [
        *BEFORE, INTRODUCTION, *["implementation"] * (len(use) - 1)]
    return pd.DataFrame({"workplace": "here", "unit": "unit", "run": 0, "week": range(14 + len(use)),
                         "week_after_launch": range(-14, len(use)), "phase": phases, "use": [0.0] * 14 + list(use), "withdrawn": 0.0})


def test_stretches_and_gates():
    assert stretches("aab", 5) == [Stretch("a", 5, 6), Stretch("b", 7, 7)]
    assert gates(stretches(lived([1.0] * 9)["phase"], -14)) == ([-8, -3], [])
    assert gates(stretches(lived([0.0] * 9, stopped=True)["phase"], -14)) == ([], [-8])


@pytest.mark.parametrize(("use", "dropped_out", "week"), [
    ([1.0] * 20, False, 19),  # held to the end
    ([1.0] * 10 + [0.0] * 20, True, 12),  # the mean of four weeks falls below half two weeks on
    ([1.0] * 10 + [0.0] * 9, False, 11),  # seven weeks below half, which is too short to tell
    ([1.0] * 10 + [0.0] * 10, True, 12),  # eight weeks
    ([0.0] * 12 + [1.0] * 12, False, 23),  # a slow beginning
    ([1.0] * 5 + [0.0] * 12 + [1.0] * 5, False, 21),  # a time of trouble that passes
    ([0.0] * 20, True, 0),  # never held
])
def test_when_a_unit_drops_out(use, dropped_out, week):
    told = drop_out(lived(use)).iloc[0]
    assert (told["dropped_out"], told["week_after_launch"]) == (dropped_out, week)


def test_a_stop_belongs_to_the_phase_it_came_in():
    told = drop_out(lived([0.0] * 9, stopped=True)).iloc[0]
    assert (told["dropped_out"], told["week_after_launch"], told["phase"]) == (True, -7, STEERING)


def test_rows_may_come_in_any_order_and_must_be_weeks():
    weeks = trajectories("bostedet", runs=5)
    pd.testing.assert_frame_equal(drop_out(weeks), drop_out(weeks.sample(frac=1, random_state=1)))
    for wrong in (None, weeks.drop(columns="use"), simulate("bostedet")):
        with pytest.raises(InputError, match="give rows as from"):
            drop_out(wrong)


def test_survival_is_the_share_left_where_nobody_is_lost_from_sight():
    runs = [lived([1.0] * 30), lived([0.0] * 30), lived([0.0] * 30, stopped=True), lived([1.0] * 8 + [0.0] * 22)]
    told = units_that_go_on(pd.concat([run.assign(run=number) for number, run in enumerate(runs)]))
    assert [told.loc[week, "value"] for week in (-8, -7, 0, 9, 10, 29)] == pytest.approx([1, 0.75, 0.5, 0.5, 0.25, 0.25])
    assert told.loc[29, "low"] == pytest.approx(0.0456, abs=1e-4)  # Wilson's interval of 1 in 4
    assert told.loc[29, "high"] == pytest.approx(0.6994, abs=1e-4)


def test_survival_with_runs_lost_from_sight_is_kaplan_and_meiers():
    runs = [lived([1.0] * 5), lived([1.0] * 8 + [0.0] * 22), lived([1.0] * 30)]
    told = units_that_go_on(pd.concat([run.assign(run=number) for number, run in enumerate(runs)]))
    assert told.loc[9, "value"] == 1
    assert told.loc[29, "value"] == pytest.approx(1 / 2)  # of the three, one is lost from sight before one of the other two drops out
    assert told.loc[29, "low"] == pytest.approx(0.0945, abs=1e-4)  # Wilson's interval of 1 in 2


def test_runs_of_two_seeds_are_different_runs_and_one_that_is_there_twice_is_refused():
    held, dropped = lived([1.0] * 30).assign(seed=0), lived([0.0] * 30).assign(seed=1)
    told = drop_out(pd.concat([held, dropped]))
    assert told["dropped_out"].tolist() == [False, True] and told["seed"].tolist() == [0, 1]
    with pytest.raises(InputError, match="appears twice"):
        drop_out(pd.concat([held, dropped.assign(seed=0)]))


def test_people_are_counted_on_average_over_runs():
    weeks = pd.concat([lived([1.0] * 9).assign(run=0, withdrawn=0.5), lived([1.0] * 9).assign(run=1, withdrawn=0.0)])
    assert people_who_go_on(weeks)["value"].unique() == pytest.approx([0.75])
    longer = pd.concat([weeks, lived([1.0] * 20).assign(run=2, withdrawn=0.0)])
    assert people_who_go_on(longer).index.max() == 8  # one run of three says nothing of the three


def test_both_engines_tell_the_same_weeks():
    for name in ("plejecenter-2", "bostedet"):
        for levers in ({}, {"restart": 1, "trust_first_weeks": 3}):
            mesa, fast = (trajectories(name, runs=3, seed=4, levers=levers, engine=engine) for engine in ("mesa", "fast"))
            pd.testing.assert_frame_equal(mesa, fast, check_exact=True)
