"""What a parameter set has to show: the calibration patterns, and how far short of them it falls."""

import hashlib
from collections.abc import Container, Mapping, Sequence
from functools import cache
from math import isnan
from typing import NamedTuple

import numpy as np
import pandas as pd

from sim.evidence.declaration import CALIBRATION, Bound, Check, Finding, Sample
from sim.inputs.levers import make_levers
from sim.inputs.parameters import PARAMETERS, Parameters
from sim.inputs.phases import DEFAULT_FOLLOW_UP
from sim.inputs.reading import load_workplace, workplaces
from sim.inputs.workplace import Workplace
from sim.kernel import engine
from sim.model.outcome import outcome_frame
from sim.patterns import PATTERNS

FEW = 20  # runs of each workplace, by which two models are told apart
AS_RECORDED = make_levers()
NO_RUN = 1.0  # shortfall of a check that no run can answer, such as trust after a stop where nothing stops
Samples = Mapping[Sample, pd.DataFrame]


class Target(NamedTuple):
    """One check, and the pattern it belongs to."""

    pattern: str
    check: Check


def calibration_patterns() -> list[Finding]:
    """The patterns that parameters may be chosen on."""
    return [pattern for pattern in PATTERNS.values() if pattern.use == CALIBRATION]


def targets(without_unit: str | None = None) -> list[Target]:
    """The checks of the calibration patterns, all of them or those that do not look at a unit."""
    found = [Target(pattern.id, check) for pattern in calibration_patterns() for check in pattern.checks]
    return [target for target in found if all(sample.unit != without_unit for sample in target.check.samples)]


@cache
def places() -> tuple[Workplace, ...]:
    """The shipped workplaces, the cheapest to run first, so that a poor candidate costs little."""
    found = [load_workplace(name) for name in workplaces()]
    return tuple(sorted(found, key=lambda place: sum(unit.employees for unit in place.units)))


def outcomes(place: Workplace, sets: Sequence[Parameters], seed: int, runs: int) -> list[dict[Sample, pd.DataFrame]]:
    """Runs 0 to runs - 1 of a workplace as recorded, under each parameter set: for each of its units a frame with a row per run."""
    settings = [engine.Setting(place, one, AS_RECORDED, seed) for one in sets]
    frame, units = outcome_frame(engine.facts_of_many(settings, [DEFAULT_FOLLOW_UP], runs)), len(place.units)
    return [{Sample(place.name, unit.name): frame.iloc[start + at:start + runs * units:units].reset_index(drop=True)
             for at, unit in enumerate(place.units)} for start in range(0, len(frame), runs * units)]


def value_of(check: Check, samples: Samples) -> float:
    """The measure of a check; nan where no run can answer it."""
    told = check.measure(*(samples[sample] for sample in check.samples))
    return told.value if told.runs else float("nan")


def shortfall(bound: Bound, value: float) -> float:
    """How far a value lies outside its bound: 0 where the check holds, NO_RUN where it has no value. Measures live on 0 to 1."""
    if isnan(value):
        return NO_RUN
    return 0.0 if bound.allows(value) else min(NO_RUN, max(1e-9, -bound.margin(value)))


def distances(sets: Sequence[Parameters], wanted: Sequence[Target], seed: int, runs: int, most: float = np.inf) -> list[float]:
    """For each parameter set the sum of the shortfalls of all targets over paired runs: 0 where all patterns hold.

    Workplaces are run one after another, and a set is given up as soon as its sum exceeds most; then its distance is infinite.
    A parameter set on which the model breaks down is infinitely far, too.
    """
    samples: list[dict[Sample, pd.DataFrame]] = [{} for _ in sets]
    far, left = [0.0] * len(sets), list(wanted)
    for place in places():
        asked = {sample for target in left for sample in target.check.samples}
        near = [number for number, sum_ in enumerate(far) if sum_ <= most]
        if not near or not any(sample.arm == place.name for sample in asked):
            continue
        for number, found in zip(near, outcomes(place, [sets[number] for number in near], seed, runs), strict=True):
            samples[number] |= found
        ready = [target for target in left if samples[near[0]].keys() >= set(target.check.samples)]
        left = [target for target in left if target not in ready]
        for number in near:
            far[number] += sum(shortfall(target.check.bound, value_of(target.check, samples[number])) for target in ready)
    return [np.inf if sum_ > most else sum_ for sum_ in far]


def answers(parameters: Parameters, names: Container[str] = PARAMETERS) -> str:
    """Twelve characters that change with all that decides whether a parameter set is accepted.

    A hash of the parameters' ranges, and of every target's bound with the value it gets in a few runs: a rule, a draw, a
    workplace or a pattern that is changed gives another one, a comment does not. names: the parameters that are moved at all.
    """
    samples: dict[Sample, pd.DataFrame] = {}
    for place in places():
        samples |= outcomes(place, [parameters], 0, FEW)[0]
    ranges = [(name, parameter.low, parameter.high) for name, parameter in PARAMETERS.items() if name in names]
    told = [(pattern, *check.bound, f"{value_of(check, samples):.9g}") for pattern, check in targets()]
    return hashlib.sha256(repr((ranges, told)).encode()).hexdigest()[:12]
