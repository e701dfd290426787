"""Evidence as data: nothing that is known is dropped, and what the model says to it is told in words, in a picture and by the command."""

import json
import pickle
import re
from dataclasses import replace
from math import inf

import pytest
from findings_files import written

import sim
from sim import plot
from sim.calibration.evidence import targets
from sim.evidence import CALIBRATION, findings
from sim.evidence.declaration import READ, USES, Check, Finding, Sample, between
from sim.evidence.statistics import Statistic
from sim.patterns import PATTERNS, Part, PatternResult, check_evidence
from sim.patterns.arms import run_arm
from sim.patterns.evidence import Evidence, verdict

# Every id of what was gathered: the study's patterns, the wider literature, and the numbers from elsewhere.
OF_THE_STUDY = [1, 2, *range(3, 15), 17, 18, 19, 20, 22, 23, 25]
IDS = {*(f"S{n}" for n in OF_THE_STUDY), "A1", "A2", "A3", "B1", *(f"Q{n}" for n in range(1, 24)),
       *(f"L{n}" for n in (1, 2, 3, 4, 5, 7, 9, 10, 12, 13, 14, 15))}


# ----- what is there
def test_no_finding_is_dropped():
    assert {one.id for one in findings()} == IDS
    for one in findings():
        assert bool(one.checks) != bool(one.not_in_the_model)


@pytest.mark.parametrize("one", findings(), ids=lambda one: one.id)
def test_every_finding_says_where_it_is_from_how_firm_it_is_and_what_for(one):
    assert one.claim and one.observed and one.where and one.strength and one.source
    assert one.use in USES and one.read in READ
    assert one.measured or one.not_in_the_model
    assert one.why or one.not_in_the_model or one.id in PATTERNS


def test_parameters_are_chosen_on_the_study_and_one_wide_band():
    asked = targets()
    assert {one.pattern for one in asked} == {one.id for one in PATTERNS.values() if one.use == CALIBRATION}
    assert [one.check.bound[1:3] for one in asked if one.pattern == "B1"] == [(0.29, 0.75)]


def test_a_check_and_its_arms_go_from_one_process_to_another():
    for one in findings():
        assert pickle.loads(pickle.dumps(one)) == one


def test_the_same_file_always_gives_the_same_numbers():
    first, again = (check_evidence(only=["S2", "L13", "Q5"], runs=6) for _ in range(2))
    assert first.as_record() == again.as_record()
    as_patterns = sim.check_patterns(only=["S2", "L13"], runs=6)
    assert list(first.results[:2]) == as_patterns


def test_weeks_of_one_arm_are_weeks_of_the_same_runs():
    """A condition at 26 weeks picks the very contexts that are looked at after two years."""
    arms = {name: arm for one in findings() for name, arm in one.arms.items()}
    early, late = (run_arm(arms[name], 5, 0, sim.InterventionModel("hjemmeplejen").parameters, "fast")
                   for name in ("random, 26 weeks", "random, two years"))
    for column in ("launch_week", "trust_start", "attendance", "use_early"):
        assert (early[column] == late[column]).all()


# ----- verdicts, and how it is shown
def part(value, low, high, bound):
    return Part("x", value, (low, high), bound.text, bound.allows(value), bound.allows(low) and bound.allows(high), 9)


@pytest.mark.parametrize(("told", "ends", "strict", "said"), [
    ((0.5, 0.4, 0.6), (0.3, 0.7), False, "in"), ((0.5, 0.2, 0.6), (0.3, 0.7), False, "in, not sure"),
    ((0.2, 0.1, 0.35), (0.3, 0.7), False, "out, not sure"), ((0.2, 0.1, 0.25), (0.3, 0.7), False, "out"),
    ((0.0, 0.0, 0.0), (0.0, inf), True, "out"), ((0.0, 0.0, 0.0), (0.0, inf), False, "in"),
    ((-0.1, -0.2, 0.0), (0.0, inf), True, "out"), ((-0.1, -0.2, 0.0), (0.0, inf), False, "out, not sure")])
