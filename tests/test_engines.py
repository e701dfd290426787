"""Both engines give the same float64 bits, for every workplace, lever, parameter set, chunk and thread."""

import os
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
from sim.draws import MAX_SEED
from sim.levers import LEVERS, make_levers
from sim.parameters import MECHANISMS, make_parameters
from sim.prior import random_levers, random_parameters, random_workplace
from sim.runs import run_facts
from sim.workplace import Workplace

pytest.importorskip("numba", reason="the compiled engine needs Numba, which is an extra")
from numba import njit

from sim.kernel import engine
from sim.kernel.philox import uniforms


def same_bits(place, parameters, levers, seed=0, weeks=(17, 30), first=0, last=2):
    """Whether both engines hand over the same facts, to the last bit."""
    mesa = np.asarray(run_facts(place, parameters, levers, seed, list(weeks), first, last))
    fast = engine.facts(place, parameters, levers, seed, list(weeks), first, last)
    return mesa.shape == fast.shape and mesa.tobytes() == fast.tobytes()


@pytest.mark.parametrize("name", workplaces())
def test_the_shipped_workplaces(name):
    assert same_bits(load_workplace(name), make_parameters(), make_levers(), seed=7, weeks=(17, 26, 30, 39), last=4)


@pytest.mark.parametrize("lever", LEVERS)
@pytest.mark.parametrize("end", ["low", "high"])
def test_every_lever(lever, end):
    levers = make_levers({lever: getattr(LEVERS[lever], end)})
    for name in ("bostedet", "plejecenter-2"):
        assert same_bits(load_workplace(name), make_parameters(), levers, last=3)


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_every_mechanism_switched_off(mechanism):
    for name in ("bostedet", "plejecenter-1"):
        assert same_bits(load_workplace(name), make_parameters(without=[mechanism]), make_levers(), last=1)


def check_random(number):
    return same_bits(random_workplace(3, number), random_parameters(3, number), random_levers(3, number), number, (9, 30), last=1)


def test_random_contexts_parameters_and_levers():
    assert [number for number in range(150) if not check_random(number)] == []


@settings(max_examples=60)
@given(context=st.integers(0, MAX_SEED), behaviour=st.integers(0, MAX_SEED), policy=st.integers(0, MAX_SEED), seed=st.integers(0, MAX_SEED),
       follow_up=st.integers(9, 60), run=st.integers(0, 10**6))
def test_whatever_hypothesis_thinks_of(context, behaviour, policy, seed, follow_up, run):
    assert same_bits(random_workplace(context, 0), random_parameters(behaviour, 0), random_levers(policy, 0), seed, sorted({9, follow_up}),
                     first=run, last=run + 1)


@pytest.mark.slow
def test_many_random_contexts_parameters_and_levers():
    assert [number for number in range(150, 2150) if not check_random(number)] == []


@pytest.mark.parametrize("name", workplaces())
def test_every_week_of_every_unit(name):
    place, levers = load_workplace(name), make_levers({"restart": 1, "trust_first_weeks": 2})
    model = InterventionModel(place, levers=levers, seed=5, replication=1, collect=False).run()
    weekly = engine.weekly(place, make_parameters(), levers, 5, 1, 30)
    for unit, fast, phases, launch in zip(model.units, *weekly[1:], strict=True):
        mesa = np.array(list(unit.record.series.values())).T
        assert mesa.shape == fast.shape and mesa.tobytes() == np.ascontiguousarray(fast).tobytes()
        assert (list(phases), launch) == (unit.record.phases, unit.reference_launch())


def test_threads_and_the_order_of_chunks_change_nothing():
    place = load_workplace("bostedet")

    def chunk(first):
        return engine.facts(place, make_parameters(), make_levers(), 1, [30], first, first + 5)

    whole = engine.facts(place, make_parameters(), make_levers(), 1, [30], 0, 40)
    with ThreadPoolExecutor(4) as pool:
        parts = dict(zip(range(35, -1, -5), pool.map(chunk, range(35, -1, -5)), strict=True))
    assert np.concatenate([parts[first] for first in sorted(parts)]).tobytes() == whole.tobytes()


def test_simulate_is_the_same_table_on_both_engines():
    mesa, fast = (simulate("bostedet", runs=6, seed=2, engine=name, workers=2, follow_up=(17, 30)) for name in ("mesa", "fast"))
    assert mesa.equals(fast)


def test_a_long_trust_first_and_the_longest_follow_up_have_room():
    place = load_workplace("plejecenter-2")
    levers = make_levers({"trust_first_weeks": 52, "restart": 1})
    assert same_bits(place, make_parameters({"listening_weeks": 26}), levers, weeks=(104,), last=6)


def test_the_cache_is_named_by_what_the_kernel_is_made_of(tmp_path, monkeypatch):
    monkeypatch.setenv("TAKEHOLD_CACHE", str(tmp_path))
    folder = engine.cache_folder()
    assert folder.is_dir() and folder.name == f"kernel-{engine.fingerprint()}" and tmp_path in folder.parents


def test_without_a_writable_cache_there_is_still_a_folder(tmp_path, monkeypatch):
    blocked = tmp_path / "a-file"
    blocked.write_text("")
    monkeypatch.setenv("TAKEHOLD_CACHE", str(blocked))
    assert engine.cache_folder().is_dir()


def in_a_new_process(code, **environment):
    """What a Python program prints that runs in a process of its own."""
    return subprocess.run([sys.executable, "-W", "ignore", "-c", code], check=True, capture_output=True, text=True,
                          env={**os.environ, **environment}, cwd=Path(__file__).parents[1]).stdout


@pytest.mark.slow  # it compiles
@pytest.mark.parametrize("ending", ["nbc", "nbi"])
def test_damaged_files_in_the_cache_are_compiled_anew(tmp_path, ending):
    engine.compiled()
    cache = Path(shutil.copytree(engine.cache_folder(), tmp_path / "takehold" / engine.cache_folder().name))
    for damaged in cache.rglob(f"*.{ending}"):  # another checkout of the same code has files of its own here
        damaged.write_bytes(damaged.read_bytes()[:20])
    in_a_new_process("import sim; sim.simulate('bostedet')", TAKEHOLD_CACHE=str(tmp_path))
    assert max(file.stat().st_size for file in cache.rglob(f"*.{ending}")) > 20


def test_a_cache_on_a_full_disk_is_passed_by(tmp_path, monkeypatch):
    monkeypatch.setenv("TAKEHOLD_CACHE", str(tmp_path))
    assert tmp_path in engine.cache_folder().parents
    monkeypatch.setattr(engine, "ROOM", 1_000)
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (500, old[1]))  # no file may be larger, as on a disk that is nearly full
        assert tmp_path not in engine.cache_folder().parents
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


def test_the_most_units_and_practices_a_workplace_may_have():
    names = [f"unit-{u}" for u in range(8)]
    units = []
    for number, name in enumerate(names):
        one = random_workplace(4, number, largest=12).units[0].model_dump()
        practices = [{**one["practices"][0], "name": f"practice-{k}", "sessions_per_week": k + 1} for k in range(12)]
        units.append({**one, "name": name, "sees": [other for other in names if other != name], "practices": practices})
    place = Workplace(name="most", title="The most there may be", units=units)
    assert same_bits(place, make_parameters(), make_levers({"restart": 1}), seed=2**32 - 1, weeks=(9, 104), last=2)
