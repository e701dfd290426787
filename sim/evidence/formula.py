"""Formulas of measures as a file of findings writes them: read with care, since the file may be somebody else's.

Allowed are names of measures, numbers, texts in quotes, + - * /, single comparisons, and, or, not, and where(whether, this, else that),
max(one, other), min(one, other). Nothing else in such a file is ever run.
"""

import ast
from collections.abc import Callable
from functools import cache, reduce
from types import CodeType
from typing import Any

import numpy as np
import pandas as pd

from sim.errors import InputError, no_such
from sim.model.measures import CLASSES, HOURS, MEASURES

FUNCTIONS: dict[str, Callable[..., Any]] = {"where": np.where, "max": np.maximum, "min": np.minimum}
SHORT = {"launched": "launch_week >= 0", **{name.replace(" ", "_"): f"outcome == '{name}'" for name in CLASSES}}
PRACTICES = "practices"  # the number that was planned, beside the measures
NAMES = (*MEASURES, *HOURS, *SHORT, PRACTICES)
WORDS = tuple(word for one in MEASURES.values() for word in one.words)
# One run, on which a formula is tried when a file is read.
EXAMPLE = pd.DataFrame({name: [one.words[0] if one.words else 1.0] for name, one in {**MEASURES, **HOURS}.items()} | {PRACTICES: [1]})
OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.USub, ast.And, ast.Or, ast.Not, ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE)
ALLOWED = (ast.Expression, ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.Call, ast.Name, ast.Load, ast.Constant, *OPERATORS)
LONGEST = 500  # characters
REFUSED = "'{text}' holds what a formula cannot hold; allowed are measures, numbers, + - * /, comparisons, and, or, not, where, max, min"


def check_formula(text: str, condition: bool = False) -> str:
    """Return a formula that can be worked out of any run's measures; raises InputError for any other.

    condition: whether it has to say yes or no of a run.
    """
    for node in ast.walk(_parsed(text)):
        if isinstance(node, ast.Name) and node.id not in NAMES and node.id not in FUNCTIONS:
            raise InputError(f"{no_such('measure', node.id, NAMES)} (in '{text}')")
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value not in WORDS:
            raise InputError(f"{no_such('outcome or phase', node.value, WORDS)} (in {text})")
    try:
        told = values(EXAMPLE, text)
        told.astype(float)
    except (TypeError, ValueError, ArithmeticError, RecursionError, MemoryError):
        raise InputError(f"'{text}' does not come to a number for each run") from None
    if condition and told.dtype != bool:
        raise InputError(f"'{text}' does not say yes or no of a run; write a comparison, such as retention > 0.5")
    return text


def values(frame: pd.DataFrame, formula: str) -> pd.Series:
    """What a formula gives for every row of a table of outcomes."""
    return pd.Series(of_columns(frame, formula), index=frame.index)


def of_columns(columns: Any, formula: str) -> Any:
    """The same of anything that gives columns by name, such as arrays of the runs of many parameter sets."""
    code = _code(formula)
    return eval(code, {"__builtins__": {}, **FUNCTIONS}, {name: columns[name] for name in code.co_names if name not in FUNCTIONS})


@cache
def _code(formula: str) -> CodeType:
    """The formula compiled, with short names written out and 'and', 'or', 'not' meant row by row."""
    return compile(ast.fix_missing_locations(_RowByRow().visit(_parsed(formula))), "<formula>", "eval")


def _parsed(text: str) -> ast.Expression:
    """The formula as a tree of what is allowed; raises InputError otherwise."""
    try:
        if len(text) > LONGEST:
            raise InputError(f"a formula of {len(text)} characters is too long; allowed are {LONGEST}")
        tree = ast.parse(text.strip(), mode="eval")
        for node in ast.walk(tree):
            _check(node, text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"'{text}' is not a formula of measures, such as use_follow_up - use_early") from None
    return tree


def _check(node: ast.AST, text: str) -> None:
    if not isinstance(node, ALLOWED):
        raise InputError(REFUSED.format(text=text))
    if isinstance(node, ast.Call):
        if not isinstance(node.func, ast.Name) or node.func.id not in FUNCTIONS:
            raise InputError(REFUSED.format(text=text))
        if node.keywords or len(node.args) != (3 if node.func.id == "where" else 2):
            raise InputError(f"'{text}' calls {node.func.id} with the wrong number of values")
    if isinstance(node, ast.Compare) and len(node.ops) > 1:
        raise InputError(f"'{text}' compares twice at once; write one comparison 'and' another")
    if isinstance(node, ast.BinOp) and any(isinstance(getattr(side, "value", None), str) for side in (node.left, node.right)):
        raise InputError(f"'{text}' calculates with a word")
    if isinstance(node, ast.Constant) and not isinstance(node.value, (int, float, str)):
        raise InputError(f"'{text}' holds {node.value!r}, which is neither a number nor a text")


class _RowByRow(ast.NodeTransformer):
    """'and', 'or', 'not' as Pandas writes them, and short names as what they stand for."""

    def visit_Name(self, node: ast.Name) -> Any:
        return self.visit(_parsed(SHORT[node.id]).body) if node.id in SHORT else node

    def visit_BoolOp(self, node: ast.BoolOp) -> Any:
        operator = ast.BitAnd() if isinstance(node.op, ast.And) else ast.BitOr()
        return reduce(lambda first, other: ast.BinOp(first, operator, other), map(self.visit, node.values))

    def visit_UnaryOp(self, node: ast.UnaryOp) -> Any:
        operator = ast.Invert() if isinstance(node.op, ast.Not) else node.op
        return ast.UnaryOp(operator, self.visit(node.operand))
