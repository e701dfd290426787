"""A survey is read as a workplace with its uncertainty: in any form and by any names of columns."""

import io
import tomllib

import numpy as np
import pandas as pd
import pytest
from helpers import complaint
from survey_files import CODEBOOK, HEADER, ITEMS, example, read, roster, rows, text

import sim
from sim.inputs.reading import TEMPLATE, read_workplace
from sim.survey import made_up
from sim.survey.answers import reliability, scores
from sim.survey.people_file import PEOPLE
from sim.survey.shipped import EXAMPLES, SHIPPED
from sim.survey.written import NOT_MEASURED


# ----- what is written
@pytest.mark.parametrize("name", SHIPPED)
def test_an_example_becomes_a_workplace_that_every_command_reads(name, tmp_path):
    found = example(name)
    files = found.write(tmp_path / "out")
    place, ground = sim.load_workplace(files[0]), read_workplace(TEMPLATE).units[0]
    assert len(place.units) == (1 if name == "ward" else 6) and len(place.ranges) >= 3 * len(place.units)
    assert place.correlations and all(-1 < one.r < 1 and len(one.between) == 2 for one in place.correlations)
    for unit in place.units:
        assert unit.trust_in_leader != ground.trust_in_leader and unit.coherence == ground.coherence
        assert unit.utilisation != ground.utilisation
    assert f"{found.answered} of {found.asked} answered" in found.workplace
    assert [file.name for file in files] == ["workplace.toml", "people.csv"]
    assert files[0].read_text(encoding="utf-8") == found.workplace
    assert sim.simulate(files[0], runs=2)["unit"].nunique() == len(place.units)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_entry_says_where_it_is_from(name):
    entries = tomllib.loads(example(name).workplace)
    for unit in entries["units"]:
        for key, entry in unit.items():
            if key in ("name", "title", "sees"):
                continue
            parts = entry if isinstance(entry, list) else [entry] if "source" in entry else list(entry.values())
            assert parts and all(part["source"].startswith(("survey", "roster", NOT_MEASURED)) for part in parts), key
        assert unit["coherence"]["source"] == unit["leader"]["source"] == NOT_MEASURED
        assert set(unit["trust_in_leader"]) == {"mean", "sd", "source"} and 0 < unit["trust_in_leader"]["sd"] < 0.2


def test_a_source_says_how_many_answered():
    ward = tomllib.loads(example("ward").workplace)["units"][0]
    assert ward["trust_in_leader"]["source"] == "survey, 29 of 35 answered (trust_in_leader)"
    assert ward["employees"] == {"value": 35, "source": "roster"} and ward["representatives"]["value"] == 2
    assert ward["team_size"]["value"] == 18 and ward["contract_hours"]["source"] == "roster, mean of employees"
    homes = {unit["name"]: unit for unit in tomllib.loads(example("home-care").workplace)["units"]}
    assert "11 of 14 answered (QL and SS), " in homes["nord"]["trust_in_leader"]["source"]
    assert homes["vest"]["trust_in_leader"]["source"].startswith("survey, fewer than 5 answered here: the mean of all units")
    assert homes["vest"]["trust_in_leader"]["sd"] > 1.5 * homes["aften"]["trust_in_leader"]["sd"]


def test_the_people_file_has_a_row_for_each_employee():
    people = example("ward").people
    assert tuple(people.columns) == PEOPLE and len(people) == 35 and set(people["unit"]) == {"ward"}
    assert people["person"].tolist() == list(range(1, 36)) and set(people["team"]) == {"team-a", "team-b"}
    answered = people[people["trust_in_leader"].notna()]
    assert len(answered) == 29
    numbers = people[[name for name in PEOPLE if name.startswith(("trust", "need", "expect"))]].astype(float)
    assert numbers.min().min() >= 0 and numbers.max().max() <= 1
    needs = answered[[name for name in PEOPLE if name.startswith("need")]].astype(float).sum(axis=1)
    assert np.allclose(needs, 1, atol=0.004)
    read_back = pd.read_csv(io.StringIO(people.to_csv(index=False)))
    assert read_back["contract_hours"].between(10, 37).all() and read_back["colleagues"].isna().all()


