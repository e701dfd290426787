"""What studies claim: run by run, guarded against picking, by unit, with every setting named and whatever is missing said."""

import json
import re

import numpy as np
import pytest
import typer
from study_files import QUESTION, lightly, written
from typer.testing import CliRunner

from sim.cli import study
from sim.errors import InputError
from sim.model import intervals
from sim.model.measures import NUMBERS, RETAINED
from sim.model.outcome import COLUMNS
from sim.report.of_study import study_page
from sim.study import run_study
from sim.study.answers import answers
from sim.study.answers.paired import Over, differences, told_of
from sim.study.answers.shares import _short
from sim.study.running import chunks
from sim.study.store import parts, study_folder
from sim.study.store.summary import layout_of, summary, table

ONE = 'workplaces = ["hjemmeplejen"]\n'


def facts_where(kept):
    """An engine whose runs launch, and keep all practices where kept(draw of the run, unit, levers, parameters) says so."""
    def facts(place, parameters, levers, seed, weeks, first, last):
        rows = []
        for run in range(first, last):
            for _ in weeks:
                for number, unit in enumerate(place.units):
                    draw = np.random.default_rng([seed, run, number]).random()
                    row = dict.fromkeys(COLUMNS, 0.0) | {"launched": 1.0, "stopped_phase": -1.0, "practices": 1.0, "launch_week": 14.0,
                                                         "kept": float(kept(draw, unit, levers, parameters)), "end hours": 100 * draw}
                    rows.append(list(row.values()))
        return rows
    return facts


def studied(tmp_path, monkeypatch, text, kept, **options):
    lightly(monkeypatch, facts_where(kept))
    monkeypatch.setattr(chunks, "LEAST_RUNS", 20)
    return run_study(written(tmp_path, QUESTION + text), tmp_path / "out", workers=1, **options)


def takehold(*arguments):
    app = typer.Typer(pretty_exceptions_enable=False)
    for command in (study.study, study.results):
        app.command()(command)
    told = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if told.exception and not isinstance(told.exception, SystemExit):
        raise told.exception
    return told.stdout


def by_involvement(draw, unit, levers, parameters):
    return draw < 0.5 + 0.06 * ((levers.involvement or 0.0) > 0.5)


TWO = ONE + "replications = 400\n[vary.grid]\nlever.involvement = [0.2, 0.8]\n"


def test_two_points_are_compared_run_by_run_though_their_intervals_overlap(tmp_path, monkeypatch):
    folder = studied(tmp_path, monkeypatch, TWO, by_involvement)
    job, rows = study_folder.load_job(folder), summary(folder)
    first, second = (intervals.share(row[RETAINED], row["runs"]) for _, row in rows.iterrows())
    assert first.high > second.low  # the intervals overlap
    change, = differences(folder, RETAINED, [tuple(Over((point,), "hjemmeplejen", 30) for point in (0, 1))])
    assert change.low > 0
    said = answers.answer(job, rows)
    assert "raises the share of runs retained" in said and change.written(signed=True) in said and "better" in said
    assert "overlap" not in said and "luck" not in said
    assert answers.figure(job, rows, "x").axes[1].get_title(loc="left").startswith("retained: difference from")


@pytest.mark.parametrize("name", NUMBERS)
def test_any_measure_is_told_with_its_own_sign(tmp_path, monkeypatch, name):
    folder = studied(tmp_path, monkeypatch, TWO.replace("400", "40"), by_involvement)
    job, rows = study_folder.load_job(folder), summary(folder)
    said = answers.answer(job, rows, [name])
    change = told_of(folder, rows, [name], against_first=True)[1][name].change
    assert change is not None and NUMBERS[name].written(change, signed=True) in said and "nan" not in said
    assert ("raises" in said) == (change.low > 0) and ("lowers" in said) == (change.high < 0)
    cells, header = table(job, rows, [name])
    assert header[-1] == "change from point 0" and [row[-1] for row in cells] == ["the first", NUMBERS[name].written(change, signed=True)]


def test_the_highest_of_many_equal_points_is_not_told_apart(tmp_path, monkeypatch):
    """Thirty points with luck of their own and nothing else: unguarded, the extremes would almost always seem to differ."""
    text = ONE + "replications = 60\n[vary.grid]\ntrust_rate = { low = 0.02, high = 0.10, steps = 30 }\n"
    def coin(draw, unit, levers, parameters):
        return np.random.default_rng([int(1e9 * parameters.trust_rate), int(1e9 * draw)]).random() < 0.5

    claims, unguarded = 0, 0
    for seed in range(8):
        folder = tmp_path / str(seed)
        folder.mkdir()
        out = studied(folder, monkeypatch, f"seed = {seed}\n" + text, coin)
        rows = summary(out).sort_values(RETAINED)
        least, *_, most = rows["point"].tolist()
        ends = Over((least,), "hjemmeplejen", 30), Over((most,), "hjemmeplejen", 30)
        unguarded += differences(out, RETAINED, [ends])[0].low > 0
        claims += "is highest where" in answers.answer(study_folder.load_job(out), rows.sort_index())
    assert claims <= 2 and unguarded >= 6


