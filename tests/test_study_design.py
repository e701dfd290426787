"""A study file says what is run; whatever is wrong with it is one sentence before the first run."""

from pathlib import Path

import numpy as np
import pytest
from helpers import complaint, quiet
from hypothesis import given, settings
from hypothesis import strategies as st
from study_files import GRID, QUESTION, TINY, written

from sim import load_workplace
from sim.inputs.levers import LEVERS
from sim.inputs.parameters import PARAMETERS
from sim.model.measures import HOURS, MEASURES
from sim.study import run_study
from sim.study.design import make_design, read_design
from sim.study.store.results import KEYS
from sim.study.vary import latin_hypercube, sobol


def design(tmp_path, text):
    return read_design(written(tmp_path, text))


def refused(tmp_path, text, *words):
    """The file is refused in one sentence that names it, and nothing is made."""
    told = complaint(lambda: run_study(written(tmp_path, text), tmp_path / "out"), "small.toml", *words)
    assert not (tmp_path / "out").exists()
    return told


# ----- points
def test_a_grid_is_every_combination_with_the_last_name_fastest(tmp_path):
    points = design(tmp_path, TINY + GRID).points
    assert points.names == ("trust_in_leader", "leader.value")
    assert points.values.tolist() == [[t, v] for t in (0.2, 0.5, 0.8) for v in (0.3, 0.7)]


def test_steps_are_even_and_round(tmp_path):
    points = design(tmp_path, TINY + "[vary.grid]\ntrust_in_leader = { low = 0.35, high = 0.95, steps = 7 }\n").points
    assert points.values[:, 0].tolist() == [0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.95]


def test_names_may_be_written_with_and_without_quotes(tmp_path):
    plain = design(tmp_path, TINY + "[vary.grid]\nleader.value = [0.3]\nlever.involvement = [0.4]\ntrust_rate = [0.05]\n").points
    text = TINY + '[vary.grid]\n"leader.value" = [0.3]\n"levers.involvement" = [0.4]\n"parameter.trust_rate" = [0.05]\n'
    quoted = design(tmp_path, text).points
    assert plain.names == quoted.names == ("leader.value", "lever.involvement", "trust_rate")
    assert plain.keys() == quoted.keys()


def test_names_joined_by_a_plus_move_together(tmp_path):
    points = design(tmp_path, TINY + '[vary.grid]\n"trust_in_leader + trust_in_organisation" = [0.2, 0.7]\n').points
    assert points.values.tolist() == [[0.2, 0.2], [0.7, 0.7]]


def test_settings_reach_the_model(tmp_path):
    text = TINY + ("[fixed]\nhjemmeplejen.leader.hours = 3\nnamed_chair = false\nemployees = 30\n[vary.grid]\naction_size = [2]\n"
                   "trust_rate = [0.01]\nneeds_inside_scope = [0.4]\n")
    place, parameters, levers, *_ = design(tmp_path, text).points.inputs(0)
    unit = place.units[0]
    assert (unit.leader.hours, unit.named_chair, unit.employees, parameters.trust_rate, levers.action_size) == (3, False, 30, 0.01, 2)
    assert unit.needs.wellbeing == pytest.approx(0.6)


def test_every_workplace_gets_every_setting(tmp_path):
    text = TINY.replace('"hjemmeplejen"', '"all"') + "[vary.grid]\ntrust_in_leader = [0.2, 0.8]\n"
    points = design(tmp_path, text).points
    assert [points.place(i).name for i in range(0, len(points), 2)] == ["bostedet", "hjemmeplejen", "plejecenter-1", "plejecenter-2"]
    assert points.values[:, 0].tolist() == [0.2, 0.8] * 4


def test_a_workplace_file_is_looked_for_beside_the_study(tmp_path):
    (tmp_path / "mine.toml").write_text((Path("sim/inputs/workplaces/template.toml")).read_text())
    assert design(tmp_path, TINY.replace("hjemmeplejen", "mine.toml")).points.places[0].name == "my-workplace"


