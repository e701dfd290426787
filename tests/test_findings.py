"""All findings over the ensemble: each member in contexts of its own, told as in, out or partly, and what each finding leaves."""

import json
import re
from dataclasses import replace
from math import inf, nan

import numpy as np
import pandas as pd
import pytest

import sim
from sim import plot
from sim.calibration import left as of_draws
from sim.calibration import search
from sim.calibration.cube import cube_of
from sim.calibration.ensemble import load_ensemble, write_ensemble
from sim.calibration.evidence import Runs, places
from sim.calibration.findings import FindingsRecipe, evidence_over_sets, values_of
from sim.calibration.left import TOGETHER, what_is_left
from sim.calibration.left_figure import left_figure
from sim.calibration.posterior import moved_in
from sim.evidence.declaration import Check, Sample, between
from sim.evidence.reading import findings
from sim.evidence.statistics import Statistic
from sim.patterns.evidence import DEFAULT, OVER
from sim.patterns.spread import Spread, spread_of
from sim.runs.simulate import simulate
from tests import pages

SOME = ["S1", "S23", "Q3", "L9", "Q10"]
pytestmark = pytest.mark.filterwarnings("ignore:the ensemble was made")
PROVENANCE = {"members": 6, "seed": 3, "runs": [40, 200], "tried": 60000, "code": "abc", "answers": "def", "simulated": 1500,
              "share_simulated": 0.025, "audit": {"audited": 3000, "found": 0, "left_out": 0.0, "at_most": 0.6},
              "stopped_early": {"looked_at": 30, "missed": 0, "share": 0.0, "at_most": 0.1},
              "rules_out": {"draws": 600, "alone": [], "together": 0.9996}}


@pytest.fixture(scope="module")
def ensemble(tmp_path_factory):
    """A folder with six draws from the prior, contexts and all."""
    folder, cube = tmp_path_factory.mktemp("six"), cube_of(places(), True)
    entries = {name: {"low": one.low, "high": one.high, "recorded": one.recorded} for name, one in cube.named_entries.items()}
    write_ensemble(folder, cube, cube.values(np.random.default_rng(0).random((6, len(cube.names)))), PROVENANCE | {"entries": entries})
    return folder


@pytest.fixture(scope="module")
def found(ensemble):
    return evidence_over_sets(only=SOME, sets=6, runs=4, ensemble=ensemble)


# ----- one check over sets
@pytest.mark.parametrize(("values", "ends", "strict", "said"), [
    ([0.5] * 6 + [0.9] * 4, (0.3, 0.7), False, "in"), ([0.5] * 5 + [0.9] * 5, (0.3, 0.7), False, "partly"),
    ([0.8, 0.9], (0.3, 0.7), False, "out"), ([0.0, 0.0], (0.0, inf), True, "out"), ([0.0, 0.0], (0.0, inf), False, "in"),
    ([0.1, 0.9], (0.3, 0.7), False, "partly"), ([nan, nan], (0.3, 0.7), False, "no such run"),
    ([nan, nan, 0.5], (0.3, 0.7), False, "partly")])
def test_in_out_and_partly(values, ends, strict, said):
    bound = between(*ends, strict)
    assert spread_of(np.array(values), bound).verdict(bound) == said


def test_quantiles_are_those_of_sets_with_a_value_and_shares_those_of_all():
    bound = between(0.0, 0.25)
    told = spread_of(np.array([nan, *np.linspace(0, 1, 101)]), bound)
    assert told.quantiles == pytest.approx((0.05, 0.25, 0.5, 0.75, 0.95)) and told.sets == 101 and told.inside == 26 / 102
    assert str(told) == "0.500 (0.050 to 0.950)" and str(Spread(None, 0.0, 0)) == "no such run"


@pytest.mark.parametrize("kind", ["median", "spread", "mean", "share"])
def test_a_number_of_many_candidates_is_that_of_each_alone(kind):
    runs = Runs(np.zeros((3, 5, 1)))
    runs["x"] = np.random.default_rng(1).random((3, 5))
    check = Check("x", Statistic(kind, "x > 0.6" if kind == "share" else "x", "x > 0.2"), (Sample("a", "u"),), between(0, 1))
    alone = [check.measure(pd.DataFrame({"x": row})).value for row in runs["x"]]
    assert values_of(check, [runs]) == pytest.approx(alone)


# ----- all findings over members
def test_every_check_has_its_spread_and_no_finding_is_dropped(found):
    assert len(found.over) == len(list(found.checks())) and found.sets == 6
    rows = [line.split(" | ") for line in found.markdown().splitlines()]
    header = rows[0]
    assert [header[at].strip("| ") for at in range(len(header))] == [
        "id", "finding", "source", "use", "of", "evidence", DEFAULT, OVER, "inside", "verdict"]
    assert len(rows) == 2 + len(found.over) + 1 and {len(row) for row in rows} == {10}
    assert rows[-1][0] == "| Q10" and "not in the model" in rows[-1][-1]
    text = found.text()
    assert "over 6 parameter sets" in text and "Q10" in text and "luck" in text
    record = json.loads(json.dumps(found.as_record(), allow_nan=False))
    assert record["sets"] == 6 and record["findings"][0]["checks"][0]["over_sets"]["sets"] == 6