def test_the_truth_of_the_examples_lies_inside():
    inside = []
    for name in SHIPPED:
        found, truth = example(name), pd.read_csv(EXAMPLES / f"{name}-truth.csv")
        for unit in found.units:
            mine = truth if len(found.units) == 1 else truth[truth["unit"] == unit.whole.label]
            for state, level in unit.whole.levels.items():
                mean = np.average(mine[state], weights=mine["employees"])
                inside.append(level.interval.low <= mean <= level.interval.high)
    assert np.mean(inside) > 0.85


def test_the_examples_are_made_again_bit_for_bit(tmp_path):
    made_up.main(str(tmp_path))
    made = sorted(file.name for file in tmp_path.iterdir())
    assert made == sorted(file.name for file in EXAMPLES.iterdir() if file.suffix == ".csv")
    for name in made:
        assert (tmp_path / name).read_bytes() == (EXAMPLES / name).read_bytes(), name


# ----- the forms in which surveys come
@pytest.mark.parametrize("form", ["semicolons", "commas", "tabs", "mark", "old", "utf-16", "sep", "TRUE", "parquet", "frame", "spaces",
                                  "xlsx"])
def test_every_form_says_the_same(tmp_path, form):
    usual = read(tmp_path)
    table = rows()
    plain = [[cell.replace(",", ".") for cell in line] for line in table]
    path = tmp_path / {"parquet": "s.parquet", "xlsx": "s.xlsx"}.get(form, "s.csv")
    frame = pd.DataFrame(plain[1:], columns=plain[0]).astype(dict.fromkeys(("Timer", *ITEMS), float))
    contents = {"semicolons": text(table).encode(), "commas": text(plain, ",").encode(), "tabs": text(table, "\t").encode(),
                "mark": "\ufeff".encode() + text(table).encode(), "old": text(table).encode("cp1252"),
                "utf-16": text(table).encode("utf-16"), "sep": ("sep=;\n" + text(table)).encode(),
                "spaces": text([[f" {cell} " for cell in line] for line in table]).encode(),
                "TRUE": text([[*table[0], "Ja"], *([*line, "TRUE"] for line in table[1:])]).encode()}
    if form in contents:
        path.write_bytes(contents[form])
    elif form == "parquet":
        import duckdb
        with duckdb.connect() as connection:
            connection.from_df(frame).write_parquet(str(path))
    elif form == "xlsx":
        pytest.importorskip("openpyxl", reason="reading .xlsx needs openpyxl, an extra")
        frame.to_excel(path, index=False)
    found = sim.from_survey(frame if form == "frame" else path, tmp_path / "codebook.toml", tmp_path / "roster.csv")
    assert found.workplace == usual.workplace and found.people.equals(usual.people)


def test_without_openpyxl_an_excel_file_says_what_to_do(tmp_path, monkeypatch):
    import sys
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    (tmp_path / "s.xlsx").write_bytes(b"PK")
    complaint(lambda: sim.from_survey(tmp_path / "s.xlsx"), "s.xlsx", "pip install openpyxl", "CSV UTF-8")


@pytest.mark.parametrize(("answers", "cells"), [
    ("[0, 4]", range(5)), ("[1, 7]", (1, 2.5, 4, 5.5, 7)), ("[0, 100]", (0, 25, 50, 75, 100)), ("[5, 1]", (5, 4, 3, 2, 1)),
    ('["nej", "lidt", "noget", "meget", "ja"]', ("nej", "LIDT", "noget", "meget", "ja"))])
