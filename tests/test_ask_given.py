"""takehold ask --given: what to ask next, in runs that fit what was observed, and only what lies after the last observation."""

import json

import numpy as np
import pytest
from helpers import complaint
from typer.testing import CliRunner

import sim
from sim.asking.given import Ahead
from sim.asking.questions import ask
from sim.asking.result import QUESTIONS
from sim.cli.main import app
from sim.fitting.ahead import ahead as goes_on
from sim.inputs.phases import LAUNCH_WEEK
from sim.inputs.reading import TEMPLATE
from sim.kernel.engine import facts, weekly
from sim.model.outcome import outcome_frame
from sim.model.record import SERIES
from sim.observations.later import ahead_of, moments
from sim.observations.worth import narrowing
from sim.priorities.given import GivenBench
from sim.priorities.measures import aim
from sim.priorities.race import Block

SEEN = [{"measure": "trust_in_leader", "after_launch": 12, "value": 0.45, "respondents": 10},
        {"measure": "launched", "week": 16, "value": True}]
LAST = 25  # the week of the project


@pytest.fixture(scope="module")
def place():
    return sim.load_workplace(TEMPLATE)


@pytest.fixture(scope="module")
def found(place):
    return sim.fit(place, SEEN, members=120, runs=4)


@pytest.fixture(scope="module")
def told(found, place):
    return {question: ask(place, question=question, given=found) for question in QUESTIONS}


def test_only_what_comes_after_the_last_observation_is_asked_and_before_the_follow_up(told):
    for one in told.values():
        weeks = {each.observation.calendar for each in one.units[0].found}
        assert weeks == {26, 31, 37} and one.given.week == LAST  # the follow-up ends with week 42
        assert set(one.table["week"]) == weeks
    early = ahead_of(8, moments(8, 42))
    assert {"attendance", "plan", "ownership"} <= {one.name for one in early}
    assert not {"vote", "trust-moved", "trust-early"} & {one.name for one in early} and min(one.week for one in early) == 9
    assert [one.calendar for one in ahead_of(16, (), 8)] == [17, 18, 18, 19]  # with eight weeks of trust first all comes later
    assert moments(41, 42) == moments(42, 42) == () and moments(40, 42) == (41,)


def test_runs_are_those_that_were_weighted_and_what_is_seen_is_in_them(found):
    some = Ahead(found, 1000, 3, 0, 30)
    assert len(some.pairs) == int(found.effective) and {len(one) for one in some.pairs} == {3}
    (seen,), rows = some.lived(2, None)
    by_name = {one.name: one.numbers[0] for one in some.asked}
    for member in range(3):
        for run in range(3):
            begun = found.ground.setting(*some.pairs[member][run])
            lived = weekly(*begun[:5], 30).series[0]
            assert seen.number(by_name["trust-all-31"])[member, run] == lived[31, list(SERIES).index("trust_leader")]
            assert seen.number(by_name["use-31"])[member, run] == pytest.approx(lived[26:32, list(SERIES).index("use")].mean())
            end = facts(*begun[:4], [30], begun.first, begun.first + 1)
            assert outcome_frame(end).equals(outcome_frame(rows[member, run]))


def test_a_lever_that_begins_at_once_gives_what_priorities_and_what_if_find(found):
    some, bench = Ahead(found, 1000, 4, 0, 30), GivenBench(found, aim("retention"), 30, 0, 1, 64)
    now = outcome_frame(some.with_lever("protected_hours", 1.0, LAST + 1, 1))["retention"].to_numpy().reshape(-1, 4)
    ours = dict(zip(map(tuple, np.concatenate(some.pairs).tolist()), now.ravel(), strict=True))
    (drawn,) = bench.draw([(("protected_hours", 1.0),)], Block(slice(0, 5), slice(0, bench.inside.shape[1])))
    theirs = {(int(bench.chosen[member]), int(bench.inside[member, run])): drawn[member, run, 0, bench.columns.index("retention")]
              for member in range(5) for run in range(bench.inside.shape[1])}
    common = ours.keys() & theirs.keys()
    assert common and all(ours[one] == theirs[one] for one in common)
    later = outcome_frame(some.with_lever("protected_hours", 1.0, LAST + 8, 1))["hours_total"].mean()
    first = outcome_frame(some.with_lever("protected_hours", 1.0, LAST + 1, 1))["hours_total"].mean()
    assert goes_on(found)["hours_total"].mean() < later < first


