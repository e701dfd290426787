"""What a study says: a picture and a paragraph, both made from its rows and never written by hand."""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from sim.errors import InputError
from sim.model.measures import RETAINED, STOPPED, measure
from sim.study.answers import dots, explained, figures
from sim.study.answers import on_a_generic_unit as generic
from sim.study.answers import on_the_five_units as units
from sim.study.answers.paired import FEWEST, PICKED, Over, change, means, odd, per_run
from sim.study.measures import in_words, moved
from sim.study.store.state import state_of, unfinished
from sim.study.store.study_folder import Job
from sim.study.store.summary import Layout, fixed_in_words, layout_of, pooled, settings_of


class Shipped(NamedTuple):
    """What a study in experiments/ is shown with, as long as its file varies just this."""

    varies: tuple[str, ...]
    figure: Callable[[Job, pd.DataFrame], Figure]
    paragraph: Callable[[Job, pd.DataFrame], str]
    picks: bool = False  # whether it tells where something is most or least


class Section(NamedTuple):
    """An answer about one measure of one unit; of all units together where a study has its own words for that."""

    unit: str
    measure: str
    answer: str
    picked: bool = False  # whether it tells of a highest and a lowest point, picked among several


SHIPPED: dict[str, Shipped] = {
    "trust_by_fit": Shipped((generic.TRUST, generic.FIT), generic.trust_by_fit, generic.trust_by_fit_says),
    "dose": Shipped((generic.SIZE, generic.BOUND), generic.dose, generic.dose_says, True),
    "leader_by_facilitation": Shipped((generic.VALUE, *generic.NEEDS, generic.SKILL), generic.leader, generic.leader_says, True),
    "five_units": Shipped(("unit",), units.five_units, units.five_units_says),
    "follow_up_windows": Shipped(("unit", "follow_up"), units.follow_up_windows, units.follow_up_windows_says,
                                 True),
}
CALLED = {"workplace": "the workplace", "unit": "the unit", "follow_up": "the follow-up in weeks"}


def answer(job: Job, rows: pd.DataFrame, names: Sequence[str] = ()) -> str:
    """The answer of a study in one paragraph, with intervals; rows as from summary, names of measures instead of retained."""
    told = sections(job, rows, names)
    return " ".join([*(section.answer for section in told), *beside(job, rows, told)])


def beside(job: Job, rows: pd.DataFrame, told: Sequence[Section] = ()) -> list[str]:
    """What has to be known beside answers: how points were picked, settings that stand the same everywhere, and what is missing."""
    picking = f"What is called most, least, highest or lowest was {PICKED}." if any(section.picked for section in told) else ""
    fixed = fixed_in_words(layout_of(job, rows)) if len(rows) else ""
    return [line for line in (picking, fixed, unfinished(job, state_of(job))) if line]


def sections(job: Job, rows: pd.DataFrame, names: Sequence[str] = ()) -> list[Section]:
    """The answers of a study: of each measure and unit one, but for the studies in experiments/, which have their own words."""
    if not len(rows):
        return [Section("", "", 'No run came to an end; the table failures says why (takehold results, --sql "from failures").')]
    known = None if names else _shipped(job, rows)
    if known:
        return [Section("", RETAINED, known.paragraph(job, rows), known.picks)]
    layout = layout_of(job, rows)
    return list(_each(job, rows, names, layout))


def explained_tables(job: Job, rows: pd.DataFrame, names: Sequence[str] = ()) -> Iterator[tuple[str, list[list[str]], list[str]]]:
    """Of a sample, for each measure and unit a heading, the cells of what each input explains, and their header."""
    layout = layout_of(job, rows)
    latest = rows[rows["follow_up"] == rows["follow_up"].max()]
    for name in names or _default(job):
        for (_, unit), mine in latest.groupby(["workplace", "unit"], sort=False):
            with contextlib.suppress(InputError):  # the answer says why
                yield f"{unit}, {measure(name).short}", *explained.table(explained.explained(job, mine, name, layout))


def figure(job: Job, rows: pd.DataFrame, command: str, names: Sequence[str] = ()) -> Figure:
    """The picture of a study; rows as from summary."""
    known = None if names else _shipped(job, rows)
    layout = layout_of(job, rows)
    drawn = known.figure(job, rows) if known else dots.general(job, rows, names, layout)
    runs = int(rows.drop_duplicates("point")["runs"].sum())  # units and follow-ups share their runs
    surer = ["Points share their draws, so differences between them are surer than the interval of each."]
    also = [*beside(job, rows), *(surer if known and layout.varied else []),
            *(["One run of each point: no intervals."] if len(rows) and rows["runs"].max() == 1 else [])]
    return figures.finished(drawn, job.manifest["question"], command, runs, " ".join(also))


def _shipped(job: Job, rows: pd.DataFrame) -> Shipped | None:
    """What this study of ours is shown with, as long as its file still varies what it is about and all of it has runs."""
    known, layout = SHIPPED.get(job.manifest["study"]), layout_of(job, rows)
    varied = {*layout.varied, *(name for name in layout.several if name != "workplace")}
    whole = rows["point"].nunique() == len(job.points)
    return known if known and set(known.varies) == varied and whole and rows["runs"].min() >= FEWEST else None


# ----- any study

def _each(job: Job, rows: pd.DataFrame, names: Sequence[str], layout: Layout) -> Iterator[Section]:
    for name in names or _default(job):
        for (_, unit), mine in rows.groupby(["workplace", "unit"], sort=False):
            front = f"{unit}: " if "unit" in layout.several else ""
            stopped = "" if names else _stopped(mine)
            picked = mine["point"].nunique() > 2 and mine["runs"].max() >= FEWEST and not layout.sampled
            yield Section(str(unit), name, f"{front}{_about(job, mine, name, layout)}{stopped}", picked)


