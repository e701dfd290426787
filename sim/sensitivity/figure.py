"""The picture of a sensitivity analysis: every input in a row, and below it the conditional effects and the stopped runs."""

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.figures.style import BLACK, FAINT, INK, LINES, SMALL, new_figure, tidy
from sim.indices.conditional import Curves
from sim.indices.morris import Screened
from sim.indices.regional import Apart
from sim.indices.sobol import Shares
from sim.model import intervals
from sim.model.measures import measure
from sim.sensitivity.analysis import MEASURE, STOPPED, Analysis
from sim.study.answers.figures import bars, finished

Draw = Callable[[Axes], None]
SLICES = 8  # of a distribution
NONE = intervals.NOTHING  # of an input without an order


def figure(told: Analysis, command: str) -> Figure:
    """All that was analysed, in one picture."""
    words = measure(told.target.measure).short
    order = told.shares[MEASURE].ranked if told.shares else [one.name for one in told.screened[MEASURE]]
    top: list[Draw] = []
    for target, name in ((MEASURE, words), (STOPPED, "stopping before launch")):
        if target in told.shares:
            top.append(partial(_shares, told.shares[target], order, f"Variance of {name}"))
    top += [partial(_screened, told.screened[target], order, f"Screening: {name}") for target, name in
            ((MEASURE, words), (STOPPED, "stopping")) if target in told.screened and (target == MEASURE or not told.shares)]
    if told.apart:
        top.append(partial(_apart, told.apart, order))
    bottom: list[Draw] = [partial(_curves, one, words) for one in told.curves[:3]]
    bottom += [partial(_spread, told, one) for one in [one for one in told.apart if one.clear][:max(0, 4 - len(bottom))]]
    drawn = new_figure(max(6.5, 3.1 * len(top) + 1.4), 1.8 + 0.27 * len(order) + (2.9 if bottom else 0))
    grid = drawn.add_gridspec(2 if bottom else 1, 1, height_ratios=[0.6 + 0.27 * len(order), 2.9] if bottom else None)
    for row, some in enumerate((top, bottom) if bottom else (top,)):
        cells = grid[row].subgridspec(1, len(some))
        for column, draw in enumerate(some):
            axes = drawn.add_subplot(cells[column])
            draw(axes)
            if row == 0:
                axes.set_yticks(range(len(order)), order if column == 0 else [""] * len(order))
                axes.set_ylim(len(order) - 0.5, -0.5)
                axes.set_ylabel("Input" if column == 0 else "")
    return finished(drawn, f"{told.question.text} ({told.target.unit})", command, told.runs, _also(told))


def _also(told: Analysis) -> str:
    """What the picture does not show by itself."""
    fixed = ", ".join(f"{name} = {value:g}" for name, value in told.question.fixed.items())
    return f"At every point {fixed}." if fixed else ""


def _rows(axes: Axes, told: Sequence[intervals.Estimate], style: int, shift: float, label: str) -> None:
    axes.errorbar([one.value for one in told], np.arange(len(told)) + shift, xerr=bars(told), linestyle="", capsize=2, markersize=4,
                  marker=LINES[style]["marker"], color=LINES[style]["color"], markerfacecolor="white" if style else None, label=label)


def _dress(axes: Axes, x: str, title: str) -> None:
    axes.axvline(0, color=INK, linewidth=0.6, zorder=0)
    axes.grid(axis="y", color=FAINT, linewidth=0.6)
    tidy(axes, x, "Input", title)
    axes.legend(fontsize=SMALL, frameon=False, labelcolor=INK, loc="lower right")


def _shares(one: Shares, order: Sequence[str], title: str, axes: Axes) -> None:
    """Shares alone and in all, for every input."""
    _rows(axes, [one.total[name] for name in order], 0, -0.12, "with others (ST)")
    _rows(axes, [one.alone[name] for name in order], 1, 0.12, "alone (S1)")
    luck = f"\nluck: {one.luck} of single runs' variance" if one.luck else ""
    _dress(axes, f"Share of the variance of the mean (0–1)\nbars: 95 % interval{luck}", title)


def _screened(some: Sequence[Screened], order: Sequence[str], title: str, axes: Axes) -> None:
    by_name = {one.name: one for one in some}
    order = [name if name in by_name else "" for name in order]
    by_name[""] = Screened("", np.nan, NONE, np.nan, np.nan)
    _rows(axes, [by_name[name].mu_star for name in order], 0, -0.12, "size of effect (mu*)")
    axes.plot([by_name[name].sigma for name in order], np.arange(len(order)) + 0.12, linestyle="", marker="^", color=BLACK, markersize=4,
              label="its spread (sigma)")
    axes.plot([by_name[name].luck for name in order], range(len(order)), linestyle="", marker="|", color="#777777", markersize=9,
              label="mu* of mere luck")
    _dress(axes, "Change over the whole range of the input\nbars: 95 % interval", title)


def _apart(some: Sequence[Apart], order: Sequence[str], axes: Axes) -> None:
    distances = {one.name: one.distance for one in some}
    _rows(axes, [distances.get(name, NONE) for name in order], 0, 0.0, "distance")
    axes.axvspan(0, max(one.by_chance for one in some), color=FAINT, zorder=0, label="up to here by chance")
    _dress(axes, "Distance between distributions (0–1)\nbars: 95 % interval", "Stopped against the others")


def _curves(one: Curves, words: str, axes: Axes) -> None:
    """How the outcome changes along one input, a line for each value of the other."""
    for style, at, mean, change in zip(LINES, one.at, one.mean, one.change, strict=True):
        axes.errorbar(one.along, [step.value for step in change], yerr=bars(change), capsize=2, markersize=4, linewidth=1.2,
                      label=f"{at:g}; from {mean[0].value:.{mean[0].digits()}f}", **style)
    axes.axhline(0, color=INK, linewidth=0.6, zorder=0)
    tidy(axes, one.moved, f"Change in mean {words}\nover the same other inputs", "One input while another is held")
    axes.legend(title=f"{one.held}; and {words} at the left", title_fontsize=SMALL, fontsize=SMALL, frameon=False, labelcolor=INK,
                loc="upper left")
    axes.set_ylim(top=1.5 * axes.get_ylim()[1])  # room for the legend


def _spread(told: Analysis, one: Apart, axes: Axes) -> None:
    """How an input is spread among runs that stopped and runs that did not."""
    assert told.spread is not None
    points, stopped = told.spread
    at = told.question.problem.names.index(one.name)
    edges = np.linspace(told.question.problem.low[at], told.question.problem.high[at], SLICES + 1)
    for style, weights, label in ((LINES[1], stopped, "stopped"), (LINES[0], 1 - stopped, "the others")):
        share = np.histogram(points[:, at], edges, weights=np.nan_to_num(weights))[0] / np.nansum(weights)
        axes.stairs(share, edges, color=style["color"], linestyle=style["linestyle"], linewidth=1.4, label=label)
    tidy(axes, one.name, "Share of these runs", "Where stopped runs lie")
    axes.legend(fontsize=SMALL, frameon=False, labelcolor=INK)
    axes.set_ylim(bottom=0)