def test_who_waits_may_only_choose_what_begins_later(told):
    table = told["priorities"].table
    open_ = table.groupby("week")["choices_open"].max()
    assert len(told["priorities"].units[0].choices) > open_[26] > open_[31] > open_[37] >= 1
    assert not table["next_round"].any()
    assert {"pre_study_quality", "restart"} & set(told["priorities"].given.over)
    assert any("from week 26" in one for one in told["priorities"].units[0].choices)
    assert told["priorities"].units[0].best.split(" from ")[0] != told["priorities"].units[0].second.split(" from ")[0]
    assert not any("pre_study_quality" in one for one in told["priorities"].units[0].choices)


def test_nothing_is_learned_of_a_run_from_that_run_itself():
    """Each member stands there twice, and what is seen is noise: told apart it looks like knowledge, and as one it does not."""
    chance = np.random.default_rng(0)
    number, seen = (np.repeat(chance.standard_normal((24, 2, 1)), 2, axis=0) for _ in range(2))
    whose = np.repeat(np.arange(24), 2)
    assert narrowing(number[..., 0], seen, whose=whose).left.value >= 1


def test_the_result_follows_from_the_seed_and_not_from_workers(found, place, told):
    for question in ("measure", "priorities"):
        again = ask(place, question=question, given=found, workers=1)
        assert again.as_record() == told[question].as_record()
    json.dumps(told["priorities"].as_record(), allow_nan=False)
    assert ask(place, question="measure", given=found, seed=1).as_record() != told["measure"].as_record()


def test_it_says_where_it_comes_from_and_what_is_over(told):
    for question, one in told.items():
        text = " ".join(one.text().split())
        assert f"after week {LAST}" in text and "how likely what was observed is" in text and "no forecast of the workplace" in text
        assert "nan" not in text and ("pre_study_quality" in text) == (question == "priorities")
        assert "Knowing how people there behave" not in text  # part of the luck was observed


def test_what_cannot_be_asked_gets_one_sentence(found, place):
    complaint(ask, "not for bostedet", workplace="bostedet", given=found)
    complaint(ask, "13 or more", workplace=place, given=found, follow_up=12)
    late = sim.fit(place, [{"measure": "trust_in_leader", "after_launch": 29, "value": 0.65, "sd": 0.2}], members=60, runs=2)
    complaint(ask, "later --follow-up", workplace=place, given=late)
    complaint(ask, "sim.fit", workplace=place, given=3)
    stopped = sim.fit("plejecenter-2", [{"measure": "stopped", "week": 40, "value": True}], members=80, runs=4)
    assert stopped.last_week > LAUNCH_WEEK
    complaint(ask, "no lever can change anything any more", "--question measure", workplace="plejecenter-2", given=stopped)


def test_the_command_takes_given(found, tmp_path):
    file, folder = tmp_path / "mine.toml", tmp_path / "fit"
    file.write_text(TEMPLATE.read_text(encoding="utf-8"), encoding="utf-8")
    found.write(folder)
    given = ["ask", str(file), "--given", str(folder), "--question", "measure", "--runs", "2"]
    assert json.loads(CliRunner().invoke(app, [*given, "--json"]).stdout)["given"]["last_week"] == LAST
    done = CliRunner().invoke(app, [*given, "--plot", str(tmp_path / "a.png")])
    assert done.exit_code == 0 and "no forecast" in " ".join(done.stdout.split()) and (tmp_path / "a.png").exists()
    for more, word in ((["--contexts", "recorded"], "--contexts"), (["--from", "x"], "--from"), (["--people", "x.py"], "people")):
        done = CliRunner().invoke(app, [*given, *more])
        assert done.exit_code and word in str(done.exception) and "\n" not in str(done.exception)
