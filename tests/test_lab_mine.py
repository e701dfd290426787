"""My workplace in the page: answers become ranges, ranges become workplaces, and files go to Python and back."""

import json
from pathlib import Path

import pytest
from node import answers, needs_node
from workplace_ranges import RANGES_THAT_CANNOT_BE

from sim import load_workplace, simulate
from sim.inputs.reading import SHIPPED, TEMPLATE, workplaces
from sim.inputs.workplace import Workplace

HERE = Path(__file__).parent
LIBRARIES = HERE.parent / "sim" / "lab" / "page" / "node_modules"
pytestmark = needs_node
reads_files = pytest.mark.skipif(not (LIBRARIES / "smol-toml").exists(), reason="needs the page's libraries: npm ci")

EVERYTHING = {"employees": 24, "trust_in_leader": "much", "trust_in_organisation": "so-so", "fit": "much", "full": "so-so",
              "other_changes": "hardly",
              "invited": "much", "leader_wish": "much", "leader_hours": 5.5, "backing": "much", "sessions": 3, "hours": 0.5}
LEAST = {"employees": 3, "trust_in_leader": "hardly", "fit": "hardly", "sessions": 16, "leader_hours": 0, "hours": 0}


def asked(*cases):
    """What Node tells of each case."""
    return answers("mine_in_node.mjs", cases)


@pytest.mark.parametrize(("answers", "seed"), [({}, 0), (EVERYTHING, 7), (LEAST, 0), ({"backing": "much", "full": "hardly"}, 3)])
def test_a_saved_file_runs_in_python_as_in_the_page(tmp_path, answers, seed):
    (told,) = asked({"ask": "middle", "answers": answers, "seed": seed, "runs": 8})
    path = tmp_path / "my-workplace.toml"
    path.write_text(told["toml"], encoding="utf-8")
    ours = simulate(load_workplace(path), runs=8, seed=seed)
    assert list(ours["outcome"]) == told["outcome"]
    assert ours["trust_end"].tolist() == told["trust"]


def test_a_saved_file_says_ranges_and_answers():
    (told,) = asked({"ask": "middle", "answers": {"trust_in_leader": "so-so", "employees": 24}, "seed": 0, "runs": 1})
    assert "employees = 24  # answered: 24" in told["toml"]
    assert "trust_in_leader = 0.525  # the middle of 0.4 to 0.65; answered: so-so" in told["toml"]
    assert "hours = 5.5  # the middle of 1 to 10; answered: don't know" in told["toml"]


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
    ({"employees": "so-so"}, "3 to 600"), ({"backing": "mch"}, "did you mean 'much'"), ({"hours": -1}, "0 to 20")])
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
