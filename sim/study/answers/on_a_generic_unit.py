"""Studies on experiments/generic-unit.toml: how each is drawn, and what it says.

Every number, and every 'more' and 'most', comes from the rows.
"""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from sim.figures.style import INK, LINES, SMALL, new_figure, tidy
from sim.model.measures import RETAINED, STOPPED
from sim.study.answers.figures import bars
from sim.study.answers.paired import Over, change, per_run, picked
from sim.study.answers.shares import Scale, cells, in_cells
from sim.study.measures import moved
from sim.study.store.study_folder import Job
from sim.study.store.summary import dropped_out_of, pooled, share_of


def _over(rows: pd.DataFrame, *points: int) -> Over:
    """Some points of a study of one unit."""
    first = rows.iloc[0]
    return Over(tuple(int(point) for point in points), str(first["unit"]), int(first["follow_up"]))


def _counted(rows: pd.DataFrame) -> str:
    """What a study of one unit rests on, at the end of what it says."""
    return f"This is from {rows['runs'].sum():,} runs of a generic unit, compared over the same runs."


# ----- trust by fit

TRUST, FIT = "trust_in_leader", "needs_inside_scope"


def trust_by_fit(job: Job, rows: pd.DataFrame) -> Figure:
    """Four panels: stopped, retained, and of the runs that went on those retained and the people who dropped out, by trust and fit."""
    panels = [("Stopped before launch: share of runs [95 % interval of each cell]", rows, lambda row: share_of(row, STOPPED)),
              ("Retained", rows, lambda row: share_of(row, RETAINED)),
              ("Retained, of the runs that went on", rows, lambda row: share_of(row, RETAINED, "went_on")),
              ("People who dropped out: share of employees, in the runs that went on", rows, dropped_out_of)]
    return cells(panels, Scale(TRUST, "Mean trust in the leader at the start (0–1)"),
                 Scale(FIT, "Fit: share of needs inside\nthe project's scope (0–1)"), upright=True)


def trust_by_fit_says(job: Job, rows: pd.DataFrame) -> str:
    """What moves stopping, what moves retention, and what both do together."""
    (low_trust, high_trust), (low_fit, high_fit) = ((rows[name].min(), rows[name].max()) for name in (TRUST, FIT))
    point = rows.set_index([TRUST, FIT])["point"].to_dict()
    ends = [_over(rows, point[low_trust, low_fit]), _over(rows, point[high_trust, high_fit])]
    grounds = [(_over(rows, point[low_trust, fit]), _over(rows, point[high_trust, fit])) for fit in (low_fit, high_fit)]
    poor, rich = (change(RETAINED, *per_run(job.folder, RETAINED, pair)) for pair in grounds)
    both = change(RETAINED, *per_run(job.folder, RETAINED, ends))
    lowest, highest = (share_of(rows[rows["point"] == over.points[0]].iloc[0], RETAINED) for over in ends)
    return (f"In the model, {_more_by(job, rows, STOPPED, 'stopping before launch')} {_more_by(job, rows, RETAINED, 'being retained')} "
            f"Both together take the share of runs retained from {lowest} where both are lowest to {highest} where both are highest, by "
            f"{both.written(signed=True)}. At the poorest fit, raising trust alone from {low_trust:g} to {high_trust:g} "
            f"{moved(RETAINED, poor)}. At the best fit, it {moved(RETAINED, rich)}. {_people(rows)} {_counted(rows)}")


def _people(rows: pd.DataFrame) -> str:
    """Where most people drop out of what goes on, and where fewest."""
    told = [(dropped_out_of(row), row) for _, row in rows.iterrows() if row["went_on"] > 1]
    if len(told) < 2:
        return ""
    most, least = (pick(told, key=lambda pair: pair[0].value) for pick in (max, min))
    where = [f"{one.in_per_cent()} at trust {row[TRUST]:g} and fit {row[FIT]:g}" for one, row in (most, least)]
    return f"Where practices are launched, people drop out of them most, {where[0]}, and least, {where[1]}."


