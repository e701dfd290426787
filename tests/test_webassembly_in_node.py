"""takehold.mjs in Node, as browsers run it: it packs the same bytes, gives the same numbers and refuses what Python refuses."""

import base64
import json
import re
import shutil
import subprocess
from math import isnan
from pathlib import Path

import numpy as np
import pytest
from helpers import changed
from node import NODE, answers, needs_node

from sim import InterventionModel, load_workplace, simulate, trajectories, webassembly
from sim.inputs.levers import make_levers
from sim.inputs.parameters import make_parameters
from sim.inputs.workplace import Workplace
from sim.model.random_inputs import random_levers, random_parameters, random_workplace, with_random_people
from sim.model.record import SERIES

pytest.importorskip("numba", reason="what it is held against needs Numba")
import engine_cases
from engine_cases import drawn, every_lever_and_mechanism, facts_on, shipped

from sim.kernel import layout

INSIDE = ("pack", "packPeople", "live", "room", "columns", "colleagues")  # what World keeps to itself
pytestmark = needs_node


def asked(*cases):
    """What Node tells of each case."""
    return answers("in_node.mjs", cases)


def case(ask, place, parameters=None, levers=None, seed=0, follow_up=30, **more):
    """A case for in_node.mjs from inputs of Python."""
    own = isinstance(place, Workplace)
    setting = {"workplace": place.model_dump(mode="json") if own else place, "seed": seed, "followUp": follow_up,
               **({"people": [in_places(unit.people) for unit in place.units]} if own else {}),
               "parameters": make_parameters(parameters).model_dump(), "levers": make_levers(levers).model_dump()}
    return {"ask": ask, "setting": setting, **more}


def in_places(people):
    """What is known of the people of a unit, as takehold.mjs takes it."""
    return [one and {"numbers": [None if isnan(number) else number for number in one.numbers], "team": one.team,
                     "colleagues": one.colleagues} for one in people] or None


def numbers(text):
    return np.frombuffer(base64.b64decode(text))


def differ_in_node(cases):
    """The cases that Node answers with other bits than native code."""
    assert all(one.first == 0 for one in cases)
    told = asked(*(case("facts", *one[:4], follow_up=one.weeks, last=one.last) for one in cases))
    return [number for number, (ours, one) in enumerate(zip(told, cases, strict=True))
            if numbers(ours).tobytes() != facts_on("native", one).tobytes()]


def test_shipped_workplaces_levers_and_mechanisms():
    assert differ_in_node([*shipped(last=120), *every_lever_and_mechanism(last=3)]) == []


def test_random_contexts_parameters_and_levers():
    assert differ_in_node(drawn(range(150))) == []


@pytest.mark.slow
def test_many_random_contexts_parameters_and_levers():
    assert differ_in_node(drawn(range(150, 2150))) == []


@pytest.mark.parametrize("with_people", [False, True])
def test_what_is_packed_is_the_same_byte_by_byte(with_people):
    places = [with_random_people(place, 5, number) if with_people else place
              for number, place in enumerate(random_workplace(5, number) for number in range(60))]
    cases = [(place, random_parameters(5, number), random_levers(7, number), 2**32 - 1 - number) for number, place in enumerate(places)]
    for (place, parameters, levers, seed), told in zip(cases, asked(*(case("packed", *one) for one in cases)), strict=True):
        packed = layout.pack_units(place, levers)
        wanted = {"parameters": layout.pack_parameters([parameters]), "run": layout.pack_runs([levers], np.zeros(1, int), [seed]),
                  "contexts": np.array(packed.contexts, layout.UNIT_CONTEXT), "plans": np.array(packed.plans, layout.PRACTICE_PLAN),
                  "known": np.array(packed.known, layout.KNOWN_ROW), "named": np.array(packed.named, np.int64)}
        assert bool(packed.known) == with_people
        assert {name: base64.b64decode(text) for name, text in told.items()} == {name: block.tobytes() for name, block in wanted.items()}


def test_known_people_are_lived_as_in_python():
    places = [with_random_people(random_workplace(3, number), 3, number) for number in range(20)]
    assert differ_in_node([engine_cases.case(place, weeks=(30,), last=3) for place in places]) == []


@pytest.mark.parametrize(("people", "said"), [
    ([None, None], "no list with an entry for each unit"), ([[None]], "are 1, and it has"),
    ([[{"numbers": [None] * 7, "team": None, "colleagues": [999]}]], "place 999"), ([[{"numbers": [1], "team": None}]], "seven numbers")])
def test_people_that_cannot_be_are_refused(people, said):
    employees = load_workplace("plejecenter-2").units[0].employees
    people = [some and (some * employees if some[0] else some) for some in people]
    (told,) = asked({"ask": "facts", "setting": {"workplace": "plejecenter-2", "people": people}, "last": 1})
    assert said in told["refused"]


