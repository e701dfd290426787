"""Evidence as data: nothing that is known is dropped, every statistic is worked out rightly, and a file that cannot be used says why."""

import json
import pickle
import re
from dataclasses import replace
from math import inf, sqrt
from pathlib import Path

import pandas as pd
import pytest
from helpers import complaint

import sim
from sim import plot
from sim.calibration.evidence import targets
from sim.errors import InputError
from sim.evidence import CALIBRATION, findings, read_findings
from sim.evidence.declaration import READ, USES, Check, Finding, Sample, between
from sim.evidence.formula import check_formula, values
from sim.evidence.statistics import STATISTICS, Statistic
from sim.patterns import PATTERNS, Part, PatternResult, check_evidence
from sim.patterns.arms import run_arm
from sim.patterns.evidence import Evidence, verdict

# Every id of what was gathered: the study's patterns, the wider literature, and the numbers from elsewhere.
OF_THE_STUDY = [1, 2, *range(3, 15), 17, 18, 19, 20, 22, 23, 25]
IDS = {*(f"S{n}" for n in OF_THE_STUDY), "A1", "A2", "A3", "B1", *(f"Q{n}" for n in range(1, 24)),
       *(f"L{n}" for n in (1, 2, 3, 4, 5, 7, 9, 10, 12, 13, 14, 15))}
FILE = """
[arms."random, trusted"]
workplace = "random contexts"
context = { trust_in_leader = 0.9 }

[[findings]]
id = "M1"
claim = "Where people trust their leader, practices stay"
observed = "Four of five teams kept the practice for half a year."
where = "our own teams"
use = "check"
strength = "a count"
read = "table"
source = "our own books"
why = "Four of five, with a fifth on either side."

[[findings.checks]]
label = "practices retained"
measure = "retention"
given = "launched"
of = ["random, trusted"]
interval = [0.6, 1.0]
"""


def written(folder: Path, text: str = FILE) -> Path:
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return path


def frame(**columns: list) -> pd.DataFrame:
    return pd.DataFrame(columns)


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


# ----- statistics, each worked out by hand
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


# ----- files of one's own
def test_a_finding_of_ones_own_stands_beside_the_others(tmp_path):
    path = written(tmp_path)
    (mine,) = read_findings(path)
    assert (mine.id, mine.checks[0].samples) == ("M1", (Sample("random, trusted", "unit-1"),))
    assert [one.id for one in findings(path)] == [*(one.id for one in findings()), "M1"]
    found = check_evidence(path, ["M1"], runs=8)
    (told,) = found.as_record()["findings"]
    assert told["checks"][0]["runs"] <= 8 and told["checks"][0]["interval"] == [0.6, 1.0]
    assert "M1" in found.text() and "our own books" in found.markdown()


def test_whole_numbers_and_open_ends_may_be_written(tmp_path):
    (mine,) = read_findings(written(tmp_path, FILE.replace("[0.6, 1.0]", "[0, inf]")))
    assert mine.checks[0].bound.text == ">= 0"


def test_a_workplace_file_is_found_beside_the_findings(tmp_path):
    (tmp_path / "ours.toml").write_text((Path(sim.__file__).parent / "inputs/workplaces/hjemmeplejen.toml").read_text("utf-8"), "utf-8")
    text = FILE.replace('workplace = "random contexts"', 'workplace = "ours.toml"')
    found = check_evidence(written(tmp_path, text), ["M1"], runs=3)
    assert found.findings[0].checks[0].samples[0].unit == "hjemmeplejen"