def _more_by(job: Job, rows: pd.DataFrame, name: str, called: str) -> str:
    """Whether trust or fit moves a share more, from end to end and over all levels of the other."""
    words, sides = {TRUST: "trust", FIT: "fit"}, {}
    for setting in (TRUST, FIT):
        ends = [_over(rows, *rows[rows[setting] == end]["point"]) for end in (rows[setting].min(), rows[setting].max())]
        first, second = per_run(job.folder, name, ends)
        sides[setting] = second - first, change(name, first, second)
    more, less = sorted(sides, key=lambda setting: -abs(sides[setting][1].value))
    sign = -1.0 if sides[more][1].value * sides[less][1].value < 0 else 1.0
    lead = change("trust_change", sign * sides[less][0], sides[more][0])  # of two differences, each from -1 to 1
    clear = lead.has_interval and not lead.low <= 0 <= lead.high
    told = f"{called} depends more on {words[more]} than on {words[less]}" if clear else \
        f"whether {called} depends more on {words[more]} or {words[less]} cannot be told"
    by_more, by_less = (sides[one][1].written(signed=True) for one in (more, less))
    return (f"{told[:1].upper() if name == RETAINED else told[:1]}{told[1:]}: from lowest to highest {words[more]} its share moves by "
            f"{by_more}, from lowest to highest {words[less]} by {by_less}.")


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
             "Share of runs retained [95 % interval of each cell]")
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
    shares = " ".join(f"Where they ask for {words} of the free hours, {share.in_per_cent()} are retained." for words, share in told.items())
    point = rows.set_index([SIZE, BOUND])["point"].to_dict()
    sizes, bounds = np.sort(rows[SIZE].unique()), np.sort(rows[BOUND].unique())
    first, second = sizes[max(0, len(sizes) // 2 - 2)], sizes[len(sizes) // 2]
    pairs = [(_over(rows, point[first, bound]), _over(rows, point[second, bound])) for bound in bounds]
    found = picked(job.folder, RETAINED, pairs, abs)
    free_hours = job.points.places[0].units[0].contract_hours * (1 - bounds)
    return (f"How large practices may be, in the model, depends on the hours left. {shares} "
            f"Going from {first:g} to {second:g} times the size matters most where {free_hours[found.most]:.1f} h a week are free: "
            f"there it {moved(RETAINED, found.by_most)}. "
            f"It matters least where {free_hours[found.least]:.1f} h are: there it {moved(RETAINED, found.by_least)}. {_counted(rows)}")


# ----- leader by facilitation

VALUE, SKILL = "leader.value", "facilitation_skill"
NEEDS = tuple(f"practices.{name}.facilitation_need" for name in ("morning-meeting", "reflection-meeting"))


def leader(job: Job, rows: pd.DataFrame) -> Figure:
    """A panel for each need of facilitation: retention by the leader's value and the staff's skill."""
    levels = np.sort(rows[NEEDS[0]].unique())
    panels = [(f"Share of runs retained [95 % interval\nof each cell]; facilitation needed: {level:g}", rows[rows[NEEDS[0]] == level],
               lambda row: share_of(row, RETAINED)) for level in levels]
    return cells(panels, Scale(VALUE, "Value the leader sees\nin it at the start (0–1)"),
                 Scale(SKILL, "How well staff run\nmeetings themselves (0–1)"))


def leader_says(job: Job, rows: pd.DataFrame) -> str:
    """Where the leader's view matters most and least."""
    low, high = rows[VALUE].min(), rows[VALUE].max()
    point = rows.set_index([VALUE, NEEDS[0], SKILL])["point"].to_dict()
    grounds = [(need, skill) for need in np.sort(rows[NEEDS[0]].unique()) for skill in np.sort(rows[SKILL].unique())]
    found = picked(job.folder, RETAINED, [(_over(rows, point[low, *ground]), _over(rows, point[high, *ground])) for ground in grounds])
    ends = [_over(rows, *rows[rows[VALUE] == end]["point"]) for end in (low, high)]
    overall = change(RETAINED, *per_run(job.folder, RETAINED, ends))

    def words(ground: tuple[float, float]) -> str:
        return f"the meetings need {ground[0]:g} of facilitation and the staff's own skill is {ground[1]:g}"

    return (f"In the model, a leader who sees a value of {high:g} in it instead of {low:g} {moved(RETAINED, overall)}, over all "
            f"{len(grounds)} combinations. That matters most where {words(grounds[found.most])}: there it "
            f"{moved(RETAINED, found.by_most)}. It matters least where {words(grounds[found.least])}: there it "
            f"{moved(RETAINED, found.by_least)}. {_counted(rows)}")
