"""Over what the study allows: signs are counted set by set, nothing is hidden by the default, and sentences follow the data."""

import json

import numpy as np
import pandas as pd
import pytest
from helpers import complaint

import sim
from sim import InputError, simulate
from sim.admissible import wording
from sim.admissible.directions import LOWERS, RAISES, UNCLEAR, OverSets, most_frequent, over_sets, sets_say
from sim.admissible.sets import over_admissible
from sim.calibration.drawn import draw
from sim.calibration.ensemble import load_ensemble
from sim.model import intervals
from sim.model.intervals import Estimate
from sim.model.measures import CLASSES, DIRECTED, MEASURES, NUMBERS, OUTCOMES, RETAINED, STOPPED
from sim.runs.many import APART

TRUST = MEASURES["trust_end"]
CLEAR = {LOWERS: Estimate(-0.1, -0.2, -0.05, 500), RAISES: Estimate(0.1, 0.05, 0.2, 500), UNCLEAR: Estimate(0.0, -0.1, 0.1, 500)}


def rows(values, measure="trust_end", unit="a"):
    """Rows over sets, as from over_admissible, from values of shape (sets, runs)."""
    values = np.asarray(values, float)
    sets, runs = values.shape
    return pd.DataFrame({"workplace": "w", "unit": unit, "set": np.repeat(np.arange(sets) * 7, runs),
                         "run": np.concatenate([APART * one + np.arange(runs) for one in range(sets)]), measure: values.ravel()})


def said(lowers, unclear, raises, measure=TRUST):
    """What so many sets say."""
    signs = np.array([LOWERS] * lowers + [UNCLEAR] * unclear + [RAISES] * raises)
    return OverSets(measure, signs * 0.1, signs, tuple(range(len(signs))))


# ----- counting

def test_every_set_is_counted_by_its_own_interval_and_noise_is_no_direction():
    rng = np.random.default_rng(1)
    first = rng.uniform(0.3, 0.5, (40, 50))
    shift = np.array([-0.2] * 10 + [0.0] * 18 + [0.15] * 12)[:, None]
    second = np.clip(first + shift + rng.normal(0, 0.03, first.shape), 0, 1)
    told = over_sets(TRUST, rows(first), rows(second))
    assert [int((told.signs[part] == sign).sum()) for part, sign in ((slice(0, 10), LOWERS), (slice(28, 40), RAISES))] == [10, 12]
    assert (told.signs[10:28] == UNCLEAR).mean() > 0.8  # nothing but noise there
    assert told.share(LOWERS)[:3] == pytest.approx(intervals.share(int((told.signs == LOWERS).sum()), 40)[:3])
    assert told.values == pytest.approx((second - first).mean(axis=1))
    assert told.range == pytest.approx(tuple(np.quantile((second - first).mean(axis=1), [0.05, 0.95])))
    assert sum(told.share(sign).value for sign in (LOWERS, UNCLEAR, RAISES)) == pytest.approx(1)


@pytest.mark.parametrize("name", NUMBERS)
def test_the_sign_is_the_measures_own_whatever_is_better(name):
    of = NUMBERS[name]
    frames = []
    for share in (0.1, 0.9):
        values = share * np.linspace(0.9, 1, 50) if not of.is_share else np.arange(50) < 50 * share  # differences are not all alike
        values = np.tile(values, (4, 1))
        frame = rows(values, "outcome" if name in OUTCOMES else name)
        frames.append(frame.assign(outcome=np.where(frame["outcome"] > 0, of.short, "another")) if name in OUTCOMES else frame)
    up, down = over_sets(of, *frames), over_sets(of, *frames[::-1])
    assert up.share(RAISES).value == down.share(LOWERS).value == 1
    assert wording.same(up, CLEAR[RAISES]).startswith(f"{of.moves(1)}: 100 %")
    assert wording.same(up, CLEAR[LOWERS]).startswith(f"{of.moves(-1)}: 0 %")


def test_all_runs_alike_are_no_certainty_and_one_world_has_no_difference():
    still = over_sets(TRUST, rows(np.full((5, 50), 0.5)), rows(np.full((5, 50), 0.5)))
    assert (still.signs == UNCLEAR).all() and still.range == (0, 0)


