"""Both engines give the same float64 bits, for every workplace, lever, parameter set, chunk and thread."""

import os
import platform
import resource
import shutil
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_draws import KNOWN

from sim import InterventionModel, load_workplace, simulate, workplaces
from sim.errors import MAX_SEED
from sim.inputs.levers import LEVERS, make_levers
from sim.inputs.parameters import MECHANISMS, PARAMETERS, make_parameters
from sim.inputs.workplace import Workplace
from sim.model.random_inputs import random_levers, random_parameters, random_workplace, with_calendar

pytest.importorskip("numba", reason="the compiled engine needs Numba, which is an extra")
from engine_cases import case, differ, drawn, shipped, with_events, with_lever, without
from numba import njit

from sim.kernel import cache, engine, native
from sim.kernel.philox import uniforms


@pytest.mark.parametrize("one", shipped(last=4), ids=workplaces())
def test_the_shipped_workplaces(one):
    assert differ([one], "mesa", "native") == []


@pytest.mark.parametrize("lever", LEVERS)
@pytest.mark.parametrize("end", ["low", "high"])
def test_every_lever(lever, end):
    assert differ(with_lever(lever, end, ("bostedet", "plejecenter-2"), last=3), "mesa", "native") == []


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_every_mechanism_switched_off(mechanism):
    assert differ(without(mechanism, ("bostedet", "plejecenter-1"), last=1), "mesa", "native") == []


def test_random_contexts_parameters_and_levers():
    assert differ(drawn(range(150)), "mesa", "native") == []


def test_random_contexts_with_events_and_practices_that_begin_later():
    assert differ(with_events(range(100)), "mesa", "native") == []


@settings(max_examples=60)
@given(context=st.integers(0, MAX_SEED), behaviour=st.integers(0, MAX_SEED), policy=st.integers(0, MAX_SEED), seed=st.integers(0, MAX_SEED),
       follow_up=st.integers(9, 60), run=st.integers(0, 10**6))
def test_whatever_hypothesis_thinks_of(context, behaviour, policy, seed, follow_up, run):
    one = case(random_workplace(context, 0), random_parameters(behaviour, 0), random_levers(policy, 0), seed, sorted({9, follow_up}),
               first=run, last=run + 1)
    assert differ([one], "mesa", "native") == []


@pytest.mark.slow
def test_many_random_contexts_parameters_and_levers():
    assert differ(drawn(range(150, 2150)), "mesa", "native") == []


@pytest.mark.parametrize("name", workplaces())
def test_every_week_of_every_unit(name):
    place, levers = load_workplace(name), make_levers({"restart": 1, "trust_first_weeks": 2})
    model = InterventionModel(place, levers=levers, seed=5, replication=1, collect=False).run()
    weekly = engine.weekly(place, make_parameters(), levers, 5, 1, 30, engine="native")
    for unit, fast, phases, launch in zip(model.units, *weekly[1:4], strict=True):
        mesa = np.array(list(unit.record.series.values())).T
        assert mesa.shape == fast.shape and mesa.tobytes() == np.ascontiguousarray(fast).tobytes()
        assert (list(phases), launch) == (unit.record.phases, unit.reference_launch())


def test_threads_and_the_order_of_chunks_change_nothing():
    place = load_workplace("bostedet")

    def chunk(first):
        return engine.facts(place, make_parameters(), make_levers(), 1, [30], first, first + 5, engine="native")

    whole = engine.facts(place, make_parameters(), make_levers(), 1, [30], 0, 40, engine="native")
    with ThreadPoolExecutor(4) as pool:
        parts = dict(zip(range(35, -1, -5), pool.map(chunk, range(35, -1, -5)), strict=True))
    assert np.concatenate([parts[first] for first in sorted(parts)]).tobytes() == whole.tobytes()


def test_many_settings_in_one_call_are_each_what_they_are_alone():
    """Small workplaces after large ones, with one unit or two, under levers that ask for more weeks: nothing is left over from another."""
    members, policies = ([make(5, number) for number in range(3)] for make in (random_parameters, random_levers))
    places = [*map(load_workplace, workplaces()), *(random_workplace(5, number) for number in range(40))]
    some = [engine.Setting(place, members[i % 3], policies[i % 2], seed=i, first=7 * i) for i, place in enumerate([*places, *places[::-1]])]
    alone = [engine.facts(one.place, one.parameters, one.levers, one.seed, [17, 30], one.first, one.first + 2, engine="native")
             for one in some]
    assert engine.facts_of_many(some, [17, 30], 2, engine="native").tobytes() == np.concatenate(alone).tobytes()


def test_simulate_is_the_same_table_on_both_engines():
    mesa, fast = (simulate("bostedet", runs=6, seed=2, engine=name, workers=2, follow_up=(17, 30)) for name in ("mesa", "native"))
    assert mesa.equals(fast)


def test_a_long_trust_first_and_the_longest_follow_up_have_room():
    place = load_workplace("plejecenter-2")
    levers = make_levers({"trust_first_weeks": 52, "restart": 1})
    assert differ([case(place, make_parameters({"listening_weeks": 26}), levers, weeks=(104,), last=6)], "mesa", "native") == []


