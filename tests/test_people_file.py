"""A people file is read, or answered in one sentence; nothing of a single row of it stands anywhere."""

import json
import pickle
from math import isnan, nan

import numpy as np
import pandas as pd
import pytest
from helpers import complaint, exactly

import sim
from sim import InputError, InterventionModel, load_workplace, simulate, with_context, with_people
from sim.explain.explanation import explain
from sim.inputs.people import COLUMNS
from sim.inputs.person import FEWEST, NUMBERS
from sim.inputs.reading import TEMPLATE
from sim.lab import page

UNIT = load_workplace(TEMPLATE).units[0]  # 20 employees, of whom some sit in the steering group
SECRET = ("0.61803", "0.27182", "31.4159", "987654", "Sunflowers", "0.14142")  # of one row


def workplace_file(folder, rows, header="person,role,trust_in_leader", name="people.csv"):
    """A workplace file with a people file beside it."""
    (folder / name).write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    file = folder / "w.toml"
    file.write_text(f'people = "{name}"\n{TEMPLATE.read_text(encoding="utf-8")}', encoding="utf-8")
    return file


def told_of(folder, rows, header):
    """What is known of the people in their places."""
    return load_workplace(workplace_file(folder, rows, header)).units[0].people


# ----- what is read
def test_rows_stand_in_the_places_of_their_roles(tmp_path):
    rows = [*(f"{i},employee,0.{10 + i}" for i in range(5)), "20,planner,0.9", "21,representative,0.8"]
    people = told_of(tmp_path, rows, "person,role,trust_in_leader")
    at = UNIT.representatives
    assert people[0].numbers[0] == 0.8 and [one and one.seat for one in people[1:at]] == [None] * (at - 1)
    assert [people[UNIT.members + i].numbers[0] for i in range(5)] == [0.1, 0.11, 0.12, 0.13, 0.14]
    assert len(people) == UNIT.employees and sum(one is not None for one in people) == 6 + (UNIT.planners > 0)


@pytest.mark.parametrize("text", ["person;trust_in_leader\n1;0,25\n", "\ufeffperson,trust_in_leader\n1,0.25\n",
                                  "person\ttrust_in_leader\r\n1\t0,25\r\n", 'sep=;\nperson;trust_in_leader\n1;0,25\n'])
def test_files_of_different_countries_are_read(tmp_path, text):
    file = workplace_file(tmp_path, [])
    (tmp_path / "people.csv").write_text(text, encoding="utf-8")
    one, = (one for one in load_workplace(file).units[0].people if one)
    assert one.numbers[0] == 0.25 and all(map(isnan, one.numbers[1:]))


def test_a_table_gives_the_same_as_a_file(tmp_path):
    frame = pd.DataFrame({"person": [1, 2, 3, 4], "team": ["a", "b", None, "a"], "trust_in_leader": [0.5, nan, 0.25, 1],
                          "colleagues": ["2;3", None, "none", [1]]})
    file = workplace_file(tmp_path, ["1,a,0.5,2;3", "2,b,,", "3,,0.25,none", "4,a,1,1"], "person,team,trust_in_leader,colleagues")
    read, given = load_workplace(file), with_people(load_workplace(TEMPLATE), frame)
    exactly(simulate(read, runs=2), simulate(given, runs=2))
    assert {one.colleagues for one in given.units[0].people if one and one.colleagues == ()} == {()}
    assert simulate(given)["fingerprint"][0] != simulate(load_workplace(TEMPLATE))["fingerprint"][0]


def test_two_needs_give_the_third_and_leaders_are_left_out(tmp_path):
    people = told_of(tmp_path, ["0.5,0.3,employee", "0.4,,employee", ",,leader"], "need_planning,need_wellbeing,role")
    first, second = (one.numbers[3:6] for one in people if one)
    assert first == pytest.approx((0.5, 0.2, 0.3)) and second[0] == 0.4 and isnan(second[1])


def test_rows_without_a_role_are_dealt_alike_every_time_and_not_in_the_order_of_the_file():
    rows = [{"trust_in_leader": i / 100} for i in range(UNIT.employees)]
    first, again = (with_people(load_workplace(TEMPLATE), rows).units[0].people for _ in range(2))
    values = [one.numbers[0] for one in first]
    assert repr(values) == repr([one.numbers[0] for one in again])
    assert sorted(values) == [i / 100 for i in range(UNIT.employees)] != values


def test_a_workplace_of_several_units_keeps_them_apart():
    place = load_workplace("bostedet")
    known = with_people(place, [{"unit": unit.name, "trust_in_leader": 0.5, "person": i} for unit in place.units for i in range(5)])
    assert [sum(one is not None for one in unit.people) for unit in known.units] == [5] * len(place.units)
    assert "unit is missing" in complaint(lambda: with_people(place, [{"trust_in_leader": 0.5}]), *(unit.name for unit in place.units))