ARM, CHECK = 'context = { trust_in_leader = 0.9 }', 'measure = "retention"'
WRONG = {
    "no toml": ("[[[", "", ["not valid TOML"]), "nothing": ("# none", "", ["holds no findings"]), "a word": ("x = 1", "", ["'x'", "arms"]),
    "findings of a kind": ("findings = 3", "", ["holds no findings"]), "an entry of a kind": ("findings = [3]", "", ["finding 1"]),
    "use": ('use = "check"', 'use = "proof"', ["M1", "use", "'proof'", "prediction"]),
    "read": ('read = "table"', 'read = "maybe"', ["M1", "read", "'maybe'", "abstract"]),
    "no source": ('source = "our own books"', "", ["M1", "source is missing"]),
    "a misspelt field": ('claim = "Where', 'claym = "Where', ["M1", "claym", "claim"]),
    "an id": ('id = "M1"', 'id = "M 1"', ["id"]), "a taken id": ('id = "M1"', 'id = "S1"', ["S1 already"]),
    "a measure": (CHECK, 'measure = "retentoin"', ["M1", "measure", "retention"]),
    "code": (CHECK, "measure = \"__import__('os')\"", ["M1", "measure", "cannot hold"]),
    "a condition": ('given = "launched"', 'given = "retention"', ["M1", "given", "yes or no"]),
    "a statistic": (CHECK, f'{CHECK}\nstatistic = "avarage"', ["M1", "statistic", "avarage", "mean"]),
    "samples": (CHECK, f'{CHECK}\nstatistic = "difference"', ["M1", "difference", "2 samples"]),
    "a share of no condition": (CHECK, f'{CHECK}\nstatistic = "share"', ["M1", "yes or no"]),
    "part": (CHECK, f"{CHECK}\npart = 0.5", ["M1", "part"]),
    "an interval the wrong way": ("[0.6, 1.0]", "[1.0, 0.6]", ["M1", "interval", "lower and its upper end"]),
    "an interval of nothing": ("[0.6, 1.0]", "[nan, 1.0]", ["M1", "interval"]),
    "half an interval": ("[0.6, 1.0]", "[0.6]", ["M1", "interval"]),
    "an arm": ('of = ["random, trusted"]', 'of = ["random, trustd"]', ["M1", "random, trusted"]),
    "no unit": ('of = ["random, trusted"]', 'of = ["bostedet"]', ["M1", "bostedet-a"]),
    "a unit": ('of = ["random, trusted"]', 'of = ["bostedet: bostedet-c"]', ["M1", "bostedet-c", "bostedet-b"]),
    "a workplace": ('workplace = "random contexts"', 'workplace = "bosted"', ["random, trusted", "bostedet"]),
    "no such file": ('workplace = "random contexts"', 'workplace = "none.toml"', ["none.toml", "no such file"]),
    "an entry": (ARM, "context = { trust_in_leadr = 0.9 }", ["random, trusted", "trust_in_leader"]),
    "a value": (ARM, "context = { trust_in_leader = 9 }", ["random, trusted", "trust_in_leader", "0 to 1"]),
    "a lever": (ARM, "levers = { leader_sparing = 1 }", ["random, trusted", "leader_sparring"]),
    "a mechanism": (ARM, 'without = ["magic"]', ["random, trusted", "magic"]),
    "a week": (ARM, "week = 500", ["random, trusted", "week", "500"]),
    "practices": (ARM, 'practices = { workplace = "bostedet", unit = "bostedet-a", named = ["x"] }', ["trusted", "morning-meeting"]),
    "an arm that is there": ('"random, trusted"]\nworkplace', '"random, high trust"]\nworkplace', ["arm 'random, high trust' already"]),
    "a name with a colon": ('[arms."random, trusted"]', '[arms."random: trusted"]', ["random: trusted"]),
    "checks and none": ('why = "Four', 'not_in_the_model = "no"\nwhy = "Four', ["M1", "not_in_the_model"]),
    "a control character": ('source = "our own books"', 'source = "a\\u0007"', ["M1", "source", "control character"]),
    "an arm that is none": (FILE[1:FILE.index("[[findings]]")], '[arms]\n"random, trusted" = 3\n', ["random, trusted", "not a table"]),
    "a nested entry": (ARM, "context = { leader = { value = 0.3 } }", ["random, trusted", "leader"]),
    "a lever of a kind": (ARM, 'levers = { leader_sparring = "x" }', ["random, trusted", "leader_sparring", "'x'", "0 to 1"]),
    "a kind of practices": (ARM, 'practices = "fiting"', ["random, trusted", "fitting"]),
    "a doi": ('read = "table"', 'read = "table"\ndoi = ["x"]', ["M1", "doi", "'x'", "10.1186"]),
    "an empty claim": ('claim = "Where people trust their leader, practices stay"', 'claim = ""', ["M1", "claim"]),
    "an own arms field": ('why = "Four', 'arms = 3\nwhy = "Four', ["M1", "arms"]),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_file_that_cannot_be_used_says_why_in_one_sentence(case, tmp_path):
    old, new, said = WRONG[case]
    text = old if not new and old not in FILE else FILE.replace(old, new, 1)
    assert text != FILE
    told = complaint(lambda: read_findings(written(tmp_path, text)), *said)
    assert "mine.toml" in told


@pytest.mark.parametrize("path", ["nowhere.toml", "", None, 5, "."])
def test_what_is_no_file_says_so(path):
    with pytest.raises(InputError):
        read_findings(path)


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
