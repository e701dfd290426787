"""The rule book speaks a small language, the same bits in every engine; here is its grammar."""

import ast
import re
from pathlib import Path

import pytest

import sim.rules

HOME = Path(sim.rules.__file__).parent
FILES = sorted(HOME.glob("*.py"))
ALLOWED = (ast.Module, ast.FunctionDef, ast.arguments, ast.arg, ast.Return, ast.If, ast.IfExp, ast.Assign, ast.Name, ast.Load, ast.Store,
           ast.Constant, ast.BinOp, ast.Add, ast.Sub, ast.Mult, ast.Div, ast.UnaryOp, ast.USub, ast.Compare, ast.Lt, ast.LtE, ast.Gt,
           ast.GtE, ast.BoolOp, ast.And, ast.Or, ast.Call, ast.ImportFrom, ast.alias)
ORDER = ["Equation", "Symbols", "Source", "Grade"]


def functions(tree):
    return [node for node in tree.body if isinstance(node, ast.FunctionDef)]


def offences(text):
    """What in a module of rules is not of the language, each with its line."""
    tree = ast.parse(text)
    known = {f.name for f in functions(tree)} | {"int"}  # int cuts decimals off, the same everywhere
    for node in ast.walk(tree):  # a docstring is no part of the language
        if isinstance(node, (ast.Module, ast.FunctionDef)) and ast.get_docstring(node) is not None:
            node.body = node.body[1:]
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            names = {alias.asname or alias.name for alias in node.names}
            known |= names
            if not ((node.module == "math" and names == {"sqrt"}) or str(node.module).startswith("sim.rules.")):
                found.append(f"import from {node.module}")
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        if not isinstance(node, ALLOWED):
            found.append(f"line {line}: {type(node).__name__}")
        elif isinstance(node, ast.Call) and (not isinstance(node.func, ast.Name) or node.func.id not in known or node.keywords):
            found.append(f"line {line}: a call that is no rule: {ast.unparse(node)}")
        elif isinstance(node, ast.Constant) and not isinstance(node.value, (int, float)):
            found.append(f"line {line}: {node.value!r}")
        elif isinstance(node, ast.FunctionDef) and (node.decorator_list or node.args.defaults or node.args.vararg or node.args.kwarg):
            found.append(f"line {line}: a rule takes plain arguments, all of them")
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_rules_use_only_plain_arithmetic(file):
    assert offences(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("line", [
    "return x ** 2", "return x // 2", "return x % 2", "return abs(x)", "return min(x, 1)", "return sum([x])", "return f'{x}'",
    "return x.real", "return math.exp(x)", "return lambda: x", "return x if x is None else 1", "for i in range(3): pass",
    "x += 1", "print(x)", "return round(x, 2)", "return 'x'", "while x: pass", "return x == 1", "return x[0]", "return -x @ x",
    "global x", "import numpy", "from numpy import exp", "from math import exp", "return rule(x, y=2)", "return [x]"])
def test_what_is_no_plain_arithmetic_is_seen(line):
    assert offences(f"def rule(x):\n    {line}\n")


def test_plain_arithmetic_is_let_through():
    assert offences(
        '"""Text."""\nfrom math import sqrt\nfrom sim.rules.numbers import clamp\ndef rule(x):\n    """Text."""\n'
        "    y = -x * 2.0 + 1 / x\n    if x < y and x > 0:\n        return clamp(y)\n    return sqrt(x) if x > 0.0 else rule(y)\n") == []


@pytest.mark.parametrize(("file", "name"), [(file, f.name) for file in FILES for f in functions(ast.parse(file.read_text("utf-8")))],
                         ids=lambda value: value if isinstance(value, str) else value.stem)
def test_every_rule_says_the_same_things_in_the_same_order(file, name):
    rule = next(f for f in functions(ast.parse(file.read_text("utf-8"))) if f.name == name)
    told = ast.get_docstring(rule)
    assert re.match(r"[A-Z].*\.\n\n", told), "a plain sentence first"
    assert re.findall(r"^(Equation|Symbols|Source|Grade):", told, re.M) == ORDER
    assert re.search(r"^Grade: (measured|theory|assumed)$", told, re.M)
    assert re.search(rf"^>>> .*\b{name}\(", told, re.M), "an example that is tested"
