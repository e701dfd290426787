"""takehold fit: what is observed gives weight to what made it, the rest is then predicted better, and what cannot be used is refused."""

import json
import shutil
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from fit_truths import tried
from helpers import complaint, one_sentence
from typer.testing import CliRunner

import sim
from sim import load_workplace
from sim.calibration.drawn import draw
from sim.cli.main import app
from sim.fitting import LEAST
from sim.fitting.fit import MEMBERS
from sim.fitting.kept import read
from sim.fitting.learned import page
from sim.fitting.measures import OBSERVABLES
from sim.fitting.observed import observations
from sim.fitting.particles import Ground, live
from sim.inputs.levers import make_levers
from sim.inputs.reading import TEMPLATE
from sim.kernel.engine import facts
from sim.model.measures import NOT_STARTED, STOPPED
from sim.model.outcome import outcome_frame

FEW = {"members": 120, "runs": 4}
WAVE = [{"measure": "trust_in_leader", "week": -1, "value": 0.45, "respondents": 10, "source": "survey, 10 of 14"},
        {"measure": "trust_in_leader", "after_launch": 12, "value": 0.4, "respondents": 10},
        {"measure": "launched", "week": 16, "value": True}]


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """The template with trust that is not known for sure."""
    text, file = TEMPLATE.read_text(encoding="utf-8"), tmp_path_factory.mktemp("place") / "mine.toml"
    file.write_text(text.replace("trust_in_leader = 0.57", "trust_in_leader = { mean = 0.52, sd = 0.08 }", 1), encoding="utf-8")
    return load_workplace(file)


@pytest.fixture(scope="module")
def found(place):
    return sim.fit(place, WAVE, **FEW)


# ----- of workplaces
def test_what_is_shown_is_what_a_run_records(place):
    """Trust and phases of the week as Mesa has them, and retention and attendance as facts at follow-up do."""
    told = [{"measure": "trust_in_leader", "week": 20, "value": 0.5, "sd": 0.1}, {"measure": "attendance", "value": 1, "of": 2},
            {"measure": "retention", "after_launch": 30, "value": 1, "of": 2}, {"measure": "stopped", "week": 40, "value": False},
            {"measure": "dropped_out", "week": 30, "value": 0, "of": 9}]
    drawn = draw(6, 0).sorted()
    ground = Ground(place, drawn.ensemble, drawn.numbers, 2, 0, make_levers(None), {})
    assert ground.drawn and ground.places[0][0] != ground.places[1][0] != place
    lived = live(ground, [one.where(place) for one in observations(told, place)])
    for member in range(len(drawn)):
        setting = ground.setting(member, 1)
        unit = sim.InterventionModel(*setting[:4], replication=setting.first, collect=False).run().units[0]
        end = outcome_frame(facts(*setting[:4], [30], setting.first, setting.first + 1)).iloc[0]
        line = unit.record.series
        shown = [line["trust_leader"][20], end["attendance"], end["retention"], float(end["outcome"] in (STOPPED, NOT_STARTED)),
                 line["withdrawn"][30]]
        assert lived.true[member, 1].tolist() == shown


def test_workers_and_order_do_not_matter(place, found):
    again = sim.fit(place, pd.DataFrame(WAVE[::-1]), **FEW, workers=3)
    assert np.array_equal(again.particles.true[..., ::-1], found.particles.true)
    assert again.effective == pytest.approx(found.effective, rel=1e-12)
    assert np.allclose(again.run_weights, found.run_weights, rtol=1e-10)


def test_observed_trust_moves_the_trust_that_was_not_known(found):
    first = found.moved.iloc[0]
    assert first["name"] == "units[my-unit].trust_in_leader" and first["more_than_chance"]
    assert first["after"] < first["before"] and first["after_high"] - first["after_low"] < first["before_high"] - first["before_low"]
    assert found.table["learned_high"][0] < found.table["expected_high"][0]
    assert LEAST <= found.effective < found.members == FEW["members"] and found.last_week == 25


def test_a_fit_says_what_would_have_to_be_true_and_is_no_forecast(found):
    for text in (found.text(), page(found).html()):
        words = " ".join(text.split())
        assert "would have to be true" in words and "no forecast of the workplace" in words
        assert "trust in the leader, before the start" in words
    assert "survey, 10 of 14" in page(found).html()
    assert sim.plot.fit(found)[0].get_title(loc="left").startswith("My workplace")
    json.dumps(found.as_record())


