"""takehold ask: what can be asked, what answers show of runs, the questions, the record, and inputs that cannot be used."""

import json

import numpy as np
import pandas as pd
import pytest
from helpers import complaint
from typer.testing import CliRunner

import sim
from sim.asking.figure import figure
from sim.asking.questions import ask
from sim.asking.result import QUESTIONS
from sim.calibration.drawn import draw
from sim.cli.main import app
from sim.figures.style import CAPTION
from sim.inputs.levers import LEVERS
from sim.inputs.phases import LAUNCH_WEEK
from sim.inputs.reading import load_workplace, workplaces
from sim.inputs.settings import with_context
from sim.model.record import SERIES
from sim.observations.answers import Choice, answers, most_helpful
from sim.observations.costs import COUNT, DIARY, INTERVIEW, KEY_FIGURE, RECORD, SURVEY
from sim.observations.observations import CONTEXTS, OBSERVATIONS, to_ask
from sim.observations.seen import look
from sim.priorities.observing import begins
from sim.priorities.packages import NOTHING, candidates, doses_for
from sim.runs.simulate import simulate
from sim.runs.trajectories import trajectories

FEW = {"members": 32, "runs": 2, "workers": 2}
BY_NAME = {one.name: one for one in (*OBSERVATIONS, *CONTEXTS)}
WAYS = (SURVEY, DIARY, INTERVIEW, COUNT, RECORD, KEY_FIGURE)


@pytest.fixture(scope="module")
def seen():
    place = load_workplace("bostedet")
    return look([(one, place) for one in draw(24, 0).parameters], 3, 0, 2)


@pytest.fixture(scope="module")
def found():
    return {question: ask("plejecenter-2", question=question, **FEW) for question in QUESTIONS}


def test_every_observation_says_whom_when_and_what_it_takes():
    assert len(BY_NAME) == len(OBSERVATIONS) + len(CONTEXTS)
    for name in workplaces():
        for unit in load_workplace(name).units:
            for one in BY_NAME.values():
                assert 0 <= one.answers(unit) <= one.people(unit) and one.hours(unit) > 0 and one.whom and one.when
    assert all(way.why and way.hours(10) >= way.hours(1) for way in WAYS)
    unit = load_workplace("plejecenter-2").units[0]
    assert BY_NAME["trust-quarter"].hours(unit) < BY_NAME["trust-all"].hours(unit) == SURVEY.once + 60 * 5 / 60
    assert BY_NAME["trust-moved"].hours(unit) == 2 * BY_NAME["trust-all"].hours(unit)  # it is asked twice


def test_what_is_seen_is_what_is_in_the_runs(seen):
    place, members = load_workplace("bostedet"), draw(24, 0).parameters
    for number, unit in enumerate(place.units):
        weeks = trajectories(place, members[0], runs=3)
        mine = weeks[weeks["unit"] == unit.name]
        shown = BY_NAME["ownership"].numbers[0]
        assert np.allclose(seen[number].number(shown)[0], mine[mine["week"] == shown.week]["ownership"])
        later = BY_NAME["benefit"].numbers[0]
        assert np.allclose(seen[number].number(later)[0], mine[mine["week_after_launch"] == later.week - LAUNCH_WEEK]["benefit"])
        told = simulate(place, members[0], runs=3)
        told = told[told["unit"] == unit.name]
        assert np.allclose(seen[number].number(BY_NAME["use"].numbers[0])[0], told["use_early"])
        assert np.allclose(seen[number].number(BY_NAME["trust-all"].numbers[0])[0], told["trust_start"])
        assert np.allclose(seen[number].number(BY_NAME["vote"].numbers[0])[0],
                           (told["stopped_in"] == "steering workshop") | told["pushed_through"].astype(bool))


