"""The page of a workplace, or of several: what was reported beside what the model gives, where first, why, and how sure it is."""

from collections.abc import Mapping

import pandas as pd

from sim import intervals
from sim.explain import UnitExplanation, typical_explanations
from sim.outcome import CLASSES, STOPPED
from sim.plot.over_runs import outcomes as draw_outcomes
from sim.priorities.answer import Priorities
from sim.report.assumed import what_was_assumed
from sim.report.page import Page, Picture, Section, Table, picture
from sim.report.where_first import answer as where_to_begin
from sim.report.where_first import where_first
from sim.tables import ASSUMED_OF_THE_STUDY, HEADER, class_shares, study_and_model, trust_in_words
from sim.terminal import Cases
from sim.words import listed
from sim.workplace import Unit

STOPPING = "Stopping is an outcome like any other, and not a failure: in the study it was a good decision."
FIVE_UNITS = "The units of the study"


def workplace_page(cases: Cases, outcomes: pd.DataFrame, seed: int, again: list[str], settings: Mapping[str, float],
                   first: Priorities | None = None, only: str | None = None) -> Page:
    """The page.

    cases: workplaces with parameters and levers; outcomes: rows of simulate for all of them, one follow-up;
    settings: what was changed against the files; first: where to begin, if it was asked for; only: one unit, all of them without.
    """
    places = [place for place, _, _ in cases]
    units = [(unit, _of(outcomes, place.name, unit.name)) for place in places for unit in place.units if only in (None, unit.name)]
    stories = [story for place, parameters, levers in cases
               for story in typical_explanations(place, outcomes[outcomes["workplace"] == place.name], parameters, levers, seed)
               if only in (None, story[1].unit)]
    if only:
        outcomes = outcomes[outcomes["unit"] == only]
    runs, weeks = int(outcomes["run"].nunique()), int(outcomes["follow_up"].iloc[0])
    sections = [_beside(cases, outcomes, runs, weeks, only),
                Section("The same in a picture", picture=_picture(units, outcomes, runs, weeks, again[0])),
                *([where_first(first, again[0])] if first else []), _why(stories), _how_sure(units, runs),
                what_was_assumed(places, settings, cases[0][2])]
    title = units[0][0].title if only else places[0].title if len(places) == 1 else FIVE_UNITS
    answer = [_outcome(units, runs), _reason(stories), where_to_begin(first) if first else _trust(units)]
    return Page(title, places[0].about if len(places) == 1 else _together(units), answer, sections, again)


def _beside(cases: Cases, outcomes: pd.DataFrame, runs: int, weeks: int, only: str | None) -> Section:
    """What the study reported beside what the model gives; without a report, the latter alone."""
    shown = [place.model_copy(update={"units": [unit for unit in place.units if only in (None, unit.name)]}) for place, _, _ in cases]
    rows = [row for place in shown for row in study_and_model(place, outcomes[outcomes["workplace"] == place.name])]
    reported = any(unit.reported for place in shown for unit in place.units)
    kept = [i for i, name in enumerate(HEADER) if reported or "eported" not in name]
    table = Table(f"Share of runs, with 95 % intervals over {runs} runs, {weeks} weeks after launch or planned launch",
                  tuple(HEADER[i] for i in kept), [[row[i] for i in kept] for row in rows])
    return Section("What was reported, and what the model gives" if reported else "What the model gives", tables=[table])


def _of(outcomes: pd.DataFrame, place: str, unit: str) -> pd.DataFrame:
    return outcomes[(outcomes["workplace"] == place) & (outcomes["unit"] == unit)]


Units = list[tuple[Unit, pd.DataFrame]]


def _together(units: Units) -> str:
    return f"{len(units)} units: {listed([unit.title for unit, _ in units])}."


def _mode(rows: pd.DataFrame) -> tuple[str, intervals.Estimate]:
    """The most frequent outcome class with its share."""
    return max(class_shares(rows).items(), key=lambda item: item[1].value)


def _outcome(units: Units, runs: int) -> str:
    parts = [f"{unit.title}: {name}, in {percent(share)} of the runs{_agreement(unit, rows)}" for unit, rows in units
             for name, share in [_mode(rows)]]
    stops = f" {STOPPING}" if any(_mode(rows)[0] == STOPPED for _, rows in units) else ""
    return f"The model was run {runs} times, and this is how most runs ended (with 95 % intervals): {'; '.join(parts)}.{stops}"


