"""Each state is declared once: everything that is written is declared, by what writes it, and everything is kept where it says."""

import ast
import inspect
import textwrap

import numpy as np
import pytest

from sim import InterventionModel
from sim.kernel.stages import TEXT
from sim.model import states
from sim.model.agents import Employee, Manager, SteeringMember
from sim.model.agents.person import Person
from sim.model.facts import Facts
from sim.model.practice import Consultant, Practice
from sim.model.record import Line
from sim.model.state import Row, states_of
from sim.model.surroundings import Surroundings
from sim.model.unit import UnitRun

CLASSES = {"person": Person, "employee": Employee, "member": SteeringMember, "manager": Manager, "practice": Practice,
           "consultant": Consultant, "unit": UnitRun, "line": Line, "facts": Facts}
OF = {"unit.manager": "manager", "unit.consultant": "consultant", "self.consultant": "consultant", "employee": "member",
      **{name: name for name in ("manager", "unit", "practice", "line", "facts", "member")}}


def functions():
    """Every function of the text of the week, and the kind of ``self`` in it."""
    for module in TEXT:
        for function in vars(module).values():
            if inspect.isfunction(function) and function.__module__ == module.__name__:
                yield function, None
    for kind, cls in CLASSES.items():
        for parent in (cls, Surroundings) if kind == "unit" else (cls,):
            for written in vars(parent).values():
                function = written.fget if isinstance(written, property) else written
                if inspect.isfunction(function) and function.__name__ not in ("__init__", "__get__"):
                    yield function, kind


def written():
    """What is written where: the kind of thing, the name, and the function."""
    for function, kind in functions():
        for node in ast.walk(ast.parse(textwrap.dedent(inspect.getsource(function)))):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AugAssign) else []
            for target in [part for one in targets for part in (one.elts if isinstance(one, ast.Tuple) else [one])]:
                one = target.value if isinstance(target, ast.Subscript) else target
                if isinstance(one, ast.Attribute):
                    root = ast.unparse(one.value)
                    yield (kind if root == "self" else OF.get(root)), one.attr, function.__name__


WRITTEN = sorted(set(written()), key=str)


def declared(kind, name):
    return states_of(CLASSES[kind]).get(name)


def test_whatever_the_text_writes_is_a_declared_state():
    inside = {("unit", "_meeting"), ("member", "colleagues")}  # what only Mesa's side keeps
    unknown = [(kind, name, by) for kind, name, by in WRITTEN if kind and not declared(kind, name) and (kind, name) not in inside]
    assert WRITTEN and not unknown, unknown


def test_a_state_says_what_writes_it():
    wrong = []
    for kind in ("member", "manager", "unit", "practice", "consultant"):
        cls = CLASSES[kind]
        for name, state in states_of(cls).items():
            by = {function for other, what, function in WRITTEN if what == name and other and issubclass(cls, CLASSES[other])}
            if set(state.by.split()) != by:
                wrong.append(f"{kind}.{name} is written by {sorted(by)}, and says {state.by!r}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("cls", CLASSES.values(), ids=CLASSES)
def test_a_state_has_a_meaning_a_unit_and_a_range_that_holds_its_start(cls):
    for name, state in states_of(cls).items():
        assert state.meaning and state.unit and state.low < state.high, name
        starts = state.start if isinstance(state.start, (list, tuple)) else [state.start]
        assert all(start is None or state.low <= start <= state.high for start in starts), name


def test_no_two_classes_that_meet_in_one_thing_declare_a_state_twice():
    kinds = [kind for kind in vars(states).values() if inspect.isclass(kind) and kind.__module__ == states.__name__]
    for kind in kinds:
        above = {name for parent in kind.__mro__[1:] for name in vars(parent).get("declared", {})}
        assert not above & set(kind.declared), kind


def test_the_compiled_engine_keeps_each_state_in_a_place_of_its_own():
    layout = pytest.importorskip("sim.kernel.layout")
    taken = {}
    for name, column in layout.layout_of(layout.SHIPPED).columns.items():
        for row in range(column.first, column.first + column.kind.numbers):
            assert taken.setdefault((column.block, row), name) == name
    assert {"trust_leader", "hours", "vote", "useful"} <= set(taken.values())
    assert len(layout.UNIT_STATE.names) == len({*layout.UNIT_STATE.names}) and np.dtype(layout.LINE_ROW).itemsize % 8 == 0


def test_a_state_falls_back_to_its_start_and_rows_are_each_ones_own():
    model = InterventionModel("plejecenter-1", collect=False)
    first, second = model.units[0].employees[:2]
    first.hours[0] += 1.0
    assert second.hours[0] == states_of(Employee)["hours"].start[0] == 0.0 and isinstance(states_of(Employee)["hours"], Row)
    assert states_of(Employee)["credit"].start == first.credit == 0.0
