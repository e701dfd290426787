"""The pictures: one run week by week, outcomes of many runs by unit, and paired differences between two sets of runs."""

from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from sim import intervals
from sim.complaints import Complaint, no_such
from sim.drawing import BLUE, CLASS_FILL, FAINT, INK, LINES, PALE, SMALL, TEXT, TINY, VERMILION, caption, new_figure, save, tidy
from sim.outcome import CLASSES, HOURS, MEASURES
from sim.phases import AT_REST, IMPLEMENTATION, INTRODUCTION, LISTENING, PHASES, PLAN, RETAINED_WEEKS, REVIEW_EVERY, STEERING
from sim.tables import class_shares

if TYPE_CHECKING:
    from sim.model import InterventionModel

__all__ = ["caption", "plot_paired", "plot_units", "plot_weeks", "save"]

# ----- one run, week by week

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


def plot_weeks(weeks: "InterventionModel | pd.DataFrame", unit: str | None = None, command: str | None = None) -> Figure:
    """One run week by week: phases, trust, benefit against expectation, ownership and use, and who keeps it going.

    weeks: a model that has run, or its trajectories. unit: one unit, or None for all, side by side.
    command: printed below, as the way to make the figure again. Raises Complaint for an unknown unit.
    """
    table = weeks if isinstance(weeks, pd.DataFrame) else weeks.trajectories()
    names = list(dict.fromkeys(table["unit"]))
    if unit is not None and unit not in names:
        raise Complaint(no_such("unit", unit, names))
    shown = names if unit is None else [unit]
    figure = new_figure(1.4 + 6.4 * len(shown), 8.2)
    grid = figure.subplots(1 + len(PANELS), len(shown), sharex="col", squeeze=False, height_ratios=[1.1] + [2.0] * len(PANELS))
    for column, name in zip(grid.T, shown, strict=True):
        mine = table[table["unit"] == name]
        _phase_strip(column[0], mine, name)
        for axes, (label, series) in zip(column[1:], PANELS, strict=True):
            _week_lines(axes, mine, label, series)
        column[-1].set_xlabel("Weeks after launch (after the planned launch, where there was none)", fontsize=TEXT, color=INK)
    caption(figure, command, 1)
    return figure


def _phase_strip(axes: Axes, weeks: pd.DataFrame, title: str) -> None:
    """The phases as a strip, with gates and reviews on it."""
    tidy(axes, y="Phase", title=title)
    axes.set(yticks=[], ylim=(-0.6, 3.0), xmargin=0.01)
    axes.spines[["left", "bottom"]].set_visible(False)
    axes.tick_params(bottom=False)
    spans = list(_spans(weeks))
    for number, (phase, first, last) in enumerate(spans):
        axes.barh(0, last - first + 1, left=first - 0.5, height=1.0, color=FAINT if number % 2 else PALE)
        wide = last - first >= LEVEL_LABEL
        axes.text((first + last) / 2 if wide else first, 0.65, SHORT.get(phase, phase), rotation=0 if wide else 35,
                  rotation_mode="anchor", ha="center" if wide else "left", fontsize=TINY, color=INK)
    opened, closed = _gates(spans)
    implementing = weeks[weeks["phase"] == PHASES[IMPLEMENTATION].name]["week_after_launch"]
    reviews = [week for week in implementing if week > 0 and week % REVIEW_EVERY == 0]
    for at, marker, label in ((opened, "D", "gate passed"), (closed, "8", "stop"), (reviews, "v", "review")):
        if at:
            axes.plot(at, np.zeros(len(at)), linestyle="", marker=marker, markersize=5, color=INK, label=label)
    if opened or closed or reviews:
        _legend(axes)


def _spans(weeks: pd.DataFrame) -> Iterator[tuple[str, int, int]]:
    """Phase, first week and last week of every stretch of the same phase."""
    for phase, stretch in groupby(zip(weeks["week_after_launch"], weeks["phase"], strict=True), key=lambda pair: pair[1]):
        at = [int(week) for week, _ in stretch]
        yield str(phase), at[0], at[-1]


