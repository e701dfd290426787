"""The studies that come with Takehold: each runs, is drawn, and answers its question from its rows."""

import re
from pathlib import Path

import pytest
from matplotlib.figure import Figure
from study_files import TINY, lightly, written

from sim.figures.style import CAPTION
from sim.model import intervals
from sim.model.measures import RETAINED
from sim.study import run_study, study_sql
from sim.study.answers import answers, finding
from sim.study.answers.paired import Over, differences
from sim.study.design import read_design
from sim.study.running import chunks
from sim.study.store import study_folder
from sim.study.store.summary import share_of, summary

NAMES = ("dose", "five_units", "follow_up_windows", "leader_by_facilitation", "trust_by_fit")


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """Each shipped study with 12 runs of every point, on an engine that costs nothing."""
    folder, patch, done = tmp_path_factory.mktemp("shipped"), pytest.MonkeyPatch(), {}
    lightly(patch)
    unit = (Path("experiments") / "generic-unit.toml").resolve()
    for name in NAMES:
        text = re.sub(r"replications = .*", "replications = 12", finding.find_study(name).read_text(encoding="utf-8"))
        study = written(folder, text.replace('"generic-unit.toml"', f'"{unit}"'), name)
        out = run_study(study, folder / name, workers=1)
        done[name] = (study_folder.load_job(out), summary(out))
    patch.undo()
    return done


def text_of(figure: Figure) -> str:
    """Everything that is written in a picture."""
    figure.canvas.draw()
    return "\n".join(text.get_text() for text in figure.findobj(lambda artist: hasattr(artist, "get_text")))


def test_these_are_the_studies():
    assert tuple(sorted(answers.SHIPPED)) == NAMES
    assert sorted(finding.shipped_studies()) == sorted((*NAMES, "sensitivity"))  # shown as any other, and by takehold sensitivity
    assert read_design(finding.find_study("trust_by_fit")).most_runs > 100_000


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_has_its_question_its_runs_its_axes_and_its_command(run, name):
    job, rows = run[name]
    figure = answers.figure(job, rows, "takehold study this")
    written = text_of(figure)
    assert job.manifest["question"][:40] in written.replace("\n", " ")
    below = next(text for text in figure.findobj() if text.get_gid() == CAPTION).get_text()
    assert "runs." in below and "Reproduce with: takehold study this" in below
    for axes in figure.axes:
        if axes.axison:
            shared = [other for other in figure.axes if other.axison]
            assert axes.get_xlabel() or any(other.get_xlabel() for other in shared)
    assert "(0–1)" in written and "95 %" in written


@pytest.mark.parametrize("name", NAMES)
def test_an_answer_is_a_paragraph_with_intervals(run, name):
    job, rows = run[name]
    said = answers.answer(job, rows)
    assert said.endswith(".") and "\n" not in said and "nan" not in said
    assert len(re.findall(r"\[[+-]?\d\.\d\d, [+-]?\d\.\d\d\]", said)) >= 1


def test_every_cell_holds_its_share_with_its_interval(run):
    job, rows = run["trust_by_fit"]
    written = text_of(answers.figure(job, rows, ""))
    for _, row in rows.iterrows():
        one = share_of(row, RETAINED)
        assert f"{one.value:.2f}\n{one.low:.2f}–{one.high:.2f}".replace("0.", ".").replace("1.00", "1") in written


def test_answers_follow_the_rows(run):
    job, rows = run["five_units"]
    all_stopped = rows.assign(**dict.fromkeys(("retained", "faded", "partly retained", "not started"), 0), stopped=rows["runs"])
    assert "plejecenter-2 stopped in 1.00" in answers.answer(job, all_stopped) and "in 1 of the 5 units" in answers.answer(job, all_stopped)


def test_differences_are_paired(run):
    job, _ = run["trust_by_fit"]
    told, = differences(job.folder, RETAINED, [(Over((0,), "generic", 30), Over((55,), "generic", 30))])
    wide = study_sql(job.folder, "select run, point, (outcome = 'retained')::int as hit from runs where point in (0, 55)")
    table = wide.pivot(index="run", columns="point", values="hit")
    gaps = table[55] - table[0]
    assert told.runs == 12 and told.value == pytest.approx(gaps.mean())
    assert told == intervals.paired_share(table[0], table[55])


@pytest.mark.parametrize(("text", "shown"), [
    ("", "in 40 runs"), ("[vary.grid]\ntrust_in_leader = [0.2, 0.8]\n", "trust_in_leader = "),
    ("[vary.latin_hypercube]\npoints = 50\nranges = { trust_rate = [], trust_in_leader = [0.1, 0.9] }\n",
     "depends most on trust_in_leader"),
    ("[vary]\npoints = [{ trust_rate = 0.02 }, { leader.value = 0.3 }]\n", "does not clearly change")])
def test_any_other_study_is_drawn_and_answered_too(tmp_path, monkeypatch, text, shown):
    lightly(monkeypatch)
    monkeypatch.setattr(chunks, "LEAST_RUNS", 50)
    folder = run_study(written(tmp_path, TINY.replace("= 2", "= 40") + text), tmp_path / "out", workers=1)
    job, rows = study_folder.load_job(folder), summary(folder)
    assert shown in answers.answer(job, rows)
    assert "Does it hold?" in text_of(answers.figure(job, rows, "takehold"))


def test_a_shipped_name_on_another_question_is_shown_as_any_other(tmp_path, monkeypatch):
    lightly(monkeypatch)
    folder = run_study(written(tmp_path, TINY + "[vary.grid]\ntrust_rate = [0.02, 0.05]\n", "dose"), tmp_path / "out", workers=1)
    assert "does not clearly change" in answers.answer(study_folder.load_job(folder), summary(folder))
