"""Changes between two settings of the same runs: pairs, signs, intervals; what does not pair is refused in one sentence."""

import pytest

import sim
from sim.errors import InputError
from sim.model.measures import changes, measure


@pytest.fixture(scope="module")
def two():
    return [sim.simulate("bostedet", runs=30, levers=levers) for levers in ({}, {"facilitation_training": 0.3})]


def test_each_unit_and_measure_has_its_paired_change(two):
    first, second = two
    table = changes(first, second, ["retention", "stopped", "hours_total"])
    assert list(table.index.names) == ["unit", "measure"] and len(table) == 2 * 3
    for (unit, name), row in table.iterrows():
        ours, theirs = (rows[rows["unit"] == unit] for rows in two)
        values = [(rows["outcome"] == "stopped") if name == "stopped" else rows[name] for rows in (ours, theirs)]
        told = measure(name).change(*values)
        assert (row["change"], row["low"], row["high"]) == (told.value, told.low, told.high)
        assert row["change"] == pytest.approx(row["second"] - row["first"])
        assert row["low"] <= row["change"] <= row["high"]


def test_a_run_that_launched_nothing_has_no_week_of_launch():
    first = sim.simulate("plejecenter-2", runs=40)
    launched = first["launch_week"] >= 0
    assert 0 < launched.sum() < 39
    (row,) = changes(first, first.assign(launch_week=first["launch_week"] + 2 * launched), ["launch_week"]).to_dict("records")
    assert (row["first"], row["change"]) == (first["launch_week"][launched].mean(), 2.0)


def test_turned_round_it_changes_sign(two):
    there, back = changes(*two, ["retention"]), changes(*reversed(two), ["retention"])
    assert (there["change"] + back["change"]).abs().max() < 1e-12 and (there["low"] + back["high"]).abs().max() < 1e-12


@pytest.mark.parametrize("wrong", [
    lambda rows: rows.head(3), lambda rows: rows.drop(columns="run"), lambda rows: rows.assign(seed=1), lambda rows: rows.iloc[::-1],
    lambda rows: None, lambda rows: 5, lambda rows: rows.drop(columns="retention")])
def test_what_does_not_pair_is_one_sentence(two, wrong):
    with pytest.raises(InputError, match="two tables of the same runs"):
        changes(two[0], wrong(two[1]), ["retention"])


def test_one_measure_may_stand_by_itself(two):
    assert changes(*two, "retention").equals(changes(*two, ["retention"]))


def test_an_unknown_measure_is_named(two):
    with pytest.raises(InputError, match="retention"):
        changes(*two, ["retentoin"])
