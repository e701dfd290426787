"""My workplace in the page: answers become ranges, ranges become workplaces, and files go to Python and back."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from node import answers, needs_node
from workplace_ranges import RANGES_THAT_CANNOT_BE

from sim import load_workplace, simulate
from sim.errors import InputError
from sim.inputs import uncertain
from sim.inputs.reading import SHIPPED, TEMPLATE, workplaces
from sim.inputs.workplace import Workplace

HERE = Path(__file__).parent
LIBRARIES = HERE.parent / "sim" / "lab" / "page" / "node_modules"
pytestmark = needs_node
reads_files = pytest.mark.skipif(not (LIBRARIES / "smol-toml").exists(), reason="needs the page's libraries: npm ci")

EVERYTHING = {"employees": 24, "trust_in_leader": "much", "trust_in_organisation": "so-so", "fit": "much", "full": "so-so",
              "other_changes": "hardly",
              "invited": "much", "leader_wish": "much", "leader_hours": 5.5, "backing": "much", "sessions": 3, "hours": 0.5}
EVENTS = [{"kind": "change", "from_week": 10, "to_week": 30, "load": 0.4}, {"kind": "leader_leaves", "week": 20},
          {"kind": "summer", "from_week": 26, "to_week": 31, "share_away": 0.5}]
LEAST = {"employees": 3, "trust_in_leader": "hardly", "fit": "hardly", "sessions": 16, "leader_hours": 0, "hours": 0}


def asked(*cases):
    """What Node tells of each case."""
    return answers("mine_in_node.mjs", cases)


@pytest.mark.parametrize(("answers", "seed"), [({}, 0), (EVERYTHING, 7), (LEAST, 0), ({"backing": "much", "full": "hardly"}, 3),
                                              ({"events": EVENTS}, 1)])
def test_a_saved_file_runs_in_python_as_in_the_page(tmp_path, answers, seed):
    (told,) = asked({"ask": "middle", "answers": answers, "seed": seed, "runs": 8})
    path = tmp_path / "my-workplace.toml"
    path.write_text(told["toml"], encoding="utf-8")
    place = load_workplace(path)
    assert [one.model_dump(exclude_defaults=True) for one in place.units[0].events] == answers.get("events", [])
    ours = simulate(place, runs=8, seed=seed)
    assert list(ours["outcome"]) == told["outcome"]
    assert ours["trust_end"].tolist() == told["trust"]


def test_a_saved_file_says_ranges_and_answers():
    (told,) = asked({"ask": "middle", "answers": {"trust_in_leader": "so-so", "employees": 24}, "seed": 0, "runs": 1})
    assert "employees = 24  # answered: 24" in told["toml"]
    assert 'trust_in_leader = { value = 0.525, low = 0.4, high = 0.65, reason = "answered: so-so" }' in told["toml"]
    assert 'hours = { value = 5.5, low = 1, high = 10, reason = "answered: don\'t know" }' in told["toml"]
    assert "sessions_per_week = 3  # the middle of 1 to 5; answered: don't know" in told["toml"]


def test_needs_in_a_saved_file_move_as_one(tmp_path):
    (told,) = asked({"ask": "middle", "answers": {"fit": "so-so"}, "seed": 0, "runs": 1})
    path = tmp_path / "mine.toml"
    path.write_text(told["toml"], encoding="utf-8")
    place = load_workplace(path)
    wellbeing, *others = ([one.path for one in uncertain.entries(place)].index(f"units.0.needs.{name}")
                          for name in ("wellbeing", "planning", "coordination"))
    drawn = np.array([uncertain.at_place(place, uncertain.together(place, row))
                      for row in np.random.default_rng(1).random((50, len(uncertain.paths(place))))])
    assert drawn[:, wellbeing].min() < 0.3 and drawn[:, wellbeing].max() > 0.45
    assert drawn[:, wellbeing] + drawn[:, others].sum(axis=1) == pytest.approx(np.ones(50), abs=0.002)


def entry(place, path):
    for step in path:
        place = place[step]
    return place


def test_drawn_workplaces_stay_inside_the_ranges_and_follow_from_the_seed():
    case = {"ask": "drawn", "answers": {"trust_in_leader": "so-so"}, "seed": 1, "count": 40}
    more = {**case, "answers": {**case["answers"], "backing": "much"}}
    one, again, other, answered = asked(case, case, {**case, "seed": 2}, more)
    assert one == again
    assert one != other
    for part in one["left"]:
        values = [entry(place["units"][0], part["path"]) for place in one["places"]]
        assert all(part["low"] <= value <= part["high"] for value in values), part
        assert len(set(values)) > (2 if isinstance(values[0], int) else 20), part
        if part["name"] != "backing":
            assert values == [entry(place["units"][0], part["path"]) for place in answered["places"]], part
    for place in one["places"]:
        Workplace.model_validate_json(json.dumps(place))


@pytest.mark.parametrize(("answers", "said"), [
    ({"employes": 3}, "did you mean 'employees'"), ({"employees": 2}, "3 to 600"), ({"employees": 3.5}, "whole number"),
    ({"employees": "so-so"}, "3 to 600"), ({"backing": "mch"}, "did you mean 'much'"), ({"hours": -1}, "0 to 20"),
    ({"events": [{"kind": "summer", "from_week": 9}]}, "takes from_week, to_week, share_away"), ({"events": 3}, "no list"),
    ({"events": [{"kind": "change", "from_week": 9, "to_week": 8, "load": 1}]}, "after its end"),
    ({"events": [{"kind": "storm"}]}, "change, summer")])
def test_answers_that_are_none_are_refused(answers, said):
    (told,) = asked({"ask": "middle", "answers": answers, "seed": 0, "runs": 1})
    assert said in told["refused"]


@reads_files
def test_files_are_read_as_python_reads_them(tmp_path):
    files = [SHIPPED / f"{name}.toml" for name in workplaces()] + [TEMPLATE]
    cases = [{"ask": "read", "name": path.name, "toml": path.read_text(encoding="utf-8")} for path in files]
    for path, told in zip(files, asked(*cases), strict=True):
        ours = load_workplace(path).model_dump()
        assert Workplace.model_validate_json(json.dumps({**told["place"], "provenance": {}})).model_dump() == ours
        again = tmp_path / f"{path.stem}-again.toml"
        again.write_text(told["toml"], encoding="utf-8")
        assert load_workplace(again).model_dump() == ours


@reads_files
@pytest.mark.parametrize(("old", "new", "said"), [
    ("employees = 20 ", "employees = 2 ", "my.toml: units[my-unit].employees = 2 is outside what is allowed: 3 to 600"),
    ("employees = 20 ", "employes = 20 ", "did you mean 'employees'"),
    ("trust_in_leader = 0.57", "trust_in_leader = 'high'", "units[my-unit].trust_in_leader = high is no number"),
    ('name = "my-workplace"', 'name = "My workplace"', "name = My workplace is no name; allowed are small letters"),
    ("wellbeing = 0.25", "wellbeing = 0.9", "not to 1"),
    ("employees = 20 ", "employees = = ", "my.toml is not valid TOML"),
    ('name = "my-workplace"', 'question = "?"', "study file"),
    *((f"{name} = {value}", f"{name} = {{ value = {value}, {beside} }}", said) for name, value, beside, said in RANGES_THAT_CANNOT_BE),
])
def test_what_is_wrong_with_a_file_is_one_sentence(old, new, said):
    text = TEMPLATE.read_text(encoding="utf-8")
    assert old in text
    (told,) = asked({"ask": "read", "name": "my.toml", "toml": text.replace(old, new, 1)})
    assert said in told["refused"]
    assert "\n" not in told["refused"]


MEAN = "trust_in_organisation = { mean = 0.66, sd = 0.1, low = 0.5, high = 0.7, reason = 'told' }"
UNSURE = {
    "trust_in_leader = 0.57": "trust_in_leader = { mean = 0.57, sd = 0.2, source = 'survey, 9 of 20' }",
    "trust_in_organisation = 0.66": MEAN,
    "utilisation = 0.94": "utilisation = { value = 0.94, low = 0.9, high = 0.97 }",
    "wellbeing = 0.25": "wellbeing = { mean = 0.25, sd = 0.1 }",
    "coherence = 0.5": "coherence = { mean = 0.5, sd = 0 }"}
TOGETHER = """
[[correlations]]
between = ["units.my-unit.trust_in_leader", "units.my-unit.trust_in_organisation"]
r = 0.6
source = "survey"
[[correlations]]
between = ["units.my-unit.utilisation", "units.my-unit.coherence"]
r = -0.5
"""


def unsure_file(tmp_path, more=TOGETHER):
    text = TEMPLATE.read_text(encoding="utf-8")
    for old, new in UNSURE.items():
        assert old in text, old
        text = text.replace(old, new, 1)
    path = tmp_path / "my.toml"
    path.write_text(text + more, encoding="utf-8")
    return path


@reads_files
def test_what_a_file_leaves_open_is_drawn_as_python_draws_it(tmp_path):
    path = unsure_file(tmp_path)
    place = load_workplace(path)
    uniforms = np.random.default_rng(3).random((40, len(uncertain.paths(place))))
    (told,) = asked({"ask": "contexts", "toml": path.read_text(encoding="utf-8"), "uniforms": uniforms.tolist()})
    for one, row in zip(told, uniforms, strict=True):
        values = uncertain.at_place(place, uncertain.together(place, row)[:len(uncertain.entries(place))])
        assert one["values"] == pytest.approx(values, abs=2e-9)
        ours = uncertain.with_entries(place, values).units[0].needs
        assert list(one["place"]["units"][0]["needs"].values()) == pytest.approx(list(ours.model_dump().values()), abs=1e-8)


@reads_files
def test_a_file_that_leaves_something_open_is_read_and_written_as_it_is(tmp_path):
    path = unsure_file(tmp_path)
    ours = load_workplace(path)
    (told,) = asked({"ask": "read", "name": "my.toml", "toml": path.read_text(encoding="utf-8")})
    again = tmp_path / "again.toml"
    again.write_text(told["toml"], encoding="utf-8")
    theirs = load_workplace(again)
    assert (theirs, theirs.ranges, theirs.correlations, theirs.provenance) == (ours, ours.ranges, ours.correlations, ours.provenance)


@reads_files
def test_draws_of_the_page_fill_each_range_and_follow_from_the_seed(tmp_path):
    toml = unsure_file(tmp_path, "").read_text(encoding="utf-8")
    one, again, other = asked(*({"ask": "shares", "toml": toml, "count": 40, "seed": seed} for seed in (1, 1, 2)))
    assert one == again != other
    assert all(sorted(int(40 * share) for share in column) == list(range(40)) for column in zip(*one, strict=True))


def pair(first, second, r):
    return f'[[correlations]]\nbetween = ["units.my-unit.{first}", "units.my-unit.{second}"]\nr = {r}\n'


THREE = "trust_in_leader", "trust_in_organisation", "utilisation"


@reads_files
@pytest.mark.parametrize(("more", "said"), [
    ("[[correlations]]\nr = 0.5\n", "correlations[1].between"),
    (pair(*THREE[:2], "'much'"), "correlations[1].r = much is no number"),
    (pair(*THREE[:2], 2), "outside what is allowed: -1 to 1"),
    (pair("trust_in_leader", "involvement", 0.5), "units.my-unit.involvement has neither a range nor a mean with an sd"),
    (pair("trust_in_leader", "trust_in_leader", 0.5), "named twice"),
    (pair(*THREE[:2], 0.5) + pair(*THREE[1::-1], 0.5), "correlations[2]: there is one between"),
    (pair(*THREE[:2], 0.9) + pair(*THREE[1:], 0.9) + pair(*THREE[::2], -0.9), "cannot all hold at once; at 0.55 of their strength"),
])
def test_correlations_that_cannot_be_are_refused_as_in_python(tmp_path, more, said):
    path = unsure_file(tmp_path, more)
    (told,) = asked({"ask": "read", "name": "my.toml", "toml": path.read_text(encoding="utf-8")})
    assert said in told["refused"]
    with pytest.raises(InputError):
        load_workplace(path)


@reads_files
@pytest.mark.parametrize(("entry", "said"), [
    ("{ mean = 0.57 }", "a mean and an sd go together"), ("{ value = 0.57, sd = 0.1 }", "a mean and an sd go together"),
    ("{ mean = 0.57, sd = 'wide' }", "trust_in_leader.sd = wide is no number"), ("{ mean = 0.57, sd = -0.1 }", "its sd = -0.1 is outside"),
    ("{ mean = 1.57, sd = 0.1 }", "trust_in_leader = 1.57 is outside"),
    ("{ mean = 0.57, sd = 0.1, low = 0.6 }", "its mean 0.57 is outside"),
])
def test_means_that_cannot_be_are_refused_as_in_python(tmp_path, entry, said):
    path = tmp_path / "my.toml"
    path.write_text(TEMPLATE.read_text(encoding="utf-8").replace("trust_in_leader = 0.57", f"trust_in_leader = {entry}"), encoding="utf-8")
    (told,) = asked({"ask": "read", "name": "my.toml", "toml": path.read_text(encoding="utf-8")})
    assert said in told["refused"]
    with pytest.raises(InputError):
        load_workplace(path)


CALENDAR = """
[[units.events]]
kind = "change"
from_week = 10
to_week = 30
load = 0.4
[[units.events]]
kind = "leader_leaves"
week = 20
"""


@reads_files
def test_a_calendar_and_a_later_practice_are_read_and_lived_as_in_python(tmp_path):
    text = TEMPLATE.read_text(encoding="utf-8")
    practice = text[text.rindex("[[units.practices]]"):]
    practice = re.sub(r'^name = ".*"', 'name = "later"\nstarts_after_launch = 6', practice, flags=re.MULTILINE)
    path = tmp_path / "my.toml"
    path.write_text(text + practice + CALENDAR, encoding="utf-8")
    (told,) = asked({"ask": "lived", "toml": path.read_text(encoding="utf-8"), "runs": 8})
    ours, usual = simulate(load_workplace(path), runs=8), simulate(load_workplace(TEMPLATE), runs=8)
    assert told["trust"] == ours["trust_end"].tolist() != usual["trust_end"].tolist()
    assert told["outcome"] == list(ours["outcome"])


def test_what_is_not_known_is_told_from_chance():
    groups = [[0, 1, 0, 1], [1, 0, 1, 0]], [[0, 0, 0], [1, 1, 1]], [[1, 1], [1, 1]]
    assert asked(*({"ask": "spread", "groups": one} for one in groups)) == [0, 1, None]


def test_what_would_be_worth_knowing_is_said_only_where_it_is_clear():
    at = [[k / 8, (k * 5 % 8) / 8, k / 8] for k in range(8)]
    by_one, by_none = [[0.1 * (k > 3) + 0.001 * k] for k in range(8)], [[k % 2] for k in range(8)]
    clear, unclear = asked(*({"ask": "worth", "at": at, "kept": kept} for kept in (by_one, by_none)))
    assert clear["name"] == "one"
    assert clear["other"] > clear["one"]
    assert unclear is None


def test_side_by_side_shows_only_what_differs():
    (told,) = asked({"ask": "differ", "one": "plejecenter-1", "other": "plejecenter-2"})
    names = {row["name"] for row in told["differ"]}
    assert {"trust_in_leader", "leader.value", "needs.wellbeing", "practices"} <= names
    assert not {"employees", "contract_hours"} & names
    assert told["alike"] > 5
