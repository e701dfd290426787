"""A survey, read with its codebook and roster: sim.from_survey."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from sim.errors import InputError
from sim.inputs.people import LEADER
from sim.inputs.person import FEWEST
from sim.survey.answers import Scored, scored
from sim.survey.codebook import Codebook, read_codebook
from sim.survey.joining import joined
from sim.survey.levels import alphas_of, spoke, team_groups, together, unit_levels
from sim.survey.people import Person, same, who_answered, who_was_asked
from sim.survey.privacy import personal
from sim.survey.result import FoundUnit, Group, Level, SurveyResult
from sim.survey.sheet import Sheet, read_sheet
from sim.survey.shipped import shipped
from sim.survey.states import State, states_from
from sim.survey.written import slug

if TYPE_CHECKING:
    import pandas as pd

OF_WHOM = 2.0  # people for each who answered, where no roster says how many were asked: a choice


def from_survey(survey: "str | Path | pd.DataFrame", codebook: str | Path | None = None,
                roster: "str | Path | pd.DataFrame | None" = None) -> SurveyResult:
    """Read a survey (a path, or a DataFrame with a row for each person who answered) as a workplace with its uncertainty.

    survey: 'ward' and 'home-care' are made-up examples, with a codebook and a roster of their own. codebook: a TOML file that says
    what the columns mean; without one, that of COPSOQ III. roster: a row for each person or team that was asked. Raises InputError,
    one sentence that names the file, the line, the column and what is allowed.
    """
    if isinstance(survey, str):
        survey, roster, codebook = shipped(survey, roster, codebook)
    book = read_codebook(codebook)
    sheet = read_sheet(survey, "survey")
    scales = scored(sheet, book)
    people = who_answered(sheet, book)
    if roster is None:
        return _found(sheet, book, scales, people, None, [f"{sheet.how}."])
    register = read_sheet(roster, "roster")
    asked = who_was_asked(register, book)
    return _found(sheet, book, scales, joined(sheet, people, register, asked), asked, [f"{sheet.how}; {register.how}."])


def _found(sheet: Sheet, book: Codebook, scales: list[Scored], people: list[Person], asked: list[Person] | None,
           notes: list[str]) -> SurveyResult:
    """people: everybody who answered or was asked. asked: the roster as it is; None without one."""
    states = states_from(_by_measure(scales))
    answered = _those_who_said_something(states, people)
    staff = [one for one in answered if one.role != LEADER]
    if leaders := sum(one.row is not None for one in answered if one.role == LEADER):
        notes.append(f"Answers of leaders ({leaders}) do not count: the means are those of employees.")
    units = _units(book, staff, [one.unit for one in asked or []])
    if lost := sum(one.row is not None for one in staff) - sum(one.row is not None for some in units.values() for one in some):
        notes.append(f"Answers without a unit ({lost}) do not count.")
    of_whom = 1.0 if asked is not None else OF_WHOM
    levels, icc = unit_levels(book, units, states, alphas_of(scales, states), of_whom)
    notes += [f"{item} goes against the other items of {scale.title}: is it reversed, or turned round already?"
              for scale in scales for item in scale.against]
    return SurveyResult(book, _named(book, units, levels, states, scales, asked, of_whom), scales, states, icc, asked is not None,
                        _left_out(sheet, book), notes)


def _by_measure(scales: list[Scored]) -> dict[str, np.ndarray]:
    """Scores by what they measure; two scales of the same give their mean."""
    found: dict[str, list[np.ndarray]] = {}
    for scale in scales:
        found.setdefault(scale.measures, []).append(scale.scores)
    return {name: columns[0] if len(columns) == 1 else _mean(columns) for name, columns in found.items()}


def _mean(columns: list[np.ndarray]) -> np.ndarray:
    table = np.column_stack(columns)
    count = np.isfinite(table).sum(axis=1)
    return np.where(count, np.nansum(table, axis=1) / np.maximum(count, 1), np.nan)


def _those_who_said_something(states: Mapping[str, State], people: list[Person]) -> list[Person]:
    """The people, of whom those whose rows are empty did not answer. Raises InputError where too few did."""
    if not states:
        raise InputError("no scale of the codebook says anything of the model; say under 'measures' what at least one stands for")
    some = np.any([np.isfinite(state.values) for state in states.values()], axis=0)
    if some.sum() < FEWEST:
        raise InputError(f"only {some.sum()} people answered; groups under {FEWEST} are never shown")
    return [one if one.row is None or some[one.row] else one._replace(row=None) for one in people]


def _units(book: Codebook, staff: list[Person], first: list[str]) -> dict[str, list[Person]]:
    """Staff by unit; without units, all are one. first: labels in the order and the writing of the roster."""
    labels = {same(label): label for label in reversed([*first, *(one.unit for one in staff)]) if label}
    units: dict[str, list[Person]] = {labels[name]: [] for name in dict.fromkeys(map(same, [*first, *(one.unit for one in staff)])) if name}
    for one in staff:
        if one.unit:
            units[labels[same(one.unit)]].append(one)
    return {label: people for label, people in units.items() if people} or {book.title: staff}


def _named(book: Codebook, units: Mapping[str, list[Person]], levels: Mapping[str, dict[str, Level]], states: Mapping[str, State],
           scales: list[Scored], asked: list[Person] | None, of_whom: float) -> list[FoundUnit]:
    """Units with their names in files, their teams, and what the roster says of them."""
    taken: set[str] = set()
    correlated, alphas = together(units, states), alphas_of(scales, states)
    found = []
    for label, people in units.items():
        name = slug(label, taken) if any(one.unit for one in people) else book.name
        teams = _teams(people)
        known = people if asked is None else [one for one in asked if len(units) == 1 or same(one.unit) == same(label)]
        roles = Counter(one.role for one in known if one.role) if asked is not None else {}
        hours = [one.hours for one in known if one.hours is not None and one.role != LEADER]
        found.append(FoundUnit(name, Group(label, len(people), spoke(people), levels[label]),
                               team_groups(book, people, teams, states, alphas, of_whom), people, dict(roles),
                               -(-len(people) // len(teams)) if len(teams) > 1 else None,
                               float(np.mean(hours)) if len(hours) >= FEWEST else None, correlated))
    return found


def _teams(people: list[Person]) -> dict[str, list[Person]]:
    """People by team; nothing where it is not known of those who kept silent."""
    if not all(one.team for one in people if one.row is None):
        return {}
    labels: dict[str, str] = {}
    found: dict[str, list[Person]] = {}
    for one in people:
        if one.team:
            labels.setdefault(same(one.team), one.team)
            found.setdefault(labels[same(one.team)], []).append(one)
    return found


def _left_out(sheet: Sheet, book: Codebook) -> dict[str, str]:
    """Columns that are read for nothing, and why; those that hold persons are named first."""
    used = {*book.columns.named().values(), *(item for scale in book.scales.values() for item in scale.items)}
    found = {name: personal(name, cells) for name, cells in sheet.cells.items() if name not in used}
    return {name: why or "not in the codebook" for name, why in sorted(found.items(), key=lambda item: not item[1])}
