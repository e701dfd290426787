"""The people file: a row for each employee, with what was answered and without anything that names a person."""

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.inputs.person import FEWEST
from sim.survey.hidden import hidden
from sim.survey.people import Person, same
from sim.survey.states import IN_PEOPLE, NEEDS
from sim.survey.written import slug

if TYPE_CHECKING:
    import pandas as pd

    from sim.survey.result import FoundUnit, SurveyResult

PEOPLE = ("unit", "person", "team", "role", "contract_hours", *IN_PEOPLE, "colleagues")  # columns of a people file


def people_frame(found: "SurveyResult") -> "pd.DataFrame":
    """A row for each employee, but none of units under five; sorted by what stands in them, so that their order tells nothing."""
    import pandas as pd
    rows: list[dict[str, Any]] = []
    for unit in found.units:
        mine = _rows(found, unit) if unit.whole.asked >= FEWEST else []
        rows += [{"unit": unit.name, **row} for row in sorted(mine, key=lambda row: tuple(map(str, row.values())))]
    frame = pd.DataFrame([{**row, "person": k} for k, row in enumerate(rows, 1)], columns=list(PEOPLE))
    return frame.astype({"contract_hours": "Int64"}).astype(object).where(frame.notna(), None)


def _rows(found: "SurveyResult", unit: "FoundUnit") -> list[dict[str, Any]]:
    """Rows of a unit: what those who answered said, and what is known of those who did not."""
    answered = [one for one in unit.people if one.row is not None]
    silent = [one for one in unit.people if one.row is None]
    away_teams = _hidden_labels([same(one.team) for one in answered])
    away_roles = _hidden_labels([one.role for one in answered])
    taken: set[str] = set()
    names = {label: slug(label, taken) for label in dict.fromkeys(same(one.team) for one in unit.people if one.team)}
    few, with_seats = len(answered) < FEWEST, bool(unit.roles.get("representative"))
    rows = []
    for one in (*answered, *silent):
        spoke = one.row is not None
        team = names.get(same(one.team)) if not spoke or same(one.team) not in away_teams else None
        role = one.role if with_seats and (not spoke or one.role not in away_roles) else ""  # else seats are the template's
        rows.append({"team": None if few and spoke else team, "role": role or None,
                     "contract_hours": None if one.hours is None else round(one.hours),
                     **{state: _said(found, unit, state, one) for state in IN_PEOPLE}, "colleagues": None})
    return rows


def _hidden_labels(labels: list[str]) -> set[str]:
    """Labels that may not stand beside answers."""
    return hidden(Counter(labels))


def _said(found: "SurveyResult", unit: "FoundUnit", state: str, one: Person) -> float | None:
    """What a person's answers say of a state; None where nobody knows, or too few answered."""
    level = unit.whole.levels.get(state)
    if one.row is None or level is None or not level.own:
        return None
    value = float(found.states[state].values[one.row])
    return None if np.isnan(value) else round(value, 3 if state in NEEDS else 2)  # needs have to add up to 1
