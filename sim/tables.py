"""What runs say, in words and aligned columns: the study beside the model."""

import textwrap
from collections.abc import Sequence

import pandas as pd

from sim import intervals
from sim.outcome import CLASSES
from sim.workplace import Reported, Workplace

LIMITS = "Takehold illustrates and explores; it never forecasts one workplace."
ASSUMED_OF_THE_STUDY = "Every number about the units is an assumption made from words."
OF_THE_STUDY = f"{ASSUMED_OF_THE_STUDY} In the study, stopping was a good decision."


def paragraph(text: str, width: int = 130) -> str:
    """Text filled to a width; a list item keeps its indent."""
    return textwrap.fill(text, width, subsequent_indent="  " if text.startswith("- ") else "")


def limits(places: Sequence[Workplace]) -> str:
    """What to bear in mind, and what more for the workplaces of the study."""
    of_the_study = any(unit.reported for place in places for unit in place.units)
    return f"{LIMITS} {OF_THE_STUDY}" if of_the_study else LIMITS


def columns(rows: Sequence[Sequence[str]], header: Sequence[str], widest: int = 46) -> str:
    """Align rows under a header; long cells are wrapped to ``widest`` characters."""
    wrapped = [[textwrap.wrap(cell, widest) or [""] for cell in row] for row in [header, *rows]]
    widths = [max(len(line) for row in wrapped for line in row[i]) for i in range(len(header))]
    lines = []
    for number, row in enumerate(wrapped):
        for k in range(max(len(cell) for cell in row)):
            parts = [(cell[k] if k < len(cell) else "").ljust(width) for cell, width in zip(row, widths, strict=True)]
            lines.append("  ".join(parts).rstrip())
        if number == 0:
            lines.append("  ".join("-" * width for width in widths))
        elif any(len(cell) > 1 for cell in row):
            lines.append("")
    return "\n".join(lines).rstrip()


def class_shares(outcomes: pd.DataFrame) -> dict[str, intervals.Estimate]:
    """Share of runs in each outcome class, for the rows of one unit and follow-up."""
    counts = outcomes["outcome"].value_counts()
    return {name: intervals.share(int(counts.get(name, 0)), len(outcomes)) for name in CLASSES}


def study_and_model(workplace: Workplace, outcomes: pd.DataFrame) -> list[list[str]]:
    """A row per unit: title, what the study reported, what the runs gave, and how trust went."""
    rows = []
    for unit in workplace.units:
        mine = outcomes[outcomes["unit"] == unit.name]
        rows.append([unit.title, reported(unit.reported), in_classes(mine), trust_in_words(mine), agreement(unit.reported, mine)])
    return rows


HEADER = ("Unit", "The study reported", "The model: share of runs [95 % interval]", "Trust in the leader, mean", "As reported")


def reported(told: Reported | None) -> str:
    """What the study said of a unit, or that there is nothing to hold it against."""
    return f"{told.outcome}. Trust: {told.trust[:1].lower()}{told.trust[1:]}." if told else "no report to hold it against"


def in_classes(outcomes: pd.DataFrame) -> str:
    """Outcome classes that occurred, most frequent first."""
    shares = sorted(class_shares(outcomes).items(), key=lambda item: -item[1].value)
    return "; ".join(f"{name} {estimate}" for name, estimate in shares if estimate.value > 0)


def trust_in_words(outcomes: pd.DataFrame) -> str:
    """Trust from start to follow-up with the interval of the change."""
    change = intervals.mean(outcomes["trust_change"])
    bounds = "" if len(outcomes) < 2 else f" [{change.low:+.2f}, {change.high:+.2f}]"
    return f"{outcomes['trust_start'].mean():.2f} to {outcomes['trust_end'].mean():.2f}: {change.value:+.2f}{bounds}"


def agreement(told: Reported | None, outcomes: pd.DataFrame) -> str:
    """Share of runs whose class agrees with the report."""
    if not told or not told.classes:
        return ""
    return str(intervals.share(int(outcomes["outcome"].isin(told.classes).sum()), len(outcomes)))


def in_sentences(workplace: Workplace, outcomes: pd.DataFrame) -> str:
    """What became of the new practice in one run, a sentence or two a unit."""
    lines = []
    for unit in workplace.units:
        row = outcomes[outcomes["unit"] == unit.name].iloc[-1]
        lines.append(textwrap.fill(f"{unit.title}: {sentence(row)}", 100, subsequent_indent="  "))
        if unit.reported:
            lines.append(textwrap.fill(f"  The study reported: {reported(unit.reported)}", 100, subsequent_indent="  "))
    return "\n".join(lines)


def sentence(row: pd.Series) -> str:
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