def test_more_answers_err_less_and_everybody_still_errs(seen):
    unit = seen[0]
    true = unit.number(BY_NAME["trust-all"].numbers[0])
    few, all_of_them = (np.std(unit.answers(BY_NAME[name])[..., 0] - true) for name in ("trust-quarter", "trust-all"))
    assert 0.02 < all_of_them < few < 0.2
    assert SURVEY.deviation(60, 60, 0.2) == pytest.approx(np.sqrt(0.15 ** 2 / 60 + 0.03 ** 2))  # nobody left out: no error of drawing
    assert SURVEY.deviation(1, 60, 0.2) == pytest.approx(np.sqrt(0.2 ** 2 + 0.15 ** 2 + 0.03 ** 2))
    use = BY_NAME["use"]
    assert np.array_equal(unit.answers(use)[..., 0], unit.number(use.numbers[0]))  # all sessions are counted
    assert np.std(unit.answers(BY_NAME["use-quarter"])[..., 0] - unit.number(use.numbers[0])) > 0
    assert np.array_equal(unit.answers(BY_NAME["organisation"]), unit.answers(BY_NAME["organisation"]))


def test_choices_close_when_they_would_have_begun():
    assert begins(NOTHING) == np.inf and begins((("trust_first_weeks", 12.0),)) == 0 and begins((("restart", 1.0),)) == LAUNCH_WEEK
    assert begins((("leader_sparring", 1.0),)) == LAUNCH_WEEK
    assert begins((("involvement", 0.8), ("trust_first_weeks", 8.0))) == 0


@pytest.mark.parametrize("name", ["plejecenter-2", "hjemmeplejen"])
def test_before_a_lever_begins_its_runs_are_those_without_it(name):
    """So what is seen without any lever is what would have been seen before the lever was chosen, luck included."""
    place = load_workplace(name)
    without = trajectories(place, runs=3)
    for one in candidates(doses_for(place), 1)[1:]:
        weeks = trajectories(place, levers=dict(one), runs=3)
        first, second = (rows[rows["week"] < begins(one)][["run", "week", *SERIES]].reset_index(drop=True) for rows in (without, weeks))
        pd.testing.assert_frame_equal(first, second)


def test_uncertain_entries_of_a_workplace_are_asked_about_and_help_where_they_decide():
    """Payoffs that hang on coherence alone: asking for it helps, before the start, and what does not differ is not asked."""
    place = load_workplace("hjemmeplejen")
    variants = [with_context(place, {"coherence": value}) for value in np.random.default_rng(0).uniform(0.1, 0.9, 96)]
    unit = look(list(zip(draw(96, 0).parameters, variants, strict=True)), 2, 0, 2)[0]
    assert [one.name for one in to_ask(unit.units)[len(OBSERVATIONS):]] == ["coherence"]
    coherence = np.array([one.units[0].coherence for one in variants])
    payoffs = np.zeros((96, 2, 2))
    payoffs[..., 1] = (coherence - 0.5)[:, None]
    ranked = answers(unit, Choice(payoffs, np.array([np.inf, 0.0])), None)
    assert most_helpful(ranked)[0].observation.name == "coherence" and ranked[0].worth.gain.value > 0.05
    narrowed = answers(unit, None, payoffs[..., 1])
    assert narrowed[0].observation.name == "coherence" and narrowed[0].narrowing.left.value < 0.4


def test_each_question_has_a_table_with_the_most_helpful_first(found):
    for question, one in found.items():
        table = one.table
        assert set(table["observation"]) == {each.name for each in (*OBSERVATIONS, *CONTEXTS)} and (table["hours"] > 0).all()
        helps = -table["variance_left"] if question == "measure" else table["gain"]
        assert (np.diff(helps) <= 1e-12).all()
        if question != "measure":
            assert np.allclose(table["regret_now"] - table["gain"], table["regret_after"])
            assert (table["regret_after"] >= 0).all() and (table["gain_low"] <= table["gain_high"]).all()
    table = found["priorities"].table.set_index("observation")
    assert table.loc["trust-all", "choices_open"] == len(LEVERS) + 1 and table.loc["use", "next_round"]
    assert 1 < table.loc["vote", "choices_open"] < len(LEVERS) + 1
    assert found["outcome"].units[0].now.regret_now == found["outcome"].units[0].now.wrong_now