def test_the_member_that_made_it_weighs_more_than_others_and_the_rest_is_predicted_better():
    few = tried("bostedet", members=150, runs=6, truths=40)
    assert (few.own > few.median).mean() >= 0.85
    assert few.after.mean() < few.before.mean()


@pytest.mark.slow
def test_members_that_made_it_weigh_more_in_95_of_100_and_the_rest_is_predicted_better():
    every = tried("bostedet", members=MEMBERS, runs=20, truths=100)
    assert (every.own > every.median).sum() >= 95
    gain = every.before - every.after
    assert gain.mean() > 3 * gain.std() / np.sqrt(len(gain))
    left = every.effective >= LEAST  # where a fit is not refused
    assert left.sum() > 50 and gain[left].mean() > 3 * gain[left].std() / np.sqrt(left.sum())


# ----- what cannot be used
def test_where_nothing_fits_it_says_what_does_not(place):
    told = complaint(sim.fit, "fewer than 20 say nothing", "trust in the leader, 12 weeks after launch", workplace=place,
                     observed=[WAVE[0], {"measure": "trust_in_leader", "after_launch": 12, "value": 0.99, "sd": 0.01}], **FEW)
    assert "without it" in told
    alike = [{"measure": "dropped_out", "week": 16, "value": 0.95, "sd": 0.01}]  # all runs miss it by as much
    assert "without it" not in complaint(sim.fit, "nothing comes near", "seen 0.95", workplace=place, observed=alike, **FEW)


GOOD = '[[observed]]\nmeasure = "trust_in_leader"\nweek = 4\nvalue = 0.5\nsd = 0.1\n'
HOSTILE = {
    "": "observed",
    "[[observed]]": "measure",
    "observed = []": "no observation",
    "observed = 3": "observed",
    "[[observed]": "TOML",
    '[[units]]\nname = "a"': "describes a workplace",
    GOOD + GOOD: "twice",
    GOOD + "sdd = 1": "sdd",
    "name = 1\n" + GOOD: "name",
    GOOD.replace("trust_in_leader", "trust_in_leder"): "trust_in_leader",
    GOOD.replace("week = 4", ""): "after_launch",
    GOOD.replace("week = 4", "week = -2"): "-1",
    GOOD.replace("week = 4", "week = 2.5"): "week",
    GOOD.replace("week = 4", "week = 100000"): "week",
    GOOD.replace("week = 4", 'week = "four"'): "week",
    GOOD.replace("week = 4", "week = 4\nafter_launch = 3"): "both",
    GOOD.replace("week = 4", "after_launch = 0"): "after_launch",
    GOOD.replace("0.5", "1.5"): "0 to 1",
    GOOD.replace("0.5", "-0.1"): "0 to 1",
    GOOD.replace("0.5", "nan"): "value",
    GOOD.replace("0.5", "true"): "no number",
    GOOD.replace("0.5", '"half"'): "value",
    GOOD.replace("sd = 0.1", ""): "error",
    GOOD.replace("sd = 0.1", "sd = 0"): "sd",
    GOOD.replace("sd = 0.1", "sd = 3"): "sd",
    GOOD.replace("sd = 0.1", "of = 9"): "sd or respondents",
    GOOD.replace("sd = 0.1", "respondents = 4"): "5",
    GOOD.replace("sd = 0.1", "respondents = 9000"): "employees",
    GOOD + "respondents = 9": "one only",
    GOOD + 'unit = "ward"': "my-unit",
    GOOD + 'practice = "morning-meeting"': "not of a practice",
    GOOD.replace("trust_in_leader", "use"): "after_launch",
    GOOD.replace("trust_in_leader", "use").replace("week = 4", "after_launch = 8") + 'practice = "x"': "morning-meeting",
    GOOD.replace("trust_in_leader", "use").replace("week = 4", "after_launch = 1"): "4 weeks",
    GOOD.replace("trust_in_leader", "launched"): "true or false",
    GOOD.replace("trust_in_leader", "dropped_out").replace("sd = 0.1", "of = 3"): "whole number",
    GOOD + 'source = "\\u001b[2J"': "source",
    GOOD.replace("trust_in_leader", "\\u0007"): "measure",
    "\udc80": "UTF-8",
    GOOD * 201: "observations",
}


@pytest.mark.parametrize(("text", "word"), HOSTILE.items())
def test_a_hostile_file_gets_one_sentence(text, word, place, tmp_path):
    file = tmp_path / "seen.toml"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    assert word in complaint(observations, "seen.toml", given=file, place=place)


