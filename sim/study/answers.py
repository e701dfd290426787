"""What a study says: a picture and a paragraph, both made from its rows and never written by hand."""

from collections.abc import Callable
from typing import NamedTuple

import pandas as pd
from matplotlib.figure import Figure

from sim.outcome import RETAINED, STOPPED
from sim.study import figures
from sim.study import on_a_generic_unit as generic
from sim.study import on_the_five_units as units
from sim.study.store import Job
from sim.study.summary import pooled, settings_of, share_of


class Shipped(NamedTuple):
    """What a study in experiments/ is shown with, as long as its file varies just this."""

    varies: tuple[str, ...]
    figure: Callable[[Job, pd.DataFrame], Figure]
    paragraph: Callable[[Job, pd.DataFrame], str]


SHIPPED: dict[str, Shipped] = {
    "trust_by_fit": Shipped((generic.TRUST, generic.FIT), generic.trust_by_fit, generic.trust_by_fit_says),
    "dose": Shipped((generic.SIZE, generic.BOUND), generic.dose, generic.dose_says),
    "leader_by_facilitation": Shipped((generic.VALUE, *generic.NEEDS, generic.SKILL), generic.leader, generic.leader_says),
    "five_units": Shipped(("unit",), units.five_units, units.five_units_says),
    "follow_up_windows": Shipped(("unit", "follow_up"), units.follow_up_windows, units.follow_up_windows_says),
}


def answer(job: Job, rows: pd.DataFrame) -> str:
    """The answer of a study in one paragraph, with intervals; rows as from summary."""
    known = _shipped(job, rows)
    return known.paragraph(job, rows) if known else general(rows)


def figure(job: Job, rows: pd.DataFrame, command: str) -> Figure:
    """The picture of a study; rows as from summary."""
    known = _shipped(job, rows)
    drawn = known.figure(job, rows) if known else figures.general(rows)
    runs = int(rows.drop_duplicates("point")["runs"].sum())  # units and follow-ups share their runs
    return figures.finished(drawn, job.manifest["question"], command, runs)


def _shipped(job: Job, rows: pd.DataFrame) -> Shipped | None:
    """What this study of ours is shown with, as long as its file still varies what it is about."""
    known = SHIPPED.get(job.manifest["study"])
    varied = {name for name in (*settings_of(rows), "unit", "follow_up") if rows[name].nunique() > 1}
    return known if known and set(known.varies) == varied else None


def general(rows: pd.DataFrame) -> str:
    """Any study: where most and where least was retained, and how much was stopped."""
    if not len(rows):
        return "No run came to an end; failures.jsonl says why."
    ranked = rows.assign(share=rows[RETAINED] / rows["runs"]).sort_values("share", kind="stable")
    low, high = ranked.iloc[0], ranked.iloc[-1]
    stopped = pooled(rows, STOPPED)
    if len(rows) == 1:
        return f"In {low['runs']:,} runs, {share_of(low, RETAINED)} of them retained their practices and {stopped} stopped before launch."
    if low["share"] == high["share"]:
        return f"Everywhere {share_of(low, RETAINED)} of the runs retained their practices; {stopped} of them stopped before launch."
    doubt = " (the intervals overlap: it may be luck)" if share_of(low, RETAINED).high >= share_of(high, RETAINED).low else ""
    best, least = (where(rows, ranked[ranked["share"] == end["share"]]) for end in (high, low))
    return (f"Most was retained where {best}: {share_of(high, RETAINED)} of {high['runs']:,} runs; "
            f"least where {least}: {share_of(low, RETAINED)}{doubt}. "
            f"Over all points, {stopped} of the runs stopped before launch.")


def where(rows: pd.DataFrame, some: pd.DataFrame) -> str:
    """What sets rows that did equally well apart from the others, in words: what they have in common, else what the first has."""
    row = some.iloc[0]
    called = {"workplace": "the workplace", "unit": "the unit", "follow_up": "the follow-up in weeks"}
    varied = [name for name in (*settings_of(rows), *called) if rows[name].nunique() > 1]
    common = [name for name in varied if some[name].nunique(dropna=False) == 1]
    told = [f"{called[name]} is {row[name]}" if name in called else f"{name} = {row[name]:g}"
            for name in common or varied if name in called or not pd.isna(row[name])]
    alike = f" (the same at {len(some)} of {len(rows)})" if len(some) > 1 else ""
    return (" and ".join(told) or "everything is as recorded") + alike