def percent(share: intervals.Estimate) -> str:
    """A share in plain words; with a decimal where its interval is narrow."""
    digits = 1 if share.high - share.low < 0.02 else 0
    value, low, high = (f"{100 * round(bound, 2 + digits):.{digits}f}" for bound in share[:3])  # rounded as the tables round
    return f"{value} % ({low} to {high} %)"


def _agreement(unit: Unit, rows: pd.DataFrame) -> str:
    """How often the model gives what was reported of a unit; nothing without a report."""
    if not unit.reported or not unit.reported.classes:
        return ""
    return f" (as the study reported, in {percent(intervals.share(int(rows['outcome'].isin(unit.reported.classes).sum()), len(rows)))})"


def _trust(units: Units) -> str:
    parts = [f"{unit.title}: {trust_in_words(rows)}" for unit, rows in units]
    return f"Mean trust in the leader went, on a scale from 0 to 1 and with the 95 % interval of the change: {'; '.join(parts)}."


def _reason(stories: list[tuple[int, UnitExplanation]]) -> str:
    carried = [(story.title, story.carrying[0].does) for _, story in stories if story.carrying]
    if not carried:
        return "In the model, no single mechanism made the difference in a typical run."
    return ("What made the most difference in a typical run, in the model: "
            + "; ".join(f"{title}: {does}" for title, does in carried) + ".")


def _picture(units: Units, outcomes: pd.DataFrame, runs: int, weeks: int, command: str) -> Picture:
    shares = [", ".join(f"{name} {one.value:.0%}" for name, one in class_shares(rows).items() if one.value > 0) for _, rows in units]
    parts = [f"{unit.title}: {share}; mean trust {trust_in_words(rows)}; mean share of practices retained {rows['retention'].mean():.2f}"
             for (unit, rows), share in zip(units, shares, strict=True)]
    alt = (f"Three panels with a row for each unit: shares of the outcome classes {', '.join(CLASSES)}; trust in the leader at start and "
           f"follow-up; share of practices retained. {'. '.join(parts)}.")
    return picture(draw_outcomes(outcomes, command=command)[0].figure, alt,
                   f"{runs} runs of each unit, {weeks} weeks after launch. Left: what became of the practices, with 95 % intervals. "
                   "Middle: trust in the leader of every run at the start and at the end. Right: how many practices were retained.")


def _why(stories: list[tuple[int, UnitExplanation]]) -> Section:
    """What happened in a typical run of each unit, and what carried it."""
    parts = []
    for run, story in stories:
        text = story.text().split("\n", 1)[1]
        parts.append(Section(f"{story.title}: run {run}, {story.outcome['outcome']}", _paragraphs(text)))
    return Section("Why, in the model", [
        "One run of the most frequent outcome is told for each unit. To see what carried it, the run was made again with one mechanism "
        "after another switched off and all chance events the same. This is a story about the model, not about people you may know."],
        parts=parts)


def _paragraphs(text: str) -> list[str]:
    """A paragraph for each part of a story, whose later lines are indented."""
    parts: list[str] = []
    for line in text.splitlines():
        if line.startswith(" ") and parts:
            parts[-1] += " " + line.strip()
        else:
            parts.append(line.strip())
    return [part for part in parts if part]


def _how_sure(units: Units, runs: int) -> Section:
    of_the_study = f" {ASSUMED_OF_THE_STUDY}" if any(unit.reported for unit, _ in units) else ""
    told = [f"Each share stands with its 95 % interval over {runs} runs: so much the share would move if the runs were drawn anew. The "
            "interval covers chance in the model. It does not cover whether the assumptions below are right.",
            f"Takehold illustrates and explores; it never forecasts one workplace. {STOPPING}{of_the_study}",
            "What the model leaves out - other events, people's history with each other, what a consultant does on a certain day - may "
            "matter more in your workplace than what it holds. Use this page to ask better questions of each other, not to judge a unit, "
            "a leader or a colleague."]
    return Section("How sure this is, and what it cannot say", told)


