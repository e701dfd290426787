"""The command survey: guesses, files, pictures, and what it says next."""

import json
import tomllib

import numpy as np
import pandas as pd
import pytest
from helpers import complaint
from survey_files import example, put, text
from typer.testing import CliRunner

import sim
from sim.cli.main import app
from sim.survey.guess import coding, guessed


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


@pytest.mark.parametrize("line", ["--guess --json", "--guess --out w.toml", "--guess --plot p.png", "--copy --json", "--copy --guess",
                                  "--copy --out w.toml", "--copy --roster r.csv"])
def test_options_that_exclude_each_other_are_refused_and_nothing_is_written(call, tmp_path, monkeypatch, line):
    monkeypatch.chdir(tmp_path)
    status, out, told = call("survey", "ward", *line.split())
    assert status == 2 and not out and "do not go together" in told and told.count("\n") == 1 and list(tmp_path.iterdir()) == []
