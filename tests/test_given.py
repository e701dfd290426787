"""--given: runs that fit what was observed go on, with the history that they were weighted by, and worlds part only after it."""

import json

import numpy as np
import pytest
from helpers import complaint, exactly
from typer.testing import CliRunner

import sim
from sim.cli.main import app
from sim.fitting.ahead import Change, going, otherwise, still_open
from sim.inputs.reading import TEMPLATE
from sim.kernel.engine import facts, weekly
from sim.model.outcome import outcome_frame
from sim.priorities.given import GivenBench
from sim.priorities.measures import aim
from sim.priorities.race import Block
from sim.priorities.ranking import priorities

SEEN = [{"measure": "trust_in_leader", "after_launch": 12, "value": 0.4, "respondents": 10},
        {"measure": "launched", "week": 16, "value": True}]
MORE = {"protected_hours": 1.0}


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    where = tmp_path_factory.mktemp("given") / "mine.toml"
    text = TEMPLATE.read_text(encoding="utf-8")
    where.write_text(text.replace("trust_in_leader = 0.57", "trust_in_leader = { mean = 0.52, sd = 0.08 }", 1), encoding="utf-8")
    return where


@pytest.fixture(scope="module")
def found(file):
    return sim.fit(file, SEEN, members=120, runs=4)


@pytest.fixture(scope="module")
def folder(found, file):
    found.write(file.parent / "fit")
    return file.parent / "fit"


def test_worlds_part_only_after_the_last_observation(found):
    some, differ = going(found), 0
    assert set(some.weeks) == {26} and len(some.begun) == int(found.effective)
    for begun in some.begun[:12]:
        plain, other = (weekly(*begun[:5], 30, then=otherwise(begun, 26, change).then)
                        for change in (Change(), Change(MORE, {"trust_rate": 0.02}, {"utilisation": 0.8})))
        lived = weekly(*begun[:5], 30)
        assert np.array_equal(plain.series, lived.series)
        assert np.array_equal(other.series[:, :26], lived.series[:, :26]) and np.array_equal(other.phases[:, :26], lived.phases[:, :26])
        differ += not np.array_equal(other.series[:, 26:], lived.series[:, 26:])
    assert differ > 6


def test_with_nothing_changed_runs_are_those_that_were_weighted(found):
    rows, some = found.ahead(), going(found)
    plain = [outcome_frame(facts(*one[:4], [30], one.first, one.first + 1)) for one in some.begun]
    assert rows["retention"].tolist() == [float(one["retention"].iloc[0]) for one in plain]
    assert rows["set"].tolist() == [found.ground.numbers[one] for one in some.members]


def test_rows_pair_and_the_seed_alone_says_which_go_on(found):
    first, second = found.ahead(), found.ahead(levers=MORE)
    assert first[["set", "run", "unit"]].equals(second[["set", "run", "unit"]])
    assert (second["hours_total"] > first["hours_total"]).all()
    exactly(first, found.ahead())
    assert not first["set"].equals(found.ahead(seed=1)["set"])
    assert len(found.ahead(runs=25)) == 25


def test_runs_that_go_on_show_what_was_observed(found):
    shares = [np.average(found.particles.true[..., 0], weights=found.run_weights), found.particles.true[..., 0].mean()]
    drawn = np.mean([weekly(*one[:5], 30).series[0, 25, 0] for one in going(found).begun])
    assert abs(drawn - shares[0]) < 0.3 * abs(shares[1] - shares[0])


def test_what_can_change_nothing_any_more_is_said_and_not_shown_as_zero(found):
    left = still_open(found)
    assert left["pre_study_quality"] == left["trust_first_weeks"] == 0 and left["protected_hours"] > 0
    told = complaint(found.ahead, "pre_study_quality", "week 25", "protected_hours", levers={"pre_study_quality": 0.9})
    assert "can change nothing any more" in told