def _gates(spans: list[tuple[str, int, int]]) -> tuple[list[int], list[int]]:
    """Weeks in which the unit passed a gate before launch, and in which it stopped at one."""
    passed: list[int] = []
    closed: list[int] = []
    for (phase, first, _), (following, _, _) in pairwise(spans):
        if phase in (PHASES[STEERING].name, PHASES[PLAN].name):
            stopped = following in (PHASES[LISTENING].name, AT_REST)
            (closed if stopped else passed).append(first)
    return passed, closed


def _week_lines(axes: Axes, weeks: pd.DataFrame, label: str, series: dict[str, str]) -> None:
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


# ----- many runs, by unit

MANY = 20  # runs from which their lines are drawn thinner

def plot_units(outcomes: pd.DataFrame, command: str | None = None) -> Figure:
    """Outcomes of many runs by unit: shares of the outcome classes, trust at start and end, retention.

    outcomes: rows as from simulate, of one or several workplaces; of several follow-ups the latest is shown.
    """
    units = _by_unit(outcomes)
    figure = new_figure(12.0, 2.4 + 1.0 * len(units))
    classes, trust, retention = figure.subplots(1, 3, sharey=True, width_ratios=[3.0, 2.6, 2.4])
    for row, (_, mine) in enumerate(units):
        _class_bar(classes, row, mine)
        _trust_pairs(trust, row, mine)
        _retention_bars(retention, row, mine)
    weeks = int(outcomes["follow_up"].max())
    tidy(classes, "Share of runs (0–1)", "Unit", "What became of the new practice")
    tidy(trust, "Mean trust in the leader (0–1)\nmarks: median; bars: 5–95 % of the runs", "Unit, as on the left",
         "Trust: ○ start, ◆ follow-up")
    tidy(retention, "Share of practices retained (0–1)\n▲ mean; 0 where nothing was launched", "Share of runs (0–1)", "Retention")
    for axes in (trust, retention):
        axes.tick_params(left=False)
    for axes in (classes, trust, retention):
        axes.set(xlim=(-0.03, 1.03) if axes is retention else (0, 1), xticks=[0, 0.25, 0.5, 0.75, 1.0])
    classes.set_yticks(range(len(units)), [f"{name}\n{len(mine)} run{'' if len(mine) == 1 else 's'}" for name, mine in units])
    classes.set_ylim(len(units) - 0.5, -0.5)
    handles = [Patch(facecolor=fill, hatch=hatch, edgecolor=INK, linewidth=0.6, label=name) for name, (fill, hatch) in CLASS_FILL.items()]
    figure.legend(handles=handles, loc="outside upper left", ncols=len(handles), fontsize=SMALL, frameon=False, labelcolor=INK,
                  title=f"Outcome {weeks} weeks after launch, or after the planned launch", title_fontsize=SMALL, alignment="left")
    caption(figure, command, max(len(mine) for _, mine in units))
    return figure