def test_the_cache_is_named_by_what_the_kernel_is_made_of(tmp_path, monkeypatch):
    monkeypatch.setenv("TAKEHOLD_CACHE", str(tmp_path))
    folder = cache.cache_folder()
    assert folder.is_dir() and folder.name == f"kernel-{cache.fingerprint()}" and tmp_path in folder.parents


def test_without_a_writable_cache_there_is_still_a_folder(tmp_path, monkeypatch):
    blocked = tmp_path / "a-file"
    blocked.write_text("")
    monkeypatch.setenv("TAKEHOLD_CACHE", str(blocked))
    assert cache.cache_folder().is_dir()


def in_a_new_process(code, **environment):
    """What a Python program prints that runs in a process of its own."""
    return subprocess.run([sys.executable, "-W", "ignore", "-c", code], check=True, capture_output=True, text=True,
                          env={**os.environ, **environment}, cwd=Path(__file__).parents[1]).stdout


@pytest.mark.slow  # it compiles
@pytest.mark.parametrize("ending", ["nbc", pytest.param("nbi", marks=pytest.mark.rare)])
def test_damaged_files_in_the_cache_are_compiled_anew(tmp_path, ending):
    native.compiled()
    copy = Path(shutil.copytree(cache.cache_folder(), tmp_path / "takehold" / cache.cache_folder().name))
    for damaged in copy.rglob(f"*.{ending}"):  # another checkout of the same code has files of its own here
        damaged.write_bytes(damaged.read_bytes()[:20])
    in_a_new_process("import sim; sim.simulate('bostedet', engine='native')", TAKEHOLD_CACHE=str(tmp_path))
    assert max(file.stat().st_size for file in copy.rglob(f"*.{ending}")) > 20


def test_a_cache_on_a_full_disk_is_passed_by(tmp_path, monkeypatch):
    monkeypatch.setenv("TAKEHOLD_CACHE", str(tmp_path))
    assert tmp_path in cache.cache_folder().parents
    monkeypatch.setattr(cache, "ROOM", 1_000)
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (500, old[1]))  # no file may be larger, as on a disk that is nearly full
        assert tmp_path not in cache.cache_folder().parents
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
        signal.signal(signal.SIGXFSZ, handler)


@pytest.mark.parametrize(("counter", "key", "answer"), KNOWN)
def test_compiled_draws_give_the_known_answers_of_philox(counter, key, answer):
    @njit
    def drawn(a, b, c, d, k0, k1):
        return uniforms(a, b, c, d, k0, k1)

    words = [int(word, 16) for word in answer.split()]
    assert drawn(*map(np.uint64, (*counter, *key))) == tuple((word + 0.5) / 2**32 for word in words)


def test_many_units_the_most_practices_and_sessions():
    names = [f"unit-{u}" for u in range(13)]
    units = []
    for number, name in enumerate(names):
        one = random_workplace(4, number, largest=12).units[0].model_dump()
        practices = [{**one["practices"][0], "name": f"practice-{k}", "sessions_per_week": k % 48 + 1}
                     for k in range(9 * number, 9 * number + 40)]
        units.append({**one, "name": name, "sees": [other for other in names if other != name], "practices": practices})
    place = Workplace(name="most", title="The most there may be", units=units)
    assert differ([case(place, levers=make_levers({"restart": 1}), seed=2**32 - 1, weeks=(9, 34), last=1)], "mesa", "native") == []


def test_units_that_look_at_earlier_ones_at_later_ones_and_at_none():
    """In a week a unit is lived at once where it looks at earlier ones alone; it has to come out the same."""
    units, names = [], [f"unit-{u}" for u in range(25)]
    for number, name in enumerate(names):
        one = with_calendar(random_workplace(8, number, largest=8), 8, number).units[0].model_dump()
        seen = {names[(7 * number + 3 * k) % 25] for k in range(number % 4)} - {name}
        units.append({**one, "name": name, "sees": sorted(seen, reverse=True)})
    place = Workplace(name="many", title="Many units", units=units)
    comparing = make_parameters({"comparison": PARAMETERS["comparison"].high})
    assert differ([case(place, comparing, weeks=(9, 20), last=1)], "mesa", "native") == []


NARROWER = ("nehalem", "haswell")  # 128 and 256 bits at once
ON_A_PROCESSOR = """
import hashlib, sim
from sim.inputs.levers import make_levers
from sim.inputs.parameters import make_parameters
from sim.kernel import engine
asked = make_parameters(), make_levers(), 0, [8, 30], 0, 20
facts = [engine.facts(sim.load_workplace(name), *asked, engine="native") for name in sim.workplaces()]
print(hashlib.sha256(b"".join(rows.tobytes() for rows in facts)).hexdigest())
"""


@pytest.mark.slow
@pytest.mark.rare  # it compiles for each
@pytest.mark.skipif(platform.machine() not in ("x86_64", "AMD64"), reason="these are processors of another family")
def test_code_for_narrower_processors_gives_the_same_bits(tmp_path):
    environments = [{}, *({"NUMBA_CPU_NAME": name, "NUMBA_CPU_FEATURES": "", "TAKEHOLD_CACHE": str(tmp_path / name)} for name in NARROWER)]
    said = {subprocess.run([sys.executable, "-c", ON_A_PROCESSOR], env={**os.environ, **environment}, check=True, capture_output=True,
                           text=True).stdout for environment in environments}
    assert len(said) == 1