def test_a_real_best_of_many_is_found_and_the_guard_is_named(tmp_path, monkeypatch):
    text = ONE + "replications = 80\n[vary.grid]\ntrust_in_leader = [0.2, 0.4, 0.6, 0.8]\n"
    folder = studied(tmp_path, monkeypatch, text, lambda draw, unit, *_: draw < unit.trust_in_leader)
    said = answers.answer(study_folder.load_job(folder), summary(folder))
    assert "is highest where trust_in_leader = 0.8" in said and "It is lowest where trust_in_leader = 0.2" in said
    assert "even numbers" in said and "odd numbers" in said


@pytest.mark.parametrize("text", [
    "[vary.latin_hypercube]\npoints = 60\nranges = { trust_in_leader = [0.1, 0.9], trust_rate = [0.01, 0.15] }\n",
    "[vary.sobol]\npoints = 64\nranges = { trust_in_leader = [0.1, 0.9], trust_rate = [0.01, 0.15] }\n",
    "[vary]\npoints = [" + ", ".join(f"{{ trust_in_leader = {a:.4f}, trust_rate = {0.01 + 0.14 * b:.4f} }}"
                                     for a, b in np.random.default_rng(0).random((60, 2))) + "]\n"])
def test_a_sample_says_what_its_inputs_explain_and_never_which_point_was_best(tmp_path, monkeypatch, text):
    folder = studied(tmp_path, monkeypatch, ONE + "replications = 30\n" + text, lambda draw, unit, *_: draw < unit.trust_in_leader)
    job, rows = study_folder.load_job(folder), summary(folder)
    said = answers.answer(job, rows)
    assert "depends most on trust_in_leader" in said and "trust_rate cannot be told from no effect" in said
    assert "highest" not in said and "on the whole it raises" in said
    (_, cells, _), = answers.explained_tables(job, rows)
    assert [row[0] for row in cells] == ["trust_in_leader", "trust_rate"] and float(cells[0][2].split()[0]) > 0.8
    page = study_page(folder, "again").html()
    assert "What each input explains" in page and "nan" not in re.sub(r'src="[^"]*"', "", page)


def test_how_points_were_picked_is_said_only_where_one_was(tmp_path, monkeypatch):
    text = ONE + "replications = 3\n[vary.grid]\ntrust_in_leader = [0.2, 0.5, 0.8]\n"
    folder = studied(tmp_path, monkeypatch, text, lambda draw, unit, *_: draw < unit.trust_in_leader)
    said = answers.answer(study_folder.load_job(folder), summary(folder))
    assert "no point can be said to have the highest" in said and "was picked" not in said


def test_a_sample_too_small_says_so(tmp_path, monkeypatch):
    text = "replications = 5\n[vary.latin_hypercube]\npoints = 8\nranges = { trust_in_leader = [0.1, 0.9], trust_rate = [0.01, 0.15] }\n"
    folder = studied(tmp_path, monkeypatch, ONE + text, lambda draw, unit, *_: draw < unit.trust_in_leader)
    assert "8 points are too few" in answers.answer(study_folder.load_job(folder), summary(folder))


def test_units_are_told_one_by_one_or_chosen_and_never_pooled(tmp_path, monkeypatch):
    text = 'workplaces = ["bostedet"]\nreplications = 40\n[vary.grid]\ntrust_rate = [0.02, 0.05]\n'
    folder = studied(tmp_path, monkeypatch, text, lambda draw, unit, *_: unit.name == "bostedet-a")
    job = study_folder.load_job(folder)
    told = answers.sections(job, summary(folder))
    assert [section.unit for section in told] == ["bostedet-a", "bostedet-b"]
    assert "from 1.00" in told[0].answer and "from 0.00" in told[1].answer
    mine = json.loads(takehold("results", folder, "--unit", "bostedet-b", "--measure", "retained", "--measure", "hours_total", "--json"))
    assert [(one["unit"], one["measure"]) for one in mine["answers"]] == [("bostedet-b", "retained"), ("bostedet-b", "hours_total")]
    assert {row["unit"] for row in mine["points"]} == {"bostedet-b"} and set(mine["points"][0]["estimates"]) == {"retained", "hours_total"}
    with pytest.raises(InputError, match="did you mean 'bostedet-a'"):
        takehold("results", folder, "--unit", "bostedet-aa")
    with pytest.raises(InputError, match="did you mean 'hours_total'"):
        takehold("results", folder, "--measure", "hours_totl")