@pytest.mark.parametrize("table", [3, [3], {"measure": "use"}, pd.DataFrame(), pd.DataFrame({"measure": ["use"]}), [{}], [{1: 2}], None])
def test_a_table_that_is_none_gets_one_sentence(table, place):
    complaint(observations, "observed", given=table, place=place)


@pytest.mark.parametrize(("given", "word"), [({"members": 1}, "members"), ({"runs": 1}, "runs"), ({"runs": 100_000}, "fewer"),
                                             ({"seed": -1}, "seed"), ({"workers": 0}, "workers"), ({"contexts": "x"}, "contexts"),
                                             ({"levers": {"x": 1}}, "lever"), ({"parameters": {"x": 1}}, "parameter")])
def test_wrong_arguments_get_one_sentence_before_the_first_run(given, word, place):
    complaint(sim.fit, word, workplace=place, observed=WAVE, **{**FEW, **given})


def test_several_units_have_to_be_named():
    complaint(observations, "bostedet-a, bostedet-b", given=WAVE, place=load_workplace("bostedet"))


def test_every_measure_can_be_observed(place):
    told = [{"measure": name, "after_launch": 10, **({"value": True} if one.kind == "fact" else {"value": 0.5, "sd": 0.1})}
            for name, one in OBSERVABLES.items()]
    assert len(observations(told, place)) == len(OBSERVABLES)


# ----- the folder
@pytest.fixture(scope="module")
def folder(found, tmp_path_factory):
    where = tmp_path_factory.mktemp("fit") / "fit"
    found.write(where)
    return where


@pytest.fixture
def copy(folder, tmp_path):
    return shutil.copytree(folder, tmp_path / "copy")


def test_a_fit_is_read_as_it_was_written(folder, place, found):
    again = read(folder, place)
    assert np.array_equal(again.run_weights, found.run_weights) and again.text() == found.text()
    assert {file.name for file in folder.iterdir()} == {"fit.json", "particles.npz", "learned.png", "learned.html"}


def test_a_damaged_or_foreign_folder_gets_one_sentence(copy, place, tmp_path):
    complaint(read, "fit.json", folder=tmp_path, place=place)
    complaint(read, "not for bostedet", folder=copy, place=load_workplace("bostedet"))
    complaint(read, "described before", folder=copy, place=sim.with_context(place, {"involvement": 0.31}))
    people = sim.with_people(place, pd.DataFrame({"trust_in_leader": [0.5]}))
    complaint(read, "described before", folder=copy, place=people)
    told, numbers = (copy / "fit.json").read_text(), (copy / "particles.npz").read_bytes()
    for text in ("", "[]", "{}", told[:50], told.replace('"seed": 0', '"seed": 1'), told.replace('"runs"', '"rums"'), "\0" * 30):
        (copy / "fit.json").write_text(text)
        complaint(read, "copy", folder=copy, place=place)
    (copy / "fit.json").write_text(told)
    for content in (b"", numbers[:100], numbers[:-1], b"x" + numbers):
        (copy / "particles.npz").write_bytes(content)
        complaint(read, "particles.npz is damaged", folder=copy, place=place)
    (copy / "particles.npz").unlink()
    complaint(read, "particles.npz", folder=copy, place=place)


def test_the_seal_of_another_model_does_not_hold(copy, place, monkeypatch):
    from sim.fitting import kept
    monkeypatch.setattr(kept, "live", lambda *given, **named: replace(one := live(*given, **named), true=one.true + 1e-12))
    complaint(read, "another model", folder=copy, place=place)


def test_the_command_writes_a_folder_and_says_so(tmp_path):
    file, out = tmp_path / "seen.toml", tmp_path / "fit"
    file.write_text(GOOD.replace("[[observed]]", '[[observed]]\nunit = "bostedet-a"'))
    given = ["fit", "bostedet", str(file), "--out", str(out), "--members", "60", "--runs", "2"]
    done = CliRunner().invoke(app, given)
    assert done.exit_code == 0, done.output
    assert "no forecast" in " ".join(done.stdout.split()) and f"--given {out}" in done.stdout and (out / "learned.html").exists()
    assert json.loads(CliRunner().invoke(app, [*given, "--json"]).stdout)["members"] == 60
    (out / "fit.json").unlink()
    (out / "particles.npz").unlink()
    done = CliRunner().invoke(app, given)
    assert done.exit_code and "something else" in one_sentence(done.exception)
