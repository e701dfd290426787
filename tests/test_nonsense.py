"""Every public function, every argument, any nonsense: a result, or one sentence. Never a traceback."""

import inspect
import math

import numpy as np
import pandas as pd
import pytest
from helpers import quiet
from matplotlib.figure import Figure

import sim
from sim import plot
from sim.calibration.ensemble import load_ensemble
from sim.explain.explanation import explain
from sim.lab.page import setting
from sim.priorities import priorities
from sim.priorities.map import priority_map

OUTCOMES = sim.simulate("hjemmeplejen", runs=2)
WEEKS = sim.trajectories("hjemmeplejen", runs=2)
SETS = sim.over_admissible("hjemmeplejen", sets=2, runs=2)
SEEN = [{"measure": "trust_in_leader", "week": 12, "value": 0.6, "sd": 0.2}]
PEOPLE = pd.DataFrame({"trust_in_leader": [0.4, 0.5, 0.6, 0.7, 0.3]})
NONSENSE = {
    "None": None, "yes": True, "five": 5, "minus one": -1, "half": 1.5, "not a number": math.nan, "bytes": b"0.5", "a word": "x",
    "no word": "", "a null byte": "\0", "a list": [1], "an empty list": [], "a list of None": [None], "an empty mapping": {},
    "a nameless mapping": {None: 1}, "a mapping": {"x": 5}, "a class": dict, "an object": object(), "an array": np.array([1.0, 2.0]),
    "an empty table": pd.DataFrame(), "another table": pd.DataFrame({"unit": [1, 2], "run": [None, "x"]}),
    "no rows of outcomes": OUTCOMES[:0], "no rows of weeks": WEEKS[:0],
    "words for numbers": OUTCOMES.assign(follow_up="soon", retention="much"),
    "words for weeks": WEEKS.assign(week_after_launch="soon", use="x"),
}
# function -> arguments that make it quick
CALLS = {
    sim.InterventionModel: {"workplace": "hjemmeplejen"}, sim.simulate: {"workplace": "hjemmeplejen"},
    sim.trajectories: {"workplace": "hjemmeplejen"}, sim.load_workplace: {"name_or_path": "bostedet"},
    sim.with_people: {"workplace": "hjemmeplejen", "people": PEOPLE}, sim.from_survey: {"survey": "ward"},
    plot.survey: {"found": None}, plot.fit: {"found": None},
    sim.fit: {"workplace": "hjemmeplejen", "observed": SEEN, "members": 60, "runs": 2},
    sim.with_context: {"workplace": "bostedet", "values": {"leader.value": 0.5}}, sim.drop_out: {"weeks": WEEKS},
    sim.check_patterns: {"runs": 2, "only": ["S10"]}, sim.check_evidence: {"runs": 2, "only": ["S10"]},
    sim.evidence_over_sets: {"sets": 2, "runs": 2, "only": ["S10"]},
    sim.run_study: {"file": "tiny.toml"}, sim.read_study: {"folder": "nowhere"},
    sim.study_sql: {"folder": "nowhere", "sql": "select 1"}, explain: {"workplace": "hjemmeplejen", "mechanisms": ["steering_veto"]},
    priorities: {"workplace": "hjemmeplejen", "runs": 16, "doses": {"push_through": 1}},
    priority_map: {"workplace": "hjemmeplejen", "runs": 8, "steps": 2}, load_ensemble: {},
    plot.outcomes: {"runs": OUTCOMES}, plot.distribution: {"runs": OUTCOMES}, plot.weeks: {"run": WEEKS[WEEKS["run"] == 0]},
    plot.phases: {"run": WEEKS[WEEKS["run"] == 0]}, plot.bands: {"weeks": WEEKS}, plot.survival: {"weeks": WEEKS},
    plot.paired: {"first": OUTCOMES, "second": OUTCOMES}, plot.study: {"folder": "nowhere"}, plot.sensitivity: {"analysis": None},
    sim.over_admissible: {"workplace": "hjemmeplejen", "sets": 2, "runs": 2}, sim.sets_say: {"first": SETS, "second": SETS},
    sim.weeks_over_admissible: {"workplace": "hjemmeplejen", "sets": 2, "runs": 1}, plot.over_sets: {"first": SETS, "second": SETS},
    plot.ensemble: {}, plot.priorities: {"found": None},
    plot.priority_map: {"found": None}, plot.evidence: {"found": None},
    sim.ask: {"workplace": "hjemmeplejen", "question": "measure", "members": 16, "runs": 2}, plot.ask: {"found": None},
    setting: {}, plot.save: {"picture": Figure(), "path": "x"},
}


def arguments():
    return [pytest.param(function, name, id=f"{function.__name__}-{name}") for function in CALLS
            for name in inspect.signature(function).parameters]


TINY = """question = "Anything?"
workplaces = ["hjemmeplejen"]
replications = 1
[vary.grid]
trust_rate = [0.02]
"""
NEVER = {"an object", "a class", "bytes", "a nameless mapping"}  # right for no argument


@pytest.mark.parametrize(("function", "argument"), arguments())
def test_any_nonsense_for_any_argument_is_answered(function, argument, tmp_path, monkeypatch):
    for number, (name, junk) in enumerate(NONSENSE.items()):
        here = tmp_path / str(number)
        here.mkdir()
        (here / "tiny.toml").write_text(TINY)
        monkeypatch.chdir(here)
        if (name, argument) == ("a class", "progress"):  # which can be called
            continue
        told = quiet(function, **{**CALLS[function], argument: junk})
        assert told is not None or name not in NEVER, f"{name} was taken for {argument}"
        assert told is None or [path.name for path in here.iterdir()] == ["tiny.toml"]


TABLES = {plot.outcomes: ("runs", OUTCOMES), plot.distribution: ("runs", OUTCOMES), plot.paired: ("first", OUTCOMES),
          plot.weeks: ("run", WEEKS[WEEKS["run"] == 0]), plot.phases: ("run", WEEKS[WEEKS["run"] == 0]), plot.bands: ("weeks", WEEKS),
          plot.survival: ("weeks", WEEKS), sim.drop_out: ("weeks", WEEKS),
          sim.sets_say: ("first", SETS), plot.over_sets: ("second", SETS)}


@pytest.mark.parametrize("function", TABLES, ids=lambda function: function.__name__)
def test_a_table_with_a_column_that_is_missing_doubled_or_of_another_kind_is_answered(function):
    name, table = TABLES[function]
    for column in table.columns[:10]:
        for changed in (table.drop(columns=column), pd.concat([table, table[[column]]], axis=1), table.assign(**{column: None}),
                        table.assign(**{column: 5}), table.assign(**{column: "x"}), table.assign(**{column: [[1]] * len(table)})):
            quiet(function, **{**CALLS[function], name: changed})


def test_every_public_function_is_tried():
    public = {getattr(module, name) for module in (sim, plot) for name in module.__all__}
    assert {one.__name__ for one in public - set(CALLS) if inspect.isfunction(one)} == {"workplaces"}