@pytest.mark.parametrize("kind", ["latin_hypercube", "sobol"])
def test_samples_lie_in_their_ranges_which_default_to_the_registry(tmp_path, kind):
    text = TINY + (f"[vary.{kind}]\npoints = 16\nseed = 4\n"
                   "ranges = { trust_rate = [], trust_in_leader = [0.3, 0.5], lever.action_size = [] }\n")
    points = design(tmp_path, text).points
    low, high = points.values.min(axis=0), points.values.max(axis=0)
    trust, size = PARAMETERS["trust_rate"], LEVERS["action_size"]
    assert (low >= [trust.low, 0.3, size.low]).all() and (high <= [trust.high, 0.5, size.high]).all()
    assert np.array_equal(points.values, design(tmp_path, text).points.values)
    assert not np.array_equal(points.values, design(tmp_path, text.replace("seed = 4", "seed = 5")).points.values)


def test_a_list_of_names_takes_the_ranges_of_the_registry(tmp_path):
    points = design(tmp_path, TINY + '[vary.latin_hypercube]\npoints = 3\nranges = ["trust_rate", "lever.involvement"]\n').points
    assert points.names == ("trust_rate", "lever.involvement")


def test_a_latin_hypercube_has_one_point_in_every_slice():
    table = latin_hypercube(50, 3, seed=1)
    assert np.array_equal(np.sort((table * 50).astype(int), axis=0), np.tile(np.arange(50)[:, None], (1, 3)))
    assert abs(np.corrcoef(table.T)[0, 1]) < 0.4


