"""One sign for one lever: every directed measure, by what-if, priorities, map, report and sensitivity."""

from functools import cache

import numpy as np
import pytest

from sim import load_workplace, simulate
from sim.cli.what_if import lines
from sim.indices import morris
from sim.indices.problem import Problem
from sim.inputs.parameters import make_parameters
from sim.model.measures import DIRECTED, NUMBERS, OUTCOMES
from sim.priorities.decision import Look
from sim.priorities.map import cell, changes
from sim.priorities.measures import AIMS, aim
from sim.priorities.packages import NOTHING
from sim.priorities.paired_runs import Bench
from sim.priorities.ranking import UnitSearch
from sim.priorities.wording import effect, row
from sim.report.cards import changes as changes_in_words
from sim.sensitivity.question import Question, Target

PLACE, LEVER, RUNS = "plejecenter-2", (("widen_scope", 1.0),), 60
INPUTS = Problem(("lever.widen_scope", "leader.hours"), (0.0, 6.9), (1.0, 7.1))  # the second does next to nothing


@cache
def pairs():
    """Outcomes without and with the lever, with the same luck: what what-if compares."""
    return tuple(simulate(PLACE, levers=levers, runs=RUNS) for levers in ({}, dict(LEVER)))


@cache
def by_what_if(name):
    """The paired difference of a measure, as what-if works it out."""
    measure = NUMBERS[name]
    return measure.change(*((frame["outcome"] == measure.short if name in OUTCOMES else frame[name]).to_numpy(float) for frame in pairs()))


def test_what_if_prints_these_differences():
    shown = {one.measure.name: one for one in lines(*pairs())}
    for name in set(shown) & set(DIRECTED):
        change = shown[name].difference
        assert change == by_what_if(name)
        assert shown[name].as_record()["moves"] == NUMBERS[name].moves(change.value)


@pytest.mark.parametrize("name", AIMS)
def test_priorities_map_and_report_give_the_sign_of_what_if(name):
    wanted, looks = aim(name), (Look(1, RUNS, 0),)
    truth, measure = by_what_if(wanted.measure.column).value, wanted.measure
    bench = Bench(load_workplace(PLACE), [make_parameters()], wanted, 30, 0, 2)
    search = UnitSearch(bench, 0, [NOTHING, LEVER], looks, None)
    packages, run = search.race(search.packages)
    entry = next(one for one in search.entries(packages, run) if one.package == LEVER)
    assert entry.gain.value == pytest.approx(truth, abs=1e-9)
    on_map = cell((0.0, 0.0), [NOTHING, LEVER], looks, changes(bench, [NOTHING, LEVER], 0, looks, wanted), wanted, 1)
    assert on_map.gains[LEVER].value == pytest.approx(truth, abs=1e-9)
    if truth == 0:
        return
    better = truth * measure.better > 0
    assert (packages[run.order[0]] == LEVER) == better  # ranked by what is better, whatever its sign
    word, record = "raises" if truth > 0 else "lowers", entry.as_record()
    assert (record["moves"], record["judged"]) == (word, "better" if better else "worse")
    for text in (effect(entry, name), changes_in_words(entry)):
        assert f" {word} " in f" {text}" and (word == "raises") != (" lowers " in f" {text}")
    assert (row(entry)[1].startswith("+" if truth > 0 else "-") or abs(truth) < 0.01) and row(entry)[2] == record["judged"]
    told = on_map.as_record()
    assert next(one["gain"] for one in told["levers"] if one["lever"] == LEVER[0][0]) == pytest.approx(truth, abs=1e-9)


@pytest.mark.parametrize("name", DIRECTED)
def test_sensitivity_gives_the_sign_of_what_if(name):
    target = Target(load_workplace(PLACE).units[0].name, name)
    ask = Question("", INPUTS, load_workplace(PLACE), (("lever.widen_scope",), ("leader.hours",)), {}, (target,), 30, 0, "fast")
    ends = ask.outcomes(np.array([[0.0, 7.0], [1.0, 7.0]]), RUNS, 2)[target].measure.mean(axis=1)
    truth = by_what_if(name)
    assert ends[1] - ends[0] == pytest.approx(truth.value, abs=1e-9)  # 7 hours are those of the file
    if truth.low > 0 or truth.high < 0:  # clear, so that other runs and levels between show it too
        table = morris.design(INPUTS, 4, 0)
        mu = {one.name: one.mu for one in morris.screen(INPUTS, table, ask.outcomes(table, 16, 2)[target].measure, 0)}["lever.widen_scope"]
        assert mu * truth.value > 0


def test_many_measures_are_moved_both_ways_so_that_a_turned_sign_would_show():
    clear = [(NUMBERS[name].better, np.sign(by_what_if(name).value)) for name in DIRECTED
             if by_what_if(name).low > 0 or by_what_if(name).high < 0]
    assert len(clear) >= 12 and {(1, 1), (-1, 1)} <= set(clear)
