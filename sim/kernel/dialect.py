"""What the text of the week may use, so that every engine takes it and gives the same bits.

Numbers, comparisons, ``if``, ``for`` over people, practices or a range, calls of rules, of methods and of plain functions. All else is
refused with its file and line, and with what to write in its place. The text that is shipped is held to this by a test; classes of
one's own are, before they are compiled.
"""

import ast
import builtins
import inspect
import textwrap
from collections.abc import Container, Iterator
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any, NamedTuple

from sim.model.cast import Cast
from sim.model.own_code import functions_of, helpers_of, is_own, own_classes

FUNCTIONS = ("int", "float", "abs", "min", "max", "len", "range", "super")
SAME_EVERYWHERE = ("math.sqrt", "math.ceil", "math.floor")
INSTEAD: dict[type[ast.AST], str] = {
    ast.Pow: "a power, which need not give the same bits everywhere: multiply, or use sim.rules.numbers.exponential",
    ast.MatMult: "'@', which is not for single numbers: multiply them one by one",
    ast.ListComp: "a list made inside a week: use a for loop that adds up, or a state that is declared",
    ast.SetComp: "a set made inside a week: use a for loop", ast.DictComp: "a dict made inside a week: use a for loop",
    ast.GeneratorExp: "a generator: use a for loop that adds up",
    ast.List: "a list: use a tuple of three, or states that are declared", ast.Set: "a set: use a tuple or states",
    ast.Dict: "a dict: use states that are declared", ast.Lambda: "a lambda: define a function with a name",
    ast.JoinedStr: "text: use numbers, of which the week is made", ast.Try: "try: ask beforehand, with if", ast.With: "with: leave it out, the week opens nothing",
    ast.Raise: "raise: in the week nothing fails; ask beforehand, with if", ast.Yield: "yield: return a number, or write a state",
    ast.YieldFrom: "yield: return a number, or write a state", ast.Await: "await: leave it out, nothing in the week waits",
    ast.Global: "global: make it a state that is declared", ast.Nonlocal: "nonlocal: make it a state that is declared",
    ast.Import: "an import inside a method: import at the top of the file", ast.ImportFrom: "an import inside a method: import at the top of the file",
    ast.ClassDef: "a class inside a method: define it at the top of the file", ast.Delete: "del: write another value",
    ast.Match: "match: use if and elif", ast.NamedExpr: "':=': assign on a line of its own", ast.Slice: "a slice: name each number by its place",
}
TEXTS = {"role": "give steering members a class of their own, or ask self.represents in it", "withdrawn_phase": "use self.withdrawn_in"}


BY_CHANCE = "which gives other numbers every time, so that no result could be repeated"


class Refusal(NamedTuple):
    """A line that an engine cannot take, and what to write in its place."""

    path: str
    line: int
    where: str  # the class and method
    why: str

    def __str__(self) -> str:
        return f"{Path(self.path).name}, line {self.line}: {self.where} uses {self.why}"


def refused(cast: Cast) -> Refusal | None:
    """The first line in classes of one's own that an engine cannot take; None where there is none."""
    return next(refusals(cast), None)


def refusals(cast: Cast) -> Iterator[Refusal]:
    """All such lines."""
    for kind in own_classes(cast):
        declared = cast.manager_states if issubclass(kind, Cast().manager) else cast.employee_states
        read = {*declared, *(name for one in cast for name in dir(one)), "unit", "p"}
        for name, function in functions_of(kind):
            if name == "__init__":
                yield Refusal(*_start(function), f"{kind.__name__}.{name}", "__init__: declare a State in the class, which every "
                              "person then starts with")
            if not name.startswith("__"):
                for one in (function, *helpers_of(function)):
                    yield from lines_refused(one, f"{kind.__name__}.{name}", read, declared)


def _start(function: FunctionType) -> tuple[str, int]:
    return function.__code__.co_filename, function.__code__.co_firstlineno


