"""kernel.wasm gives the same float64 bits as the compiled engine, is made of the sources as they are, and is made anew byte by byte."""

import gzip
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from sim import InterventionModel, load_workplace, workplaces
from sim.inputs.levers import LEVERS, make_levers
from sim.inputs.parameters import MECHANISMS, make_parameters
from sim.kernel import wasm
from sim.model.cast import SHIPPED
from sim.model.measures import HOURS, MEASURES, WORDS
from sim.model.outcome import COLUMNS, measures_of
from sim.model.random_inputs import random_levers, random_workplace
from sim.webassembly import description

pytest.importorskip("numba", reason="what it is held against needs Numba")
from engine_cases import differ, drawn, shipped, with_events, with_lever, without

from sim.kernel import engine, layout, native
from sim.kernel.worlds import Setting, new_worlds

ROOM, ROOM_PACKED = 160_000, 50_000  # bytes that a page may have to load


def worlds_of(place, parameters, levers, seed, weeks, first, last):
    """Room for runs of a setting."""
    return new_worlds([Setting(place, parameters, levers, seed, first)], weeks[-1], (last - first) * len(weeks))


# ----- what it is made of
def test_it_is_made_of_the_sources_as_they_are():
    assert wasm.fingerprint_of(wasm.KERNEL.read_bytes()) == wasm.source_fingerprint(), (
        "sim/webassembly/kernel.wasm was made of other sources: make wasm")


def test_the_description_is_current():
    assert description.FILE.read_text(encoding="utf-8") == description.written(), "sim/webassembly/takehold.json is old: make wasm"


def test_it_is_small_and_needs_nothing_from_outside():
    import wasmtime
    code = wasm.KERNEL.read_bytes()
    assert len(code) < ROOM and len(gzip.compress(code)) < ROOM_PACKED
    assert wasmtime.Module(wasmtime.Engine(), code).imports == []
    assert b".py" not in code, "it names files of the machine that it was made on"


@pytest.mark.slow  # it compiles
def test_made_anew_it_is_the_same_byte_by_byte(tmp_path):
    made = Path(tmp_path, "again.wasm")
    subprocess.run([sys.executable, "-m", "sim.webassembly.build", "--to", str(made)], check=True, capture_output=True)
    assert made.read_bytes() == wasm.KERNEL.read_bytes(), "other versions of the tools make other bytes: make wasm"


# ----- runs
@pytest.mark.parametrize("one", shipped(last=20), ids=workplaces())
def test_the_shipped_workplaces(one):
    assert differ([one], "native", "wasm") == []


@pytest.mark.parametrize("lever", LEVERS)
@pytest.mark.parametrize("end", ["low", "high"])
def test_every_lever(lever, end):
    assert differ(with_lever(lever, end, workplaces(), last=5), "native", "wasm") == []


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_every_mechanism_switched_off(mechanism):
    assert differ(without(mechanism, workplaces(), last=5), "native", "wasm") == []


def test_random_contexts_parameters_and_levers():
    assert differ(drawn(range(150)), "native", "wasm") == []


def test_random_contexts_with_events_and_practices_that_begin_later():
    assert differ(with_events(range(60)), "native", "wasm") == []


@pytest.mark.slow
def test_many_random_contexts_parameters_and_levers():
    assert differ(drawn(range(150, 2150)), "native", "wasm") == []


# ----- a stop in any week
SEVERAL = {"trust_first_weeks": 3, "restart": 1, "facilitation_training": 0.3}  # in run 1 of seed 5 one of the units begins again


@pytest.mark.parametrize("week", [0, 1, 9, 25, 40, 60])
@pytest.mark.parametrize("name", ["bostedet", "plejecenter-2"])
def test_everybody_in_any_week_is_as_on_mesa(name, week):
    place, levers = load_workplace(name), make_levers(SEVERAL)
    model = InterventionModel(place, levers=levers, seed=5, replication=1, follow_up=104, collect=False)
    for _ in range(week):
        model.step()
    for lived in (native.compiled(), wasm.runs):
        worlds = worlds_of(place, make_parameters(), levers, 5, [104], 1, 2)
        worlds.records["stop"] = week
        worlds.blocks["facts"]["launched"] = 7
        assert lived(worlds, 1, np.array([104]), True, SHIPPED) == week
        assert (worlds.blocks["facts"]["launched"] == 7).all()  # there are no facts yet
        for u, unit in enumerate(model.units):
            assert states_differ(worlds, u, unit) == []