@pytest.mark.parametrize("kind", ["latin_hypercube", "sobol"])
def test_whole_numbers_and_yes_and_no_are_sampled_in_levels_that_are_equally_likely(tmp_path, kind):
    ranges = "{ lever.restart = [], lever.trust_first_weeks = [2, 5], employees = [20, 27], named_chair = [false, true], trust_rate = [] }"
    read = design(tmp_path, TINY + f"[vary.{kind}]\npoints = 64\nranges = {ranges}\n")
    for name, low, high in (("lever.restart", 0, 1), ("lever.trust_first_weeks", 2, 5), ("employees", 20, 27), ("named_chair", 0, 1)):
        levels, counts = np.unique(read.points.values[:, read.points.names.index(name)], return_counts=True)
        assert levels.tolist() == list(range(low, high + 1)) and set(counts) == {64 // len(levels)}
        assert f"{name} {low}" in read.notes[0]
    assert "trust_rate" not in read.notes[0] and len(read.points) == 64
    half = f"[vary.{kind}]\npoints = 8\nranges = {{ lever.trust_first_weeks = [0.5, 3] }}\n"
    refused(tmp_path, TINY + half, "trust_first_weeks", "0.5", "whole")


def test_a_sample_of_few_combinations_has_each_once_and_says_so(tmp_path):
    read = design(tmp_path, TINY + "[vary.sobol]\npoints = 64\nranges = { lever.restart = [], lever.push_through = [] }\n")
    assert sorted(read.points.values.tolist()) == [[0, 0], [0, 1], [1, 0], [1, 1]] and "64 points fall on 4 combinations" in read.notes[1]


def test_a_longer_sobol_sequence_begins_with_the_shorter():
    assert np.array_equal(sobol(16, 3, seed=2), sobol(32, 3, seed=2)[:16])


def test_listed_points_leave_the_rest_as_recorded(tmp_path):
    text = TINY + "[vary]\npoints = [{ trust_in_leader = 0.3 }, { trust_rate = 0.05, leader.value = 0.4 }]\n"
    points = design(tmp_path, text).points
    assert points.settings(0) == {"trust_in_leader": 0.3} and points.settings(1) == {"trust_rate": 0.05, "leader.value": 0.4}
    recorded = load_workplace("hjemmeplejen").units[0]
    assert points.inputs(1).place.units[0].trust_in_leader == recorded.trust_in_leader


def test_points_come_from_a_csv_file_beside_the_study(tmp_path):
    (tmp_path / "points.csv").write_text("trust_in_leader,leader.value\n0.3,\n0.4,0.6\n", encoding="utf-8")
    points = design(tmp_path, TINY + '[vary]\npoints = "points.csv"\n').points
    assert [points.settings(i) for i in (0, 1)] == [{"trust_in_leader": 0.3}, {"trust_in_leader": 0.4, "leader.value": 0.6}]


READ = {  # what programs write, and how it is said to have been read
    "points": ("trust_in_leader,lever.restart\n0.3,1\n0.5,0\n", "utf-8", "',' between cells and '.' in numbers"),
    "spreadsheet in Europe": ("trust_in_leader;lever.restart\r\n0,3;WAHR\r\n0,5;FALSCH\r\n", "utf-8-sig", "';' between cells and ','"),
    "sep": ("sep=;\r\ntrust_in_leader;lever.restart;\r\n,3;sand;\r\n0,5;FALSK;\r\n;;\r\n", "utf-8", "';' between cells and ',' in numbers"),
    "sep with commas": ('"sep=,"\ntrust_in_leader,lever.restart\n3e-1,yes\n"0.5",no\n', "utf-8", "',' between cells and '.' in numbers"),
    "semicolons and points": ("trust_in_leader;lever.restart\n0.3;TRUE\n0.5;FALSE\n", "utf-8", "';' between cells and '.' in numbers"),
    "Unicode text": (
        "trust_in_leader\tlever.restart\r\n0,3\tja\r\n0,5\tnej\r\n", "utf-16", "tabs between cells and ',' in numbers, as UTF-16"),
}


@pytest.mark.parametrize("case", READ)
def test_a_csv_file_is_read_as_spreadsheets_write_it_and_it_is_said_how(tmp_path, case):
    text, encoding, how = READ[case]
    (tmp_path / "points.csv").write_bytes(text.encode(encoding))
    read = design(tmp_path, TINY + '[vary]\npoints = "points.csv"\n')
    assert [read.points.settings(i) for i in range(len(read.points))] == [
        {"trust_in_leader": 0.3, "lever.restart": 1.0}, {"trust_in_leader": 0.5, "lever.restart": 0.0}]
    note, = read.notes
    assert "points.csv" in note and how in note


def test_a_byte_order_mark_is_no_obstacle(tmp_path):
    assert len(design(tmp_path, "\ufeff" + TINY + GRID).points) == 6


def test_a_series_named_twice_is_kept_once(tmp_path):
    assert design(tmp_path, TINY + 'keep = ["use", "use"]\n').study.keep == ["use"]


def test_no_setting_is_called_like_a_measure():
    assert not {*PARAMETERS, *(f"lever.{name}" for name in LEVERS)} & {*MEASURES, *HOURS, *KEYS, "workplace", "fingerprint"}


# ----- what is refused
LHS = "[vary.latin_hypercube]\npoints = 10\n"


@pytest.mark.parametrize(("text", "words"), [
    (TINY + "replicatons = 3\n", ["replicatons", "replications"]),
    (TINY.replace(QUESTION, ""), ["question", "missing"]),
    (TINY.replace('["hjemmeplejen"]', '["hjemmeplejn"]'), ["hjemmeplejn", "hjemmeplejen"]),
    (TINY.replace('["hjemmeplejen"]', "[]"), ["workplaces"]),
    (TINY.replace('["hjemmeplejen"]', '["bostedet", "all"]'), ["bostedet", "twice"]),
    (TINY.replace("= 2", "= 0"), ["replications", "0"]),
    (TINY.replace("= 2", '= "many"'), ["replications", "many"]),
    (TINY.replace("= 2", "= true"), ["replications", "whole number"]),
    (TINY.replace("= 2", "= 2.5"), ["replications", "2.5", "whole number"]),
    (TINY.replace("= 2", "= { at_least = 10, at_most = 5, half_width = 0.1 }"), ["10", "5"]),
    (TINY.replace("= 2", "= { at_least = 10, at_most = 50 }"), ["half_width"]),
    (TINY.replace("= 2", '= { at_most = 500, half_width = 0.1, measure = "retntion" }'), ["retntion", "retention"]),
    (TINY.replace("= 2", "= { at_most = 500, half_width = 0 }"), ["half_width"]),
    (TINY.replace('"mesa"', '"mese"'), ["mese", "mesa"]),
    (TINY + "follow_ups = [8]\n", ["follow_ups[1] = 8 is outside what is allowed: 9 to "]),
    (TINY + "follow_ups = []\n", ["follow_ups"]),
    (TINY + 'keep = ["trust"]\n', ["trust", "trust_"]),
    (TINY + 'keep = "everything"\n', ["everything", "summary"]),
    (TINY + "seed = -1\n", ["seed = -1 is outside what is allowed: 0 to 4294967295"]),
    (TINY + 'name = "../../etc"\n', ["name", "../../etc"]),
    (TINY + "[vary.grid]\n", ["vary.grid"]),
    (TINY + "[vary.grid]\ntrust_in_leader = []\n", ["trust_in_leader", "[]"]),
    (TINY + "[vary.grid]\ntrust_in_leader = [0.5, 0.5]\n", ["trust_in_leader", "twice"]),
    (TINY + "[vary.grid]\ntrust_in_leder = [0.5]\n", ["trust_in_leder", "trust_in_leader"]),
    (TINY + "[vary.grid]\nlever.involvment = [0.5]\n", ["involvment", "involvement"]),
    (TINY + "[vary.grid]\ntrust_rate = [0.05, 0.5]\n", ["point 2", "trust_rate", "0.5", "0.01 to 0.15"]),
    (TINY + "[vary.grid]\ntrust_in_leader = [0.5, 1.5]\n", ["trust_in_leader", "1.5", "0 to 1"]),
    (TINY + "[vary.grid]\ntrust_in_leader = [inf]\n", ["trust_in_leader", "inf"]),
    (TINY + '[vary.grid]\ntrust_in_leader = ["high"]\n', ["trust_in_leader", "high"]),
    (TINY + "[vary.grid]\ntrust_in_leader = 0.5\n", ["trust_in_leader", "0.5", "list"]),
    (TINY + "[vary.grid]\ntrust_in_leader = { low = 0.5, high = 0.2, steps = 3 }\n", ["trust_in_leader", "low below high"]),
    (TINY + "[vary.grid]\ntrust_in_leader = { low = 0.1, high = 0.2, steps = 10000000 }\n", ["10,000,000 points"]),
    (TINY + "[vary.grid]\nleader = [0.5]\n", ["leader"]),
    (TINY + GRID + LHS + "ranges = { trust_rate = [] }\n", ["grid", "latin_hypercube"]),
    (TINY + LHS, ["ranges", "missing"]),
    (TINY + LHS + "ranges = {}\n", ["ranges"]),
    (TINY + LHS + "ranges = { trust_rate = [0.001, 0.1] }\n", ["trust_rate", "0.001", "0.01 to 0.15"]),
    (TINY + LHS + "ranges = { trust_in_leader = [] }\n", ["trust_in_leader", "[low, high]"]),
    (TINY + LHS + "ranges = { trust_rat = [] }\n", ["trust_rat ", "did you mean 'trust_rate'?"]),
    (TINY + LHS + "ranges = { lever.involvment = [] }\n", ["lever.involvment", "did you mean 'lever.involvement'?"]),
    (TINY + LHS + "ranges = { trust_rate = [0.1, 0.02] }\n", ["trust_rate", "low"]),
    (TINY + "[vary.sobol]\npoints = 100\nranges = { trust_rate = [] }\n", ["100", "64", "128"]),
    (TINY + "[vary]\npoints = []\n", ["vary.points"]), (TINY + "[vary]\npoints = 5\n", ["vary.points = 5 is no list"]),
    ("name = 'w'\n[[units]]\nname = 'u'\n", ["describes a workplace", "takehold run"]),
    (TINY + 'str = 1\n"list[any]" = 2\n', ["2 things are wrong:", "str: no such setting", "list[any]: no such setting"]),
    (TINY + LHS.replace("points", "poinst") + "ranges = { trust_rate = [] }\n", ["latin_hypercube.poinst", "'points'"]),
    (TINY + '[vary]\npoints = "nowhere.csv"\n', ["nowhere.csv"]),
    (TINY + "[vary]\npoints = [{ trust_rate = 0.05 }, { trust_rate = 0.05 }]\n", ["point 2", "point 1"]),
    (TINY + "[fixed]\ntrust_rate = 0.05\n[vary.grid]\nparameter.trust_rate = [0.1]\n", ["trust_rate", "twice"]),
    (TINY.replace("= 2", "= 100000000") + GRID, ["6 points", "600,000,000 runs"]),
    ("question = ", ["TOML"]), ("\x00", ["TOML"]), ("question = " + "9" * 5000, ["TOML"]),
])
def test_what_is_wrong_is_said_in_one_sentence_before_anything_is_made(tmp_path, text, words):
    refused(tmp_path, text, *words)


def test_too_many_points_that_decide_for_themselves_are_refused(tmp_path):
    text = TINY.replace("= 2", "= { at_most = 1000, half_width = 0.05 }")
    text += "[vary.latin_hypercube]\npoints = 20000\nranges = { trust_rate = [] }\n"
    refused(tmp_path, text, "20,000 points", "10,000")


@pytest.mark.parametrize(("csv", "words"), [
    ("", ["empty"]), ("trust_rate\n", ["empty"]), ("trust_rate\nfast\n", ["line 2", "fast"]),
    ("trust_rate,veto_share\n0.1\n", ["line 2", "1 cells"]),
    ("trust_rat\n0.1\n", ["trust_rat", "trust_rate"]),
    ('trust_rate,veto_share\n"0,1",0.2\n', ["line 2", "'0,1'", "two ways", "0.1", "';'"]),
    ("trust_rate,veto_share\n0,1,0.2\n", ["line 2", "3 cells", "';' between the cells"]),
    ("trust_rate\n0,1\n", ["line 2", "';' between the cells"]),
    ("trust_rate;veto_share\n0,1;0,2\n0.1;0,3\n", ["'0,1' in line 2", "'0.1' in line 3"]),
    ("trust_rate;veto_share,x\n0,1;0,2\n", ["header", "';' and ','"]),
    ("trust_rate;veto_share\n1.000,5;0,2\n", ["line 2", "1.000,5", "thousands"]),
    ("sep=|\ntrust_rate|veto_share\n0.1|0.2\n", ["sep=|", "';'"]),
    ("trust_rate;veto_share\n0,1;vielleicht\n", ["line 2", "veto_share", "vielleicht"]),
    ("trust_rate\n1_0\n", ["line 2", "1_0"])])
def test_a_csv_file_that_cannot_be_used_is_named_with_its_line(tmp_path, csv, words):
    (tmp_path / "points.csv").write_text(csv, encoding="utf-8")
    refused(tmp_path, TINY + '[vary]\npoints = "points.csv"\n', *words)


def test_a_file_that_is_not_there_is_named(tmp_path):
    complaint(lambda: run_study(tmp_path / "nowhere.toml"), "nowhere.toml")
    complaint(lambda: run_study(tmp_path), tmp_path.name)
    complaint(lambda: run_study("trust_by_fitt"), "trust_by_fitt")


JUNK = st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.just(10**400),
                    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
                    max_leaves=6)
