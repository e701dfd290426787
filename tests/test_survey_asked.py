"""Who was asked and who answered, and what scales say of them: counted, drawn together, and hidden where few."""


import numpy as np
import pytest
from helpers import complaint
from survey_files import CODEBOOK, ITEMS, put, read, roster, rows, text

import sim
from sim.inputs.person import FEWEST
from sim.survey.hidden import hidden
from sim.survey.pooling import icc1, pooled
from sim.survey.states import states_from, utilisation


# ----- who was asked
def without_keys():
    return CODEBOOK.replace('key = "Nr"\n', "")


def test_an_answer_without_a_team_counts_in_its_unit_and_makes_nobody_more(tmp_path):
    table = rows()
    for row in (1, 2, 3):
        table[row][2] = ""
    found = read(tmp_path, survey=text(table), book=without_keys())
    assert (found.asked, found.answered, len(found.people)) == (40, 28, 40)


def test_an_answer_without_a_unit_counts_nowhere_and_its_person_is_taken_to_be_silent(tmp_path):
    table = rows()
    table[1][1] = table[1][2] = ""
    for book, answered in ((without_keys(), 27), (CODEBOOK, 28)):  # with a key, the roster knows the unit
        found = read(tmp_path, survey=text(table), book=book)
        assert (found.asked, found.answered, len(found.people)) == (40, answered, 40)


def test_an_answer_without_its_key_is_placed_by_unit_and_team(tmp_path):
    table = rows()
    for row in (1, 2, 3):
        table[row][0] = ""
    found = read(tmp_path, survey=text(table))
    assert (found.asked, found.answered, len(found.people)) == (40, 28, 40)


def test_a_roster_may_know_units_alone_or_nothing_but_how_many(tmp_path):
    units = text([line[1:2] for line in roster()])
    found = read(tmp_path, people=units, book=without_keys().replace('team = "Team"\nrole = "Rolle"\nhours = "Timer"\n', ""))
    assert (found.asked, found.answered) == (40, 28) and not any(unit.teams for unit in found.units)
    one_unit = without_keys().replace('unit = "Afdeling"\n', "").replace('team = "Team"\nrole = "Rolle"\nhours = "Timer"\n',
                                                                         'number = "Antal"\n')
    found = read(tmp_path, people="Antal\n40\n", book=one_unit)
    assert (found.asked, found.answered, len(found.units)) == (40, 28, 1)
    with_units = one_unit.replace("[columns]", '[columns]\nunit = "Afdeling"')
    complaint(lambda: read(tmp_path, people="Antal\n40\n", book=with_units), "which unit")
    complaint(lambda: read(tmp_path, people="Antal\n20\n", book=one_unit), "28 answers", "20 people")


def test_a_team_of_several_units_does_not_say_the_unit(tmp_path):
    book = without_keys().replace('[columns]\nunit = "Afdeling"\n', "[columns]\n")
    complaint(lambda: read(tmp_path, book=book), "survey.csv line 2", "'Dag'", "several units")


def test_a_roster_may_have_a_row_a_team(tmp_path):
    book = CODEBOOK.replace('key = "Nr"\n', "").replace('role = "Rolle"', 'number = "Antal"')
    places = [["Nord", "Dag"], ["Øst", "Dag"], ["Nord", "Aften"], ["Øst", "Aften"]]
    found = read(tmp_path, people=text([["Afdeling", "Team", "Timer", "Antal"], *([*place, "30", "10"] for place in places)]), book=book)
    by_key = read(tmp_path)
    assert (found.asked, found.answered) == (by_key.asked, by_key.answered) == (40, 28)
    assert found.table.equals(by_key.table)
    assert found.people["trust_in_leader"].notna().sum() == 28 and len(found.people) == 40


def test_without_a_roster_it_says_that_nobody_knows_who_was_asked(tmp_path):
    survey, book, _ = put(tmp_path)
    alone, with_roster = sim.from_survey(survey, book), read(tmp_path)
    assert "How many were asked is not known" in alone.text() and "no roster" in alone.workplace
    assert sim.load_workplace(alone.write(tmp_path / "out")[0]).units[0].employees == 14
    assert (alone.table["sd"].to_numpy() > with_roster.table["sd"].to_numpy()).all()


