"""Statistics of findings, each worked out by hand, and formulas of outcomes, which are checked before anything is worked out."""

from math import sqrt

import pandas as pd
import pytest
from helpers import complaint

from sim.evidence.formula import check_formula, values
from sim.evidence.statistics import STATISTICS, Statistic


def frame(**columns: list) -> pd.DataFrame:
    return pd.DataFrame(columns)


# ----- statistics
A, B = frame(x=[0.0, 0.2, 1.0, 0.4]), frame(x=[0.0, 0.0, 0.5, 0.5])


@pytest.mark.parametrize(("kind", "measure", "frames", "value"), [
    ("mean", "x", [A], 0.4), ("share", "x > 0.3", [A], 0.5), ("median", "x", [A], 0.3), ("spread", "x", [B], sqrt(0.25 / 3)),
    ("difference", "x", [A, B], 0.15), ("difference_in_differences", "x", [A, B, B, A], 0.3)])
def test_each_statistic_on_four_runs(kind, measure, frames, value):
    told = Statistic(kind, measure)(*frames)
    assert told.value == pytest.approx(value) and told.low <= told.value <= told.high and told.runs == 4


def test_the_commonest_is_counted_among_runs_in_which_something_moves():
    told = Statistic("commonest", "x")(A, B, A)
    assert (told.value, told.runs) == (1.0, 3)  # the first other moves three of four runs, the second none


def test_part_is_of_what_is_taken_off():
    assert Statistic("difference", "x", part=0.5)(A, B).value == pytest.approx(0.275)
    assert Statistic("difference_in_differences", "x", part=0.0)(A, B, B, A).value == pytest.approx(0.15)


def test_a_condition_is_asked_of_the_last_sample():
    assert Statistic("share", "x > 0.3", "x > 0")(A, B).value == 1.0
    assert Statistic("mean", "x", "x > 9")(A).runs == 0


def test_a_relative_loss_is_a_formula():
    kept, broken = frame(trust_change=[0.0, 0.1], trust_start=[0.8, 0.4]), frame(trust_change=[-0.08, 0.0], trust_start=[0.8, 0.4])
    told = Statistic("difference", "trust_change / trust_start")(broken, kept)
    assert told.value == pytest.approx((-0.1 - 0.25) / 2)


def test_each_statistic_says_so_when_no_run_qualifies():
    for kind, entry in STATISTICS.items():
        frames = [A] * entry.least
        assert Statistic(kind, "x" if kind != "share" else "x > 1", "x > 9")(*frames).runs == 0


# ----- formulas
@pytest.mark.parametrize("text", ["retention", "launched", "1 - retention", "max(use_early, 0.5) > 0.4 and not launched",
                                  "faded or stopped", "where(retention == 1, -1, where(retention > 0, 1, 0))", "practices > 1",
                                  "stopped_in == 'steering workshop'"])
def test_formulas_that_can_be_used(text):
    assert check_formula(text) == text


@pytest.mark.parametrize(("text", "said"), [
    ("retentoin", "retention"), ("__import__('os').system('x')", "cannot hold"), ("retention.real", "cannot hold"),
    ("[1 for x in (1,)]", "cannot hold"), ("retention ** 9", "cannot hold"), ("lambda: 1", "cannot hold"), ("open('x')", "cannot hold"),
    ("retention >", "not a formula"), ("", "not a formula"), ("0 < retention < 1", "twice"), ("outcome", "number"), ("1 / 0", "number"),
    ("outcome == 'fadde'", "faded"), ("max(1)", "wrong number"), ("-" * 600 + "1", "too long"), ("(" * 300 + "1" + ")" * 300, "formula"),
    ("retention and launched", "number"), ("True is None", "cannot hold"), ("'faded' * 99", "word"), ("b'x'", "neither"),
    ("\0", "not a formula")])
def test_formulas_that_cannot_be_used_are_never_run(text, said):
    assert said in complaint(lambda: check_formula(text))


def test_a_division_by_nothing_is_told_in_a_sentence():
    assert "divides by 0" in complaint(lambda: Statistic("mean", "x / x")(A))


def test_short_names_are_written_out():
    rows = frame(launch_week=[14, -1], outcome=["faded", "stopped"])
    assert values(rows, "launched and faded").tolist() == [True, False]
    assert values(rows, "not launched or stopped").tolist() == [False, True]
