"""The page of a workplace in the middle of a project: what comes first from here on, what becomes of it, and what was observed.

All of it comes from runs that fit what was observed. Their worlds part only after the last observation.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from sim.fitting.learned import again as fit_again
from sim.fitting.learned import sections as what_was_learned
from sim.fitting.wording import NO_FORECAST, Fit, goes_on, learned, opening
from sim.inputs.levers import LEVERS
from sim.pages.page import Cards, Page, Section
from sim.priorities.wording import Priorities
from sim.report.assumed import what_was_assumed
from sim.report.became import Units, outcomes_in_words, trust_of_all
from sim.report.cards import first_cards, outcome_cards
from sim.report.of_workplace import as_it_is, beside, in_a_picture, note
from sim.report.where_first import plain, where_first

NAMED = 3  # observations that are named before the appendix
UNKNOWING = ("It knows nothing of what was observed: it begins before the project and with all that was possible then, so its numbers are "
             "others than those above.")
NOTHING_OPEN = "No lever can change anything any more, so nothing is ranked."


class FromHereOn(NamedTuple):
    """What a page is made of. outcomes: rows of sim.fitting.ahead, one follow-up. changed: what is other after the last observation, if
    anything. over: levers that can change nothing any more. first: where to begin, if it was asked for. only: one unit, all without.
    """

    found: Fit
    outcomes: pd.DataFrame
    changed: str
    over: Sequence[str]
    first: Priorities | None
    only: str | None = None


def page_from_here_on(told: FromHereOn, command: str) -> Page:
    """The page. command: makes it again."""
    found, place, first = told.found, told.found.ground.place, told.first
    outcomes = told.outcomes[told.outcomes["unit"] == told.only] if told.only else told.outcomes
    units = [(unit, outcomes[outcomes["unit"] == unit.name]) for unit in place.units if told.only in (None, unit.name)]
    runs, weeks = int(outcomes["run"].nunique()), int(outcomes["follow_up"].iloc[0])
    since = [f"Changed from week {found.last_week + 1} on: {told.changed}."] if told.changed else []
    sections = [beside([(place, {}, {})], outcomes, runs, weeks, told.only),
                Section("The same in a picture", since, in_a_picture(units, outcomes, runs, weeks, command)),
                *([where_first(first, command)] if first else []), *what_was_learned(found),
                Section("Where these runs come from", [goes_on(found, runs), *since, over_in_words(told.over)]),
                what_was_assumed([place], {**found.ground.parameters, **found.ground.context},
                                 found.ground.levers.model_dump(exclude_defaults=True))]
    answer = [" ".join([opening(found), learned(found)]), " ".join([*since, outcomes_in_words(units, runs, {})]), trust_of_all(units, {})]
    begun = f"What is done begins in week {found.last_week + 1}." if first else "" if told.changed else "Nothing more is done."
    words = [note(units, first), *since, begun, plain(over_in_words(told.over)), NO_FORECAST]
    return Page(units[0][0].title if told.only else place.title, f"{place.about} {observed(found)}".strip(), answer, sections,
                [*fit_again(found), command], _cards(units, first, outcomes["set"].nunique()), " ".join(filter(None, words)))


def observed(found: Fit) -> str:
    """What was observed until which week."""
    several = len(found.ground.place.units) > 1
    what = [f"{one.in_words} ({one.unit})" if several else one.in_words for one in found.observed]
    rest = [f"and {len(what) - NAMED} more"] if len(what) > NAMED else []
    return f"Observed until week {found.last_week}: {'; '.join([*what[:NAMED], *rest])}. All that follows is of runs that fit this."


def over_in_words(over: Sequence[str]) -> str:
    """Which levers are left out, since it is too late for them."""
    if len(over) == len(LEVERS):
        return NOTHING_OPEN
    return f"Too late, since they can change nothing any more: {', '.join(over)}." if over else ""


def _cards(units: Units, first: Priorities | None, sets: int) -> list[Cards]:
    """Three cards for each unit: where to begin, if that was asked for, or else what becomes of it."""
    short = len(units) > 1
    if first is None:
        return [outcome_cards(unit, rows, None, False, short, f"{sets} sets of assumptions that fit what was observed")
                for unit, rows in units]
    rows_of = {unit.name: rows for unit, rows in units}
    return [replace(first_cards(one, short), before="" if short else as_it_is(rows_of[one.unit.name])) for one in first.units]
