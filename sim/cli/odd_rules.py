"""The rule book in docs/ODD.md: sentence, equation, symbols, source, grade, code and example of every rule."""

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable
from typing import Any

from sim import rules
from sim.errors import InputError


def rule_functions() -> list[tuple[str, Callable[..., Any]]]:
    """Every public function of the rule book with the name of its file, in the order of the files."""
    found: list[tuple[str, Callable[..., Any]]] = []
    for info in pkgutil.iter_modules(rules.__path__):
        module = importlib.import_module(f"sim.rules.{info.name}")
        found += [(info.name, value) for name, value in vars(module).items()
                  if inspect.isfunction(value) and value.__module__ == module.__name__ and not name.startswith("_")]
    return found


def docstring_parts(function: Callable[..., Any]) -> dict[str, str]:
    """The parts of a rule's docstring in their fixed order; raises InputError when one is missing or out of place."""
    order = (r"(?P<sentence>\S.*?)\n\nEquation: (?P<equation>.+?)\nSymbols: (?P<symbols>.+?)\nSource: (?P<source>.+?)\n"
             r"Grade: (?P<grade>measured|theory|assumed)\n\n(?P<example>>>> .+)")
    match = re.fullmatch(order, inspect.getdoc(function) or "", re.DOTALL)
    if match is None:
        raise InputError(f"rule {function.__name__} lacks a sentence, Equation, Symbols, Source, Grade or example in this order")
    return match.groupdict()


def code(function: Callable[..., Any]) -> str:
    """The source of a function without its docstring: what it does, in the order in which it does it."""
    tree = ast.parse(inspect.getsource(function)).body[0]
    assert isinstance(tree, ast.FunctionDef)
    lines = inspect.getsource(function).splitlines()
    return "\n".join([*lines[:tree.body[0].lineno - 1], *lines[tree.body[1].lineno - 1:]])


def rule_book() -> str:
    """Every rule: file, signature, plain sentence, equation, symbols, source, grade, code and worked example."""
    lines, last = [], ""
    for file, function in rule_functions():
        if file != last:
            lines += [f"#### sim/rules/{file}.py", ""]
        part, last = docstring_parts(function), file
        lines += [f"**`{file}.{function.__name__}{inspect.signature(function)}`** {part['sentence']}", "",
                  f"- Equation: `{part['equation']}`", f"- Symbols: {part['symbols']}", f"- Source: {part['source']}",
                  f"- Grade: {part['grade']}", "", "```python", code(function), "", part["example"], "```", ""]
    return "\n".join(lines).rstrip()