def test_tables_are_those_of_simulate():
    levers = {"restart": 1}
    (told,) = asked(case("table", "bostedet", levers=levers, seed=3, follow_up=[17, 30], last=110))
    wanted = simulate("bostedet", levers=levers, runs=110, seed=3, follow_up=(17, 30))
    assert set(told) == set(wanted) - {"workplace", "seed", "fingerprint"}
    for name, values in told.items():
        assert values == wanted[name].tolist(), name


def test_a_pool_of_workers_gives_the_same_table_and_refuses_the_same():
    alone, (told, refused) = asked(case("table", "bostedet", last=130)), asked(case("pooled", "bostedet", last=130), {
        "ask": "pooled", "setting": {"levers": {"push": 1}}, "last": 130})
    assert told["table"] == alone[0] and told["heard"][-1] == 130 and len(told["heard"]) == 3
    assert "push" in refused["refused"]


def test_what_the_modules_offer_has_its_types():
    room = Path(webassembly.__file__).parent
    for name in ("takehold", "pool"):
        code, types = ((room / f"{name}{suffix}").read_text(encoding="utf-8") for suffix in (".mjs", ".d.mts"))
        offered = re.findall(r"^export (?:async )?(?:class|function) (\w+)|^export \{ (\w+) \}", code, re.MULTILINE)
        assert {one or other for one, other in offered} == set(re.findall(r"^export (?:class|function) (\w+)", types, re.MULTILINE))
        methods = re.findall(r"^  /\*\* .*\n  (?:async )?(\w+)\(", code, re.MULTILINE)
        assert methods and [method for method in methods if method not in INSIDE and f" {method}(" not in types] == []