def test_all_findings_are_asked_when_none_is_named():
    assert len(FindingsRecipe("ranges", None, tuple(one.id for one in findings()))().targets) == sum(len(one.checks) for one in findings())


def test_a_member_is_run_in_workplaces_as_it_takes_them_to_be(ensemble):
    one = evidence_over_sets(only=["S1"], sets=1, runs=5, seed=11, ensemble=ensemble)
    members = load_ensemble(ensemble)
    runs = simulate(members.place(0, "plejecenter-2"), members.members[0], runs=5, seed=11)
    assert one.over[0].quantiles[2] == pytest.approx((runs["outcome"] == "stopped").mean())


def test_the_default_is_what_it_is_without_sets(found):
    assert sim.check_evidence(only=SOME, runs=4) == replace(found, sets=0, over=())


def test_workers_and_company_change_nothing(found, ensemble):
    assert evidence_over_sets(only=["S1"], sets=6, runs=4, workers=2, ensemble=ensemble).over == found.over[:5]


def test_the_picture_shows_sets_beside_the_evidence(found):
    (axes,) = plot.evidence(found, "takehold evidence --sets 6")
    assert "6 parameter sets" in axes.figure.get_supxlabel()
    assert "default parameters" in [text.get_text() for text in axes.figure.legends[0].get_texts()]


def test_the_command_tells_them(call, ensemble, tmp_path):
    _, out, _ = call("evidence", "Q5", "--sets", 3, "--runs", 3, "--from", ensemble, "--workers", 1, "--plot", tmp_path / "x.png")
    assert "inside" in out and "3 parameter sets" in out and (tmp_path / "x.png").stat().st_size


@pytest.mark.parametrize(("options", "said"), [
    (("--sets", 2, "--set", "trust_rate=0.05"), "--set"), (("--sets", 2, "--without", "attribution"), "--without"),
    (("--sets", -1), "sets"), (("--sets", "many"), "integer"), (("--from", "x"), "--sets"), (("--sets", 2, "--from", "nowhere"), "nowhere"),
    (("--sets", 2, "--runs", 1), "runs"), (("--sets", 2, "--runs", 20_000), "10000"), (("--sets", 2, "--people", "x.py"), "--people")])
def test_what_sets_cannot_be_used_with_is_told_in_a_sentence(call, options, said):
    code, out, err = call("evidence", "S1", *options)
    assert code == 2 and said in err and not out


# ----- what each finding leaves
@pytest.fixture
def few(monkeypatch):
    search.made.cache_clear()  # of what another test has made of the same words
    monkeypatch.setattr(search, "CHUNK", 12)
    monkeypatch.setattr(of_draws, "PLAIN_RUNS", 4)


class Here:
    """A pool that works in this process, so that what is patched holds."""

    def submit(self, work, *arguments):
        value = work(*arguments)
        return type("Done", (), {"result": lambda self: value})()


def test_what_each_finding_leaves_of_a_parameter(few, ensemble):
    members = load_ensemble(ensemble)
    left = what_is_left(members, Here(), 1, draws=12, most=3)
    assert left["parameter"].nunique() == 3 and set(left["finding"]) > {"S1", "B1", TOGETHER}
    assert (left.loc[left["finding"] == TOGETHER, "draws"] == 6).all() and left["draws"].between(0, 12).all()
    some = left[left["draws"] > 0]
    assert (some["low"] <= some["median"]).all() and (some["median"] <= some["high"]).all() and some["high"].le(1).all()
    assert left.loc[left["draws"] == 0, "median"].isna().all()
    figure = left_figure(left, moved_in(members), "takehold ensemble --left --plot x.png", 12)
    assert len(figure.axes) == 3 and all("(" in axes.get_xlabel() for axes in figure.axes) and figure.axes[0].get_ylabel()
    assert "12 plain draws" in figure.get_supxlabel()


def test_a_narrow_parameter_is_told_from_chance():
    rng = np.random.default_rng(0)
    wide, narrow = (of_draws._told(rng.random(200) * width, 200, 100) for width in (1.0, 0.3))
    assert not wide["sure"] and narrow["sure"] and narrow["width"] == pytest.approx(0.3, abs=0.05) and wide["width"] > 0.9


@pytest.mark.parametrize(("options", "said"), [
    (("--left", "--pairs"), "--left"), (("--left", "--draws", 0), "draws"), (("--draws", "x"), "integer"),
    (("--left", "--plot", "x.gif"), "gif"), (("--left", "--from", "nowhere"), "nowhere")])
def test_what_cannot_be_asked_of_what_is_left(call, options, said):
    code, out, err = call("ensemble", *options)
    assert code == 2 and said in err and not out


# ----- the page
def test_the_page_drops_no_finding_and_names_each_that_is_out():
    text = (pages.ROOT / "docs/findings.md").read_text(encoding="utf-8")
    before, why = text.split("## What few parameter sets show, or none, and why")
    rows, last, out = [line for line in before.splitlines() if line.startswith("| ") and not line.startswith(("| id", "| ---"))], "", set()
    for row in rows:
        last = row.split(" | ")[0].strip("| ") or last
        out |= {last} if row.endswith("| out |") else set()
    assert {row.split(" | ")[0].strip("| ") for row in rows} - {""} == {one.id for one in findings()}
    assert out and out <= set(re.findall(r"\*\*([SLAQB]\d+)\*\*", why))
