"""The model beside the evidence on one page: the interval of every check, and where the model lies."""

from math import isfinite
from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from sim.evidence.declaration import Check, Finding
from sim.figures.style import BLACK, INK, PALE, SMALL, TINY, caption, new_figure, tidy

if TYPE_CHECKING:
    from sim.patterns.evidence import Evidence
    from sim.patterns.results import Part

type Row = tuple[Finding, Check, "Part"]
LONGEST = 46  # letters of a row's name
MARGIN = 0.08


def beside_evidence(found: "Evidence", command: str | None = None) -> Figure:
    """A row per check in two columns: grey the interval that the evidence allows, black the model with its 95 % interval.

    A filled dot lies inside, an open one outside. command: printed below.
    """
    rows = list(found.checks())
    half = _middle(rows)
    columns = [part for part in (rows[:half], rows[half:]) if part]
    figure = new_figure(6.4 * len(columns) + 0.2, 1.6 + 0.17 * max(map(len, columns), default=1))
    low, high = _span(rows)
    for axes, some in zip(figure.subplots(1, len(columns), squeeze=False).flat, columns, strict=True):
        for at, row in enumerate(some):
            _draw(axes, at, row, low, high)
        tidy(axes, "Value of the check (shares and scales 0–1, changes -1 to 1)", "Finding and check")
        axes.axvline(0, color=PALE, linewidth=0.7, zorder=0)
        axes.set_yticks(range(len(some)), [_name(one, check) for one, check, _ in some], fontsize=TINY)
        axes.set(xlim=(low, high), ylim=(len(some) - 0.4, -0.6))
    figure.suptitle("The model beside the evidence", fontsize=SMALL + 3, color=INK, x=0.01, ha="left")
    figure.legend(handles=[Patch(facecolor=PALE, label="interval of the evidence, to the edge where it has no end"),
                           Line2D([], [], color=BLACK, marker="o", markersize=4, label="model inside, 95 % interval"),
                           Line2D([], [], color=BLACK, marker="o", markersize=4, markerfacecolor="white", label="model outside")],
                  loc="outside upper right", ncols=3, fontsize=SMALL, frameon=False, labelcolor=INK)
    caption(figure, command, found.runs, also=f"Seed {found.seed}; a row without a dot has no run that qualifies.")
    return figure


def _middle(rows: list[Row]) -> int:
    """Where the second column begins: near the middle, and never inside a finding; with few rows there is but one."""
    if len(rows) <= 30:
        return len(rows)
    return next(at for at in range(len(rows) // 2, len(rows) + 1) if at == len(rows) or rows[at][0] is not rows[at - 1][0])


def _span(rows: list[Row]) -> tuple[float, float]:
    """The ends of the axis: all that is finite, and some room."""
    ends = [0.0, 1.0, *(end for _, check, part in rows
                        for end in (check.bound.low, check.bound.high, *(part.interval or ()), part.value) if end is not None)]
    finite = [end for end in ends if isfinite(end)]
    return min(finite) - MARGIN, max(finite) + MARGIN


def _draw(axes: Axes, at: int, row: Row, low: float, high: float) -> None:
    _, check, part = row
    first, last = max(check.bound.low, low), min(check.bound.high, high)
    axes.barh(at, last - first, left=first, height=0.72, color=PALE, linewidth=0)
    if first == last:
        axes.plot([first, first], [at - 0.36, at + 0.36], color=PALE, linewidth=2.5)
    if part.interval:
        axes.plot(part.interval, [at, at], color=BLACK, linewidth=1.2)
    if part.value is not None:
        axes.plot(part.value, at, marker="o", markersize=4, color=BLACK, markerfacecolor=BLACK if part.holds else "white")


def _name(one: Finding, check: Check) -> str:
    label = check.label if len(check.label) <= LONGEST else f"{check.label[:LONGEST - 1]}…"
    return f"{label}  {one.id}"
