"""A people file in the page: read, put into places and refused as Python does it, and lived to the last bit."""

import base64

import numpy as np
import pytest
from node import needs_node
from test_lab_mine import asked, reads_files
from test_people_file import HEAD, WRONG, workplace_file
from test_webassembly_in_node import in_places

from sim import InputError, load_workplace, simulate
from sim.inputs.people import COLUMNS
from sim.inputs.reading import TEMPLATE

pytestmark = [needs_node, reads_files]
WHOLE = "person,team,role,contract_hours,trust_in_leader,trust_in_organisation,expectation,need_planning,need_coordination,need_wellbeing"
GOOD = {
    "roles": ("person,role,trust_in_leader", ["20,planner,0.9", "21,representative,0.8", *(f"{i},employee,0.{10 + i}" for i in range(5))]),
    "no roles": ("person,trust_in_leader,expectation", [f"{i},0.{10 + i},0.{30 + i}" for i in range(17)]),
    "needs": ("need_planning,need_wellbeing,role", ["0.5,0.3,employee", "0.4,,employee", ",,leader", "0.7,0.301,"]),
    "colleagues": ("person,team,colleagues", ["1,b,2;3;3", "2,b,none", "3,a,", "4,a,9;1", "5,,4", "6,c,1;2;3;4;5"]),
    "whole": (WHOLE, [f"{i},{'ab'[i % 2]},,{20 + i},0.{40 + i},0.6,0.5,0.4,0.35,0.25" for i in range(20)])}
GOOD["colleagues"][1].append("9,a,")


def told_of(content):
    """The case of a people file beside the template."""
    return {"ask": "people", "toml": TEMPLATE.read_text(encoding="utf-8"), "base64": base64.b64encode(content).decode(), "runs": 4}


@pytest.mark.parametrize("name", GOOD)
def test_people_are_read_and_lived_as_in_python(tmp_path, name):
    header, rows = GOOD[name]
    file = workplace_file(tmp_path, rows, header)
    place = load_workplace(file)
    (told,) = asked(told_of((tmp_path / "people.csv").read_bytes()))
    keys = "numbers", "team", "colleagues"
    ours = [one and {**one, "colleagues": None if one["colleagues"] is None else list(one["colleagues"])} for one in
            in_places(place.units[0].people)]
    assert [one and {key: one[key] for key in keys} for one in told["people"][0]] == ours
    assert told["trust"] == simulate(file, runs=4)["trust_end"].tolist()


@pytest.mark.parametrize("text", ["person;trust_in_leader\n1;0,25\n", "\ufeffperson,trust_in_leader\n1,0.25\n",
                                  "person\ttrust_in_leader\r\n1\t0,25\r\n", 'sep=;\nperson;trust_in_leader\n1;0,25\n',
                                  '"person","trust_in_leader",\r"1","0.25",\r', "person,trust_in_leader\n\n 1 , 2.5e-1\n,\n"])
def test_files_of_different_countries_are_read(text):
    for encoding in ("utf-8", "utf-16"):
        (told,) = asked(told_of(text.encode(encoding)))
        (one,) = (one for one in told["people"][0] if one)
        assert one["numbers"] == [0.25, *[None] * 6]


@pytest.mark.parametrize("row", WRONG)
def test_what_cannot_be_is_answered_with_its_line(row):
    (told,) = asked(told_of(f"{HEAD}\n{row}\n".encode()))
    assert told["refused"].startswith("people.csv") and "\n" not in told["refused"]
    nearest = ("valid names", "1 to 60", "0.3", "nan")  # which this page says in other words
    assert [part for part in WRONG[row] if part not in told["refused"] and part not in nearest] == []


@pytest.mark.parametrize("content", [b"", b"\n\n", b"person\n", b"\xff\xfe", b"person\n\xe6\n", b"person;team,role\n1\n", b"\x00" * 50,
                                     b"person\n" + b"9" * 30 + b"\n", b'person\n"', b"trust_in_leader\n1e400\n", b"trust_in_leader\n0,5\n",
                                     b"person,trust_in_leader\nAnna Holm,0.5\n", b"name,trust_in_leader\n1,0.5\n", b"leader,team\n1,1\n"])
def test_damaged_files_are_answered_and_names_are_not_repeated(content):
    (told,) = asked(told_of(content))
    assert told["refused"].startswith("people.csv") and "Holm" not in told["refused"]


def test_any_junk_is_taken_or_refused_as_in_python(tmp_path):
    dice = np.random.default_rng(0)
    cells = ["", "", "0.5", "0.25", "1", "1", "-1", "2", "x", "employee", "representative", "leader", "none", "1;2", "nan", "1e9", '"', "æ"]
    names, files = [*COLUMNS, "name", ""], []
    for _ in range(300):
        header = [names[i] for i in dice.choice(len(names), 2, replace=False)]
        rows = [",".join(cells[i] for i in dice.integers(0, len(cells), 2)) for _ in range(dice.integers(1, 3))]
        files.append("\n".join([",".join(header), *rows]).encode())
    refused = 0
    for content, told in zip(files, asked(*({**told_of(content), "runs": 0} for content in files)), strict=True):
        file = workplace_file(tmp_path, [])
        (tmp_path / "people.csv").write_bytes(content)
        try:
            ours = in_places(load_workplace(file).units[0].people)
        except InputError:
            refused += 1
            assert "refused" in told, content
        else:
            numbers = [one and one["numbers"] for one in ours] if ours else None
            assert ([one and one["numbers"] for one in told["people"][0]] if told["people"][0] else None) == numbers, content
    assert 150 < refused < 295