GOOD = {"question": "?", "workplaces": ["hjemmeplejen"], "replications": 2, "vary": {"grid": {"trust_in_leader": [0.2, 0.4]}}}
PLACES = [("question",), ("name",), ("workplaces",), ("fixed",), ("replications",), ("follow_ups",), ("keep",), ("seed",),
          ("engine",), ("vary",), ("vary", "grid"), ("vary", "grid", "trust_in_leader"),
          ("vary", "latin_hypercube"), ("vary", "sobol"), ("vary", "points"), ("other",)]


@settings(max_examples=400)
@given(st.sampled_from(PLACES), JUNK)
def test_junk_anywhere_in_a_study_file_is_answered(place, junk):
    entries = {**GOOD, "vary": {"grid": dict(GOOD["vary"]["grid"])}}
    here = entries
    for step in place[:-1]:
        here = here[step]
    here[place[-1]] = junk
    quiet(make_design, Path("junk.toml"), "", entries)


@settings(max_examples=200)
@given(st.sampled_from(["latin_hypercube", "sobol"]), st.sampled_from(["points", "seed", "ranges"]), JUNK)
def test_junk_in_a_sample_is_answered(kind, name, junk):
    sample = {"points": 4, "seed": 1, "ranges": {"trust_rate": []}, name: junk}
    quiet(make_design, Path("junk.toml"), "", {**GOOD, "vary": {kind: sample}})
