"""A survey in the page: the same workplace and people files as takehold survey writes, to the printed digits, and the same refusals."""

import base64
import io
import re
import tomllib

import numpy as np
import pandas as pd
import pytest
from node import answers, needs_node
from survey_files import CODEBOOK, roster, rows, text
from test_lab_mine import reads_files
from test_survey_refused import CASES

import sim
from sim import InputError
from sim.survey.shipped import shipped

pytestmark = [needs_node, reads_files]


def coded(content):
    content = content.encode() if isinstance(content, str) else content
    return None if content is None else base64.b64encode(content).decode()


def case(survey, people=None, book=None, ask="survey"):
    return {"ask": ask, "survey": coded(survey), "roster": coded(people), "book": coded(book)}


def asked(*cases):
    """What Node tells of each case."""
    return answers("survey_in_node.mjs", cases)


NUMBER = re.compile(r"\d+(?:\.\d+)?")


def same_files(told, ours, last_digit=0.0):
    """Whether the page wrote what Python writes. last_digit: by how much a number may differ that lies between two roundings."""
    theirs, wanted = told["toml"], ours.workplace
    assert tomllib.loads(NUMBER.sub("0", theirs)) == tomllib.loads(NUMBER.sub("0", wanted))
    assert list(map(float, NUMBER.findall(theirs))) == pytest.approx(list(map(float, NUMBER.findall(wanted))), abs=last_digit + 1e-12)
    assert bool(told["people"]) == bool(len(ours.people))
    header = f"{','.join(ours.people.columns)}\n"
    theirs = pd.read_csv(io.StringIO(told["people"] or header), dtype=str, keep_default_na=False)
    pd.testing.assert_frame_equal(theirs, pd.read_csv(io.StringIO(ours.people.to_csv(index=False)), dtype=str, keep_default_na=False))
    for one, scale in zip(told["scales"], ours.scales, strict=True):
        assert one["name"] == scale.name
        assert (np.nan if one["alpha"] is None else one["alpha"]) == pytest.approx(scale.alpha, nan_ok=True)
    assert [np.nan if one is None else one for one in told["icc"].values()] == pytest.approx(list(ours.icc.values()), nan_ok=True)
    assert told["teams"] == [{team.label: list(team.levels) for team in unit.teams} for unit in ours.units]
    assert {one["name"]: one["why"] or "not in the codebook" for one in told["leftOut"]} == ours.left_out


@pytest.mark.parametrize("name", ["ward", "home-care"])
@pytest.mark.parametrize("with_roster", [True, False])
def test_shipped_examples_give_the_files_that_python_writes(name, with_roster):
    survey, people, book = shipped(name, None, None)
    people = people if with_roster else None
    (told,) = asked(case(survey.read_bytes(), people and people.read_bytes(), book and book.read_bytes()))
    if name == "home-care" and not with_roster:  # a district of two, as far as anybody knows
        assert told["refused"].startswith("this survey makes no workplace: units[vest].employees = 2")
        with pytest.raises(InputError, match="makes no workplace"):
            sim.from_survey(survey, book, people).toml(None)
    else:
        same_files(told, sim.from_survey(survey, book, people))


def some_surveys():
    """Surveys of other sizes, with fewer answers, small units, without keys, and with somebody whose team nobody knows."""
    without_keys = CODEBOOK.replace('key = "Nr"\n', "")
    for seed in range(4):
        for count in (6, 13, 28):
            table = rows(count, seed)
            for row in table[1:]:
                if np.random.default_rng(int(row[0]) + seed).random() < 0.2:
                    row[5] = row[8] = ["", "99"][seed % 2]
            yield table, roster() if seed % 2 else None, without_keys if seed > 1 else CODEBOOK
    for who in (1, 40):  # who answered, and who kept silent
        table, people = rows(), roster()
        people[who][2] = ""
        table[who if who < len(table) else 1][2] = ""
        yield table, people, CODEBOOK


def test_other_surveys_give_the_files_that_python_writes(tmp_path):
    cases = list(some_surveys())
    told = asked(*(case(text(table), people and text(people), book) for table, people, book in cases))
    for one, (table, people, book) in zip(told, cases, strict=True):
        (tmp_path / "survey.csv").write_text(text(table), encoding="utf-8")
        (tmp_path / "codebook.toml").write_text(book, encoding="utf-8")
        (tmp_path / "roster.csv").write_text(text(people or roster()), encoding="utf-8")
        assert "refused" not in one, one
        same_files(one, sim.from_survey(tmp_path / "survey.csv", tmp_path / "codebook.toml", (tmp_path / "roster.csv") if people else None),
                   last_digit=0.01)


def test_what_cannot_be_read_is_told_in_one_sentence():
    files = [{"survey": text(rows()), "book": CODEBOOK, "people": text(roster()), **given} for _, given, _ in CASES]
    told = asked(*(case(one["survey"], one["people"], one["book"]) for one in files))
    taken = [name for (name, _, _), one in zip(CASES, told, strict=True) if "refused" not in one]
    assert taken == []
    for (name, _, _), one in zip(CASES, told, strict=True):
        assert 10 < len(one["refused"]) < 600 and "\n" not in one["refused"] and "undefined" not in one["refused"], name
        assert "Holm" not in one["refused"], name
