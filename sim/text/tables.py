"""What runs say, in words and aligned columns: the study beside the model."""

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.inputs.workplace import Reported, Workplace
from sim.machine.streams import fitting, terminal_width
from sim.model import intervals
from sim.model.measures import CLASSES, MEASURES

if TYPE_CHECKING:
    import pandas as pd

WIDTH = 130  # of paragraphs, at most
NARROW = 12  # no column is wrapped to less, or it would be read letter by letter
GAP = "  "  # between columns
LIMITS = "Takehold illustrates and explores; it never forecasts one workplace."
ASSUMED_OF_THE_STUDY = "Every number about the units is an assumption made from words."
OF_THE_STUDY = f"{ASSUMED_OF_THE_STUDY} In the study, stopping was a good decision."


def paragraph(text: str, width: int = WIDTH) -> str:
    """Text filled to a width, or to a narrower terminal; a list item keeps its indent."""
    return textwrap.fill(text, fitting(width), subsequent_indent="  " if text.startswith("- ") else "")


def limits(places: Sequence[Workplace]) -> str:
    """What to bear in mind, and what more for the workplaces of the study."""
    of_the_study = any(unit.reported for place in places for unit in place.units)
    return f"{LIMITS} {OF_THE_STUDY}" if of_the_study else LIMITS


def columns(rows: Sequence[Sequence[str]], header: Sequence[str], widest: int = 46) -> str:
    """Align rows under a header; long cells are wrapped to ``widest`` characters.

    On a terminal too narrow for that, cells are wrapped further; where even their words do not fit, each row is a record of its own.
    """
    upright = list(zip(header, *rows, strict=True))
    natural = [max(len(line) for cell in column for line in textwrap.wrap(cell, widest) or [""]) for column in upright]
    words = [max(len(word) for cell in column for word in [*cell.split(), ""]) for column in upright]
    widths = narrowed(natural, [min(most, max(word, NARROW)) for most, word in zip(natural, words, strict=True)])
    return _aligned(rows, header, widths) if widths else _records(rows, header)


def frame(rows: "pd.DataFrame") -> str:
    """Any table as Pandas prints it, or so that it fits the terminal."""
    text, room = rows.to_string(index=False), terminal_width()
    if room is None or max(map(len, text.splitlines())) <= room:
        return text
    return columns([[str(value) for value in row] for row in rows.to_numpy(object)], [str(name) for name in rows.columns])


def narrowed(natural: Sequence[int], least: Sequence[int]) -> list[int]:
    """Widths of columns that fit the terminal, the widest narrowed first and none below its least; empty where they cannot fit."""
    widths, room = list(natural), terminal_width()
    while room is not None and sum(widths) + len(GAP) * (len(widths) - 1) > room:
        spare = [width if width > low else 0 for width, low in zip(widths, least, strict=True)]
        if not any(spare):
            return []
        widths[spare.index(max(spare))] -= 1
    return widths


def _aligned(rows: Sequence[Sequence[str]], header: Sequence[str], most: Sequence[int]) -> str:
    wrapped = [[textwrap.wrap(cell, max(1, width)) or [""] for cell, width in zip(row, most, strict=True)] for row in [header, *rows]]
    widths = [max(len(line) for row in wrapped for line in row[i]) for i in range(len(header))]
    lines = []
    for number, row in enumerate(wrapped):
        for k in range(max(len(cell) for cell in row)):
            parts = [(cell[k] if k < len(cell) else "").ljust(width) for cell, width in zip(row, widths, strict=True)]
            lines.append(GAP.join(parts).rstrip())
        if number == 0:
            lines.append(GAP.join("-" * width for width in widths))
        elif any(len(cell) > 1 for cell in row):
            lines.append("")
    return "\n".join(lines).rstrip()


def _records(rows: Sequence[Sequence[str]], header: Sequence[str]) -> str:
    """Rows one under another, each as lines of name: value."""
    return "\n\n".join("\n".join(textwrap.fill(f"{name}: {cell}", fitting(WIDTH), subsequent_indent="  ")
                                  for name, cell in zip(header, row, strict=True) if cell) for row in rows)


