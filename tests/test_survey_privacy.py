"""Nothing personal leaves a survey: names, addresses, numbers of persons, free text and small groups stand in no result."""

import json
import re

import numpy as np
import pandas as pd
import pytest
from survey_files import put, roster, rows, text

import sim
from sim.survey.privacy import personal

NAMES = [f"{first} {last}" for first in ("Anne", "Bo", "Carl", "Dorte", "Eva", "Finn", "Gerda")
         for last in ("Holm", "Juhl", "Krag", "Lund")]
PERSONAL = {"Navn": NAMES, "E-mail": [f"{name.lower().replace(' ', '.')}@sted.dk" for name in NAMES],
            "CPR": [f"{10 + k:02}0180-{1000 + k}" for k in range(len(NAMES))], "Tlf": [f"20 30 40 {k:02}" for k in range(len(NAMES))],
            "Medarbejder": [f"ab{k:04}x" for k in range(len(NAMES))],
            "Kommentar": [f"jeg synes {name} skal lytte mere til os alle" for name in NAMES]}


def survey_with_persons():
    extra = list(zip(*PERSONAL.values(), strict=True))
    return [[*rows()[0], *PERSONAL], *([*line, *more] for line, more in zip(rows()[1:], extra, strict=True))]


def everything(found, folder):
    """All that a survey gives, as text."""
    sim.plot.save(sim.plot.survey(found, "takehold survey"), folder / "picture.svg")
    written = [file.read_text(encoding="utf-8") for file in found.write(folder / "out")]
    return "\n".join([*written, found.text(), json.dumps(found.as_record()), found.people.to_csv(), found.table.to_csv(), repr(found.notes),
                      (folder / "picture.svg").read_text(encoding="utf-8")])


@pytest.mark.parametrize("form", ["csv", "frame"])
def test_no_name_address_number_or_text_is_written_anywhere(tmp_path, form):
    table = survey_with_persons()
    survey, book, people = put(tmp_path, survey=text(table))
    given = pd.DataFrame(table[1:], columns=table[0]) if form == "frame" else survey
    told = everything(sim.from_survey(given, book, people), tmp_path)
    for column, cells in PERSONAL.items():
        assert not [cell for cell in cells if cell.lower() in told.lower()], column
    for word in ("Holm", "Juhl", "Dorte", "@", "lytte"):
        assert word not in told, word
    assert not re.search(r"\b(10\d|11\d|12\d)\b", sim.from_survey(given, book, people).people.drop(columns="person").to_csv(index=False))


def test_columns_with_persons_are_named_and_left_out(tmp_path):
    survey, book, people = put(tmp_path, survey=text(survey_with_persons()))
    found = sim.from_survey(survey, book, people)
    assert found.left_out == {"Navn": "names of persons", "E-mail": "e-mail addresses", "CPR": "numbers of persons",
                              "Tlf": "numbers of persons", "Medarbejder": "ids", "Kommentar": "free text"}
    assert "Left out, looks like numbers of persons: CPR, Tlf." in found.text().replace("\n  ", " ")


@pytest.mark.parametrize(("header", "cells", "kind"), [
    ("Q1", ["3", "4", "5"] * 4, ""), ("Team", ["Dag", "Aften"] * 6, ""), ("Respondent ID", ["1", "2", "3"], "ids"),
    ("x", NAMES, "names of persons"),
    ("x", ["100180-1234"], "numbers of persons"), ("x", ["me@there.dk", ""], "e-mail addresses"), ("fornavn", ["Bo"], "names of persons"),
    ("kommentar", ["", "nej"], "free text"), ("x", [], "")])
def test_what_a_column_seems_to_hold(header, cells, kind):
    assert personal(header, cells) == kind


def test_the_order_of_people_tells_nothing(tmp_path):
    survey, book, people = put(tmp_path)
    usual = sim.from_survey(survey, book, people)
    table = rows()
    mixed = [table[0], *(table[1 + k] for k in np.random.default_rng(4).permutation(len(table) - 1))]
    survey.write_text(text(mixed), encoding="utf-8")
    again = sim.from_survey(survey, book, people)
    assert again.people.equals(usual.people) and again.workplace == usual.workplace


def test_answers_do_not_stand_beside_a_role_or_a_team_of_few(tmp_path):
    found = sim.from_survey(*put(tmp_path))
    answered = found.people[found.people["trust_in_leader"].notna()]
    assert answered["role"].isna().all()  # two of them are the representatives
    for unit in answered["unit"].unique():
        counts = answered[answered["unit"] == unit]["team"].value_counts(dropna=False)
        assert (counts >= 5).all()


def test_a_unit_of_few_is_in_no_number_but_the_mean_of_all(tmp_path):
    table = [line for k, line in enumerate(rows()) if line[1] != "Øst" or k < 8]  # four answers from there
    survey, book, people = put(tmp_path, survey=text(table))
    found = sim.from_survey(survey, book, people)
    few = next(unit for unit in found.units if unit.name == "oest")
    assert few.whole.answered < 5 and not few.teams and all(level.own == 0 for level in few.whole.levels.values())
    rows_there = found.people[found.people["unit"] == "oest"]
    assert rows_there[[name for name in rows_there if name.startswith("trust")]].isna().all().all() and rows_there["role"].notna().any()
    others = [line for line in table if line[1] != "Øst"]  # without those answers nothing that is shown is another
    survey.write_text(text(others), encoding="utf-8")
    without = sim.from_survey(survey, book, people)
    shown, again = (one.table[one.table["unit"] == "nord"] for one in (found, without))
    assert shown["as_answered"].tolist() == again["as_answered"].tolist()
    assert np.allclose(shown[["mean", "sd"]], again[["mean", "sd"]], atol=0.02)  # reliability is that of all answers


def few_left_over():
    """A unit of two teams in which what one person, or four, answered could be had from the unit and the teams that are shown."""
    survey, people = rows(), roster()
    survey[1][2] = people[1][2] = ""  # one person without a team
    yield "without a team", survey, people
    survey = rows()
    for line in [line for line in survey if line[1:3] == ["Nord", "Dag"]][:3]:
        line[7] = line[8] = "99"  # of seven, three do not say how they trust the organisation
    yield "did not say", survey, roster()


@pytest.mark.parametrize(("survey", "people"), [few[1:] for few in few_left_over()], ids=[few[0] for few in few_left_over()])
def test_what_few_answered_is_not_left_over_when_teams_are_taken_from_their_unit(tmp_path, survey, people):
    table = sim.from_survey(*put(tmp_path, survey=text(survey), people=text(people))).table
    for _, told in table.groupby(["unit", "state"]):
        left = told["answered"][told["team"] == ""].sum() - told["answered"][told["team"] != ""].sum()
        assert left == 0 or left >= 5
    assert (table["team"] != "").any()


def test_a_complaint_shows_no_cell_that_could_be_a_person(tmp_path):
    for cell in ("Anne Holm", "anne@sted.dk", "010180-1234", "20304050"):
        table = rows()
        table[3][-1] = cell
        survey, book, people = put(tmp_path, survey=text(table))
        with pytest.raises(sim.InputError) as told:
            sim.from_survey(survey, book, people)
        assert cell not in str(told.value) and "W1" in str(told.value)


