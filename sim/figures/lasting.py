"""How long units and people stay with it: survival curves over the phases."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from sim.errors import known
from sim.figures.groups import Tables, lines, run_count, runs_in_words
from sim.figures.one_run import ACROSS, SHORT
from sim.figures.style import INK, MORE_LINES, PALE, SMALL, TINY, caption, new_axes, tidy
from sim.inputs.phases import LAUNCH_WEEK, PHASES
from sim.model import intervals
from sim.model.measures import MEASURES
from sim.runs.drop_out import drop_out

OF = {"units": "Share of runs in which the unit still goes on (0–1)", "people": "Mean share of employees who still take part (0–1)"}


def survival(weeks: Tables, of: str = "units", by: str = "unit", axes: Axes | None = None, command: str | None = None) -> Axes:
    """Who still goes on, week by week, with 95 % intervals and, above, the phases of the design.

    Of units, the last weeks of the curve are level: whether one has dropped out then, only weeks that were not lived could tell.

    weeks: rows as from sim.trajectories, or several such tables by name. of: "units", by sim.drop_out, or "people", the
    share of employees who have not quietly dropped out. by: the column whose levels are the groups, at most five.
    axes: to draw into. Raises InputError for anything else.
    """
    known("kind of survivor", of, OF)
    groups = lines(weeks, by, "use" if of == "units" else "withdrawn")
    axes, ours = new_axes(axes, 8.2, 3.9)
    for style, (name, rows) in zip(MORE_LINES, groups.items(), strict=False):
        told = units_that_go_on(rows) if of == "units" else people_who_go_on(rows)
        at = told.index.to_numpy(float)
        axes.fill_between(at, told["low"], told["high"], color=style["color"], alpha=0.18, linewidth=0, step="post")
        axes.plot(at, told["value"], drawstyle="steps-post", label=name, linewidth=1.5, markersize=3.5, markevery=max(1, len(at) // 9),
                  **style)
    tidy(axes, ACROSS, OF[of])
    axes.set_title(f"Who goes on: {runs_in_words(groups)}, with 95 % intervals", fontsize=SMALL + 2, color=INK, loc="left", pad=42)
    axes.set_ylim(-0.02, 1.04)
    _phase_lines(axes)
    axes.legend(loc="center left", bbox_to_anchor=(1.01, 0.5), fontsize=SMALL, frameon=False, labelcolor=INK, handlelength=3.2)
    if ours:
        caption(ours, command, max(run_count(rows) for rows in groups.values()))
    return axes


def units_that_go_on(weeks: pd.DataFrame) -> pd.DataFrame:
    """Share of runs whose unit still goes on after a week, by Kaplan and Meier: value, low, high by week_after_launch.

    The interval is Rothman's (1978): Wilson's with as many runs as would give a plain share the same variance (Greenwood's).
    """
    out = drop_out(weeks)
    last, share, spread, rows = int(weeks["week_after_launch"].max()), 1.0, 0.0, []
    for week in range(-LAUNCH_WEEK, last + 1):
        at_risk = int((out["week_after_launch"] >= week).sum())
        gone = int((out["dropped_out"] & (out["week_after_launch"] == week)).sum())
        if gone:
            share *= 1 - gone / at_risk
            spread += gone / (at_risk * (at_risk - gone)) if at_risk > gone else 0.0
        behind = (1 - share) / (share * spread) if share > 0 and spread > 0 else float(len(out))
        told = intervals.share(share * behind, behind)
        rows.append((told.value, told.low, told.high))
    return pd.DataFrame(rows, columns=["value", "low", "high"], index=range(-LAUNCH_WEEK, last + 1))


def people_who_go_on(weeks: pd.DataFrame) -> pd.DataFrame:
    """Mean share of employees who have not dropped out at the end of a week, with its interval over runs.

    Weeks that less than half of the runs have are left out: one whose sister unit starts again goes on longer.
    """
    by_week = weeks[weeks["week_after_launch"] >= -LAUNCH_WEEK].groupby("week_after_launch")["withdrawn"]
    half = by_week.size().max() / 2
    told = {week: MEASURES["dropped_out"].estimate(1 - some.to_numpy(float)) for week, some in by_week if len(some) >= half}
    return pd.DataFrame([(one.value, one.low, one.high) for one in told.values()], columns=["value", "low", "high"],
                        index=list(told)).clip(upper=1.0)


def _phase_lines(axes: Axes) -> None:
    """The phases of the design, each at the week it is planned for, above the axes."""
    last, span = -np.inf, axes.dataLim.x1 + LAUNCH_WEEK
    for phase in PHASES:
        if phase.week >= 0:
            axes.axvline(phase.week - LAUNCH_WEEK, color=PALE, linewidth=0.6, zorder=0)
            if phase.week - last < 0.04 * span:
                continue  # no room for another name
            last = phase.week
            axes.text(phase.week - LAUNCH_WEEK, 1.01, SHORT.get(phase.name, phase.name), transform=axes.get_xaxis_transform(), rotation=35,
                      rotation_mode="anchor", fontsize=TINY, color=INK)
    axes.set_xlim(-LAUNCH_WEEK - 0.5, np.ceil(axes.dataLim.x1))