def test_settings_levers_and_copies_keep_the_people():
    known = with_people(load_workplace(TEMPLATE), [{"role": "representative", "trust_in_leader": 0.5}])
    for one in (with_context(known, {"leader.value": 0.3}), pickle.loads(pickle.dumps(known))):
        assert one.known_people == 1 and one.units[0].people[0].numbers[0] == 0.5
    complaint(lambda: with_context(known, {"employees": 30}), "people file")
    seated = with_people(load_workplace(TEMPLATE), [{"role": "employee", "trust_in_leader": 0.5}])
    complaint(lambda: with_context(seated, {"representatives": UNIT.representatives + 1}), "people file")


# ----- what cannot be
HEAD = "person,role,trust_in_leader,colleagues,need_planning,need_coordination,need_wellbeing,contract_hours"
WRONG = {
    "1,employee,1.5,,,,,": ("line 2", "trust_in_leader", "1.5", "0 to 1"), "1,employee,much,,,,,": ("line 2", "trust_in_leader", "much"),
    "1,employee,nan,,,,,": ("line 2", "nan"), "1,boss,,,,,,": ("line 2", "boss", "valid names"),
    "1,planer,,,,,,": ("did you mean 'planner'",),
    "1,,,7,,,,": ("line 2", "colleague 7"), "1,,,1,,,,": ("line 2", "of their own"), "1,,,,0.5,0.5,0.5,": ("line 2", "1.5", "not to 1"),
    "1,,,,0.1,0.1,0.1,": ("line 2", "0.3"), "1,,,,,,,0": ("contract_hours", "1 to 60"), "1,,,,,,,70": ("contract_hours", "1 to 60"),
    "1,,,,,,,\n1,,,,,,,": ("line 3", "person 1"), "1,,0.5,,,,": ("line 2", "cells"), "1.5,,,,,,,": ("line 2", "whole number")}


@pytest.mark.parametrize("row", WRONG)
def test_what_cannot_be_is_answered_with_its_line(tmp_path, row):
    complaint(lambda: load_workplace(workplace_file(tmp_path, [row], HEAD)), "people.csv", *WRONG[row])


@pytest.mark.parametrize(("header", "names"), [
    ("name,trust_in_leader", ("'name'",)), ("trust_leader,team", ("did you mean 'trust_in_leader'",)),
    ("trust_in_leader,leader", ("workplace file",)),
    ("team,team", ("twice",)), ("Anna,Bo", ("none of the columns",)), ("team,", ("column without a name",))])
def test_columns_that_are_not_read_are_refused(tmp_path, header, names):
    complaint(lambda: load_workplace(workplace_file(tmp_path, ["1,1"], header)), "people.csv", *names)


def test_names_of_persons_are_not_repeated(tmp_path):
    for rows, header in ((["Anna Holm,0.5"], "person,trust_in_leader"), (["1,Anna Holm"], "person,colleagues"),
                         (["Bo,1"], "Anna Holm,0.5")):
        file = workplace_file(tmp_path, rows, header)
        assert "Holm" not in complaint(lambda file=file: load_workplace(file), "people.csv")


def test_more_rows_than_places_are_refused(tmp_path):
    too_many = [f"{i},,0.5" for i in range(UNIT.employees + 1)]
    complaint(lambda: load_workplace(workplace_file(tmp_path, too_many)), str(UNIT.employees + 1), str(UNIT.employees))
    seats = [f"{i},representative,0.5" for i in range(UNIT.representatives + 1)]
    complaint(lambda: load_workplace(workplace_file(tmp_path, seats)), "representative", str(UNIT.representatives))
    without = [f"{i},employee,0.5" for i in range(UNIT.employees)]
    complaint(lambda: load_workplace(workplace_file(tmp_path, without)), str(UNIT.employees - UNIT.members))


def test_of_units_of_fewer_than_five_nothing_is_known():
    place = with_context(TEMPLATE, {"representatives": 1, "planners": 0, "coordinators": 0, "employees": FEWEST - 1})
    complaint(lambda: with_people(place, [{"trust_in_leader": 0.5}]), f"fewer than {FEWEST}")


@pytest.mark.parametrize("entry", ["people = 3", "people = ['a.csv']", 'people = ""', 'people = "missing.csv"', 'people = "w.toml"',
                                   'people = "."', 'people = "people.xlsx"'])
def test_what_is_no_people_file_is_said(tmp_path, entry):
    file = tmp_path / "w.toml"
    file.write_text(f"{entry}\n{TEMPLATE.read_text(encoding='utf-8')}", encoding="utf-8")
    complaint(lambda: load_workplace(file))


@pytest.mark.parametrize("content", [b"", b"\n\n", b"person\n", b"\xff\xfe", b"person\n\xe6\n", b"person;team,role\n1\n", b"\x00" * 50,
                                     b"person\n" + b"9" * 30 + b"\n", b'person\n"', b"trust_in_leader\n1e400\n", b"trust_in_leader\n0,5\n"])