def _default(job: Job) -> list[str]:
    """What is told where no measure is asked for: that whose interval the study narrows, or how often practices are retained."""
    rule = job.manifest["replications"]
    return [rule["measure"] if rule["half_width"] is not None else RETAINED]


def _stopped(rows: pd.DataFrame) -> str:
    latest = rows[rows["follow_up"] == rows["follow_up"].max()]
    if latest["runs"].max() == 1:
        return f" The unit stopped before launch in {int(latest[STOPPED].sum()):,} of {len(latest):,} single runs."
    over = ", over all points" if len(latest) > 1 else ""
    return f" The unit stopped before launch in {pooled(latest, STOPPED).in_per_cent()} of the runs{over}."


def _about(job: Job, rows: pd.DataFrame, name: str, layout: Layout) -> str:
    """What the rows of one unit say of a measure."""
    weeks = sorted(rows["follow_up"].unique().tolist())
    latest = rows[rows["follow_up"] == weeks[-1]]
    if layout.sampled:
        try:
            return explained.says(explained.explained(job, latest, name, layout), name)
        except InputError as complaint:
            return f"What the inputs explain of {in_words(name)} cannot be told: {complaint}."
    if len(latest) > 1:
        at = f" {weeks[-1]} weeks after launch," if len(weeks) > 1 else ""
        return _between_points(job, latest, name, at)
    over = [Over((int(latest["point"].iloc[0]),), str(latest["unit"].iloc[0]), week) for week in (weeks[0], weeks[-1])]
    first, last = per_run(job.folder, name, over)
    there = f" where {_settings(latest.iloc[0], layout.varied)}" if layout.varied else ""  # other points have no runs yet
    told = f"In the model, {in_words(name)} is {_written(name, last)} in {len(last):,} runs{there}"
    if len(weeks) == 1:
        return f"{told}."
    later = moved(name, change(name, first, last))
    return f"{told}, {weeks[-1]} weeks after launch. Looking {weeks[-1]} instead of {weeks[0]} weeks after launch {later}."


def _between_points(job: Job, rows: pd.DataFrame, name: str, at: str) -> str:
    """Two points compared, or the highest and the lowest of several under the rule of picking."""
    if len(rows) == 2:
        return _two(job, rows, rows.iloc[:1], rows.iloc[1:], name, at)
    if rows["runs"].max() < FEWEST:
        return f"With fewer than {FEWEST} runs of a point, no point can be said to have the highest or lowest {measure(name).short}."
    seen = rows.assign(mean=means(job.folder, name, rows, "run % 2 = 0"))
    high, low = (seen[seen["mean"] == end] for end in (seen["mean"].max(), seen["mean"].min()))
    if seen["mean"].isna().all():
        return f"No run has a value of {in_words(name)}."
    if seen["mean"].max() == seen["mean"].min():
        first, = per_run(job.folder, name, [_over(rows.iloc[:1])])
        if np.ptp(means(job.folder, name, rows)) == 0:
            return f"In the model,{at} {in_words(name)} is the same at all {len(rows):,} points: {_written(name, first)}."
        return f"In the model,{at} {in_words(name)} cannot be told apart between the {len(rows):,} points."
    return _two(job, rows, low, high, name, at)


def _two(job: Job, rows: pd.DataFrame, low: pd.DataFrame, high: pd.DataFrame, name: str, at: str) -> str:
    """The first of some rows against the first of others, over the same runs; picked ones of several on the other half of the runs."""
    picking = len(rows) > 2
    runs = per_run(job.folder, name, [_over(low), _over(high)])
    first, second = (odd(one) for one in runs) if picking else runs
    difference = change(name, first, second)
    here, there = (where(rows, some) for some in (low, high))
    if not picking:
        told = f"In the model,{at} going from {here} to {there} {moved(name, difference)}, over the same runs."
        return f"{told} It goes from {_written(name, first)} to {_written(name, second)}."
    if difference.has_interval and difference.low <= 0:
        return (f"In the model,{at} {in_words(name)} cannot be told apart between the points. From where {here} to where {there} "
                f"it differs by {measure(name).written(difference, signed=True)} over the same runs.")
    return (f"In the model,{at} {in_words(name)} is highest where {there}: {_written(name, second)}. "
            f"It is lowest where {here}: {_written(name, first)}. Going from there to the highest {moved(name, difference)}, "
            f"over the same runs.")


def _over(rows: pd.DataFrame) -> Over:
    row = rows.iloc[0]
    return Over((int(row["point"]),), str(row["unit"]), int(row["follow_up"]))


def _written(name: str, values: pd.Series) -> str:
    return measure(name).written(measure(name).estimate(values))


def where(rows: pd.DataFrame, some: pd.DataFrame) -> str:
    """What sets rows that did equally well apart from the others, in words: what they have in common, else what the first has."""
    row = some.iloc[0]
    varied = [name for name in (*settings_of(rows), *CALLED) if rows[name].nunique(dropna=False) > 1]
    common = [name for name in varied if some[name].nunique(dropna=False) == 1]
    alike = f" (the same at {len(some)} of {len(rows)})" if len(some) > 1 else ""
    return (_settings(row, common or varied) or f"point is {int(row['point'])}") + alike


def _settings(row: pd.Series, names: Sequence[str]) -> str:
    """Some of the settings of a row in words."""
    return " and ".join(f"{CALLED[name]} is {row[name]}" if name in CALLED else f"{name} is as recorded" if pd.isna(row[name])
                        else f"{name} = {row[name]:g}" for name in names)
