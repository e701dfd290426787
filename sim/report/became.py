"""What became of the units of a workplace, in words: the most frequent outcome, trust, and what other sets of assumptions say of both."""

from collections.abc import Mapping

import pandas as pd

from sim.inputs.workplace import Unit
from sim.model import intervals
from sim.model.measures import STOPPED
from sim.report.over_sets import outcome_over, trust_over
from sim.text.tables import agreement, class_shares, trust_in_words

STOPPING = "Stopping is an outcome like any other, and not a failure: in the study it was a good decision."

Units = list[tuple[Unit, pd.DataFrame]]
Others = Mapping[str, pd.DataFrame]  # rows over sets by unit; empty where no sets were asked


def mode(rows: pd.DataFrame) -> tuple[str, intervals.Estimate]:
    """The most frequent outcome class with its share."""
    return max(class_shares(rows).items(), key=lambda item: item[1].value)


def any_stopped(units: Units) -> bool:
    """Whether stopping is the most frequent outcome of any unit, so that it is said what it is."""
    return any(mode(rows)[0] == STOPPED for _, rows in units)


def outcomes_in_words(units: Units, runs: int, others: Others) -> str:
    """How most runs of each unit ended."""
    parts = [f"{unit.title}: {name}, in {share.in_per_cent()} of the runs{_agreement(unit, rows)}"
             + (f"; {outcome_over(others[unit.name], rows)} over the sets" if others else "")
             for unit, rows in units for name, share in [mode(rows)]]
    stops = f" {STOPPING}" if any_stopped(units) else ""
    return f"The model was run {runs} times, and this is how most runs ended (with 95 % intervals): {'; '.join(parts)}.{stops}"


def _agreement(unit: Unit, rows: pd.DataFrame) -> str:
    """How often the model gives what was reported of a unit; nothing without a report."""
    agreed = agreement(unit.reported, rows)
    return f" (as the study reported, in {agreed.in_per_cent()})" if agreed else ""


def trust_of_all(units: Units, others: Others) -> str:
    """How trust in the leader went in each unit."""
    parts = [f"{unit.title}: {trust_in_words(rows)}" + (f", {trust_over(others[unit.name])}" if others else "")
             for unit, rows in units]
    return f"Mean trust in the leader went, on a scale from 0 to 1 and with the 95 % interval of the change: {'; '.join(parts)}."
