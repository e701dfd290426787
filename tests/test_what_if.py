"""What if: pairs of runs with the same people and the same luck, and complaints before the first run."""

import json

import pytest

from sim import simulate
from sim.cli.what_if import lines
from sim.model import intervals


def test_nothing_changed_is_no_difference_and_another_world_is_compared_pair_by_pair():
    usual, pushed = (simulate("plejecenter-2", levers=levers, runs=40) for levers in ({}, {"push_through": 1}))
    assert all(one.difference.value == 0 for one in lines(usual, usual))
    assert all(one.difference.low < 0 < one.difference.high for one in lines(usual, usual))  # 40 pairs alike are no certainty
    told = {one.measure.name: one for one in lines(usual, pushed)}
    change = pushed["trust_end"].to_numpy() - usual["trust_end"].to_numpy()
    assert told["trust_end"].difference.value == pytest.approx(change.mean())
    assert told["stopped"].what_if.value == 0 and told["stopped"].difference.value == pytest.approx(-told["stopped"].as_it_is.value)


def test_the_interval_of_a_difference_of_shares_is_agresti_and_mins():
    told = intervals.paired_share([1] * 10 + [0] * 10, [1] * 4 + [0] * 15 + [1])  # 6 lost, 1 gained, of 20 pairs
    assert told.value == pytest.approx(-0.25)
    half = 1.96 * ((8 - 25 / 22) ** 0.5 / 22)  # with half a pair more in each cell: 6.5 lost and 1.5 gained of 22
    assert (told.low, told.high) == pytest.approx((-5 / 22 - half, -5 / 22 + half), abs=1e-4)
    few = intervals.paired_share([0] * 5, [1] * 5)
    assert few.value == 1 and few.low < 0.95 and few.high == 1


def test_the_command_prints_a_table_for_each_unit_and_writes_the_picture(call, tmp_path):
    status, out, _ = call("what-if", "bostedet", "--lever", "facilitation_training=0.3", "--runs", 20, "--plot", tmp_path / "a.png")
    assert status == 0 and out.count("pairs end in another outcome") == 2
    assert "Bostedet, department B" in out and "never forecasts" in out
    assert (tmp_path / "a.png").stat().st_size > 1000


def test_json_is_one_object(call):
    told = json.loads(call("what-if", "hjemmeplejen", "--set", "utilisation=0.97", "--runs", 10, "--json")[1])
    assert told["settings"] == ["utilisation=0.97"] and told["runs"] == 10 and [one["unit"] for one in told["units"]] == ["hjemmeplejen"]
    assert set(told["units"][0]["measures"][0]) == {
        "name", "short", "unit", "as_it_is", "what_if", "difference", "moves", "judged", "preference", "over_sets"}
    assert 0 <= told["units"][0]["end_in_another_outcome"] <= 10


@pytest.mark.parametrize(("arguments", "part"), [
    ([], "changes nothing as it stands"), (["--lever", "push_trough=1"], "did you mean 'push_through'"),
    (["--lever", "restart=1", "--measure", "rtention", "--plot", "a.png"], "did you mean 'retention'"),
    (["--lever", "restart=1", "--measure", "trust_end"], "give --plot FILE"),
    (["--without", "steering_vetoo"], "did you mean 'steering_veto'"), (["--lever", "restart=1", "--plot", "a.jpg"], "written as .png"),
    (["--lever", "restart=1", "--follow-up", "3"], "9 to 260 weeks")])
def test_wrong_input_is_one_sentence(call, arguments, part):
    status, out, complaint = call("what-if", "plejecenter-2", *arguments)
    assert status == 2 and part in complaint and complaint.count("\n") == 1 and not out
