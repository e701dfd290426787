"""A survey is read as a workplace with its uncertainty: in any form and by any names of columns."""

import io
import json
import tomllib

import numpy as np
import pandas as pd
import pytest
from helpers import complaint
from survey_files import CODEBOOK, HEADER, ITEMS, put, roster, rows, text
from typer.testing import CliRunner

import sim
from sim.cli.main import app
from sim.inputs.reading import TEMPLATE, read_workplace
from sim.inputs.workplace import Workplace
from sim.inputs.written import Written
from sim.survey import made_up
from sim.survey.answers import reliability, scores
from sim.survey.guess import coding, guessed
from sim.survey.hidden import FEWEST, hidden
from sim.survey.people_file import PEOPLE
from sim.survey.pooling import icc1, pooled
from sim.survey.shipped import EXAMPLES, SHIPPED, shipped
from sim.survey.states import states_from, utilisation
from sim.survey.written import NOT_MEASURED


def read(tmp_path, **files):
    return sim.from_survey(*put(tmp_path, **files))


def example(name):
    answers, asked, book = shipped(name, None, None)
    return sim.from_survey(answers, book, asked)


def as_recorded(entries):
    """A workplace file with the mean of every entry that is known with a standard deviation."""
    if isinstance(entries, list):
        return [as_recorded(one) for one in entries]
    if not isinstance(entries, dict):
        return entries
    if "mean" in entries:
        return {"value": entries["mean"], "source": entries["source"]}
    return {name: as_recorded(one) for name, one in entries.items()}


def workplace(found):
    """The workplace that its file says, checked as every workplace is."""
    entries = as_recorded(tomllib.loads(found.workplace))
    assert entries.pop("people") == "people.csv"
    for one in entries.pop("correlations", []):
        assert set(one) == {"between", "r", "source"} and -1 < one["r"] < 1 and len(one["between"]) == 2
    written = Written()
    plain = written.plain(entries)
    return Workplace(**plain, provenance=written.sources, ranges=written.ranges)


# ----- what is written
@pytest.mark.parametrize("name", SHIPPED)
def test_an_example_becomes_a_workplace(name, tmp_path):
    found = example(name)
    place = workplace(found)
    ground = read_workplace(TEMPLATE).units[0]
    assert len(place.units) == (1 if name == "ward" else 6)
    for unit in place.units:
        assert unit.trust_in_leader != ground.trust_in_leader and unit.coherence == ground.coherence
        assert unit.utilisation != ground.utilisation
    assert f"{found.answered} of {found.asked} answered" in found.workplace
    files = found.write(tmp_path / "out")
    assert [file.name for file in files] == ["workplace.toml", "people.csv"]
    assert files[0].read_text(encoding="utf-8") == found.workplace


@pytest.mark.parametrize("name", SHIPPED)
def test_what_is_written_is_read_by_every_command(name, tmp_path):
    file, _ = example(name).write(tmp_path / "out")
    place = sim.load_workplace(file)
    assert len(place.ranges) >= 3 * len(place.units)
    assert sim.simulate(file, runs=2)["unit"].nunique() == len(place.units)


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
    assert workplace(alone).units[0].employees == 14
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


# ----- other columns
def test_a_guess_is_read_once_somebody_has_confirmed_it(tmp_path):
    survey, _, people = put(tmp_path)
    book = tmp_path / "guess.toml"
    book.write_text(guessed(survey, people), encoding="utf-8")
    complaint(lambda: sim.from_survey(survey, book, people), "guess.toml", "confirmed = true")
    said = book.read_text(encoding="utf-8").replace("confirmed = false", "confirmed = true")
    entries = tomllib.loads(said)
    assert entries["columns"] == {"key": "Nr", "unit": "Afdeling", "team": "Team", "hours": "Timer"}
    assert entries["roles"] == {"Tillidsvalgt": "representative", "employee": "employee"}
    assert [scale["items"] for scale in entries["scales"].values()] == [["L1", "L2", "L3"], ["O1", "O2"], ["W1"]]
    book.write_text(said.replace('"nothing"', '"trust_in_leader"', 1), encoding="utf-8")
    assert list(sim.from_survey(survey, book, people).states) == ["trust_in_leader"]


