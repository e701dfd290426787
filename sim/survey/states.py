"""Which scales say what of the model. Scales run from 0 to 1, the most being the most of what they are about.

The mapping is a design choice: scales of COPSOQ III were not made for this model. What no scale says stays as in the template.
"""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

NOTHING = "nothing"  # what a scale measures that is read for nothing
MEASURES = {  # codes as in COPSOQ III, and what one's own items may ask directly
    "QL": "quality of leadership", "SS": "support from the supervisor", "RE": "recognition", "TM": "vertical trust",
    "JU": "organisational justice", "QD": "quantitative demands", "WP": "work pace",
    "trust_in_leader": "trust in the nearest leader", "trust_in_organisation": "trust in the organisation",
    "expectation": "what is expected of this project", "workload": "workload",
    "need_planning": "need of planning", "need_coordination": "need of coordination", "need_wellbeing": "need of wellbeing"}
NEEDS = ("need_planning", "need_coordination", "need_wellbeing")
STATES = ("trust_in_leader", "trust_in_organisation", "expectation", *NEEDS, "workload")  # of persons; all from 0 to 1
IN_PEOPLE = STATES[:-1]  # what a people file holds
UNIT_MEANS = ("trust_in_leader", "trust_in_organisation")  # means that are entries of a unit as they are

# State, and the ways to it, best first: measures and their weights. A way is open when its first measure is there.
WAYS: dict[str, tuple[dict[str, float], ...]] = {
    "trust_in_leader": ({"trust_in_leader": 1}, {"QL": 1, "SS": 1}, {"RE": 1}),
    "trust_in_organisation": ({"trust_in_organisation": 1}, {"TM": 1, "JU": 1}),
    "expectation": ({"expectation": 1},),
    "workload": ({"workload": 1}, {"QD": 0.6, "WP": 0.4}),  # the weights are a choice without data
    **{need: ({need: 1},) for need in NEEDS}}
PROXY = {"RE": "recognition stands in for it"}

FREE_SHARE = (0.03, 0.06, 0.10)  # of contract hours that somebody without any workload has free: least, recorded, most; no data


class State(NamedTuple):
    """A state of everybody who answered: values from 0 to 1 (nan where it is not known), and the measures that it is made of."""

    values: np.ndarray
    measures: tuple[str, ...]

    def sources(self) -> str:
        """The measures in words, for the source of an entry."""
        told = " and ".join(self.measures)
        return f"{told}, {PROXY[told]}" if told in PROXY else told


def states_from(scores: Mapping[str, np.ndarray]) -> dict[str, State]:
    """States of persons from scores by measure, each of shape (persons,) in 0-1 with nan where there is none.

    A person without one of the measures of a way has the weighted mean of the others. Needs are shares that add up to one,
    and known only where all three were asked.
    """
    found = {}
    for name, ways in WAYS.items():
        way = next((way for way in ways if next(iter(way)) in scores), None)
        if way is not None:
            there = {measure: weight for measure, weight in way.items() if measure in scores}
            found[name] = State(_weighted([scores[measure] for measure in there], list(there.values())), tuple(there))
    if all(need in found for need in NEEDS):
        total = np.sum([found[need].values for need in NEEDS], axis=0)
        total[total == 0] = np.nan
        return found | {need: found[need]._replace(values=found[need].values / total) for need in NEEDS}
    return {name: state for name, state in found.items() if name not in NEEDS}


def _weighted(columns: list[np.ndarray], weights: list[float]) -> np.ndarray:
    """The weighted mean over what each person has; nan where there is nothing."""
    values = np.column_stack(columns)
    shares = np.where(np.isnan(values), 0.0, weights)
    total = shares.sum(axis=1)
    mean: np.ndarray = np.nansum(values * shares, axis=1) / np.where(total, total, np.nan)
    return mean


def utilisation(workload: float, free: float = FREE_SHARE[1]) -> float:
    """Share of hours bound by core work, for a workload of 0-1.

    Equation: U = 1 - s (1 - w): the hours that are free are s of the contract for somebody without any workload, and none at full workload.
    Symbols: w workload in [0, 1]; s share of hours, 0.03-0.10. Source: a choice without data. Grade: assumed.

    >>> round(utilisation(0.5), 2)
    0.97
    """
    return 1.0 - free * (1.0 - workload)
