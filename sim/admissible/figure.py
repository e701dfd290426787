"""A measure over the parameter sets that the study allows: a strip of dots, one a set."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from sim.admissible.directions import LOWERS, RAISES, OverSets, check_pairs, told_measure
from sim.admissible.directions import over_sets as said_over_sets
from sim.admissible.wording import span
from sim.errors import InputError
from sim.figures.groups import COLUMNS, RUNS, check_names, latest
from sim.figures.over_runs import check_measure, in_words
from sim.figures.pairs import spread
from sim.figures.style import BLUE, INK, ORANGE, SKY, SMALL, caption, new_axes, tidy
from sim.machine.rows import check_columns
from sim.model.intervals import Estimate
from sim.model.measures import OUTCOMES, Measure


def over_sets(first: pd.DataFrame, second: pd.DataFrame | None = None, measure: str = "retention",
              default: Sequence[pd.DataFrame] = (), names: tuple[str, str] = ("first", "second"), axes: Axes | None = None,
              command: str | None = None) -> Axes:
    """What each set says of a measure, by unit: a dot a set, the range from 5 to 95 % of them, and the default assumptions.

    first: rows of sim.over_admissible; second: the same sets and runs in another world, for the differences pair by pair, second
    minus first. measure: a measure with numbers, or an outcome class. default: rows of sim.simulate under the default assumptions,
    one table or two as above, drawn as a diamond with its 95 % interval. names: what the two worlds are called. axes: to draw into.
    Raises InputError for another measure, or rows that are not over sets or do not pair.
    """
    check_pairs(first, second)
    of, worlds = told_measure(measure), [one for one in (first, second) if one is not None]
    check_names(names)
    if not isinstance(default, (tuple, list)) or (default and len(default) != len(worlds)):
        raise InputError(f"default is no list of as many tables of sim.simulate as there are worlds, {len(worlds)}")
    for rows in default:
        check_columns(rows, RUNS, ("workplace", *COLUMNS[RUNS][0]), COLUMNS[RUNS][1])
        check_measure(rows, of.name) if of.name not in OUTCOMES else None
    units = list(first["unit"].unique())
    axes, ours = new_axes(axes, 8.0, 1.6 + 0.9 * len(units))
    signed = second is not None or of.low < 0  # a difference, or a measure that is a change itself
    words = ("lower", "higher") if second is not None else ("falls", "rises")
    for row, unit in enumerate(units):
        strip(axes, row, said_over_sets(of, *(one[one["unit"] == unit] for one in worlds)), signed, words)
        if default:
            diamond(axes, row, _estimate(of, [latest(one[one["unit"] == unit]) for one in default]))
    sets, what = first["set"].nunique(), _axis(of)
    if second is not None:
        what = f"Difference in {what[0].lower()}{what[1:]}: {names[1]} minus {names[0]}"
    marks = f"▼ clearly {words[0]}, ▲ clearly {words[1]}, ○ no clear change" if signed else "mean of each set"
    tidy(axes, f"{what}\n{marks}; line: 5–95 % of the sets", "Unit",
         f"Over {sets} sets of assumptions that fit the study{'; ◆ under the default ones' if default else ''}")
    if signed:
        axes.axvline(0, color=INK, linewidth=0.8, zorder=0)
    axes.set_yticks(range(len(units)), units)
    axes.set_ylim(len(units) - 0.5, -0.5)
    if ours:
        caption(ours, command)
    return axes


def strip(axes: Axes, row: float, over: OverSets, signed: bool, words: tuple[str, str] = ("lower", "higher"),
          outside: bool = True) -> None:
    """The dots of one row.

    signed: whether it is a change, so that a mark says which way a set clearly points, or that it does not; words: what these ways
    are called. outside: whether the numbers stand right of the axes, or inside.
    """
    at = row + spread(np.arange(len(over.values)))
    kinds = {LOWERS: (ORANGE, "v"), 0: ("white", "o"), RAISES: (SKY, "^")}
    for sign, (fill, marker) in kinds.items():
        some = over.signs == sign
        axes.plot(over.values[some], at[some], linestyle="", marker=marker if signed else "o", markersize=4,
                  markerfacecolor=fill if signed else SKY, markeredgecolor=INK, markeredgewidth=0.4, zorder=2)
    axes.plot(over.range, [row + 0.36] * 2, color=INK, linewidth=1.5, zorder=1)
    shares = [f"{100 * over.share(sign).value:.0f} % {word}" for sign, word in zip((LOWERS, RAISES), words, strict=True)] if signed else []
    beside, side = (1.01, "left") if outside else (0.99, "right")
    axes.text(beside, row, "\n".join([f"{span(over, signed)} (5–95 %)", *shares]), transform=axes.get_yaxis_transform(), va="center",
              ha=side, fontsize=SMALL, color=INK)


def diamond(axes: Axes, row: float, told: Estimate) -> None:
    """The estimate under the default assumptions, above the dots."""
    if told.has_interval:
        axes.plot([told.low, told.high], [row - 0.36] * 2, color=BLUE, linewidth=2.5, zorder=3)
    axes.plot(told.value, row - 0.36, marker="D", color=BLUE, markersize=6, zorder=4)


def _estimate(of: Measure, worlds: list[pd.DataFrame]) -> Estimate:
    values = [of.per_run(one) for one in worlds]
    return of.estimate(*values) if len(values) == 1 else of.change(*values)


def _axis(of: Measure) -> str:
    return f"Share of runs that end '{of.short}' (0–1)" if of.name in OUTCOMES else in_words(of.name)
