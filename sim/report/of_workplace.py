"""The page of a workplace, or of several: three cards, and an appendix on what was reported, what the model gives, and why."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from sim.admissible.mechanisms import carried_over_sets
from sim.admissible.split import spreads
from sim.calibration.members import RANGES
from sim.calibration.spread import World
from sim.explain.explanation import UnitExplanation, typical_explanations
from sim.figures.over_runs import outcomes as draw_outcomes
from sim.inputs.cases import Cases
from sim.inputs.workplace import Workplace
from sim.model.measures import CLASSES, MEASURES
from sim.pages.page import Cards, Page, Picture, Section, Table, picture
from sim.priorities.wording import Priorities
from sim.report.assumed import what_was_assumed
from sim.report.became import STOPPING, Units, any_stopped, mode, outcomes_in_words, trust_of_all
from sim.report.cards import first_cards, outcome_cards
from sim.report.over_sets import depends, other_assumptions
from sim.report.where_first import where_first
from sim.text.tables import ASSUMED_OF_THE_STUDY, HEADER, LIMITS, class_shares, study_and_model, trust_in_words

FIVE_UNITS = "The units of the study"


def workplace_page(cases: Cases, outcomes: pd.DataFrame, seed: int, again: list[str], settings: Mapping[str, float],
                   first: Priorities | None = None, only: str | None = None, over: pd.DataFrame | None = None,
                   contexts: str = RANGES) -> Page:
    """The page.

    cases: workplaces with parameters and levers; outcomes: rows of simulate for all of them, one follow-up;
    settings: what was changed against the files; first: where to begin, if it was asked for; only: one unit, all of them without.
    over: rows of over_admissible for all of them, if other parameter sets were asked; told after the default and, where it is otherwise,
    before it. contexts: as it was for over.
    """
    places = [place for place, _, _ in cases]
    units = [(unit, _of(outcomes, place.name, unit.name)) for place in places for unit in place.units if only in (None, unit.name)]
    stories = [story for case in cases for story in _stories(case, outcomes, seed, only, over, contexts)]
    if only:
        outcomes = outcomes[outcomes["unit"] == only]
    runs, weeks = int(outcomes["run"].nunique()), int(outcomes["follow_up"].iloc[0])
    sections = [beside(cases, outcomes, runs, weeks, only),
                Section("The same in a picture", picture=in_a_picture(units, outcomes, runs, weeks, again[0])),
                *([] if over is None else [other_assumptions(places, outcomes, over, again[0])]),
                *([where_first(first, again[0])] if first else []), _why(stories),
                _how_sure(units, runs, [] if over is None else _goes_back_to(cases, units, over, contexts)),
                what_was_assumed(places, settings, cases[0][2])]
    title = units[0][0].title if only else places[0].title if len(places) == 1 else FIVE_UNITS
    others = {unit.name: over[over["unit"] == unit.name] for unit, _ in units} if over is not None else {}
    doubts = depends(places, outcomes, over) if over is not None else []
    answer = [" ".join([*doubts, outcomes_in_words(units, runs, others)]), _reason(stories), trust_of_all(units, others)]
    return Page(title, places[0].about if len(places) == 1 else f"{len(units)} units of {len(places)} workplaces.", answer, sections, again,
                _cards(units, first, over, bool(doubts)), note(units, first))


def _cards(units: Units, first: Priorities | None, over: pd.DataFrame | None, depends: bool) -> list[Cards]:
    """Three cards for each unit: where to begin, if that was asked for, or else what became of it."""
    short = len(units) > 1
    if first is None:
        return [outcome_cards(unit, rows, None if over is None else over[over["unit"] == unit.name], depends and not short, short)
                for unit, rows in units]
    rows_of = {unit.name: rows for unit, rows in units}
    return [replace(first_cards(one, short), before="" if short else as_it_is(rows_of[one.unit.name])) for one in first.units]


def as_it_is(rows: pd.DataFrame) -> str:
    """How most runs of a unit end without anything more."""
    name, share = mode(rows)
    return f"With nothing more done, {share.in_per_cent()} of the runs in the model end '{name}'."


def note(units: Units, first: Priorities | None) -> str:
    """What is said once, beneath the cards, of all units."""
    measured = f"In the model, {first.horizon} weeks after launch; gains and hours are against doing nothing more." if first else ""
    stops = STOPPING if any_stopped(units) and (first or len(units) > 1) else ""
    return " ".join(text for text in (measured, stops, LIMITS if len(units) > 1 else "") if text)


def _stories(case: tuple[Workplace, dict[str, float], dict[str, float]], outcomes: pd.DataFrame, seed: int, only: str | None,
             over: pd.DataFrame | None, contexts: str) -> list[tuple[int, UnitExplanation]]:
    """A typical run of each unit of a workplace, explained; over as many sets as were asked, if they were."""
    place, parameters, levers = case
    mine = outcomes[outcomes["workplace"] == place.name]
    stories = [story for story in typical_explanations(place, mine, parameters, levers, seed) if only in (None, story[1].unit)]
    if over is None:
        return stories
    told = carried_over_sets(place, tuple(unit for _, unit in stories), parameters, levers, sets=over["set"].nunique(), seed=seed,
                             follow_up=int(mine["follow_up"].iloc[0]), contexts=contexts)
    return [(run, unit) for (run, _), unit in zip(stories, told, strict=True)]


def beside(cases: Cases, outcomes: pd.DataFrame, runs: int, weeks: int, only: str | None) -> Section:
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


def _reason(stories: list[tuple[int, UnitExplanation]]) -> str:
    carried = [(story.title, story.carrying[0].does + _over(story)) for _, story in stories if story.carrying]
    if not carried:
        return "In the model, no single mechanism made the difference in a typical run."
    open_ = "What makes the most difference depends on assumptions the study leaves open. " * any(story.depends for _, story in stories)
    return (f"{open_}What made the most difference in a typical run, in the model: "
            + "; ".join(f"{title}: {does}" for title, does in carried) + ".")


def _over(story: UnitExplanation) -> str:
    told = story.carrying[0].over_sets
    return f" (in most runs under {100 * told.value:.0f} % of {told.runs} sets)" if told.runs else ""


def in_a_picture(units: Units, outcomes: pd.DataFrame, runs: int, weeks: int, command: str) -> Picture:
    """Outcome classes, trust and retention of each unit; command: makes it again."""
    shares = [", ".join(f"{name} {one.in_per_cent()}" for name, one in class_shares(rows).items() if one.value > 0) for _, rows in units]
    parts = [f"{unit.title}: {share}; mean trust {trust_in_words(rows)}; mean share of practices retained "
             f"{MEASURES['retention'].written(MEASURES['retention'].estimate(rows['retention']))}"
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


def _goes_back_to(cases: Cases, units: Units, over: pd.DataFrame, contexts: str) -> list[str]:
    """What the spread of retention over runs goes back to, for each unit."""
    titles = {unit.name: unit.title for unit, _ in units}
    told = []
    for place, parameters, levers in cases:
        rows = over[over["workplace"] == place.name]
        found = spreads(MEASURES["retention"], [World(place, parameters, levers)], rows, contexts=contexts)
        told += [f"{titles[name]}: {one.in_words()}" for name, one in found.items() if name in titles]
    return told


def _how_sure(units: Units, runs: int, spread: list[str]) -> Section:
    of_the_study = f" {ASSUMED_OF_THE_STUDY}" if any(unit.reported for unit, _ in units) else ""
    told = [f"Each share stands with its 95 % interval over {runs} runs: so much the share would move if the runs were drawn anew. The "
            "interval covers chance in the model. It does not cover whether the assumptions below are right: what other assumptions that "
            "fit the study say stands in a section of its own, unless that was left out.",
            *spread, f"{LIMITS} {STOPPING}{of_the_study}",
            "What the model leaves out - other events, people's history with each other, what a consultant does on a certain day - may "
            "matter more in your workplace than what it holds. Use this page to ask better questions of each other, not to judge a unit, "
            "a leader or a colleague."]
    return Section("How sure this is, and what it cannot say", told)