@pytest.mark.parametrize(("counts", "default", "agree"), [
    ((38, 2, 0), LOWERS, True), ((36, 0, 4), LOWERS, True), ((35, 0, 5), LOWERS, False), ((22, 6, 12), LOWERS, False),
    ((0, 3, 37), LOWERS, False), ((19, 21, 0), LOWERS, False), ((0, 2, 38), RAISES, True), ((12, 6, 22), RAISES, False),
    ((2, 36, 2), UNCLEAR, True), ((10, 20, 10), UNCLEAR, False), ((0, 15, 25), UNCLEAR, False), ((0, 40, 0), UNCLEAR, True)])
def test_sets_agree_unless_many_point_the_other_way_or_few_point_the_same(counts, default, agree):
    told = said(*counts)
    assert told.agree(CLEAR[default]) == agree
    assert bool(wording.whether([(told, CLEAR[default])])) != agree
    assert told.as_record(CLEAR[default])["same_sign"].value == pytest.approx(counts[default + 1] / 40)


@pytest.mark.parametrize("name", DIRECTED)
def test_what_may_go_either_way_is_said_with_both_shares_and_as_a_matter_of_the_model(name):
    sentence, = wording.whether([(said(22, 6, 12, NUMBERS[name]), CLEAR[LOWERS])])
    assert sentence.startswith("In the model, whether this raises or lowers ") and wording.OPEN in sentence
    assert "lower in 55 %" in sentence and "higher in 30 %" in sentence and "_" not in sentence


def test_what_most_sets_say_against_a_default_that_says_nothing_is_told():
    sentence, = wording.whether([(said(0, 4, 36), CLEAR[UNCLEAR])])
    assert "raises it in 90 % of 40 sets" in sentence and "500 pairs" in sentence
    assert wording.OPEN not in sentence and "more runs" in sentence


# ----- runs

def test_sets_are_drawn_by_the_seed_without_putting_back_and_all_of_them_where_there_are_fewer():
    members = load_ensemble().members
    for seed in (0, 1):
        some = draw(40, seed)
        assert len(set(some.numbers)) == 40 and list(some.sorted().numbers) == sorted(some.numbers)
        assert some.parameters == tuple(members[number] for number in some.numbers) and some.first(7).numbers == some.numbers[:7]
    assert draw(40, 0).numbers == draw(40, 0).numbers != draw(40, 1).numbers
    assert len(draw(10_000, 0)) == len(members)


def test_a_row_is_the_run_of_simulate_under_that_set_whatever_the_workers():
    given = over_admissible("bostedet", {"trust_rate": 0.05}, {"involvement": 1.0}, sets=3, runs=4, without=["routine"], workers=1)
    again = over_admissible("bostedet", {"trust_rate": 0.05}, {"involvement": 1.0}, sets=3, runs=4, without=["routine"], workers=3)
    assert given.equals(again)
    assert len(given) == 3 * 4 * 2 and given["run"].nunique() == 12
    (number, *_), (member, *_) = (some := draw(3, 0).sorted()).numbers, some.parameters
    values = {**member.model_dump(), "trust_rate": 0.05}
    own = load_ensemble().place(number, "bostedet")
    same = simulate(own, values, {"involvement": 1.0}, 4, without=["routine"])  # the first set has the runs from 0 on
    mine = given[given["set"] == number].reset_index(drop=True)
    for name in (*MEASURES, *same.columns[:3]):
        assert mine[name].tolist() == same[name].tolist(), name


def test_two_worlds_share_their_draws_and_rows_that_do_not_pair_are_refused():
    first = over_admissible("plejecenter-2", sets=2, runs=3)
    assert (sets_say(first, first)[["lowers", "raises"]] == 0).all(axis=None)
    complaint(lambda: sets_say(first, over_admissible("plejecenter-2", sets=3, runs=3)), "do not pair")
    complaint(lambda: sets_say(first, first[::-1]), "do not pair")
    complaint(lambda: sets_say(first, first.assign(seed=1)), "do not pair")  # numbers of sets and runs are the same under any seed
    complaint(lambda: sets_say(first.drop(columns="seed")), "'seed'")
    complaint(lambda: sets_say(simulate("plejecenter-2", runs=2)), "over_admissible")
    complaint(lambda: sets_say(first, measures=["trust_ned"]), "trust_ned", "trust_end")
    complaint(lambda: sets_say(first, measures=["launch_week"]), "launch_week")


