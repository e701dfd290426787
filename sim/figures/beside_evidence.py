"""The model beside the evidence on one page: the interval of every check, and where the model lies."""

from math import isfinite
from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from sim.evidence.declaration import Check, Finding
from sim.figures.style import BLACK, INK, PALE, SMALL, TINY, TITLE, caption, new_figure, tidy

if TYPE_CHECKING:
    from sim.patterns.evidence import Evidence
    from sim.patterns.results import Part
    from sim.patterns.spread import Spread

type Row = tuple[Finding, Check, "Part", "Spread | None"]
LONGEST = 46  # letters of a row's name
FEW = 30  # rows that fit in one column
MARGIN = 0.06  # of the axis, at each end
SHARES = 2.0  # what lies further from 0 is no share, no scale and no change of one
OF_SHARES, OF_OTHERS = "Value (shares and scales 0–1, changes -1 to 1)", "Value (in the unit of its measure)"


def beside_evidence(found: "Evidence", command: str | None = None) -> Figure:
    """A row per check, those of hours and other units apart.

    Grey is the interval that the evidence allows, black the model with its 95 % interval; a filled dot lies inside, an open one outside.
    Where parameter sets were run, black is how they are spread, the dot is their median, and a stroke marks the default parameters.
    command: printed below.
    """
    rows = [(*row, over) for row, over in zip(found.checks(), found.spreads(), strict=True)]
    shares, others = [row for row in rows if _reach(row) <= SHARES], [row for row in rows if _reach(row) > SHARES]
    half = _middle(shares)
    panels = [(some, whole, name) for some, whole, name in ((shares[:half], shares, OF_SHARES), (shares[half:], shares, OF_SHARES),
                                                            (others, others, OF_OTHERS)) if some]
    figure = new_figure(6.4 * max(1, len(panels)) + 0.2, 1.6 + 0.17 * max((len(some) for some, _, _ in panels), default=1))
    side_by_side = figure.subplots(1, max(1, len(panels)), squeeze=False)[0]
    for axes, (some, whole, name) in zip(side_by_side, panels, strict=False):
        _panel(axes, some, *_span(whole))
        tidy(axes, name, "Finding and check").tick_params(axis="y", labelsize=TINY)
    side_by_side[0].set_title("The model beside the evidence", fontsize=TITLE, color=INK, loc="left")
    figure.legend(handles=_legend(found.sets), loc="outside upper right", ncols=4 if len(panels) > 1 else 1, fontsize=SMALL, frameon=False,
                  labelcolor=INK)
    over = f"{found.sets} parameter sets with as many runs each; s" if found.sets else "S"
    caption(figure, command, found.runs, also=f"{over}eed {found.seed}; a row without a dot has no run that qualifies.")
    return figure


def _legend(sets: int) -> list[Patch | Line2D]:
    """What is grey and black."""
    inside, outside = ("median of the sets inside; lines: 5–95 %, middle half", "median outside") if sets else (
        "model inside, 95 % interval", "model outside")
    return [Patch(facecolor=PALE, label="interval of the evidence, to the edge where it has no end"),
            Line2D([], [], color=BLACK, marker="o", markersize=4, label=inside),
            Line2D([], [], color=BLACK, marker="o", markersize=4, markerfacecolor="white", label=outside),
            *([Line2D([], [], color=BLACK, marker="|", markersize=7, linewidth=0, label="default parameters")] if sets else [])]


def _middle(rows: list[Row]) -> int:
    """Where the second column begins: near the middle, and never inside a finding; with few rows there is but one."""
    if len(rows) <= FEW:
        return len(rows)
    return next(at for at in range(len(rows) // 2, len(rows) + 1) if at == len(rows) or rows[at][0] is not rows[at - 1][0])


def _ends(row: Row) -> list[float]:
    """All finite numbers of a row."""
    _, check, part, over = row
    model = (*((over.quantiles if over else part.interval) or ()), part.value)
    return [end for end in (check.bound.low, check.bound.high, *model) if end is not None and isfinite(end)]


def _reach(row: Row) -> float:
    return max(map(abs, _ends(row)), default=0.0)


def _span(rows: list[Row]) -> tuple[float, float]:
    """The ends of the axis: all that is finite, and some room."""
    finite = [0.0, 1.0, *(end for row in rows for end in _ends(row))]
    room = MARGIN * (max(finite) - min(finite))
    return min(finite) - room, max(finite) + room


def _panel(axes: Axes, rows: list[Row], low: float, high: float) -> None:
    for at, row in enumerate(rows):
        _draw(axes, at, row, low, high)
    axes.axvline(0, color=PALE, linewidth=0.7, zorder=0)
    axes.set_yticks(range(len(rows)), [_name(one, check) for one, check, *_ in rows])
    axes.set(xlim=(low, high), ylim=(len(rows) - 0.4, -0.6))


def _draw(axes: Axes, at: int, row: Row, low: float, high: float) -> None:
    _, check, part, over = row
    first, last = max(check.bound.low, low), min(check.bound.high, high)
    axes.barh(at, last - first, left=first, height=0.72, color=PALE, linewidth=0)
    if first == last:
        axes.plot([first, first], [at - 0.36, at + 0.36], color=PALE, linewidth=2.5)
    if over:
        _draw_sets(axes, at, check, part, over)
        return
    if part.interval:
        axes.plot(part.interval, [at, at], color=BLACK, linewidth=1.2)
    _dot(axes, at, check, part.value)


def _draw_sets(axes: Axes, at: int, check: Check, part: "Part", over: "Spread") -> None:
    """How parameter sets are spread, and the default among them."""
    if over.quantiles:
        low, lower, median, upper, high = over.quantiles
        axes.plot([low, high], [at, at], color=BLACK, linewidth=1.0)
        axes.plot([lower, upper], [at, at], color=BLACK, linewidth=2.8, solid_capstyle="butt")
        _dot(axes, at, check, median)
    if part.value is not None:
        axes.plot(part.value, at, marker="|", markersize=7, color=BLACK)


def _dot(axes: Axes, at: int, check: Check, value: float | None) -> None:
    """A value, filled where it lies inside the interval of the evidence."""
    if value is not None:
        axes.plot(value, at, marker="o", markersize=4, color=BLACK, markerfacecolor=BLACK if check.bound.allows(value) else "white")


def _name(one: Finding, check: Check) -> str:
    label = check.label if len(check.label) <= LONGEST else f"{check.label[:LONGEST - 1]}…"
    return f"{label}  {one.id}"