def test_a_unit_may_stand_in_the_roster_alone(tmp_path):
    table = [[line[0], *line[2:]] for line in rows()]
    names = {"Dag": "Dag 1"}
    survey = [[names.get(cell, cell) + (f" {row[1]}" if row[1] in ("Nord", "Øst") and k == 2 else "") for k, cell in enumerate(row)]
              for row in rows()]
    people = [[f"{cell} {row[1]}" if k == 2 and row[1] in ("Nord", "Øst") else names.get(cell, cell) for k, cell in enumerate(row)]
              for row in roster()]
    assert table[0] == ["Nr", "Team", "Timer", *ITEMS]
    survey = [[cell.replace("Dag 1", "Dag") for k, cell in enumerate(row) if k != 1] for row in survey]
    book = CODEBOOK.replace('key = "Nr"\n', "").replace('[columns]\nunit = "Afdeling"\n', "[columns]\n")
    found = read(tmp_path, survey=text(survey), people=text(people), book=book)
    assert [unit.name for unit in found.units] == ["nord", "oest"] and found.answered == 28


def test_leaders_do_not_count_as_employees(tmp_path):
    people = roster()
    people[1] = [*people[1][:-1], "leader"]
    found = read(tmp_path, people=text(people))
    assert (found.asked, found.answered) == (39, 27) and any("leaders (1)" in note for note in found.notes)


def test_more_silence_is_less_certain_and_questions_that_measure_badly_too():
    rng = np.random.default_rng(2)
    values, group = rng.normal(0.5, 0.2, 20), np.zeros(20, int)
    def sd(size, alpha=0.9, allowed=0.25):
        return pooled(values, group, np.array([size]), alpha, allowed).sd[0]
    assert sd(20) < sd(25) < sd(40) and sd(20, alpha=1) < 1e-9 < sd(20, alpha=0.5) and sd(40, allowed=0) < sd(40, allowed=0.5)
    assert sd(1e9, allowed=0) == pytest.approx(values.std(ddof=1) / np.sqrt(20) * 2.093 / 1.96, rel=1e-3)


def test_few_answers_are_drawn_to_the_mean_of_all_and_many_hardly():
    rng = np.random.default_rng(3)
    sizes = np.array([5, 200, 40, 40])
    group = np.repeat(np.arange(4), sizes)
    values = rng.normal(0.5, 0.15, len(group)) + np.array([0.2, 0.2, -0.1, -0.1])[group]
    found = pooled(values, group, 2.0 * sizes, 0.9, 0.0)
    assert found.own[0] < found.own[2] < found.own[1] and found.own[1] > 0.97
    assert found.icc == pytest.approx(icc1(values, group)) and found.icc > 0.2


def test_icc_is_that_of_the_analysis_of_variance():
    values, group = np.array([1.0, 2, 3, 4, 5, 6]), np.array([0, 0, 0, 1, 1, 1])
    assert icc1(values, group) == pytest.approx((13.5 - 1) / (13.5 + 2 * 1))
    assert np.isnan(icc1(values, np.zeros(6, int)))


# ----- what scales say
def test_states_are_made_of_the_scales_that_are_there():
    one, half = np.array([1.0, np.nan]), np.array([0.0, 0.5])
    assert states_from({"QL": one, "SS": half})["trust_in_leader"].values.tolist() == [0.5, 0.5]
    assert states_from({"QL": one, "RE": half})["trust_in_leader"].measures == ("QL",)
    assert "recognition stands in" in states_from({"RE": half})["trust_in_leader"].sources()
    assert states_from({"QD": one, "WP": half})["workload"].values.tolist() == [0.6, 0.5]
    assert "need_planning" not in states_from({"need_planning": one, "QL": one})
    assert 0.7 <= utilisation(0.0, 0.1) < utilisation(1.0) <= 1


def test_groups_under_five_are_hidden_and_never_left_over():
    for counts in ({"a": 4}, {"a": 4, "b": 9}, {"a": 2, "b": 2, "c": 20}, {"a": 1, "b": 6, "c": 7}, {"a": 5, "b": 5}, {}):
        away = sum(counts[name] for name in hidden(counts))
        assert away == 0 or away >= FEWEST or away == sum(counts.values()), counts
        assert all(counts[name] >= FEWEST for name in set(counts) - hidden(counts))
