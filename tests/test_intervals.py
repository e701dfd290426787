"""Intervals hold as often as they say, stay in range, and are never made from nothing; every measure is declared once."""

import math
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest
from scipy.stats import t as student

from sim.errors import InputError
from sim.model import intervals
from sim.model.measures import CLASSES, DIRECTED, HOURS, LESS, MEASURES, MORE, NEITHER, NUMBERS, OUTCOMES, measure
from sim.model.outcome import COLUMNS, outcome_frame
from sim.study.running.progress import Watch

UNIT = st.floats(0, 1, allow_nan=False)


@given(st.integers(2, 400), st.data())
def test_shares_have_wilsons_interval(runs, data):
    hits = data.draw(st.integers(0, runs))
    told, other = intervals.share(hits, runs), binomtest(hits, runs).proportion_ci(method="wilson")
    assert (told.low, told.high) == pytest.approx((other.low, other.high), abs=1e-9)


@given(st.lists(UNIT, min_size=2, max_size=30))
def test_means_stay_in_range_and_hold_their_own_value(values):
    told = intervals.mean(values, 0.0, 1.0)
    assert 0 <= told.low <= told.value + 1e-12 and told.value - 1e-12 <= told.high <= 1
    assert told.low < told.high  # equal draws are not taken for certainty


def test_means_have_students_interval():
    values = [0.2, 0.35, 0.4, 0.55, 0.61]
    told, other = intervals.mean(values), student.interval(0.95, 4, np.mean(values), np.std(values, ddof=1) / math.sqrt(5))
    assert (told.low, told.high) == pytest.approx(other)


@pytest.mark.parametrize("runs", [2, 5, 100])
def test_runs_that_came_out_alike_have_the_interval_of_none_seen(runs):
    assert intervals.mean([0.0] * runs, 0.0, 1.0)[1:3] == pytest.approx(intervals.share(0, runs)[1:3])
    assert intervals.mean([1.0] * runs, 0.0, 1.0)[1:3] == pytest.approx(intervals.share(runs, runs)[1:3])
    told = intervals.mean_difference([0.3] * runs, [0.3] * runs, 0.0, 1.0)
    assert told.low < 0 < told.high


@pytest.mark.parametrize("told", [intervals.share(1, 1), intervals.mean([0.4]), intervals.paired_share([1], [0]),
                                  intervals.mean_difference([0.4], [0.5])])
def test_one_run_gives_no_interval_and_says_so(told):
    assert not told.has_interval and told.half == math.inf
    assert "one run" in str(told) and "nan" not in str(told)


@pytest.mark.parametrize("told", [intervals.share(0, 0), intervals.mean([]), intervals.paired_share([], []),
                                  intervals.share_difference(0, 0, 0)])
def test_no_run_is_said_in_words(told):
    assert str(told) == "no runs"


@pytest.mark.parametrize("values", [[0.0] * 20, [0.0] * 19 + [0.5], [0.1, 0.2, 0.4, 0.7]])
def test_intervals_that_hold_several_at_once_are_wider_whatever_the_runs_were(values):
    one, several = intervals.mean(values, 0.0, 1.0), intervals.mean(values, 0.0, 1.0, confidence=0.9995)
    assert several.high > one.high and several.low <= one.low


def test_digits_show_what_was_found():
    assert str(intervals.share(3, 20_000)) == "0.00015 [0.00005, 0.00044]"
    assert str(intervals.share(0, 20_000))== "0.00000 [0.00000, 0.00019]"
    assert str(intervals.share(40, 100)) == "0.40 [0.31, 0.50]"
    assert intervals.mean([100.0, 160.0, 130.0]).written(0, signed=True) == "+130 [+55, +205]"


def test_a_change_that_is_told_from_nothing_has_no_bound_that_reads_as_nothing():
    assert intervals.Estimate(0.06, 0.0031, 0.12, 99).written(signed=True) == "+0.060 [+0.003, +0.120]"
    assert intervals.Estimate(-0.04, -0.08, -0.0004, 99).written(signed=True) == "-0.0400 [-0.0800, -0.0004]"
    assert intervals.Estimate(130.0, 0.7, 260.0, 99).written(0, signed=True) == "+130 [+1, +260]"
    assert intervals.Estimate(0.06, -0.0031, 0.12, 99).written(signed=True) == "+0.06 [+0.00, +0.12]", "nothing is inside"
    assert intervals.Estimate(0.06, 1e-12, 0.12, 99).written(signed=True) == "+0.06 [+0.00, +0.12]", "no digits would show it"


@pytest.mark.parametrize("runs", [5, 20])
@pytest.mark.parametrize("share", [0.03, 0.3])
def test_a_rare_event_of_some_size_is_covered(share, runs):
    """Retention is mostly 0 and sometimes anything: the mean of a handful of runs must not be taken for certain."""
    random = np.random.default_rng(5)
    held, sets = 0, 600
    for _ in range(sets):
        values = np.where(random.random(runs) < share, random.choice([0.5, 1.0], runs), 0.0)
        told = intervals.mean(values, 0.0, 1.0)
        held += told.low <= 0.75 * share <= told.high
    assert held / sets > 0.9


# ----- measures

def test_every_column_that_a_run_has_is_declared_once():
    assert list(outcome_frame(np.ones((1, len(COLUMNS))))) == [*MEASURES, *HOURS]
    assert [one.short for one in OUTCOMES.values()] == list(CLASSES)
    assert set(NUMBERS) == {*OUTCOMES, *MEASURES, *HOURS} - {"outcome", "stopped_in"}


@pytest.mark.parametrize("name", NUMBERS)
def test_words_follow_from_the_sign_and_the_direction(name):
    one = measure(name)
    assert (one.moves(2.0), one.moves(-2.0), one.moves(0.0)) == ("raises", "lowers", "does not change")
    expected = {MORE: ("better", "worse"), LESS: ("worse", "better"), NEITHER: ("", "")}[one.better]
    assert (one.judged(0.1), one.judged(-0.1), one.judged(0.0)) == (*expected, "")
    assert one.low < one.high and (name in DIRECTED) == bool(one.better)


def test_to_stop_is_neither_better_nor_worse():
    assert OUTCOMES["stopped"].better == NEITHER


def test_an_unknown_measure_is_named_with_the_nearest():
    with pytest.raises(InputError, match="retention"):
        measure("retentoin")


def test_a_study_under_way_tells_no_certainty_of_runs_that_came_out_alike():
    """Its interval is made from moments, and is the one that the runs themselves give."""
    for hours in (50.0, 5000.0):
        watch = Watch(SimpleNamespace(done=0, total=20), "hours_total", None)
        for _ in range(2):
            watch.note(np.full(10, hours), 0, 0.0, 0.0)
        assert watch.progress.estimate == measure("hours_total").estimate(np.full(20, hours))
