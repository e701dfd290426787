"""The text of the week keeps to what every engine takes, and what does not is named by file and line, with what to write instead."""

import inspect
import os
import re
import subprocess
import sys
from math import exp, sqrt

import numpy as np
import pytest

from sim import Employee, Manager, State, SteeringMember
from sim.model.cast import Cast
from sim.model.own_code import functions_of
from sim.model.practice import Consultant, Practice
from sim.model.service import is_service
from sim.model.unit import UnitRun
from tests.pages import ROOT

pytest.importorskip("numba", reason="the compiled engine needs Numba, which is an extra")
from sim.kernel import access, stages
from sim.kernel.dialect import FUNCTIONS, INSTEAD, SAME_EVERYWHERE, TEXTS, lines_refused, refused


def text():
    """Every function of the shipped text that is compiled."""
    for module in stages.TEXT:
        yield from (one for one in vars(module).values() if inspect.isfunction(one) and one.__module__ == module.__name__)
    for kind in (Employee, SteeringMember, Manager, Practice, Consultant, UnitRun):
        for name, function in functions_of(kind):
            if not name.startswith("_") and not is_service(vars(kind)[name]) and name != "withdrawn_phase":
                yield function


@pytest.mark.parametrize("function", text(), ids=lambda one: one.__qualname__)
def test_the_shipped_text_keeps_to_it(function):
    assert [str(found) for found in lines_refused(function, function.__qualname__)] == []


SEEN, WEIGHTS = {1: 0.5}, (0.2, 0.3)


def helper(x):
    return x ** 2


def fine(x):
    return sqrt(x)


class Fine(Employee):
    fatigue = State(0.2, "how tired")
    LIMIT = 0.5

    def willingness(self):
        self.fatigue = min(1.0, max(0.0, self.fatigue + fine(0.01)))
        return super().willingness() * (1.0 - self.fatigue) * WEIGHTS[1] if self.fatigue < self.LIMIT else 0.0


BODIES = {
    "a power": "return self.hurt ** 2", "a list": "return len([self.hurt])", "a sum over a generator": "return sum(x for x in self.needs)",
    "sum": "return sum(self.needs)", "a comprehension": "return max([x for x in self.needs])", "a dict": "return {1: self.hurt}[1]",
    "an undeclared state": "return self.mood_swing", "text": "return 1.0 if self.role == 'planner' else 0.0",
    "NumPy": "return np.exp(self.hurt)", "a library's exp": "return exp(self.hurt)", "a random number": "return np.random.random()",
    "a helper that uses a power": "return helper(self.hurt)", "a lambda": "return (lambda x: x)(self.hurt)",
    "try": "try:\n            return self.hurt\n        except ValueError:\n            return 0.0",
    "an f-string": "return len(f'{self.hurt}')",
    "a dict of the file": "return SEEN[1]",
    "print": "print(self.hurt)\n        return 0.0", "an import": "import math\n        return math.sqrt(self.hurt)",
}


def employee_of(tmp_path, body):
    """A class of one's own with this body of willingness, from a file."""
    path = tmp_path / "own_people.py"
    path.write_text(f"from sim import Employee\n\n\nclass Own(Employee):\n    def willingness(self):\n        {body}\n", encoding="utf-8")
    space = {"np": np, "exp": exp, "helper": helper, "SEEN": SEEN, "__name__": "own_people"}
    exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), space)
    return space["Own"]


@pytest.mark.parametrize("body", BODIES)
def test_what_no_engine_takes_is_named_by_file_line_and_alternative(body, tmp_path):
    found = refused(Cast(employee=employee_of(tmp_path, BODIES[body])))
    assert found and found.line >= 2 and str(found).count(": ") >= 1 and len(found.why.split()) >= 4, body
    assert "own_people.py, line " in str(found) if "helper" not in body else "test_dialect.py, line " in str(found)