def test_answers_may_be_coded_in_any_way(tmp_path, answers, cells):
    usual = read(tmp_path)
    table = [HEADER, *([*line[:4], *(str(list(cells)[int(cell) - 1]).replace(".", ",") for cell in line[4:])] for line in rows()[1:])]
    found = read(tmp_path, survey=text(table), book=CODEBOOK.replace("[1, 5]", answers))
    assert found.table.equals(usual.table)


def test_missing_answers_do_not_count(tmp_path):
    table = rows()
    for row, cell in enumerate(("99", "", "NA", "#N/A", "99,0", "."), 1):
        table[row] = [*table[row][:-1], cell]
    found = read(tmp_path, survey=text(table))
    assert {scale.name: scale.answered for scale in found.scales} == {"leader": 28, "organisation": 28, "workload": 22}


def test_a_reversed_item_is_turned_and_one_that_goes_against_the_others_is_named(tmp_path):
    table = [HEADER, *([*line[:4], *(str(k % 5 + 1) for _ in ITEMS)] for k, line in enumerate(rows()[1:]))]
    straight = read(tmp_path, survey=text(table), book=CODEBOOK.replace('reversed = ["L3"]\n', ""))
    assert straight.scales[0].alpha == pytest.approx(1) and not straight.scales[0].against
    turned = read(tmp_path, survey=text(table))
    assert turned.scales[0].against == ("L3",) and any("L3 goes against" in note for note in turned.notes)
    assert np.allclose(turned.scales[0].scores, (2 * straight.scales[0].scores + 1 - straight.scales[0].scores) / 3)


def test_half_of_the_items_make_a_score():
    answers = np.array([[0.5, 1.0, np.nan, np.nan], [1.0, np.nan, np.nan, np.nan], [0.0, 0.0, 1.0, 1.0]])
    assert np.array_equal(scores(answers), [0.75, np.nan, 0.5], equal_nan=True)


def test_cronbachs_alpha_is_as_in_the_textbook():
    rng = np.random.default_rng(5)
    items = rng.normal(size=(4000, 1)) + rng.normal(size=(4000, 4))  # reliability of the sum: 4 * 4 / (4 * 4 + 4) = 0.8
    assert reliability(items)[0] == pytest.approx(0.8, abs=0.02)
    assert np.isnan(reliability(items[:, :1])[0]) and np.isnan(reliability(np.ones((9, 3)))[0])


def test_roles_of_those_who_kept_silent_fit_the_seats_of_the_unit():
    people = example("ward").people
    assert set(people["role"].dropna()) <= {"employee", "representative", "planner"}
    homes = example("home-care")  # whose roster knows no roles, so that the seats are the template's
    assert homes.people["role"].isna().all() and "representatives = { value = 2, source = \"template" in homes.workplace


def test_a_unit_of_fewer_than_five_people_has_no_rows_of_its_own(tmp_path):
    answers = rows()
    survey = [answers[0], *([line[0], "Lille", *line[2:]] if k < 3 else line for k, line in enumerate(answers[1:]))]
    people = [line for k, line in enumerate(roster()) if k == 0 or k > 3]
    people += [[line[0], "Lille", *line[2:]] for line in roster()[1:4]]
    found = read(tmp_path, survey=text(survey), people=text(people))
    assert [unit.name for unit in found.units] == ["oest", "nord", "lille"] and found.units[2].whole.asked == 3
    assert "lille" not in set(found.people["unit"]) and 'name = "lille"' in found.workplace


def test_roles_are_told_apart_without_a_key(tmp_path):
    book = CODEBOOK.replace('key = "Nr"\n', "").replace('team = "Team"\nhours', 'team = "Team"\nrole = "Rolle"\nhours')
    survey = [[*line, "Rolle" if k == 0 else "Tillidsvalgt" if k == 5 else "employee"] for k, line in enumerate(rows())]
    found = read(tmp_path, survey=text(survey), book=book)
    silent = found.people[found.people["trust_in_leader"].isna()]
    assert found.asked == len(found.people) == 40
    assert silent["role"].value_counts().to_dict() == {"employee": 11, "representative": 1}
