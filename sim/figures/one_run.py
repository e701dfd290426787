"""One run week by week: the phases as a strip, and what people, practices and leader did."""

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.errors import InputError, known
from sim.figures.groups import run_count
from sim.figures.style import FAINT, INK, LINES, PALE, SMALL, TEXT, TINY, caption, empty_figure, new_axes, tidy
from sim.inputs.phases import IMPLEMENTATION, INTRODUCTION, PHASES, RETAINED_WEEKS, REVIEW_EVERY
from sim.machine.rows import check_columns
from sim.runs.drop_out import gates, stretches

if TYPE_CHECKING:
    from sim.model.model import InterventionModel

PANELS: tuple[tuple[str, dict[str, str]], ...] = (  # name of the axis, and columns of record.SERIES with what they are called here
    ("Trust (0–1)", {"trust_leader": "in the leader", "trust_organisation": "in the organisation"}),
    ("Benefit (0–1)", {"benefit": "felt", "expectation": "expected"}),
    ("Ownership, use (0–1)", {"ownership": "ownership", "use": "share of sessions held,\nmean of 4 weeks"}),
    ("Support (0–1)", {"leader_value": "value the leader sees", "leader_drive": "leader's drive", "support": "consultant's support"}),
)
SINCE_LAUNCH = ("benefit", "use", "leader_drive", "support")  # there are none before
NOISY = "use"  # a few sessions a week: shown as dots, with the mean of as many weeks as retention is judged on
LEVEL_LABEL = 8  # weeks from which a phase has room for its name
SHORT = {"steering group formed": "group formed", "employee workshop": "workshop", "steering workshop": "steering", "steering plan": "plan"}
ACROSS = "Weeks after launch (after the planned launch, where there was none)"


def weeks(run: "InterventionModel | pd.DataFrame", unit: str | None = None, command: str | None = None,
          figure: Figure | None = None) -> np.ndarray:
    """One run week by week: phases, trust, benefit against expectation, ownership and use, and who keeps it going.

    run: a model that has run, its trajectories, or the rows of one run of sim.trajectories. unit: one unit, or None for all, side
    by side. command: printed below. figure: an empty one to draw on. Returns axes of shape (panels, units).
    Raises InputError for an unknown unit, or rows of more than one run.
    """
    units = _units(run, unit)
    figure = empty_figure(figure, 1.4 + 6.4 * len(units), 8.2)
    grid = figure.subplots(1 + len(PANELS), len(units), sharex="col", squeeze=False, height_ratios=[1.1] + [2.0] * len(PANELS))
    for column, (name, mine) in zip(grid.T, units.items(), strict=True):
        _strip(column[0], mine, name)
        for axes, (label, series) in zip(column[1:], PANELS, strict=True):
            _lines(axes, mine, label, series)
        column[-1].set_xlabel(ACROSS, fontsize=TEXT, color=INK)
    caption(figure, command, 1)
    return grid


def phases(run: "InterventionModel | pd.DataFrame", unit: str | None = None, axes: Axes | None = None, command: str | None = None) -> Axes:
    """The phases one unit went through as a strip, with the gates it passed or stopped at, and the reviews.

    run: as for weeks. unit: needed where there are several. axes: to draw into. Raises InputError as weeks does.
    """
    units = _units(run, unit)
    if len(units) > 1:
        raise InputError(f"the strip shows one unit; name one of {', '.join(units)}")
    (name, mine), = units.items()
    axes, ours = new_axes(axes, 7.8, 1.5)
    _strip(axes, mine, name)
    axes.set_xlabel(ACROSS, fontsize=TEXT, color=INK)
    if ours:
        caption(ours, command, 1)
    return axes


def _units(run: "InterventionModel | pd.DataFrame", unit: str | None) -> dict[str, pd.DataFrame]:
    """The weeks of each unit that is to be shown."""
    table: Any = run if isinstance(run, pd.DataFrame) or not hasattr(run, "trajectories") else run.trajectories()
    check_columns(table, "sim.trajectories, or a model that has run", ("unit", "phase"),
                  ("week_after_launch", *(name for _, series in PANELS for name in series)))
    if table.empty:
        raise InputError("weeks and phases draw a model that has run, or the weeks of one run as from sim.trajectories")
    if "run" in table and run_count(table) > 1:
        raise InputError("these are the weeks of several runs; choose one with weeks[weeks['run'] == 0], or draw all with sim.plot.bands")
    names = list(dict.fromkeys(table["unit"]))
    if unit is not None:
        known("unit", unit, names)
    return {name: table[table["unit"] == name] for name in (names if unit is None else [unit])}


def _strip(axes: Axes, weeks: pd.DataFrame, title: str) -> None:
    """The phases as a strip, with gates and reviews on it."""
    tidy(axes, y="Phase", title=title)
    axes.set(yticks=[], ylim=(-0.6, 3.0), xmargin=0.01)
    axes.spines[["left", "bottom"]].set_visible(False)
    lived = stretches(weeks["phase"], int(weeks["week_after_launch"].iloc[0]))
    for number, (phase, first, last) in enumerate(lived):
        axes.barh(0, last - first + 1, left=first - 0.5, height=1.0, color=FAINT if number % 2 else PALE)
        wide = last - first >= LEVEL_LABEL
        axes.text((first + last) / 2 if wide else first, 0.65, SHORT.get(phase, phase), rotation=0 if wide else 35,
                  rotation_mode="anchor", ha="center" if wide else "left", fontsize=TINY, color=INK)
    opened, closed = gates(lived)
    implementing = weeks[weeks["phase"] == PHASES[IMPLEMENTATION].name]["week_after_launch"]
    reviews = [week for week in implementing if week > 0 and week % REVIEW_EVERY == 0]
    for at, marker, label in ((opened, "D", "gate passed"), (closed, "8", "stop"), (reviews, "v", "review")):
        if at:
            axes.plot(at, np.zeros(len(at)), linestyle="", marker=marker, markersize=5, color=INK, label=label)
    if opened or closed or reviews:
        _legend(axes)


def _lines(axes: Axes, weeks: pd.DataFrame, label: str, series: dict[str, str]) -> None:
    """Some weekly series over the weeks since launch."""
    tidy(axes, y=label)
    axes.set(ylim=(-0.02, 1.02), yticks=[0.0, 0.5, 1.0], xmargin=0.01)
    axes.axvline(0, color=PALE, linewidth=1.0, zorder=0)
    weeks = weeks.set_index("week_after_launch")
    launched = bool((weeks["phase"] == PHASES[INTRODUCTION].name).any())
    for style, (name, called) in zip(LINES, series.items(), strict=False):
        if name in SINCE_LAUNCH and not launched:
            continue
        line = weeks.loc[0:, name] if name in SINCE_LAUNCH else weeks[name]
        if name == NOISY:
            axes.plot(line.index, line, linestyle="", marker=".", markersize=3, color=style["color"], alpha=0.5)
            line = line.rolling(RETAINED_WEEKS, min_periods=1).mean()
        axes.plot(line.index, line, label=called, linewidth=1.4, markersize=3.5, markevery=4, clip_on=False, **style)
    if not launched and set(series) & set(SINCE_LAUNCH):
        axes.text(0.99, 0.93, "no practice was launched", transform=axes.transAxes, ha="right", va="top", fontsize=SMALL, color=INK)
    _legend(axes)


def _legend(axes: Axes) -> None:
    axes.legend(loc="center left", bbox_to_anchor=(1.01, 0.5), fontsize=SMALL, frameon=False, labelcolor=INK, handlelength=2.6)
