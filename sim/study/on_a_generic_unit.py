"""Studies on experiments/generic-unit.toml: how each is drawn, and what it says.

Every number, and every 'more' and 'most', comes from the rows.
"""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from sim.drawing import INK, LINES, SMALL, new_figure, tidy
from sim.outcome import RETAINED, STOPPED
from sim.study.figures import Scale, bars, cells, in_cells
from sim.study.store import Job
from sim.study.summary import differences, pooled, share_of, signed


def _points(first: int, second: int) -> tuple[str, str]:
    """Two points as the conditions of a paired difference."""
    return f"point = {first}", f"point = {second}"


# ----- trust by fit

TRUST, FIT = "trust_in_leader", "needs_inside_scope"


def trust_by_fit(job: Job, rows: pd.DataFrame) -> Figure:
    """Three panels: stopped, retained, and retained among the runs that went on, for every trust and fit."""
    panels = [("Stopped before launch: share of runs [95 % interval]", rows, lambda row: share_of(row, STOPPED)),
              ("Retained", rows, lambda row: share_of(row, RETAINED)),
              ("Retained, of the runs that went on", rows, lambda row: share_of(row, RETAINED, "went_on"))]
    return cells(panels, Scale(TRUST, "Mean trust in the leader at the start (0–1)"),
                 Scale(FIT, "Fit: share of needs inside\nthe project's scope (0–1)"), upright=True)


def trust_by_fit_says(job: Job, rows: pd.DataFrame) -> str:
    """What moves stopping, what moves retention, and what both do together."""
    (low_trust, high_trust), (low_fit, high_fit) = ((rows[name].min(), rows[name].max()) for name in (TRUST, FIT))
    ends = {name: [rows[rows[name] == end] for end in (rows[name].min(), rows[name].max())] for name in (TRUST, FIT)}

    def moved(what: str, of: str) -> str:
        told = {name: [pooled(part, what, of) for part in ends[name]] for name in (TRUST, FIT)}
        first, second = sorted(told, key=lambda name: -abs(told[name][1].value - told[name][0].value))
        words = {TRUST: "trust", FIT: "fit"}
        parts = [f"from {told[name][0]} at the lowest {words[name]} to {told[name][1]} at the highest" for name in (first, second)]
        return f"more by {words[first]} than by {words[second]}: the share goes {parts[0]}, and {parts[1]}"

    point = rows.set_index([TRUST, FIT])["point"].to_dict()
    gains = differences(job.folder, [_points(point[low_trust, fit], point[high_trust, fit]) for fit in (low_fit, high_fit)])
    both = [share_of(rows[rows["point"] == point[corner]].iloc[0], RETAINED) for corner in ((low_trust, low_fit), (high_trust, high_fit))]
    return (f"In {rows['runs'].sum():,} runs of a generic unit, stopping before launch is moved {moved(STOPPED, 'runs')}. "
            f"Retention, among the runs that went on, is moved {moved(RETAINED, 'went_on')}. Together they take the share of all runs that "
            f"retain their practices from {both[0]} where both are lowest to {both[1]} where both are highest; raising trust alone from "
            f"{low_trust:g} to {high_trust:g} changes it by {signed(gains[0])} at the poorest fit and by {signed(gains[1])} at the best.")


# ----- dose

SIZE, BOUND = "lever.action_size", "utilisation"