def _by_unit(outcomes: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """Rows of each unit at the latest follow-up, in the order of the table; units of one name in two workplaces stay apart."""
    if outcomes.empty:
        raise Complaint("there are no runs to draw")
    rows = outcomes[outcomes["follow_up"] == outcomes["follow_up"].max()]
    parts = [(str(place), str(unit), mine) for (place, unit), mine in rows.groupby(["workplace", "unit"], sort=False)]
    names = [unit for _, unit, _ in parts]
    return [(unit if names.count(unit) == 1 else f"{place}: {unit}", mine) for place, unit, mine in parts]


def _class_bar(axes: Axes, row: int, runs: pd.DataFrame) -> None:
    """Stacked shares of the classes, with their Wilson intervals as text."""
    left, lines = 0.0, []
    for name in CLASSES:
        share = class_shares(runs)[name]
        if share.value > 0:
            fill, hatch = CLASS_FILL[name]
            axes.barh(row, share.value, left=left, height=0.5, color=fill, hatch=hatch, edgecolor=INK, linewidth=0.6)
            left += share.value
            lines.append(f"{name} {share}")
    axes.text(1.02, row, "\n".join(lines), transform=axes.get_yaxis_transform(), va="center", fontsize=TINY, color=INK)


def _trust_pairs(axes: Axes, row: int, runs: pd.DataFrame) -> None:
    """Trust of every run at start and end, joined; medians with 5 to 95 % of the runs."""
    above, below = row - 0.2, row + 0.2
    pairs = runs[["trust_start", "trust_end"]].to_numpy(float)
    axes.plot(pairs.T, [[above], [below]] * np.ones((2, len(pairs))), color=PALE, linewidth=0.4 if len(pairs) > MANY else 1.0, zorder=1)
    for values, y, color, marker, fill in ((pairs[:, 0], above, VERMILION, "o", "white"), (pairs[:, 1], below, BLUE, "D", BLUE)):
        low, middle, high = np.quantile(values, [0.05, 0.5, 0.95])
        axes.plot([low, high], [y, y], color=color, linewidth=2.0, zorder=2)
        axes.plot(middle, y, marker=marker, color=color, markerfacecolor=fill, markersize=5.5, zorder=3)


def _retention_bars(axes: Axes, row: int, runs: pd.DataFrame) -> None:
    """Share of runs at each value of retention, upright from a base line; the mean as a mark below it."""
    values, counts = np.unique(runs["retention"].to_numpy(float).round(6), return_counts=True)
    base, full = row + 0.35, 0.75  # a bar of full height stands for all runs
    axes.axhline(base, color=PALE, linewidth=0.8, zorder=0)
    axes.bar(values, -full * counts / len(runs), bottom=base, width=0.04, color=BLUE)
    axes.plot(runs["retention"].mean(), base + 0.05, marker="^", color=INK, markersize=4.5)


# ----- two sets of runs, pair by pair

KEYS = ["workplace", "unit", "run", "seed", "follow_up"]


def plot_paired(first: pd.DataFrame, second: pd.DataFrame, measure: str, command: str | None = None,
                names: tuple[str, str] = ("first", "second")) -> Figure:
    """Differences between runs that share their draws, by unit: every pair, the mean and its 95 % interval.

    first, second: outcomes of the same workplace and seed under two settings; names: what these are called.
    measure: a column with numbers. Raises Complaint for another measure, or where no run has its pair.
    """
    numeric = [name for name in (*MEASURES, *HOURS) if name in first and pd.api.types.is_numeric_dtype(first[name])]
    if measure not in numeric:
        raise Complaint(no_such("measure", measure, numeric))
    pairs = first[[*KEYS, measure]].merge(second[[*KEYS, measure]], on=KEYS, suffixes=("_first", "_second"))
    if pairs.empty:
        raise Complaint("no run of the one set has its pair in the other: same workplace, unit, seed, run and follow-up")
    units = _by_unit(pairs)
    figure = new_figure(8.0, 1.6 + 0.9 * len(units))
    axes = figure.subplots()
    for row, (_, mine) in enumerate(units):
        _differences(axes, row, mine["run"].to_numpy(float), (mine[f"{measure}_second"] - mine[f"{measure}_first"]).to_numpy(float))
    axes.axvline(0, color=INK, linewidth=0.8, zorder=0)
    tidy(axes, f"Difference in {_words(measure)}: {names[1]} minus {names[0]}", "Unit")
    axes.set_yticks(range(len(units)), [name for name, _ in units])
    axes.set_ylim(len(units) - 0.5, -0.5)
    caption(figure, command, pairs["run"].nunique())
    return figure


def _words(measure: str) -> str:
    """A measure with its unit, for the name of an axis."""
    scale = "h" if measure.startswith("hours") else "weeks" if measure.endswith("week") else "on a scale 0–1"
    return f"{measure.replace('follow_up', 'at follow-up').replace('_', ' ')} ({scale})"


def _differences(axes: Axes, row: int, runs: "np.ndarray[Any, Any]", values: "np.ndarray[Any, Any]") -> None:
    """Every difference as a dot, spread upright by its number so that dots do not hide each other; the mean in words too."""
    spread = (runs * 0.6180339887 % 1.0 - 0.5) * 0.5
    axes.plot(values, row + spread, linestyle="", marker="o", markersize=2.5, color=PALE, zorder=1)
    mean = intervals.mean(values)
    if len(values) > 1:
        axes.plot([mean.low, mean.high], [row, row], color=BLUE, linewidth=2.5, zorder=2)
    axes.plot(mean.value, row, marker="D", color=BLUE, markersize=6, zorder=3)
    bounds = f" [{mean.low:+.2f}, {mean.high:+.2f}]" if len(values) > 1 else ""
    axes.text(1.01, row, f"{mean.value:+.2f}{bounds}\n{len(values)} pairs", transform=axes.get_yaxis_transform(), va="center",
              fontsize=SMALL, color=INK)