def test_a_guess_knows_copsoq_points_and_names_that_say_what_they_are_about(tmp_path):
    frame = pd.DataFrame({"gruppe": ["a", "b"] * 10, "QL3": [0, 25, 50, 75] * 5, "SSX2": [100, 25, 50, 999] * 5,
                          "Min leder": [1, 2, 3, 7] * 5, "Mail": ["x@y.dk"] * 20,
                          "Kommentar": [f"det er en lang tekst nummer {k}" for k in range(20)],
                          "Hvor travlt": ["lidt", "meget", "noget", "Ved ikke"] * 5})
    frame.to_csv(tmp_path / "s.csv", index=False)
    said = guessed(tmp_path / "s.csv")
    entries = tomllib.loads(said)
    measured = {tuple(scale["items"]): (scale["measures"], scale["answers"]) for scale in entries["scales"].values()}
    assert measured[("QL3",)] == ("QL", [0, 100]) and measured[("SSX2",)] == ("SS", [0, 100])
    assert measured[("Min leder",)] == ("trust_in_leader", [1, 7])
    assert measured[("Hvor travlt",)] == ("workload", ["lidt", "meget", "noget"])
    assert entries["scales"]["workload"]["missing"] == ["Ved ikke"]
    assert entries["columns"] == {"team": "gruppe"} and '"Mail" looks like e-mail' in said and '"Kommentar" looks like free text' in said


def test_codings_are_told_from_numbers_that_stand_for_none():
    assert coding(np.array([1, 2, 3, 4, 5, 9])) == ((1, 5), [9]) and coding(np.array([0, 3, 4, -1])) == ((0, 4), [-1])
    assert coding(np.arange(1, 11)) == ((1, 10), []) and coding(np.array([12.5, 40]))[0] is None


# ----- the command
def run(*words):
    return CliRunner().invoke(app, ["survey", *map(str, words)])


def test_the_command_writes_a_workplace_a_people_file_and_a_picture(tmp_path):
    survey, book, people = put(tmp_path)
    done = run(survey, "--codebook", book, "--roster", people, "--out", tmp_path / "mine.toml", "--plot", tmp_path / "mine.png")
    assert done.exit_code == 0 and "28 of 40 answered (70 %), in 2 units" in done.output
    assert (tmp_path / "mine-people.csv").exists() and (tmp_path / "mine.png").stat().st_size > 10_000
    assert tomllib.loads((tmp_path / "mine.toml").read_text(encoding="utf-8"))["people"] == "mine-people.csv"
    again = run(survey, "--codebook", book, "--out", tmp_path / "mine.toml")
    assert isinstance(again.exception, sim.InputError) and "exists already" in str(again.exception)


def test_the_command_gives_json(tmp_path):
    record = json.loads(run("home-care", "--json").output)
    assert (record["asked"], record["answered"]) == (75, 51) and {scale["name"] for scale in record["scales"]} >= {"QL", "TM"}
    hidden_rows = [row for row in record["states"] if row["unit"] == "vest"]
    assert hidden_rows and all(row["answered"] is None and row["as_answered"] is None for row in hidden_rows)


def test_a_guess_and_an_example_are_put_where_nothing_is(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert "ward-codebook.toml" in run("ward", "--copy").output
    assert "confirmed = true" in run("ward.csv", "--guess").output
    for words in (("ward", "--copy"), ("ward.csv", "--guess")):
        assert "exists already" in str(run(*words).exception)
    assert "did you mean 'ward'" in str(run("wards", "--copy").exception)


def test_a_picture_names_its_numbers():
    axes = sim.plot.survey(example("home-care"), "takehold survey home-care")
    assert [one.get_title(loc="left") for one in axes] == ["trust in the leader", "trust in the organisation", "workload"]
    assert "Mean, 0 to 1" in axes[0].get_xlabel() and "Vest, n = under 5" in [label.get_text() for label in axes[0].get_yticklabels()]
    complaint(lambda: sim.plot.survey("ward"), "sim.from_survey")




def test_questions_with_commas_in_them_stand_in_a_file_with_semicolons(tmp_path):
    asked = ["Afsnit", "Min leder holder, hvad hun lover", "Jeg har for meget at lave"]
    answers = [[("Nord", "Syd")[k % 2], str(1 + k % 7), str(7 - k % 7)] for k in range(28)]
    for encoding in ("utf-8", "cp1252"):
        (tmp_path / "s.csv").write_bytes(text([asked, *answers]).encode(encoding))
        said = guessed(tmp_path / "s.csv")
        assert 'unit = "Afsnit"' in said and '[scales.workload]' in said and f'items = ["{asked[1]}"]' in said


def test_the_command_that_follows_a_guess_has_the_roster(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    put(tmp_path)
    told = CliRunner().invoke(app, ["survey", "survey.csv", "--roster", "roster.csv", "--guess", "--codebook", "mine.toml"]).output
    assert "takehold survey survey.csv --roster roster.csv --codebook mine.toml" in " ".join(told.split())
