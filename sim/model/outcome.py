"""What a finished run is called, and the measures beside it. Knows the record of a unit, and no engine."""

from collections.abc import Iterable, Mapping
from functools import cache
from types import CodeType
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sim.inputs.phases import FOLLOW_UPS
from sim.model.facts import Facts, write_facts
from sim.model.measures import HOURS, MEASURES, WEEK, YES_OR_NO, Measure
from sim.model.state import states_of

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from sim.model.unit import UnitRun

# What an engine hands over of a unit at a follow-up; everything else is worked out from it, once for all engines.
FACTS = tuple(states_of(Facts))
AT_START = ("trust_leader", "trust_leader_sd", "trust_representatives", "trust_organisation", "trust_in_employees",
            "expectation", "leader_value")
AT_END = (*AT_START, "benefit", "ownership", "influence_gap", "readiness", "withdrawn", "hours", "hours_leader",
          "hours_consultant")
COLUMNS = (*FACTS, *(f"start {name}" for name in AT_START), *(f"end {name}" for name in AT_END), *HOURS)
NAMES = tuple(name.replace(" ", "_") for name in COLUMNS)  # as formulas of measures call them
WHOLE = (YES_OR_NO, WEEK)  # units of measures that are whole numbers


def unit_facts(unit: "UnitRun", follow_up: int) -> list[float]:
    """The facts of one unit at a follow-up, in the order of COLUMNS.

    follow_up: weeks after launch (or planned launch); the run must have gone on at least so long.
    """
    facts, start, end = Facts(), unit.line_of(-1), unit.line_of(unit.reference_launch() + follow_up - 1)
    write_facts(unit, follow_up, facts)
    return [*(float(getattr(facts, name)) for name in FACTS), *(getattr(start, name) for name in AT_START),
            *(getattr(end, name) for name in AT_END), *end.hours_by_phase]


def outcome_frame(facts: "ArrayLike") -> pd.DataFrame:
    """All measures from facts of shape (rows, COLUMNS); columns in the order of MEASURES and HOURS."""
    return pd.DataFrame(measures_of(facts))


def measures_of(facts: "ArrayLike", names: Iterable[str] | None = None) -> dict[str, np.ndarray]:
    """The same as arrays by name, for those who want no table; names: those that are wanted, all without."""
    columns, every = dict(zip(NAMES, np.asarray(facts, float).reshape(-1, len(COLUMNS)).T, strict=True)), {**MEASURES, **HOURS}
    return {name: measured(every[name], columns) for name in (every if names is None else names)}


def measured(one: Measure, columns: Mapping[str, Any]) -> np.ndarray:
    """The values of a measure from columns of facts by name: words, whole numbers where nothing else can be, or float64."""
    values = np.asarray(eval(_code(one.formula), {"where": np.where, "max": np.maximum}, columns))
    if one.words:
        return np.array(one.words, object)[values.astype(int)]
    return values.astype(int) if one.unit in WHOLE else values


@cache
def _code(formula: str) -> CodeType:
    return compile(formula, "<formula>", "eval")


def windows(follow_up: int) -> list[int]:
    """The follow-ups that a run to ``follow_up`` weeks passes, that one included."""
    return sorted({week for week in FOLLOW_UPS if week <= follow_up} | {follow_up})
