"""For the lessons in notebooks/: what a cell needs but nobody has to learn, so that a cell shows what it is about.

    lessons.begin()                              whole tables, and pictures that can be read from the back of a room
    lessons.lab("bostedet", room="fit")          the laboratory's page; without anywidget, a sentence on how to get it
    lessons.typical(runs)                        the first run that ends as most runs do
    lessons.compared(runs, {"name": others}, measures)   what differs in several other worlds, one table
    lessons.patterns_compared(before, after)     the study's patterns side by side
    lessons.study("dose", replications=50)       a shipped study with fewer runs, in a folder that goes when the notebook closes
    lessons.workplace(found)                     the workplace that a survey makes, from files that go when the notebook closes
    lessons.in_rows({"name": shares})            shares as dots, a row for each name
    lessons.panels(1, 2)                         empty axes side by side
    lessons.other_rule(rule, mine)               a rule of one's own, as long as a block lasts
"""

import functools
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from sim.errors import InputError, whole_number
from sim.figures.pairs import spread
from sim.figures.style import BLACK, BLUE, new_figure, tidy
from sim.inputs.reading import load_workplace
from sim.inputs.workplace import Workplace
from sim.machine.shipped import EXPERIMENTS
from sim.model.measures import changes
from sim.patterns.results import PatternResult
from sim.study.study import Study
from sim.survey.result import SurveyResult

if TYPE_CHECKING:
    from sim.lab.widget import Lab

PIXELS_PER_INCH = 150  # the smallest letters of a picture are then as large as the text of a cell
WIDTH = 10.0  # inches of a picture, about the width of a cell on a projector


def begin() -> None:
    """Show tables whole, and pictures large enough for a projector."""
    pd.set_option("display.max_colwidth", None)
    mpl.rcParams["figure.dpi"] = PIXELS_PER_INCH


def panels(rows: int, columns: int, height: float = 4.0, sharex: bool = False, sharey: bool = False) -> np.ndarray:
    """Empty axes in rows and columns, one after the other; height of a row in inches. sharex, sharey: the same scale in all."""
    return new_figure(WIDTH, height * rows).subplots(rows, columns, squeeze=False, sharex=sharex, sharey=sharey).ravel()


def lab(workplace: str, **setting: Any) -> "Lab | None":
    """The laboratory's page on a workplace, as sim.lab shows it; without anywidget one sentence says how to get it.

    setting: room, levers and so on, as sim.lab takes them. Raises InputError for what the page could not use.
    """
    if find_spec("anywidget") is None:
        moved = "".join(f" --lever {name}={value}" for name, value in setting.get("levers", {}).items())
        room = f" --room {setting['room']}" if "room" in setting else ""
        print(f"The laboratory's page stands here once anywidget is installed (pip install anywidget); until then, in a terminal: "
              f"takehold lab {workplace}{moved}{room}")
        return None
    from sim.lab.widget import lab
    return lab(workplace, **setting)


def typical(runs: pd.DataFrame) -> int:
    """The number of the first run in which every unit ends as it does most often.

    runs: of one workplace, from sim.simulate. Raises InputError where there is no such run.
    """
    endings = runs.pivot(index="run", columns="unit", values="outcome")
    as_most = endings.index[(endings == endings.mode().iloc[0]).all(axis=1)]
    if as_most.empty:
        raise InputError("in none of these runs do all units end as they most often do; take more runs")
    return int(as_most[0])


def compared(base: pd.DataFrame, others: Mapping[str, pd.DataFrame], measures: Iterable[str], name: str = "world") -> pd.DataFrame:
    """Of one unit the mean of measures in a first world and in each of some others, and the change with its 95 % interval.

    base, others: runs of sim.simulate that share their draws. name: of what tells the others apart.
    """
    found = {one: changes(base, runs, measures).droplevel("unit") for one, runs in others.items()}
    return pd.concat(found, names=[name]).round(2) + 0.0  # zero has no sign


def patterns_compared(before: Iterable[PatternResult], after: Iterable[PatternResult]) -> pd.DataFrame:
    """Each pattern by the check that was nearest to its bound before: its value before and after, and whether the pattern holds.

    before, after: of sim.check_patterns, the same patterns.
    """
    rows = []
    for one, other in zip(before, after, strict=True):
        now = next(part for part in other.parts if part.label == one.tightest.label)
        rows.append({"id": one.id, "check": one.tightest.label, "bound": one.bound, "value": one.value, "value now": now.value,
                     "pattern held": one.holds, "holds now": other.holds})
    return pd.DataFrame(rows).round(3)


def study_file(name: str, replications: int) -> str:
    """The text of a shipped study with so many runs of each point, to be read in class and run in minutes.

    Raises InputError for a number that is not a whole one of 1 or more.
    """
    fewer = whole_number("replications", replications, 1)
    lines = (EXPERIMENTS / f"{name}.toml").read_text(encoding="utf-8").replace("generic-unit.toml", "generic-unit").splitlines()
    return "\n".join(f"replications = {fewer}" if line.startswith("replications = ") else line for line in lines)


def study(name: str, replications: int) -> Study:
    """That study, run in a folder that goes when the notebook closes."""
    folder = Path(tempfile.mkdtemp(dir=_scratch().name))
    file = folder / f"{name}.toml"
    file.write_text(study_file(name, replications), encoding="utf-8")
    return Study.read(file, folder / "results").run()


def workplace(found: SurveyResult) -> Workplace:
    """The workplace that a survey makes, with its people; its files lie in a folder that goes when the notebook closes."""
    return load_workplace(found.write(Path(tempfile.mkdtemp(dir=_scratch().name)))[0])


def in_rows(values: Mapping[str, Iterable[float]], label: str) -> Axes:
    """Shares from 0 to 1 as dots, a row for each name, with a line at the middle of each row. label: of what they are."""
    axes: Axes = panels(1, 1, height=0.8 + 0.7 * len(values))[0]
    for row, shares in enumerate(np.array(list(one), dtype=float) for one in values.values()):
        axes.plot(shares, row + spread(np.arange(shares.size)), linestyle="", marker="o", markersize=4, color=BLUE)
        axes.plot([np.median(shares)] * 2, [row - 0.35, row + 0.35], color=BLACK, linewidth=1.5)
    tidy(axes, label, "", "")
    axes.set_yticks(range(len(values)), list(values))
    axes.set_ylim(len(values) - 0.5, -0.5)
    axes.set_xlim(0, 1)
    return axes


@functools.cache
def _scratch() -> "tempfile.TemporaryDirectory[str]":
    """A folder for this process alone, which goes when it ends."""
    return tempfile.TemporaryDirectory(prefix="takehold-lesson-")


@contextmanager
def other_rule(rule: Callable[..., float], mine: Callable[..., float]) -> Iterator[None]:
    """As long as the block lasts, Mesa's engine follows another function in place of a rule of sim.rules."""
    with patch.object(sys.modules[rule.__module__], rule.__name__, mine):
        yield