def test_what_is_the_same_in_all_sets_is_not_asked():
    recorded = ask("plejecenter-2", question="measure", members=16, runs=2, contexts="recorded").table
    assert set(recorded["observation"]) == {each.name for each in OBSERVATIONS}


def test_the_text_begins_with_what_would_help_and_stays_in_the_model(found):
    for one in found.values():
        text = " ".join(one.text().split())
        assert "In the model, " in text and text.endswith("workplace.") and "nan" not in text
        for helpful in one.units[0].helpful:
            assert helpful.observation.what in text
    nothing = ask("plejecenter-2", question="priorities", measure="trust", members=16, runs=2)
    assert nothing.units[0].helpful or "no observation that was tried tells more than chance" in " ".join(nothing.text().split())


def test_the_result_is_the_same_again_and_does_not_depend_on_workers(found):
    again = sim.ask("plejecenter-2", question="measure", **{**FEW, "workers": 1})
    assert again.as_record() == found["measure"].as_record()
    json.dumps(again.as_record(), allow_nan=False)


def test_units_are_told_each_and_one_alone_is_the_same():
    both, one = ask("bostedet", question="outcome", **FEW), ask("bostedet", question="outcome", unit="bostedet-b", **FEW)
    assert [unit.unit.name for unit in both.units] == ["bostedet-a", "bostedet-b"]
    assert both.as_record()["units"][1] == one.as_record()["units"][0]


def test_the_picture_shows_each_observation_and_its_command(found):
    for one in found.values():
        picture = figure(one, "takehold ask plejecenter-2")
        picture.canvas.draw()
        written = picture.findobj(lambda artist: hasattr(artist, "get_text"))
        assert any(text.get_gid() == CAPTION and "takehold ask plejecenter-2" in text.get_text() for text in written)
        assert any("Working hours" in text.get_text() for text in written)
    assert len(sim.plot.ask(found["outcome"])) == 1
    complaint(lambda: sim.plot.ask(3), "sim.ask")


def test_what_cannot_be_used_is_said_in_one_sentence():
    complaint(lambda: ask("hjemmeplejn"), "hjemmeplejen")
    complaint(lambda: ask("bostedet", question="levers"), "priorities")
    complaint(lambda: ask("bostedet", unit="bostedet-c"), "bostedet-")
    complaint(lambda: ask("bostedet", measure="retentoin"), "retention")
    complaint(lambda: ask("bostedet", measure="launch_week"), "launch_week")
    complaint(lambda: ask("bostedet", question="measure", measure="launch_week"), "launch nothing")
    complaint(lambda: ask("bostedet", question="outcome", measure="retention"), "measure")
    complaint(lambda: ask("bostedet", members=3), "members")
    complaint(lambda: ask("bostedet", runs=1), "runs")
    complaint(lambda: ask("bostedet", follow_up=3), "follow_up")
    complaint(lambda: ask("bostedet", variants=[load_workplace("hjemmeplejen")]), "variants", "bostedet-a")
    for words in (["all"], ["bostedet", "--plot", "x.gif"]):
        complaint(lambda words=words: CliRunner().invoke(app, ["ask", *words], catch_exceptions=False))


def test_the_command_prints_one_object_or_a_picture(tmp_path):
    few = ["--members", "16", "--runs", "2"]
    told = CliRunner().invoke(app, ["ask", "hjemmeplejen", "--question", "measure", "--measure", "trust", *few, "--json"])
    record = json.loads(told.stdout)
    assert told.exit_code == 0 and record["question"] == "measure" and record["measure"] == "trust" and record["hours"] == "assumed"
    picture = tmp_path / "ask.svg"
    told = CliRunner().invoke(app, ["ask", "hjemmeplejen", "--question", "outcome", *few, "--plot", str(picture)])
    assert told.exit_code == 0 and picture.is_file() and "Picture:" in told.stdout