@pytest.mark.parametrize(("wrong", "part"), [
    ({"sets": 0}, "sets = 0"), ({"runs": 1}, "runs = 1"), ({"runs": APART + 1}, "may have"), ({"seed": -1}, "seed = -1"),
    ({"levers": {"push_trough": 1}}, "push_through"), ({"without": ["rutine"]}, "routine"),
    ({"parameters": {"trust_rat": 1}}, "trust_rate"), ({"parameters": sim.inputs.parameters.make_parameters()}, "values by name"),
    ({"follow_up": 3}, "follow"), ({"ensemble": "nowhere"}, "nowhere")])
def test_what_cannot_be_used_is_one_sentence(wrong, part):
    complaint(lambda: over_admissible("plejecenter-2", **wrong), part)


def test_most_frequent_outcomes_add_up():
    shares = most_frequent(over_admissible("plejecenter-2", sets=6, runs=10))
    assert sum(share.value for share in shares.values()) == pytest.approx(1) and set(shares) <= set(CLASSES)


def test_the_api_is_there_without_a_second_import():
    assert sim.over_admissible is over_admissible and sim.sets_say is sets_say


# ----- commands

def test_what_if_says_first_what_depends_on_assumptions_and_json_has_the_same(call):
    arguments = ("what-if", "plejecenter-2", "--lever", "push_through=1", "--runs", 200)
    status, out, _ = call(*arguments)
    assert status == 0
    unit, = json.loads(call(*arguments, "--json")[1])["units"]
    trust = next(one for one in unit["measures"] if one["name"] == "trust_end")
    over = trust["over_sets"]
    lower, higher = (sum(one["value"] * sign > 0 for one in over["values"]) for sign in (-1, 1))
    assert over["sets"] == 40 and lower > 4 and higher > 4  # so the sets do disagree
    assert not over["agree"] and trust["moves"] == "lowers" and trust["difference"]["high"] < 0
    assert out.startswith("In the model, whether this raises or lowers trust in the leader depends on assumptions the study leaves open")
    assert " ".join(unit["depends"][0].split()) in " ".join(out.split())
    assert out.index(wording.OPEN) < out.index("What if:") < out.index("pairs end in another outcome")
    assert f"lowers: {100 * over['same_sign']['value']:.0f} %" in out and f"{over['from_5']:+.2f} to {over['to_95']:+.2f}" in out


def test_what_agrees_needs_no_warning_and_sets_can_be_left_out(call):
    out = call("what-if", "plejecenter-2", "--set", "needs_inside_scope=0.8", "--runs", 100, "--sets", 0)[1]
    assert "sets" not in out and out.startswith("What if:")
    told = json.loads(call("what-if", "plejecenter-2", "--set", "needs_inside_scope=0.8", "--runs", 100, "--sets", 12, "--json")[1])
    kept = next(one for one in told["units"][0]["measures"] if one["name"] == "retention")
    assert kept["over_sets"]["sets"] == 12 and kept["over_sets"]["agree"]
    assert not [text for text in told["units"][0]["depends"] if "practices retained" in text]


def test_run_all_keeps_its_table_and_gains_a_column(call):
    usual = call("run", "all", "--runs", 10, "--sets", 0)[1]
    more = call("run", "all", "--runs", 10, "--sets", 8)[1]
    head = next(line for line in usual.splitlines() if line.startswith("Unit "))
    assert any(line.startswith(head) and "Over 8 sets the study allows" in line for line in more.splitlines())
    rows = [line for line in usual.split("Why, in the model")[0].splitlines() if " [0." in line]
    assert rows and all(any(other.startswith(line) for other in more.splitlines()) for line in rows)


def test_rows_for_machines_are_as_before(call, tmp_path):
    for name, sets in (("a.csv", 0), ("b.csv", 3)):
        assert call("run", "hjemmeplejen", "--runs", 3, "--sets", sets, "--csv", tmp_path / name)[0] == 0
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    assert isinstance(json.loads(call("run", "hjemmeplejen", "--runs", 2, "--json")[1]), list)