def test_what_is_fixed_is_named_in_text_json_picture_and_page(tmp_path, monkeypatch):
    text = ONE + "replications = 10\n[fixed]\nlever.involvement = 0.2\n"
    folder = studied(tmp_path, monkeypatch, text, by_involvement)
    job, rows = study_folder.load_job(folder), summary(folder)
    named = "lever.involvement = 0.2"
    figure = answers.figure(job, rows, "again")
    drawn = "\n".join(artist.get_text() for artist in figure.findobj(lambda artist: hasattr(artist, "get_text")))
    page = study_page(folder, "again").html()
    for shown in (takehold("results", folder), answers.answer(job, rows), drawn.replace("\n", " "), page):
        assert named in shown
    assert "as recorded" not in drawn and json.loads(takehold("results", folder, "--json"))["fixed"] == {"lever.involvement": 0.2}


def test_what_is_missing_is_said_and_every_row_names_its_point(tmp_path, monkeypatch):
    text = ONE + "replications = 40\n[vary.grid]\ntrust_in_leader = [0.2, 0.5, 0.8]\n"
    folder = studied(tmp_path, monkeypatch, text, lambda draw, unit, *_: draw < unit.trust_in_leader)
    chunks = parts.present(folder)
    for chunk in chunks:
        if 0 not in chunk.points or chunk.first_run > 0:
            parts.part_path(folder, chunk).unlink()
    job, rows = study_folder.load_job(folder), summary(folder)
    cells, header = table(job, rows)
    assert header[:2] == ["point", "trust_in_leader"] and cells[0][:2] == ["0", "0.2"]
    told = json.loads(takehold("results", folder, "--json"))
    assert told["missing"] == {"runs": 100, "points_without_runs": [1, 2],
                               "points_with_fewer_runs": [{"point": 0, "runs": 20, "asked": 40}]}
    caption = answers.figure(job, rows, "again").get_supxlabel().replace("\n", " ")
    for shown in (takehold("results", folder), told["answer"], caption, study_page(folder, "again").html()):
        assert "2 of 3 points have no runs yet" in " ".join(shown.split()) and "where trust_in_leader = 0.2" in told["answer"]


def test_more_than_is_asked_for_is_called_that(tmp_path, monkeypatch):
    text = ONE + "replications = 40\n[vary.grid]\ntrust_in_leader = [0.2, 0.8]\n"
    folder = studied(tmp_path, monkeypatch, text, lambda draw, unit, *_: draw < unit.trust_in_leader)
    assert "80 of 80 runs" in takehold("results", folder)
    studied(tmp_path, monkeypatch, text.replace("40", "10"), lambda draw, unit, *_: draw < unit.trust_in_leader, extend=True)
    said = " ".join(takehold("results", folder).split())
    assert "80 runs of 2 points" in said and "60 of them are more than the study file asks for now" in said
    assert "60 of them are more" in " ".join(takehold("study", tmp_path / "small.toml", "--out", folder, "--dry-run").split())
    assert json.loads(takehold("results", folder, "--json"))["more_than_asked"] == 60


def test_one_run_has_no_interval_anywhere(tmp_path, monkeypatch, recwarn):
    text = ONE + "replications = 1\n[vary.grid]\ntrust_in_leader = [0.2, 0.8]\n"
    folder = studied(tmp_path, monkeypatch, text, lambda draw, unit, *_: draw < unit.trust_in_leader)
    job, rows = study_folder.load_job(folder), summary(folder)
    said = takehold("results", folder)
    assert "(one run)" in said and "[" not in said and "nan" not in said
    told = json.loads(takehold("results", folder, "--json"))
    assert all(one["estimate"]["low"] is None for row in told["points"] for one in row["estimates"].values())
    figure = answers.figure(job, rows, "again")
    assert "no intervals" in figure.get_supxlabel() and "bars" not in figure.axes[0].get_xlabel()
    figure.draw_without_rendering()
    assert "nan" not in re.sub(r'src="[^"]*"', "", study_page(folder, "again").html())
    assert [str(one.message) for one in recwarn.list if not issubclass(one.category, DeprecationWarning)] == []


def test_rare_outcomes_show_what_was_found():
    rare = intervals.share(3, 20_000)
    assert _short(rare)[0] != ".00" and float(_short(rare)[0]) == pytest.approx(rare.value, rel=0.5)
    assert rare.in_per_cent().startswith("0.015 %") or rare.in_per_cent().startswith("0.01")
    assert _short(intervals.share(20_000, 20_000))[0] == "1"


def test_settings_that_move_together_are_no_sample(tmp_path, monkeypatch):
    text = ONE + 'replications = 4\n[vary.grid]\n"trust_rate + ownership_raise" = { low = 0.1, high = 0.15, steps = 25 }\n'
    folder = studied(tmp_path, monkeypatch, text, by_involvement)
    layout = layout_of(study_folder.load_job(folder), summary(folder))
    assert not layout.sampled and layout.varied == ["trust_rate", "ownership_raise"]