def test_in_out_and_not_sure(told, ends, strict, said):
    bound = between(*ends, strict)
    assert verdict(bound, part(*told, bound)) == said


def test_no_run_and_one_run_are_told_apart():
    bound = between(0.3, 0.7)
    assert verdict(bound, Part("x", None, None, bound.text, False, False, 0)) == "no such run"
    assert verdict(bound, Part("x", 0.5, None, bound.text, True, False, 1)) == "in, not sure"


def test_every_check_has_its_row_and_what_is_not_in_the_model_is_named():
    found = check_evidence(only=["S1", "Q3", "Q10"], runs=4)
    rows = found.markdown().splitlines()
    assert len(rows) == 2 + 5 + 3 + 1 and len({re.sub(r"\\\|", "", row).count("|") for row in rows}) == 1
    assert "Not in the model:" in found.text() and "Q10" in found.text()
    json.dumps(found.as_record(), allow_nan=False)


def test_the_picture_has_a_row_for_every_check_and_names_its_axes():
    found = check_evidence(only=["S1", "Q3", "Q7", "S2"], runs=4)
    (axes,) = plot.evidence(found, "takehold evidence --plot x.png")
    assert [label.get_text().split()[-1] for label in axes.get_yticklabels()] == ["S1"] * 5 + ["S2"] * 2 + ["Q3"] * 3 + ["Q7"]
    assert axes.get_xlabel() and axes.get_ylabel()
    assert "takehold evidence --plot x.png" in axes.figure.get_supxlabel() and "4 runs" in axes.figure.get_supxlabel()


def made_up(count: int, high: float) -> Evidence:
    """So many findings of two checks each, with the same result."""
    checks = tuple(Check(f"c{n}", Statistic("mean", "x"), (Sample("a", "u"),), between(0, high)) for n in range(2))
    found = tuple(Finding(f"M{n}", "check", "c", "s", "m", checks) for n in range(count))
    parts = (part(0.5, 0.4, 0.6, between(0, high)),) * 2
    return Evidence(found, tuple(PatternResult(one.id, "check", "c", "s", "m", 4, parts[0], parts) for one in found), 4, 0)


def test_a_picture_of_many_findings_breaks_between_two():
    first, second = plot.evidence(made_up(21, 1.0))
    assert (len(first.get_yticks()), len(second.get_yticks())) == (22, 20)


def test_hours_have_an_axis_of_their_own():
    shares, hours = made_up(1, 1.0), made_up(1, 400.0)
    some = Evidence((*shares.findings, replace(hours.findings[0], id="H")), (*shares.results, replace(hours.results[0], id="H")), 4, 0)
    first, second = plot.evidence(some)
    assert first.get_xlim()[1] < 2 and second.get_xlim()[1] > 400


# ----- the command
def test_the_command_lists_without_a_run(call, monkeypatch):
    monkeypatch.setattr("sim.patterns.check.run_arm", None)
    _, out, _ = call("evidence", "--list")
    assert all(re.search(rf"^{name}\b", out, re.MULTILINE) for name in IDS)
    _, out, _ = call("evidence", "--list", "Q1", "Q10", "--json")
    assert [(one["id"], len(one["checks"])) for one in json.loads(out)] == [("Q1", 1), ("Q10", 0)]


def test_the_command_answers_as_text_json_and_picture(call, tmp_path):
    _, out, _ = call("evidence", "Q1", "M1", "--file", written(tmp_path), "--runs", 4, "--plot", tmp_path / "x.png")
    assert "out" in out and "M1" in out and (tmp_path / "x.png").stat().st_size
    _, out, _ = call("evidence", "Q1", "--runs", 4, "--json")
    (told,) = json.loads(out)["findings"]
    assert told["doi"] == ["10.1186/s43058-021-00250-6"] and told["checks"][0]["interval"] == [0.349, 0.394]


def test_the_command_says_what_it_does_not_know(call):
    code, _, err = call("evidence", "Q99")
    assert code == 2 and "Q99" in err and err.count("\n") == 1