def test_a_single_run_asks_no_other_sets(call, monkeypatch):
    monkeypatch.setattr("sim.admissible.sets.over_admissible", lambda *_, **__: pytest.fail("asked"))
    assert call("run", "hjemmeplejen", "--runs", 1)[0] == call("run", "hjemmeplejen", "--runs", 5, "--sets", 0)[0] == 0


def test_which_outcome_is_most_frequent_is_said_to_be_open_where_sets_differ():
    place = sim.load_workplace("plejecenter-2")
    usual = simulate(place, runs=20)
    sets = over_admissible(place, sets=4, runs=10)
    half = sets["set"].isin(sets["set"].unique()[:2])
    settled, split = sets.assign(outcome=STOPPED), sets.assign(outcome=np.where(half, STOPPED, RETAINED))
    assert not wording.which_of([place], usual, settled.assign(trust_change=0.1))
    sentence, = wording.which_of([place], usual, split.assign(trust_change=0.1))
    assert wording.OPEN in sentence and "'stopped' in 50 %" in sentence and "'retained' in 50 %" in sentence
    falls = settled.assign(trust_change=settled["trust_change"].abs() * np.where(half, -1, 1))
    assert "falls in 50 % and rises in 50 %" in wording.which_of([place], usual, falls)[0]


def test_the_cell_of_a_unit_counts_in_each_set_the_runs_that_ended_as_reported():
    place = sim.load_workplace("plejecenter-2")
    usual, sets = simulate(place, runs=20), over_admissible(place, sets=4, runs=10)
    shares = sets["outcome"].isin(place.units[0].reported.classes).groupby(sets["set"]).mean()
    low, high = np.quantile(shares, [0.05, 0.95])
    cell, = wording.outcome_cells([place], usual, sets)
    assert high > 0 and cell.startswith(f"stopped {low:.2f} to {high:.2f}; trust ")


def test_explain_says_in_how_many_sets_what_it_tells_first_carries(call):
    told = json.loads(call("explain", "plejecenter-2", "--sets", 5, "--json")[1])["units"][0]["contributions"]
    assert all((one["over_sets"] is not None) == one["carried"] for one in told)
    veto = next(one for one in told if one["mechanism"] == "steering_veto")["over_sets"]
    assert veto["runs"] == 5 and 0 <= veto["low"] <= veto["value"] <= veto["high"] <= 1
    text = " ".join(call("explain", "plejecenter-2", "--sets", 5)[1].split())
    assert f"of 5 sets that fit the study, the representatives' veto carries most runs in {100 * veto['value']:.0f} %" in text
    assert "sets that fit" not in call("explain", "plejecenter-2", "--sets", 0)[1]


def test_explain_goes_on_without_the_compiled_engine(call, monkeypatch):
    def refuse(*_):
        raise InputError("no compiled engine here")

    monkeypatch.setattr("sim.admissible.sets.facts_of_many", refuse)
    status, out, _ = call("explain", "plejecenter-2")
    assert status == 0 and "Mechanism." in out and "were not asked: no compiled engine here" in out


# ----- pictures

def test_the_strip_shows_every_set_and_how_each_points():
    first, second = (over_admissible("plejecenter-2", levers=levers, sets=9, runs=20) for levers in ({}, {"push_through": 1}))
    runs = [simulate("plejecenter-2", levers=levers, runs=20) for levers in ({}, {"push_through": 1})]
    axes = sim.plot.over_sets(first, second, "trust_end", runs)
    told = over_sets(TRUST, first, second)
    dots = np.concatenate([line.get_xdata() for line in axes.lines if line.get_marker() in ("v", "o", "^")])
    assert sorted(dots) == pytest.approx(sorted(told.values))
    assert any(line.get_marker() == "D" for line in axes.lines)
    assert sim.plot.over_sets(first, measure="stopped").get_xlabel().startswith("Share of runs that end 'stopped'")
    alone = sim.plot.over_sets(first, measure="trust_change")
    assert {line.get_marker() for line in alone.lines} >= {"v", "o", "^"} and "clearly rises" in alone.get_xlabel()
    complaint(lambda: sim.plot.over_sets(first, second, "trust_end", runs[:1]), "as many")
    complaint(lambda: sim.plot.over_sets(runs[0]), "over_admissible")