def test_damaged_files_are_answered(tmp_path, content):
    file = workplace_file(tmp_path, [])
    (tmp_path / "people.csv").write_bytes(content)
    complaint(lambda: load_workplace(file), "people.csv")


def test_any_junk_is_answered_in_one_sentence(tmp_path):
    dice = np.random.default_rng(0)
    cells = ["", "0.5", "0,5", "1", "-1", "2", "x", "employee", "representative", "leader", "none", "1;2", "\x1b[2J", "nan", "1e9", '"',
             ";", "æ", "=1+1"]
    names, refused = [*COLUMNS, "name", "", "Trust_in_leader"], 0
    for _ in range(200):
        header = [names[i] for i in dice.integers(0, len(names), 4)]
        rows = [",".join(cells[i] for i in dice.integers(0, len(cells), dice.integers(3, 6))) for _ in range(dice.integers(0, 6))]
        file = workplace_file(tmp_path, rows, ",".join(header))
        try:
            load_workplace(file)
        except InputError as error:
            refused += 1
            assert "\n" not in str(error) and "people.csv" in str(error) and "\x1b" not in str(error)
    assert refused > 150


def test_people_are_not_written_into_a_unit():
    entries = load_workplace(TEMPLATE).model_dump()
    entries["units"][0]["people"] = [{"trust_in_leader": 0.5}]
    complaint(lambda: page.setting(entries), "people.csv")


# ----- nothing of a single row is shown
@pytest.fixture(scope="module")
def secret(tmp_path_factory):
    """A workplace of whose people one has numbers that are found again wherever they stand."""
    folder = tmp_path_factory.mktemp("secret")
    rows = [f"{SECRET[3]},{SECRET[4]},representative,{SECRET[0]},{SECRET[1]},{SECRET[5]},{SECRET[2]}",
            *(f"{i},day,employee,0.5,0.5,0.5,30" for i in range(10))]
    return workplace_file(folder, rows, "person,team,role,trust_in_leader,trust_in_organisation,expectation,contract_hours")


def found_in(text):
    return [one for one in SECRET if one in str(text)]


COMMANDS = {"check": (), "run": ("--runs", "3", "--sets", "0"), "run --json": ("--runs", "3", "--sets", "0", "--json"),
            "explain": ("--sets", "0"), "explain --json": ("--sets", "0", "--json"),
            "what-if": ("--lever", "involvement=1", "--runs", "3", "--sets", "0")}


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_prints_anything_of_a_row(secret, command, call):
    status, *text = call(command.split()[0], secret, *COMMANDS[command])
    assert (status, len(text[0]) > 100, found_in(text)) == (0, True, [])


def test_no_file_holds_anything_of_a_row(secret, tmp_path, call):
    assert found_in((secret.parent / "people.csv").read_text(encoding="utf-8")) == list(SECRET)
    told = " ".join(str(call(*some)) for some in (
        ("report", secret, "--runs", "4", "--sets", "0", "--out", tmp_path / "report.html"),
        ("lab", secret, "--out", tmp_path / "lab.html"), ("run", secret, "--runs", "3", "--sets", "0", "--plot", tmp_path / "run.svg")))
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.name for path in files} == {"report.html", "lab.html", "run.svg"}, told
    assert [(path.name, found) for path in files if (found := found_in(path.read_text(encoding="utf-8", errors="replace")))] == []
    assert "left out" in told and found_in(told) == []
    assert "people file" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_nothing_stands_in_what_a_workplace_tells_of_itself(secret):
    place = load_workplace(secret)
    for text in (repr(place), str(place), place.model_dump(), place.model_dump_json(), repr(place.units[0].people), page.setting(place)):
        assert found_in(text) == []
    assert "people" not in json.dumps(type(place).model_json_schema()["$defs"]["Unit"])


def test_small_groups_and_single_persons_are_not_shown(secret):
    model = InterventionModel(load_workplace(secret))
    complaint(model.people, "people file")
    first = sim.trajectories(secret).iloc[0]
    unit, line = model.units[0], model.units[0].record.start
    assert UNIT.representatives < FEWEST and line.trust_representatives == line.trust_leader
    assert found_in([first.to_dict(), line.__dict__]) == []
    model.run()
    assert len(unit.members) >= FEWEST or 0 <= unit.record.lines[-1].influence_gap <= 1


def test_a_story_tells_no_votes_by_role_and_nobody_who_drops_out(secret):
    model_story = explain(secret, mechanisms=["listening"])
    for unit in model_story.units:
        assert not {event.kind for event in unit.events} & {"dropped out"}
        votes = [event.what for event in unit.events if event.kind == "vote"]
        assert votes and all(role not in vote for vote in votes for role in ("representative", "planner", "coordinator"))


def test_check_says_what_the_people_file_tells(secret, call):
    text = " ".join(call("check", secret)[1].split())
    assert f"11 of {UNIT.employees} employees" in text and "Nothing of a single row is shown" in text


def test_numbers_of_a_row_are_columns_of_a_file():
    assert set(NUMBERS) < set(COLUMNS)