def lines_refused(function: FunctionType, where: str, read: Container[str] | None = None,
                  written: Container[str] = ()) -> Iterator[Refusal]:
    """The lines of a function that an engine cannot take.

    read: what of ``self`` may be read; anything where not given. written: what of it may be written then, which are its states.
    """
    path, first = _start(function)
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, TypeError, SyntaxError):
        yield Refusal(path, first, where, "source that cannot be read: put the class into a file or a notebook")
        return
    body = tree.body[0]
    if not isinstance(body, ast.FunctionDef):
        yield Refusal(path, first, where, INSTEAD[ast.Lambda])
        return
    if set(function.__code__.co_freevars) - {"__class__"}:
        yield Refusal(path, first, where, "names of the function around it: make them constants of the class")
    shift = first - 1
    around = {name: thing for name, thing in function.__globals__.items() if name not in function.__code__.co_varnames}
    for part in body.body:
        for node in ast.walk(part):
            known = written if read is not None and isinstance(getattr(node, "ctx", None), ast.Store) else read
            why = _why(node, around, known)
            if why:
                yield Refusal(path, getattr(node, "lineno", 1) + shift, where, why)


def _why(node: ast.AST, around: dict[str, Any], names: Container[str] | None) -> str:
    """What a node uses that no engine takes, in words; nothing where it is fine."""
    kind = type(node.op) if isinstance(node, ast.BinOp | ast.AugAssign) else type(node)
    if kind in INSTEAD:
        return INSTEAD[kind]
    if isinstance(node, ast.FunctionDef):
        return "a function inside a method: define it at the top of the file"
    if isinstance(node, ast.Name) and isinstance(around.get(node.id), (dict, list, set, str)):
        return f"{node.id}, which is a {type(around[node.id]).__name__} of the file: use numbers, a tuple of them, or states that are declared"
    if isinstance(node, ast.Call):
        return _called(node.func, around)
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self" and names is not None:
        if node.attr in TEXTS:
            return f"self.{node.attr}, which is text: {TEXTS[node.attr]}"
        if node.attr not in names:
            return f'self.{node.attr}, which is not declared: write {node.attr} = State(0.0, "what it means") in the class'
    return ""


def _called(function: ast.expr, around: dict[str, Any]) -> str:
    """What is called that need not give the same bits in every engine, or that no engine knows."""
    root = function
    while isinstance(root, ast.Attribute):
        root = root.value
    found = around.get(root.id, getattr(builtins, root.id, None)) if isinstance(root, ast.Name) else None
    if _is_by_chance(found, ast.unparse(function)):
        return f"{ast.unparse(function)}(), {BY_CHANCE}: use a draw of the week, such as self.mood_draw"
    if isinstance(function, ast.Name):
        if function.id in FUNCTIONS or _is_of_the_text(found):
            return ""
        return f"{function.id}(), which engines do not know: they know {', '.join(FUNCTIONS[:-1])}, the rules of sim.rules and plain functions"
    if isinstance(found, ModuleType) and not found.__name__.startswith("sim."):
        name = f"{found.__name__}.{ast.unparse(function).partition('.')[2]}"
        return "" if name in SAME_EVERYWHERE else (f"{name}(), which need not give the same bits everywhere: use {', '.join(SAME_EVERYWHERE)} "
                                                   "or sim.rules.numbers, and states for what is drawn")
    return ""


def _is_by_chance(found: Any, written: str) -> bool:
    """Whether a thing, or what is called of it, is a random number, or the time."""
    if isinstance(found, ModuleType):
        of = f"{found.__name__}.{written.partition('.')[2]}"
    else:
        of = getattr(found, "__module__", None) or type(getattr(found, "__self__", found)).__module__
    return not {"random", "secrets", "time", "datetime", "uuid"}.isdisjoint(of.split("."))


def _is_of_the_text(found: Any) -> bool:
    if isinstance(found, FunctionType):
        return is_own(found) or found.__module__.startswith("sim.")
    return f"{getattr(found, '__module__', '')}.{getattr(found, '__name__', '')}" in SAME_EVERYWHERE