def test_the_code_of_the_page_about_pages_runs(tmp_path):
    room, page = Path(webassembly.__file__).parent, Path(__file__).parents[1] / "docs" / "in-a-page.md"
    code = "".join(re.findall(r"^```js\n(.*?)^```$", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE))
    for name in ("kernel.wasm", "takehold.json", "takehold.mjs", "room.mjs", "inputs.mjs", "pool.mjs"):
        shutil.copy(room / name, tmp_path)
    (tmp_path / "worker.mjs").write_text('import { parentPort } from "node:worker_threads";\nimport { serve } from "./pool.mjs";\n'
                                         "serve(parentPort);\n")
    around = ('import { readFileSync } from "node:fs";\nimport { Worker as Thread } from "node:worker_threads";\n'
              "globalThis.fetch = async (name) => new Response(readFileSync(name));\n"
              "globalThis.Worker = class extends Thread { constructor(name) { super(`./${name}`); } };\n")
    after = "console.log(table.run.length, told.weeks, unit.week, many.run.length);\npool.close();\n"
    (tmp_path / "page.mjs").write_text(around + code + after)
    done = subprocess.run([str(NODE), "page.mjs"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert re.fullmatch(r"(\d+\n)+100 \d+ 20 1000\n", done.stdout)


def test_weeks_are_those_of_trajectories():
    levers = {"restart": 1, "trust_first_weeks": 2}
    (told,) = asked(case("weeks", "bostedet", levers=levers, seed=5, run=1))
    wanted = trajectories("bostedet", levers=levers, runs=2, seed=5).query("run == 1")
    for unit in told["units"]:
        rows = wanted[wanted["unit"] == unit["name"]]
        assert unit["phases"] == rows["phase"].tolist()
        assert (np.arange(told["weeks"]) - unit["launch"]).tolist() == rows["week_after_launch"].tolist()
        for name in SERIES:
            assert unit["series"][name] == rows[name].tolist(), name


def test_a_weekly_line_of_several_runs_begins_with_the_first_day():
    (told,) = asked(case("series", "bostedet", last=3, name="trust_leader"))
    wanted = trajectories("bostedet", runs=3)
    for run, units in enumerate(told):
        for (_, rows), line in zip(wanted[wanted["run"] == run].groupby("unit", sort=False), units, strict=True):
            assert line[1:] == rows["trust_leader"].tolist()
    starts = simulate("bostedet", runs=3)["trust_start"].tolist()
    assert [line[0] for units in told for line in units] == starts


@pytest.mark.parametrize("week", [0, 9, 40])
def test_people_are_those_of_mesa(week):
    levers = {"restart": 1}
    (told,) = asked(case("people", "bostedet", levers=levers, seed=5, run=1, week=week))
    model = InterventionModel("bostedet", levers=levers, seed=5, replication=1, collect=False)
    for _ in range(week):
        model.step()
    for ours, unit in zip(told, model.units, strict=True):
        assert ours["week"] == week
        for name in ("trust_leader", "ownership", "expectation", "slack", "attended", "withdrawn_week", "needs", "hours"):
            wanted = [getattr(person, name) for person in unit.employees]
            several = [list(row) for row in zip(*wanted, strict=True)] if name in ("needs", "hours") else wanted
            assert ours["employees"][name] == several, name
        assert [sorted(colleague.place for colleague in person.colleagues) for person in unit.employees] == ours["colleagues"]
        assert (ours["manager"]["value"], ours["unit"]["phase"]) == (unit.manager.value, unit.phase)
        assert [practice["routine"] for practice in ours["practices"]] == [practice.routine for practice in unit.practices]


def test_what_cannot_be_used_is_refused_in_a_sentence():
    place = load_workplace("bostedet").model_dump(mode="json")

    def broken(path, value):
        entries = json.loads(json.dumps(place))
        *way, last = path.split(".")
        here = entries
        for step in way:
            here = here[int(step)] if isinstance(here, list) else here[step]
        here[last] = value
        with pytest.raises(ValueError):
            Workplace(**entries)
        return {"workplace": entries}
    refused = [broken("units.0.employees", 2), broken("units.0.employees", 20.5), broken("units.0.representatives", 40),
               broken("units.0.trust_in_leader", 1.2), broken("units.0.named_chair", 1), broken("units.0.needs.wellbeing", 0.9),
               broken("units.0.sees", ["nobody"]), broken("units", []), broken("units.0.friends", 3), broken("units.1.name", "bostedet-a"),
               broken("units.0.practices.0.sessions_per_week", 49), broken("units.0.practices.0.starts_after_launch", 261),
               broken("units.0.scope", {"planning": 0, "coordination": 0, "wellbeing": 0}),
               {"workplace": "nowhere"}, {"levers": {"push": 1}}, {"levers": {"involvement": 2}}, {"levers": {"restart": 0.5}},
               {"parameters": {"trust_rate": 1}}, {"parameters": {"trust": 0.1}}, {"without": ["luck"]}, {"seed": -1}, {"seed": 0.5},
               {"followUp": 8}, {"followUp": 261}, {"followUp": []}]
    told = asked(*({"ask": "facts", "setting": setting, "last": 1} for setting in refused))
    assert [setting for setting, one in zip(refused, told, strict=True) if not isinstance(one, dict) or not one["refused"]] == []


def test_a_name_that_is_none_is_refused_with_the_nearest():
    place = load_workplace("bostedet").model_dump(mode="json")
    place["units"][0]["trust_in_leder"] = 0.5
    settings = [{"workplace": "bosteded"}, {"levers": {"restrat": 1}}, {"parameters": {"trust_rates": 0.1}}, {"without": ["turnovr"]},
                {"workplace": place}]
    wanted = ["bostedet", "restart", "trust_", "turnover", "trust_in_leader"]
    for told, name in zip(asked(*({"ask": "facts", "setting": setting, "last": 1} for setting in settings)), wanted, strict=True):
        assert f"did you mean '{name}" in told["refused"], told


def test_runs_that_end_before_they_begin_are_refused():
    (told,) = asked({"ask": "weeks", "setting": {}, "run": -1})
    assert "no whole number" in told["refused"]
    (told,) = asked({"ask": "from", "setting": {}, "first": 3, "last": 2})
    assert "comes before the first" in told["refused"]


def test_a_changed_workplace_is_run_as_python_runs_it():
    place = changed("plejecenter-2", {"employees": 33, "leader.leaves_in_week": 20, "practices.0.mandatory": 0.5,
                                      "practices.1.sessions_per_week": 42, "contract_hours": 37.5, "leader.hours": 40.0})
    assert differ_in_node([engine_cases.case(place, weeks=(30,), last=5)]) == []


def test_calendars_and_practices_that_begin_later_are_lived_as_in_python():
    assert differ_in_node(engine_cases.with_events(range(12))) == []


@pytest.mark.parametrize(("event", "said"), [
    ({"kind": "merger"}, "merger"), ({"kind": "change", "from_week": 1, "to_week": 3}, "load"), ({"kind": "leader_leaves"}, "week"),
    ({"kind": "summer", "from_week": 9, "to_week": 3, "share_away": 0.5}, "begins in week 9"),
    ({"kind": "summer", "from_week": 9, "to_week": 371, "share_away": 0.5}, "371")])
def test_an_event_that_cannot_be_is_refused(event, said):
    place = {**load_workplace("plejecenter-2").model_dump(mode="json")}
    place["units"][0]["events"] = [event]
    (told,) = asked({"ask": "facts", "setting": {"workplace": place}, "last": 1})
    assert said in told["refused"], told