def _hours(job: Job, rows: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Hours a week that the practices ask for outside meetings that are held anyway, and hours free of core work, by row."""
    unit = job.points.places[0].units[0]
    asked = sum(practice.hours_per_week * (1 - practice.embedded) for practice in unit.practices)
    return asked * rows[SIZE].to_numpy(float), unit.contract_hours * (1 - rows[BOUND].to_numpy(float))


def dose(job: Job, rows: pd.DataFrame) -> Figure:
    """Retention by size and free hours, and by what is asked of a free hour."""
    asked, free = _hours(job, rows)
    contract = job.points.places[0].units[0].contract_hours
    figure = new_figure(10.6, 4.2)
    left, right = figure.subplots(1, 2)
    free_hours = Scale(BOUND, "Hours free of core work (h a week)", lambda bound: f"{contract * (1 - bound):.1f}")
    in_cells(left, rows, Scale(SIZE, "Size of the practices (times as recorded)"), free_hours, lambda row: share_of(row, RETAINED),
             "Share of runs retained [95 % interval]")
    left.invert_yaxis()  # more free hours further up
    told = [share_of(row, RETAINED) for _, row in rows.iterrows()]
    bounds = np.array_split(np.sort(rows[BOUND].unique()), len(LINES))
    for style, chosen, words in zip(LINES, bounds, ("many", "some", "few"), strict=True):
        mine = rows[BOUND].isin(chosen).to_numpy()
        ratio, some = (asked / free)[mine], [one for one, yes in zip(told, mine, strict=True) if yes]
        label = f"{words}: {contract * (1 - chosen.max()):.1f} to {contract * (1 - chosen.min()):.1f} h free"
        right.errorbar(ratio, [one.value for one in some], yerr=bars(some), linestyle="", marker=style["marker"], color=style["color"],
                       markersize=4.5, capsize=2, label=label)
    tidy(right, "Hours asked for per hour free (both a week)", "Share of runs retained (0–1)", "The same, by what is asked of a free hour")
    right.set_ylim(-0.03, 1.03)
    right.legend(fontsize=SMALL, frameon=False, labelcolor=INK)
    return figure


def dose_says(job: Job, rows: pd.DataFrame) -> str:
    """Retention by what is asked of the free hours, and where size matters most."""
    asked, free = _hours(job, rows)
    ratio = asked / free
    groups = {"up to half": ratio <= 0.5, "half to all": (ratio > 0.5) & (ratio <= 1), "more than all": ratio > 1}
    told = {words: pooled(rows[mine], RETAINED) for words, mine in groups.items() if mine.any()}
    shares = "; ".join(f"{share} where they ask for {words} of the free hours" for words, share in told.items())
    point = rows.set_index([SIZE, BOUND])["point"].to_dict()
    sizes, bounds = np.sort(rows[SIZE].unique()), np.sort(rows[BOUND].unique())
    first, second = sizes[max(0, len(sizes) // 2 - 2)], sizes[len(sizes) // 2]
    changes = differences(job.folder, [_points(point[first, bound], point[second, bound]) for bound in bounds])
    free_hours = job.points.places[0].units[0].contract_hours * (1 - bounds)
    most, least = (pick([abs(change.value) for change in changes]) for pick in (np.argmax, np.argmin))
    return (f"In {rows['runs'].sum():,} runs of a generic unit, practices are retained in {shares}. Going from {first:g} to "
            f"{second:g} times the size changes the share most where {free_hours[most]:.1f} h a week are free, by {signed(changes[most])}, "
            f"and least where {free_hours[least]:.1f} h are, by {signed(changes[least])}, over the same runs.")


# ----- leader by facilitation

VALUE, SKILL = "leader.value", "facilitation_skill"
NEEDS = tuple(f"practices.{name}.facilitation_need" for name in ("morning-meeting", "reflection-meeting"))


def leader(job: Job, rows: pd.DataFrame) -> Figure:
    """A panel for each need of facilitation: retention by the leader's value and the staff's skill."""
    levels = np.sort(rows[NEEDS[0]].unique())
    panels = [(f"Share of runs retained [95 % interval];\nfacilitation needed: {level:g}", rows[rows[NEEDS[0]] == level],
               lambda row: share_of(row, RETAINED)) for level in levels]
    return cells(panels, Scale(VALUE, "Value the leader sees\nin it at the start (0–1)"),
                 Scale(SKILL, "How well staff run\nmeetings themselves (0–1)"))


def leader_says(job: Job, rows: pd.DataFrame) -> str:
    """Where the leader's view matters most and least."""
    low, high = rows[VALUE].min(), rows[VALUE].max()
    point = rows.set_index([VALUE, NEEDS[0], SKILL])["point"].to_dict()
    grounds = [(need, skill) for need in np.sort(rows[NEEDS[0]].unique()) for skill in np.sort(rows[SKILL].unique())]
    gains = differences(job.folder, [_points(point[low, *ground], point[high, *ground]) for ground in grounds])
    told = dict(zip(grounds, gains, strict=True))
    most, least = max(told, key=lambda ground: told[ground].value), min(told, key=lambda ground: told[ground].value)

    def words(ground: tuple[float, float]) -> str:
        return f"the meetings need {ground[0]:g} of facilitation and the staff's own skill is {ground[1]:g}"

    clear = sum(gain.low > 0 for gain in gains)
    return (f"A leader who sees a value of {high:g} in it instead of {low:g} changes the share of runs that retain the practices most "
            f"where {words(most)}, by {signed(told[most])}, and least where {words(least)}, by {signed(told[least])}, over the same "
            f"{rows['runs'].iloc[0]:,} runs each; the interval of the change lies above 0 in {clear} of {len(grounds)} combinations.")
