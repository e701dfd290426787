"""kernel.wasm lives small work at once, gives way to native code where that pays, and is used for the sources alone that it was made of."""

import os
import subprocess
import sys
from itertools import islice
from pathlib import Path

import pytest
from helpers import complaint, exactly

from sim import simulate, trajectories
from sim.kernel import at_once, guard, wasm

OWN = "import sim\nclass Calm(sim.Employee):\n    def drift(self):\n        pass\n"
SHOW = "print(sim.simulate('bostedet', runs=7, seed=3).drop(columns='fingerprint').to_csv())\n"


def in_a_new_process(code, folder):
    """What a Python program prints that finds no native code; it tells when another process would begin to compile."""
    before = "import sim, sys\nfrom sim.kernel import at_once\nat_once._compiling = lambda: print('compiling')\n"
    done = subprocess.run([sys.executable, "-c", before + code], check=False, capture_output=True, text=True, cwd=Path(__file__).parents[1],
                          env={**os.environ, "TAKEHOLD_CACHE": str(folder)})
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def shown(**more):
    return f"{simulate('bostedet', runs=7, seed=3, **more).drop(columns='fingerprint').to_csv()}\n"


@pytest.fixture
def beside(monkeypatch, tmp_path):
    """What this process has done so far, forgotten; there is no native code, and none is compiled."""
    begun = []
    monkeypatch.setattr(at_once, "beside", fresh := at_once.Beside())
    monkeypatch.setattr(at_once, "stamp_of_native", lambda: tmp_path / "stamp")
    monkeypatch.setattr(at_once, "_compiling", lambda: begun.append(1) or True)
    fresh.begun, fresh.stamp = begun, tmp_path / "stamp"
    return fresh


def test_the_engines_by_their_names_give_the_same_tables():
    assert shown(engine="wasm") == shown(engine="mesa") == shown(engine="native") == shown()
    exactly(*(trajectories("plejecenter-2", levers={"restart": 1}, runs=2, engine=name) for name in ("wasm", "mesa")))


def test_a_first_result_needs_neither_numba_nor_mesa_nor_a_compiler(tmp_path):
    assert in_a_new_process(SHOW + "assert not {'numba', 'mesa'} & set(sys.modules)", tmp_path) == shown()


def test_small_work_stays_large_work_compiles_beside_once_and_goes_over_when_that_is_done(beside):
    assert beside.stands_in(at_once.WORTH_LOADING / 2) and not beside.begun
    assert all(beside.stands_in(at_once.WORTH_COMPILING) for _ in range(3)) and beside.begun == [1]
    beside.stamp.touch()
    assert not beside.stands_in(0)


def test_code_that_is_there_is_loaded_as_soon_as_that_pays(beside):
    beside.stamp.touch()
    assert beside.stands_in(at_once.WORTH_LOADING / 2) and not beside.stands_in(at_once.WORTH_LOADING) and not beside.begun


def test_where_code_cannot_be_kept_only_very_long_work_waits_for_the_compiler(beside, monkeypatch):
    monkeypatch.setattr(at_once, "stamp_of_native", lambda: None)
    assert beside.stands_in(at_once.WORTH_COMPILING * 2) and not beside.stands_in(at_once.WORTH_WAITING) and not beside.begun


def test_without_numba_everything_runs_but_people_of_ones_own_who_run_on_mesa(tmp_path):
    told = in_a_new_process(f"sys.modules['numba'] = None\n{SHOW}{OWN}from sim.explain.explanation import explain\n"
                            "at_once.beside.stands_in(1e12)\n"
                            "print(len(sim.simulate('bostedet', runs=2, employee_class=Calm)), len(explain('bostedet').units))", tmp_path)
    assert told.startswith(shown()) and "4 2" in told and "run on Mesa" in told and "compiling" not in told


@pytest.fixture
def _asked_anew():
    at_once.refusal.cache_clear()
    yield
    at_once.refusal.cache_clear()


@pytest.mark.usefixtures("_asked_anew")
def test_it_is_not_used_for_other_sources_than_it_was_made_of(monkeypatch):
    with monkeypatch.context() as changed:
        changed.setattr(wasm, "source_fingerprint", lambda: "another")
        assert not at_once.beside.stands_in(0)
        assert "make wasm" in complaint(lambda: simulate("bostedet", engine="wasm"), "engine 'wasm'", "engine='mesa'")
        assert simulate("bostedet") is not None  # compiled
    at_once.refusal.cache_clear()
    assert at_once.refusal() == ""


@pytest.mark.parametrize("damage", [lambda code: code[:-1], lambda code: code[:-24], lambda code: b"",
                                    lambda code: code[:5000] + bytes([code[5000] ^ 1]) + code[5001:]])
def test_a_damaged_module_says_nothing(damage):
    code = wasm.KERNEL.read_bytes()
    assert wasm.fingerprint_of(code) == wasm.source_fingerprint() and wasm.fingerprint_of(damage(code)) == ""


def test_what_make_wasm_made_is_held_against_mesa_before_it_is_signed(monkeypatch):
    def lying(worlds, *more):
        weeks = wasm.runs(worlds, *more)
        worlds.blocks["lines"]["trust_leader"][:, 5] += 1e-16
        return weeks
    complaint(lambda: guard.check_lives_as_mesa(lying),
              "trust_leader of unit", "in week 4", "on Mesa")
    few = list(islice(guard.cases(), 3))
    monkeypatch.setattr(guard, "cases", lambda: few)
    guard.check_lives_as_mesa(wasm.runs)


def test_a_method_replaced_in_this_process_is_refused_here_too(monkeypatch):
    from sim.rules import trust
    monkeypatch.setattr(trust, "clamp", lambda value: 0.5)
    complaint(lambda: simulate("bostedet", engine="wasm"), "clamp", "engine='mesa'")


def test_people_of_ones_own_run_on_mesa_and_that_is_said():
    from sim import Employee

    class Calm(Employee):
        def drift(self):
            pass
    with pytest.warns(UserWarning, match="kernel.wasm has the shipped people only; these people run on Mesa"):
        simulate("bostedet", runs=1, engine="wasm", employee_class=Calm)


@pytest.mark.slow
@pytest.mark.rare  # it compiles
def test_the_process_beside_leaves_native_code_that_is_gone_over_to(tmp_path):
    code = ("from sim.kernel import engine\nimport importlib, time\nimportlib.reload(at_once)\nengine.at_once = at_once\n"
            "at_once.beside.stands_in(1e9)\nwhile at_once.beside.stands_in(0):\n    time.sleep(0.5)\n"
            "assert at_once.beside._process.wait() == 0\nprint(engine.kernel_for('fast') is not engine.wasm.runs)")
    assert in_a_new_process(code, tmp_path) == "True\n" and len(list(tmp_path.rglob("*.nbc"))) == 1
