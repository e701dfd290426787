"""sim.lessons: what the cells of lessons need and nobody has to learn."""

import sys
from pathlib import Path

import matplotlib as mpl
import pandas as pd
import pytest
from helpers import complaint

import sim
from sim import lessons
from sim.rules import trust


def test_the_page_stands_in_a_cell_or_a_sentence_says_how_to_get_it(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "anywidget", None)
    assert lessons.lab("bostedet", room="play", levers={"involvement": 1}) is None
    said = capsys.readouterr().out
    assert said.count("\n") == 1 and "pip install anywidget" in said and "takehold lab bostedet --lever involvement=1 --room play" in said
    monkeypatch.undo()
    pytest.importorskip("anywidget", reason="anywidget is not installed: pip install anywidget")
    assert lessons.lab("bostedet", room="fit").setting == {"workplace": "bostedet", "room": "fit"}
    complaint(lambda: lessons.lab("bostede"), "did you mean 'bostedet'")


def test_a_typical_run_ends_in_every_unit_as_most_do():
    runs = pd.DataFrame({"run": [0, 0, 1, 1, 2, 2], "unit": ["a", "b"] * 3,
                         "outcome": ["faded", "stopped", "retained", "faded", "faded", "faded"]})
    assert lessons.typical(runs) == 2
    complaint(lambda: lessons.typical(runs[runs["run"] < 2].replace({"stopped": "retained"}).iloc[[0, 3]]), "take more runs")


def test_a_shipped_study_is_run_with_fewer_runs_and_as_often_as_a_cell_is():
    first, second = (lessons.study("trust_by_fit", replications=1) for _ in range(2))
    assert len(first.rows) == 56 and first.folder != second.folder and first.rows.equals(second.rows)
    assert "56 single runs" in first.answer()
    complaint(lambda: lessons.study_file("trust_by_fit", 0), "replications", "1 to")


def test_several_worlds_are_compared_with_one():
    few, many = (sim.simulate("plejecenter-2", levers={"involvement": share}, runs=5) for share in (0.2, 1))
    table = lessons.compared(few, {"many": many, "few": few}, ["stopped", "retention"])
    assert table.index.names == ["world", "measure"] and (table.loc["few", "change"] == 0).all()


def test_another_rule_holds_as_long_as_the_block():
    usual = trust.trust_loss
    with lessons.other_rule(usual, lambda *inputs: 0.0):
        assert trust.trust_loss is not usual
    assert trust.trust_loss is usual


def test_pictures_are_large_and_tables_whole():
    with mpl.rc_context(), pd.option_context("display.max_colwidth", 50):
        lessons.begin()
        assert mpl.rcParams["figure.dpi"] == lessons.PIXELS_PER_INCH and pd.get_option("display.max_colwidth") is None
    assert lessons.panels(2, 2)[3].figure.get_figwidth() == lessons.WIDTH


def test_a_survey_is_a_workplace_with_its_people_and_leaves_nothing_behind():
    place = lessons.workplace(sim.from_survey("ward"))
    assert place.units[0].employees == 35 and place.known_people and not list(Path().glob("workplace.toml"))


def test_shares_stand_in_rows_from_above():
    axes = lessons.in_rows({"first": [0.1, 0.3], "second": pd.Series([0.5])}, "Share")
    assert [one.get_text() for one in axes.get_yticklabels()] == ["first", "second"]
    assert list(axes.lines[0].get_xdata()) == [0.1, 0.3] and list(axes.lines[1].get_xdata()) == [0.2, 0.2]
    assert axes.get_ylim()[0] > axes.get_ylim()[1] and axes.get_xlabel() == "Share"
