"""What other assumptions that fit the study say: the section of a workplace's page, and what of it comes first."""

from collections.abc import Iterator, Sequence

import pandas as pd

from sim.admissible.directions import LOWERS, RAISES, OverSets, over_sets
from sim.admissible.figure import diamond, strip
from sim.admissible.wording import class_measure, how, of_units, per_cent, span, usual_class, which_of
from sim.figures.style import caption, new_figure, tidy
from sim.inputs.workplace import Workplace
from sim.model.intervals import Estimate
from sim.model.measures import MEASURES, OUTCOMES, Measure
from sim.pages.page import Picture, Section, Table, picture

SHOWN = ("", "trust_change", "retention")  # the most frequent outcome class, and two measures
HEADER = ("Unit", "Measure", "Default assumptions [95 % interval]", "5-95 % of the sets", "Sets in which it falls [95 % interval]",
          "Sets in which it rises")


def outcome_over(rows: pd.DataFrame, runs: pd.DataFrame) -> str:
    """How many runs end as most do, from 5 to 95 % of the sets. rows: of over_admissible, runs: of simulate, of one unit."""
    low, high = over_sets(class_measure(usual_class(runs)), rows).range
    return f"{100 * low:.0f} to {100 * high:.0f} %"


def trust_over(rows: pd.DataFrame) -> str:
    """How trust moves, from 5 to 95 % of the sets, and in how many it rises. rows: of over_admissible, of one unit."""
    said = over_sets(MEASURES["trust_change"], rows)
    return f"{span(said)} over the sets, rising in {100 * said.share(RAISES).value:.0f} % of them"


def depends(places: Sequence[Workplace], runs: pd.DataFrame, over: pd.DataFrame) -> list[str]:
    """What depends on assumptions, in one paragraph; none where nothing does."""
    said = which_of(places, runs, over)
    return [" ".join(said)] if said else []


def other_assumptions(places: Sequence[Workplace], runs: pd.DataFrame, over: pd.DataFrame, command: str) -> Section:
    """The headline numbers over the sets, in a picture and a table.

    runs: rows of simulate, under the default assumptions; over: rows of over_admissible. command: makes the page again.
    """
    told = list(_told(places, runs, over))
    rows = [[title, _named(said.measure), said.measure.written(usual, signed=said.measure.low < 0), span(said, said.measure.low < 0),
             *([per_cent(said.share(LOWERS)), per_cent(said.share(RAISES))] if said.measure.low < 0 else ["", ""])]
            for title, said, usual in told]
    sets = over["set"].nunique()
    return Section("What other assumptions say", [
        *depends(places, runs, over),
        f"The numbers above hold under one set of assumptions about people. {sets} other sets fit what the study reports as well. Their "
        f"spread says how far a number goes back to assumptions that nobody has measured. {how(over)}"],
        picture=_drawn(told, sets, command), tables=[Table(f"The same over {sets} sets of assumptions", HEADER, rows)])


Told = tuple[str, OverSets, Estimate]


def _told(places: Sequence[Workplace], runs: pd.DataFrame, over: pd.DataFrame) -> Iterator[Told]:
    """Title of a unit, what the sets say of a measure, and its estimate under the default assumptions."""
    for unit, ours, theirs in of_units(places, runs, over):
        for name in SHOWN:
            of = MEASURES[name] if name else class_measure(usual_class(ours))
            yield unit.title, over_sets(of, theirs), of.estimate(of.per_run(ours))


def _named(of: Measure) -> str:
    return f"runs that end '{of.short}'" if of.name in OUTCOMES else of.short


def _drawn(told: Sequence[Told], sets: int, command: str) -> Picture:
    """A strip of dots for each unit and measure: a panel for the class that is most frequent, for trust and for retention."""
    units = list(dict.fromkeys(title for title, _, _ in told))
    figure = new_figure(12.0, 1.9 + 1.0 * len(units))
    panels = figure.subplots(1, len(SHOWN), sharey=True)
    for number, (_, said, usual) in enumerate(told):
        axes, row = panels[number % len(SHOWN)], number // len(SHOWN)
        strip(axes, row, said, said.measure.low < 0, ("falls", "rises"))
        diamond(axes, row, usual)
        if said.measure.low < 0:
            axes.axvline(0, color="black", linewidth=0.8, zorder=0)
    for axes, title, unit in zip(panels, ("The most frequent outcome", "Trust in the leader", "Practices retained"),
                                 ("Share of runs that end so (0-1)", "End minus start", "Share (0-1)"), strict=True):
        tidy(axes, unit, "" if axes is not panels[0] else "Unit", title)
    panels[0].set_yticks(range(len(units)), [f"{title}\n'{said.measure.short}'" for title, said, _ in told[::len(SHOWN)]])
    panels[0].set_ylim(len(units) - 0.5, -0.5)
    for axes in (panels[0], panels[2]):
        axes.set(xlim=(-0.03, 1.03))
    caption(figure, command)
    words = "; ".join(f"{title}: {_named(said.measure)} {span(said, said.measure.low < 0)}" for title, said, _ in told)
    return picture(figure, f"Three panels with a row for each unit and a dot for each of {sets} sets of assumptions. From 5 to 95 % of the "
                           f"sets: {words}.",
                   f"Each dot is the mean over the runs of one of {sets} sets of assumptions that fit the study; the line below them holds "
                   "5 to 95 % of the sets. Diamonds: the default assumptions, with 95 % intervals over runs. Trust: ▲ clearly rises, "
                   "▼ clearly falls, ○ neither.")