def states_differ(worlds, u, unit):
    """Names of states in which a unit in the kernel's memory differs from one on Mesa."""
    record, context = worlds.blocks["states"][u], worlds.blocks["contexts"][u]
    found = [f"unit.{name}" for name in layout.kinds_of(layout.UnitStates) if not same(record[f"unit.{name}"], getattr(unit, name))]
    found += [f"manager.{name}" for name in layout.kinds_of(layout.SHIPPED.manager_states)
              if not same(record[f"manager.{name}"], getattr(unit.manager, name))]
    wide = int(layout.width(context["employees"]))
    for name in layout.SHIPPED.employee_states:
        block, first, kind = layout.COLUMNS[name]
        start = layout.layout_of(layout.SHIPPED).rows[block] * int(context["first"]) + first * wide
        rows = worlds.blocks[block].ravel()[start:start + kind.numbers * wide].reshape(kind.numbers, wide)
        found += [name for i, person in enumerate(unit.employees)
                  if hasattr(person, name) and not same(rows[:, i] if kind.numbers > 1 else rows[0, i], getattr(person, name))]
    return sorted(set(found))


def same(ours, theirs):
    """Whether numbers are the same to the last bit; None is kept as -1."""
    return np.array_equal(np.asarray(ours, float), np.asarray(-1 if theirs is None else theirs, float))


# ----- levers and measures, compiled from their declarations
def packed(place, levers):
    """The contexts of units and the plans of practices, as the compiled engine is given them."""
    contexts, plans, *_ = layout.pack_units(place, levers)
    return np.array(contexts, layout.UNIT_CONTEXT), np.array(plans, layout.PRACTICE_PLAN)


def settings():
    """Settings with each lever at its ends, and random ones."""
    for name in workplaces():
        for lever in LEVERS.values():
            for value in (lever.low, lever.high, lever.dose.amount):
                yield load_workplace(name), make_levers({lever.name: value})
    yield from ((random_workplace(5, number), random_levers(7, number)) for number in range(200))


def test_levers_set_in_the_module_leave_the_same_bytes_as_those_set_in_python():
    for place, levers in settings():
        wanted, recorded = packed(place, levers), packed(place, make_levers())
        memory = wasm.Memory()
        record = np.zeros(1, layout.WORLD)
        record["units"], record["practice_count"] = len(recorded[0]), len(recorded[1])
        handed_in = {"contexts": recorded[0], "plans": recorded[1], "run": layout.pack_runs([levers], np.zeros(1, int), [0])}
        for name, block in handed_in.items():
            record[name] = memory.put(block)
        at = memory.put(record)
        memory.reserve(memory.call("lay_out", at, memory.top, 100, 1) - memory.top)
        memory.call("prepare", at)
        for name, block in zip(("contexts", "plans"), wanted, strict=True):
            assert memory.take(int(record[name][0]), block.copy()).tobytes() == block.tobytes(), (place.name, levers)


def test_measures_of_the_module_are_those_of_python():
    asked = load_workplace("bostedet"), make_parameters(), make_levers(SEVERAL), 5, [17, 30, 104], 0, 200
    told = engine.facts(*asked)
    told[:, COLUMNS.index("kept")], told[:, COLUMNS.index("stopped_phase")] = np.arange(len(told)) % 4, np.arange(len(told)) % 10 - 1
    memory, every = wasm.Memory(), [*MEASURES.values(), *HOURS.values()]
    at, out = memory.put(told), memory.reserve(8 * len(told) * len(every))
    assert memory.call("measure", at, len(told), out) == len(told)
    found = memory.take(out, np.zeros((len(told), len(every)))).T
    for one, values, wanted in zip(every, found, measures_of(told).values(), strict=True):
        if one.unit == WORDS:
            assert [one.words[int(place)] for place in values] == wanted.tolist() and len(set(wanted)) > 1
        else:
            assert values.tobytes() == wanted.astype(float).tobytes(), one.name
