"""Whoever changes the model sees every engine follow, or is told which one does not."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import complaint

from sim import Employee, InputError, InterventionModel, Manager, SteeringMember, load_workplace, simulate
from sim.kernel import cache, engine, guard, native
from sim.model import meetings, staffing, steering_group, week
from sim.model.outcome import unit_facts
from sim.model.practice import Practice
from sim.rules import trust

pytest.importorskip("numba", reason="the compiled engine needs Numba")
READABLE = ("model/agents/*.py", "rules/*.py", *(f"model/{name}.py" for name in (
    "week", "meetings", "steering_group", "employee_workshop", "listening", "staffing", "parting", "unit", "surroundings", "practice",
    "network", "record", "weekly_line", "facts")))


@pytest.fixture(scope="module")
def kernel():
    """Native code, without asking whether it follows."""
    native.compiled()
    return native._kernel()[0]


# ----- what is lived
def lines_of(code):
    yield from (line for _, _, line in code.co_lines() if line)
    for inner in code.co_consts:
        if hasattr(inner, "co_lines"):
            yield from lines_of(inner)


def test_every_line_of_every_function_is_lived_in_the_runs_that_are_compared():
    """So an edit anywhere has a chance to show."""
    paths = [path for pattern in READABLE for path in cache.ROOT.glob(pattern)]
    codes = {str(path): compile(path.read_text(encoding="utf-8"), path, "exec") for path in paths}
    lived, tool = set(), sys.monitoring.PROFILER_ID

    def line(code, number):
        lived.add((code.co_filename, number))
        return sys.monitoring.DISABLE

    sys.monitoring.use_tool_id(tool, "lived")
    sys.monitoring.register_callback(tool, sys.monitoring.events.LINE, line)
    sys.monitoring.set_events(tool, sys.monitoring.events.LINE)
    try:
        for case in guard.cases():
            model = InterventionModel(*case[:4], follow_up=guard.FOLLOW_UP, then=case.then).run()
            if not case.place.known_people:
                model.people()
            for unit in model.units:
                record = unit.record
                assert unit_facts(unit, guard.FOLLOW_UP) and record.start and record.series and record.phases and record.hours_by_phase
    finally:
        sys.monitoring.set_events(tool, 0)
        sys.monitoring.free_tool_id(tool)
    never = [(name, line) for name, code in codes.items() for function in functions_of(code)
             for line in {*lines_of(function)} - {function.co_firstlineno} if (name, line) not in lived]
    assert not never, never


def functions_of(code):
    """The functions and methods in the code of a module, whose own lines run when it is imported."""
    inner = [part for part in code.co_consts if hasattr(part, "co_lines")]
    return [found for part in inner for found in ([part] if part.co_flags & 2 else functions_of(part))]  # 2: a function has fast locals


# ----- what is found
def twice(method):
    return lambda self, *inputs: (method(self, *inputs), method(self, *inputs))[1]


CHANGES = {
    "a method of employees": (Employee, "update_trust", twice),
    "of members": (SteeringMember, "shape_focus", lambda old: lambda self: None),
    "of managers": (Manager, "learn", twice), "of practices": (Practice, "settle", twice),
    "who comes": (staffing, "newcomer", lambda old: lambda unit, employee: None),
    "a meeting": (steering_group, "overrule", lambda old: lambda unit: None),
    "a constant": (meetings, "REVIEW_EVERY", lambda old: old + 1),
    "the order of the stages": (week, "STAGES", lambda old: (*old[:5], old[6], old[5], *old[7:])),
    "a stage that stops": (Employee, "drift", lambda old: lambda self: 1 / 0),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_that_the_kernel_does_not_follow_is_found_each_time_and_the_first_state_named(change, kernel, monkeypatch, tmp_path):
    owner, name, make = CHANGES[change]
    monkeypatch.setattr(owner, name, make(getattr(owner, name)))
    if change == "the order of the stages":
        monkeypatch.setattr("sim.model.model.STAGES", week.STAGES)
    for _ in range(2):
        told = complaint(lambda: guard.check_follows(kernel, guard.stamp_of(tmp_path)), "engine='mesa'")
        assert "ZeroDivisionError" in told if "stops" in change else " in week " in told and " on Mesa" in told
    assert list(tmp_path.iterdir()) == []


def test_what_passed_is_remembered_for_exactly_these_sources(kernel, monkeypatch, tmp_path):
    guard.check_follows(kernel, guard.stamp_of(tmp_path))
    monkeypatch.setattr(guard, "cases", lambda: pytest.fail("lived again"))
    guard.check_follows(kernel, guard.stamp_of(tmp_path))
    monkeypatch.setattr(guard, "digest", lambda *_: "another")
    with pytest.raises(pytest.fail.Exception):
        guard.check_follows(kernel, guard.stamp_of(tmp_path))


def test_where_nothing_can_be_written_it_is_done_again(kernel, tmp_path):
    guard.check_follows(kernel, tmp_path / "nowhere" / "stamp")


@pytest.mark.parametrize(("owner", "name"), [(Employee, "update_trust"), (Practice, "active"), (trust, "clamp")])
def test_a_method_replaced_in_this_process_is_named(owner, name, monkeypatch):
    monkeypatch.setattr(owner, name, property(lambda self: True) if name == "active" else lambda *inputs: 0.0)
    complaint(lambda: simulate("bostedet"), name, "engine='mesa'")
    if name != "clamp":
        assert len(simulate("bostedet", engine="mesa")) == 2
    monkeypatch.undo()
    assert len(simulate("bostedet")) == 2


# ----- what it goes by
def test_all_that_the_kernel_imports_is_in_the_name_of_its_cache():
    known = {path for pattern in cache.SOURCES for path in cache.ROOT.glob(pattern)}
    compiled = {path for path in cache.ROOT.glob("kernel/*.py") if path.name not in cache.AROUND}
    for path in compiled:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sim"):
                parts = node.module.split(".")[1:]
                for name in (parts, *([*parts, one.name] for one in node.names)):
                    file = cache.ROOT.joinpath(*name).with_suffix(".py")
                    assert not file.exists() or file in known, f"{path.name} is made of {file.name} too"


@pytest.mark.parametrize("source", ["rules/trust.py", "kernel/views.py", "model/week.py", "model/agents/employee.py", "inputs/phases.py"])
def test_another_source_is_another_folder(source, monkeypatch, tmp_path):
    copy = Path(shutil.copytree(cache.ROOT, tmp_path / "sim"))
    monkeypatch.setattr(cache, "ROOT", copy)
    before = cache.digest.__wrapped__(cache.SOURCES, ("numba",)), cache.digest.__wrapped__(guard.SOURCES, ("numba",))
    with (copy / source).open("a") as file:
        file.write("\n")
    after = cache.digest.__wrapped__(cache.SOURCES, ("numba",)), cache.digest.__wrapped__(guard.SOURCES, ("numba",))
    assert before[0] != after[0] and before[1] != after[1]


def test_a_source_that_changes_under_a_running_process_spoils_no_cache(monkeypatch, tmp_path, kernel):
    """What runs is then older than what stands in the file, and must not be kept under the name of the new text."""
    monkeypatch.setenv("TAKEHOLD_CACHE", str(tmp_path))
    kept = cache.cache_folder()
    assert tmp_path in kept.parents
    monkeypatch.setattr(cache, "LOADED", cache.ROOT.joinpath("rules", "trust.py").stat().st_ctime - 1)
    assert tmp_path not in cache.cache_folder().parents
    guard.check_follows(kernel, guard.stamp_of(kept))
    assert list(kept.iterdir()) == []


# ----- where compiled code may come from
def opened(folder):
    folder.chmod(0o777)


def linked(folder):
    folder.rename(folder.with_name("elsewhere"))
    folder.symlink_to(folder.with_name("elsewhere"))


def given_away(folder):
    if os.getuid():
        pytest.skip("only root can give a folder away")
    os.chown(folder, 12345, 12345)


@pytest.mark.parametrize("spoil", [opened, linked, given_away])
@pytest.mark.parametrize("level", [0, 1, 2])
def test_code_is_loaded_only_from_a_folder_of_ones_own(spoil, level, monkeypatch, tmp_path):
    place = tmp_path / "cache"
    monkeypatch.setenv("TAKEHOLD_CACHE", str(place))
    folder = cache.cache_folder()
    assert place in folder.parents and folder.stat().st_mode & 0o777 == 0o700 == folder.parent.stat().st_mode & 0o777
    (folder / "planted.nbc").write_bytes(b"")
    assert not engine.has_to_compile()
    spoil([folder, folder.parent, place][level])
    if spoil is linked and level == 2:  # a link of one's own to where there is more room
        assert cache.cache_folder() == folder
        return
    spare = cache.cache_folder()
    assert place not in spare.parents and spare.stat().st_mode & 0o777 == 0o700 and spare.stat().st_uid == os.getuid()
    assert not (spare / "planted.nbc").exists() and spare == cache.cache_folder()


# ----- from outside
@pytest.mark.slow  # it compiles
def test_one_line_of_the_text_moves_every_engine_and_every_command_alike(tmp_path):
    copy = Path(shutil.copytree(cache.ROOT, tmp_path / "sim", ignore=shutil.ignore_patterns("__pycache__")))
    study = 'question = "Is it the same?"\nworkplaces = ["bostedet"]\nreplications = 5\n'
    (tmp_path / "tiny.toml").write_text(study)
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "TAKEHOLD_CACHE": str(tmp_path / "cache")}

    def takehold(*arguments):
        told = subprocess.run([sys.executable, "-m", "sim.cli", *arguments], check=False, capture_output=True, text=True, env=environment,
                              cwd=tmp_path)
        assert told.returncode == 0, told
        return told.stdout

    def answers(folder):
        by_engine = [[takehold("run", "bostedet", "--runs", "5", "--json", "--sets", "0", "--engine", engine),
                      takehold("study", "tiny.toml", "--out", f"{folder}-{engine}", "--engine", engine, "--json"),
                      takehold("explain", "bostedet", "--engine", engine, "--json", "--sets", "0")] for engine in ("fast", "mesa")]
        assert by_engine[0][0] == by_engine[1][0] and by_engine[0][2] == by_engine[1][2]
        return by_engine[0]

    before = answers("before")
    employee = copy / "model" / "agents" / "employee.py"
    text = employee.read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if "self.lasting_trust = clamp(" in line)
    employee.write_text(text.replace(line, f"{line}\n{line}", 1), encoding="utf-8")
    after = answers("after")
    assert all(old != new for old, new in zip(before, after, strict=True))


@pytest.mark.slow  # it compiles
def test_a_rule_that_cannot_be_compiled_is_named_with_its_line_and_lived_on_mesa(tmp_path):
    copy = Path(shutil.copytree(cache.ROOT, tmp_path / "sim", ignore=shutil.ignore_patterns("__pycache__")))
    rule = copy / "rules" / "withdrawal.py"
    rule.write_text(rule.read_text(encoding="utf-8").replace("    return ", "    return sum(one for one in [0]) + ", 1), encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "TAKEHOLD_CACHE": str(tmp_path / "cache")}
    ours, mesa = (subprocess.run([sys.executable, "-m", "sim.cli", "run", "bostedet", "--runs", "2", "--engine", engine], check=False,
                                 capture_output=True, text=True, env=environment, cwd=tmp_path) for engine in ("fast", "mesa"))
    assert (ours.returncode, ours.stdout, len(ours.stderr.splitlines())) == (2, "", 1)
    assert "withdrawal.py, line 15" in ours.stderr and "engine='mesa'" in ours.stderr
    assert mesa.returncode == 0


def test_without_its_compiler_numba_is_of_no_use_and_that_is_said():
    code = "from sim.kernel import native; native.compiled()"
    told = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True, cwd=cache.ROOT.parent,
                          env={**os.environ, "NUMBA_DISABLE_JIT": "1"})
    assert "NUMBA_DISABLE_JIT" in told.stderr.splitlines()[-1] and "'mesa' give the same numbers" in told.stderr


def test_mesa_needs_no_compiled_engine(monkeypatch):
    def refuse(*_):
        raise InputError("differs")
    monkeypatch.setattr(guard, "check_follows", refuse)
    monkeypatch.setattr(native, "_following", refuse)
    complaint(lambda: simulate(load_workplace("bostedet"), engine="native"), "differs")
    assert len(simulate("bostedet", engine="mesa")) == 2