@pytest.mark.parametrize(("given", "word"), [
    ({"follow_up": 12}, "13 or more"), ({"levers": {"x": 1}}, "lever"), ({"parameters": {"x": 1}}, "parameter"), ({"runs": 1}, "runs"),
    ({"context": {"x": 1}}, "setting"), ({"without": ["x"]}, "mechanism"), ({"context": {"employees": 5}}, "employees")])
def test_what_cannot_be_used_gets_one_sentence(given, word, found):
    complaint(found.ahead, word, **given)


def test_a_follow_up_has_to_come_after_the_last_observation(file):
    late = sim.fit(file, [{"measure": "trust_in_leader", "after_launch": 30, "value": 0.5, "sd": 0.1}], members=60, runs=2)
    complaint(late.ahead, "31 or more", follow_up=30)
    assert len(late.ahead(follow_up=31))


@pytest.mark.parametrize("command", [["run"], ["what-if", "--lever", "protected_hours=1"], ["priorities", "--runs", "32"]])
def test_the_commands_go_on_and_say_that_it_is_no_forecast(command, file, folder, tmp_path):
    given = [command[0], str(file), *command[1:], "--given", str(folder)]
    done = CliRunner().invoke(app, [*given, "--plot", str(tmp_path / "a.png")])
    words = " ".join(done.stdout.split())
    assert done.exit_code == 0 and "how likely what was observed is" in words and "no forecast of the workplace" in words
    assert "week 25" in words and (tmp_path / "a.png").exists()
    json.loads(CliRunner().invoke(app, [*given, "--json"]).stdout)


@pytest.mark.parametrize(("given", "word"), [
    (["run", "bostedet"], "not for bostedet"), (["run", "all"], "not all"), (["run", "{file}", "--engine", "mesa"], "--engine"),
    (["run", "{file}", "--weeks", "w.csv"], "--weeks"), (["what-if", "{file}", "--lever", "pre_study_quality=0.9"], "can change nothing"),
    (["what-if", "{file}", "--set", "leder.value=0.9"], "leder"),
    (["what-if", "bostedet", "--lever", "protected_hours=1"], "not for bostedet"), (["priorities", "bostedet"], "not for bostedet"),
    (["priorities", "all"], "not all"), (["priorities", "{file}", "--contexts", "recorded"], "--contexts"),
    (["priorities", "{file}", "--horizon", "12"], "13 or more")])
def test_the_commands_refuse_in_one_sentence(given, word, file, folder):
    done = CliRunner().invoke(app, [*(part.format(file=file) for part in given), "--given", str(folder)])
    assert done.exit_code and word in str(done.exception) and "\n" not in str(done.exception)


def test_what_comes_first_from_here_on_is_raced_in_the_runs_that_fit(found):
    told = priorities(found.ground.place, runs=64, given=found)
    names = {name for entry in told.ranking for name, _ in entry.package}
    assert told.given.week == 25 and names and not names & set(told.given.over) and "pre_study_quality" in told.given.over
    first = GivenBench(found, aim("retention"), 30, 0, 1, 64)
    rows = [[outcome_frame(facts(*one[:4], [30], one.first, one.first + 1))["retention"].iloc[0] for one in
             (first.setting((), member, run, "") for run in range(first.inside.shape[1]))] for member in range(5)]
    (drawn,) = first.draw([()], Block(slice(0, 5), slice(0, first.inside.shape[1])))
    assert np.array_equal(drawn[:, :, 0, first.columns.index("retention")], rows)
    for begun in (first.setting((("protected_hours", 1.0),), member, 0, "") for member in range(5)):
        assert begun.then.week == 26 and begun.levers == found.ground.levers
    assert told.as_record() == priorities(found.ground.place, runs=64, given=found, workers=1).as_record()
    assert "no forecast of the workplace" in " ".join(told.text().split()) and "from week 26 on" in told.text()
    complaint(priorities, "not for bostedet", workplace="bostedet", given=found)
    complaint(priorities, "pre_study_quality", "can change nothing any more", workplace=found.ground.place, given=found,
              doses={"pre_study_quality": 0.9})
