"""A lesson run once: what its cells and the codes of its answers leave behind, print, and show last."""

import ast
import contextlib
import io
import json
import linecache
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import pandas as pd

import sim
from sim.inputs.parameters import make_parameters
from sim.model.intervals import Estimate
from sim.model.measures import MEASURES

FOLDER = Path(__file__).parents[1] / "notebooks"
LESSONS = sorted(FOLDER.glob("*.ipynb"))
ANSWER = re.compile(r"<details><summary>Answer</summary>\n(.*?)</details>", re.DOTALL)
CODE = re.compile(r"```python\n(.*?)```", re.DOTALL)
DEFAULT = tuple(getattr(make_parameters(), name) for name in ("vote_threshold", "vote_trust", "vote_steepness"))


def cells(path: Path, kind: str) -> dict[str, str]:
    """Sources of the cells of a kind by their id."""
    lesson = json.loads(path.read_text(encoding="utf-8"))
    return {cell["id"]: "".join(cell["source"]) for cell in lesson["cells"] if cell["cell_type"] == kind}


def markdown(path: Path) -> str:
    """All text between the cells."""
    return "\n".join(cells(path, "markdown").values())


def answers(path: Path) -> list[str]:
    """The answers as they are folded away, code and all."""
    return ANSWER.findall(markdown(path))


def prose(answer: str) -> str:
    """An answer without its code."""
    return CODE.sub("", answer).strip()


@dataclass
class Lived:
    """A lesson that was run: names it left, and by cell or 'answer 1' what was shown last and what was printed."""

    # The module is called as in Jupyter: compiled people of one that is not there could not be found again.
    names: dict[str, Any] = field(default_factory=lambda: {"__name__": "__main__"})
    shown: dict[str, Any] = field(default_factory=dict)
    printed: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.names[name]

    def row(self, cell: str, *key: str) -> Any:
        """A row of the table that a cell shows."""
        return self.shown[cell].loc[key]

    def said_of(self, first: pd.DataFrame, second: pd.DataFrame, measure: str) -> tuple[float, float]:
        """Shares of parameter sets in which a measure is lower, and higher, in the second of two worlds."""
        (row,) = sim.sets_say(first, second, [measure]).to_dict("records")
        return row["lowers"], row["raises"]

    def run(self, name: str, code: str) -> None:
        """Run a cell as a notebook does: the value of a last line that is an expression is what it shows."""
        linecache.cache[name] = (len(code), None, code.splitlines(keepends=True), name)  # as a notebook keeps the source of its cells
        body = ast.parse(code).body
        last = ast.Expression(body.pop().value) if isinstance(body[-1], ast.Expr) else None
        with contextlib.redirect_stdout(io.StringIO()) as out:
            exec(compile(ast.Module(body, []), name, "exec"), self.names)
            self.shown[name] = eval(compile(last, name, "eval"), self.names) if last else None
        self.printed[name] = out.getvalue()


@contextlib.contextmanager
def live(path: Path) -> Iterator[Lived]:
    """Run a lesson's cells and then the codes of its answers, in the folder of the lessons; settings of pictures and tables stay here."""
    lived, here = Lived(), Path.cwd()
    codes = cells(path, "code") | {f"answer {number}": "".join(CODE.findall(answer)) for number, answer in enumerate(answers(path), 1)}
    os.chdir(FOLDER)
    with mpl.rc_context(), pd.option_context("display.max_colwidth", pd.get_option("display.max_colwidth")):
        try:
            for name, code in codes.items():
                if code:
                    lived.run(name, code)
        finally:
            os.chdir(here)
            plt.close("all")
        yield lived


def raises(row: Any) -> bool:
    """Whether the interval of a change lies above zero; a row of sim.model.measures.changes."""
    return bool(row["low"] > 0)


def lowers(row: Any) -> bool:
    """Whether it lies below zero."""
    return bool(row["high"] < 0)


def little(row: Any, most_of_it: float) -> bool:
    """Whether a change is surely smaller than so much, either way."""
    return bool(max(abs(row["low"]), abs(row["high"])) < most_of_it)


def clearly_less(row: Any, other: Any) -> bool:
    """Whether the interval of a change lies below that of another."""
    return bool(row["high"] < other["low"])


def most(ones: Any) -> bool:
    """Whether it is so for more than half."""
    return sum(map(bool, ones)) > len(ones) / 2


def mean_of(measure: str, values: Any) -> Estimate:
    """Mean of a measure over runs."""
    return MEASURES[measure].estimate(values)


def difference_of(first: Any, second: Any) -> Estimate:
    """Mean difference of values that are shares, run by run, second minus first."""
    return MEASURES["retention"].change(first, second)


def numbers(text: str) -> list[float]:
    """The numbers in a text."""
    return [float(one) for one in re.findall(r"[+-]?\d+(?:\.\d+)?", text)]


def weeks_of(it: Lived, unit: str, series: str, name: str = "weeks") -> pd.DataFrame:
    """Of each run a series from launch on, (runs, weeks)."""
    rows = it[name]
    return rows[(rows["unit"] == unit) & (rows["week_after_launch"] >= 0)].pivot(index="run", columns="week_after_launch", values=series)
