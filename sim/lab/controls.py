"""Sliders, made from the registries of levers and parameters."""

import math
from typing import NamedTuple

from sim.inputs.lever import Lever
from sim.inputs.levers import LEVERS
from sim.inputs.parameters import PARAMETERS, Parameter
from sim.inputs.workplace import Unit

STEPS = 20  # places on a slider, at least

# Chosen by moving each parameter of the registry from its low to its high end, the others at their defaults, with 100 runs of each
# of the five units: these change retention and trust most. tests/benchmarks/which_parameters.py makes the list again.
MATTER = ("trust_rate", "review_signal", "routine_group_factor", "routine_per_repetition", "workability_start", "trust_asymmetry",
          "willing_trust", "expectation_learning")


class Control(NamedTuple):
    """One slider, or a switch where ``switch`` is true; ``usual`` is the recorded level of a lever, or a default."""

    name: str
    label: str
    low: float
    high: float
    step: float
    unit: str
    usual: float
    hint: str
    switch: bool

    def in_words(self, value: float) -> str:
        """A value with its unit, as it stands beside the slider."""
        if self.switch:
            return "yes" if value else "no"
        unit = self.unit.removesuffix(" 0-1")
        return f"{value:.2f}" if unit in ("share", "ratio", "fit") else f"{value:.3g} {unit}"


def lever_controls(unit: Unit) -> list[Control]:
    """A control for every lever; levels that a unit has without any lever start at what is recorded of it."""
    return [_of_lever(lever, lever.usual(unit)) for lever in LEVERS.values()]


def parameter_controls() -> list[Control]:
    """A control for each of the parameters that matter most."""
    return [_of_parameter(PARAMETERS[name]) for name in MATTER]


def _of_lever(lever: Lever, usual: float) -> Control:
    step = 1.0 if lever.whole else nice_step(lever.low, lever.high, usual)
    hint = f"{_sentence(lever.meaning)} {lever.low:g} to {lever.high:g} ({lever.unit}). What it costs: {lever.cost_in_words}."
    return Control(lever.name, _label(lever.name), lever.low, lever.high, step, lever.unit, usual, hint, lever.yes_or_no)


def _of_parameter(p: Parameter) -> Control:
    hint = (f"{_sentence(p.meaning)} {p.low:g} to {p.high:g} ({p.unit}), {p.default:g} by default. "
            f"Evidence: {p.grade}. Source: {p.source}.")
    return Control(p.name, _label(p.name), p.low, p.high, nice_step(p.low, p.high, p.default), p.unit, p.default, hint, False)


def nice_step(low: float, high: float, usual: float) -> float:
    """The step of a slider: 1, 2 or 5 times a power of ten, for STEPS places or more, one of them at the usual value.

    >>> nice_step(0.0, 1.0, 0.5), nice_step(0.0, 1.0, 0.12), nice_step(4.0, 26.0, 16.0)
    (0.05, 0.02, 1.0)
    """
    for power in range(math.ceil(math.log10(high - low)), -6, -1):
        for step in (5 * 10.0**power, 2 * 10.0**power, 10.0**power):
            places = (usual - low) / step
            if (high - low) / step >= STEPS and abs(places - round(places)) < 1e-6:
                return float(f"{step:.6g}")
    return (high - low) / 1000


def _label(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