class Plain(Employee):
    """What it writes is a number of the class, which is the same for everybody."""

    tired = 0.1

    def willingness(self):
        self.tired = self.tired + 0.01
        return 1.0 - self.tired


def test_what_is_written_has_to_be_a_state():
    assert 'self.tired, which is not declared: write tired = State(0.0, "what it means") in the class' in str(refused(Cast(employee=Plain)))


class Short(Employee):
    willingness = lambda self: 0.5  # noqa: E731


def test_a_lambda_in_place_of_a_method_is_refused_too():
    assert "a lambda: define a function with a name" in str(refused(Cast(employee=Short)))


def test_what_is_fine_is_not_refused():
    assert refused(Cast()) is None and refused(Cast(employee=Fine)) is None


def test_a_method_made_by_hand_at_the_start_is_told_to_declare_a_state():
    class Counting(Employee):
        def __init__(self, *arguments):
            super().__init__(*arguments)
            self.count = 0

    assert "declare a State" in str(refused(Cast(employee=Counting)))


def test_every_refusal_says_what_to_write_instead():
    assert all(": " in why for why in INSTEAD.values())


def test_the_page_on_changing_the_model_says_what_is_refused_and_what_may_be_used():
    page = (ROOT / "docs" / "changing-the-model.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (.+?) \| (.+) \|$", page[page.index("| Refused |"):], re.MULTILINE)[1:]
    told = [tuple(why.split(": ", 1)) for why in dict.fromkeys(INSTEAD.values())]
    assert rows[:len(told)] == told
    assert [name for name in (*TEXTS, "__init__") if f"`{name}`" not in page and f"`self.{name}`" not in page] == []
    usable = re.search(r"Of Python's own\s+functions: (.+?)\. This", page, re.DOTALL)[1]
    assert re.findall(r"`([\w.]+)`", usable) == [*FUNCTIONS, *SAME_EVERYWHERE]


def test_every_service_has_its_compiled_form_and_the_other_way_round():
    shipped = {(kind, name) for kind, cls in (("employee", SteeringMember), ("unit", UnitRun), ("practice", Practice))
               for parent in cls.__mro__ for name, written in vars(parent).items() if is_service(written)}
    things = {("unit", "employees"), ("unit", "members"), ("unit", "practices"), ("practice", "number"), ("employee", "place"),
              ("employee", "colleagues")}
    assert shipped == {one for one in stages.services.GIVEN if one[1] != "start_states"} - things


@pytest.mark.slow  # it compiles
def test_nothing_is_allocated_inside_a_run(tmp_path):
    """So that the same code lowers to WebAssembly, which has no heap of Numba's."""
    code = ("from sim.kernel import native\nnative._kernel()\nfrom sim.kernel.run import runs\n"
            "import re\nprint(sorted(set(re.findall(r'NRT_[A-Za-z_]*[aA]lloc[A-Za-z_]*', ''.join(runs.inspect_llvm().values())))))")
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True,
                          env={**os.environ, "TAKEHOLD_CACHE": str(tmp_path)}).stdout
    assert told == "[]\n"


@pytest.mark.slow
@pytest.mark.rare  # it compiles twice
def test_tags_on_loads_and_stores_change_no_bit(tmp_path):
    """Wrong tags would miscompile in silence: the same runs with them off and on."""
    code = ("from sim.kernel import access; access.TAGS['on'] = {on}; import sim, sys\n"
            "for name in sim.workplaces():\n"
            "    told = sim.simulate(name, {{'exit_chance': 0.0083, 'leader_exit': 0.004}}, {{'restart': 1}}, runs=40)\n"
            "    sys.stdout.write(told.to_json(double_precision=15))")
    told = [subprocess.run([sys.executable, "-c", code.format(on=on)], capture_output=True, text=True, check=True,
                           env={**os.environ, "TAKEHOLD_CACHE": str(tmp_path / str(on))}).stdout for on in (True, False)]
    assert told[0] == told[1] and access.TAGS["on"]