def class_shares(outcomes: "pd.DataFrame") -> dict[str, intervals.Estimate]:
    """Share of runs in each outcome class, for the rows of one unit and follow-up."""
    counts = outcomes["outcome"].value_counts()
    return {name: intervals.share(int(counts.get(name, 0)), len(outcomes)) for name in CLASSES}


def study_and_model(workplace: Workplace, outcomes: "pd.DataFrame") -> list[list[str]]:
    """A row per unit: title, what the study reported, what the runs gave, and how trust went."""
    rows = []
    for unit in workplace.units:
        mine = outcomes[outcomes["unit"] == unit.name]
        agreed = agreement(unit.reported, mine)
        rows.append([unit.title, reported(unit.reported), in_classes(mine), trust_in_words(mine), str(agreed) if agreed else ""])
    return rows


HEADER = ("Unit", "The study reported", "The model: share of runs [95 % interval]", "Trust in the leader, mean", "As reported")


def reported(told: Reported | None) -> str:
    """What the study said of a unit, or that there is nothing to hold it against."""
    return f"{told.outcome}. Trust: {told.trust[:1].lower()}{told.trust[1:]}." if told else "no report to hold it against"


def in_classes(outcomes: "pd.DataFrame") -> str:
    """Outcome classes that occurred, most frequent first."""
    shares = sorted(class_shares(outcomes).items(), key=lambda item: -item[1].value)
    return "; ".join(f"{name} {estimate}" for name, estimate in shares if estimate.value > 0)


def trust_in_words(outcomes: "pd.DataFrame") -> str:
    """Trust from start to follow-up with the interval of the change."""
    change = MEASURES["trust_change"].estimate(outcomes["trust_change"])
    digits = change.digits()
    start, end = outcomes["trust_start"].mean(), outcomes["trust_end"].mean()
    return f"{start:.{digits}f} to {end:.{digits}f}: {change.written(signed=True)}"


def agreement(told: Reported | None, outcomes: "pd.DataFrame") -> intervals.Estimate | None:
    """Share of runs whose class agrees with the report; nothing where there is no report of a class."""
    if not told or not told.classes:
        return None
    return intervals.share(int(outcomes["outcome"].isin(told.classes).sum()), len(outcomes))


def in_sentences(workplace: Workplace, outcomes: "pd.DataFrame") -> str:
    """What became of the new practice in one run, a sentence or two a unit."""
    lines = []
    for unit in workplace.units:
        row = outcomes[outcomes["unit"] == unit.name].iloc[-1]
        lines.append(textwrap.fill(f"{unit.title}: {sentence(row)}", fitting(100), subsequent_indent="  "))
        if unit.reported:
            lines.append(textwrap.fill(f"  The study reported: {reported(unit.reported)}", fitting(100), subsequent_indent="  "))
    return "\n".join(lines)


def sentence(row: "pd.Series") -> str:
    """One run of one unit in words."""
    trust = f"trust in the leader went from {row.trust_start:.2f} to {row.trust_end:.2f}"
    if row.outcome == "stopped":
        return f"stopped at the {row.stopped_in} and listened; {trust}."
    if row.outcome == "not started":
        return f"nothing was launched after the {row.stopped_in}; {trust}."
    extras = [word for word, yes in (("adapted on the way", row.adapted), ("still being rolled out", row.ongoing),
                                     ("after a refusal was overruled", row.pushed_through), ("after a restart", row.restarted)) if yes]
    more = f" ({', '.join(extras)})" if extras else ""
    return (f"{row.outcome}{more}: {100 * row.retention:.0f} % of the practices kept at {row.follow_up} weeks after launch, "
            f"{100 * row.use_early:.0f} % of sessions held early and {100 * row.use_follow_up:.0f} % at follow-up; {trust}; "
            f"{row.hours_total:.0f} person-hours.")
