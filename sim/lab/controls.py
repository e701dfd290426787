"""Sliders, made from the registries of levers and parameters."""

import math
from typing import NamedTuple

from sim.levers import LEVERS, Lever
from sim.parameters import PARAMETERS, Parameter
from sim.workplace import Unit

STEPS = 20  # about as many places on a slider

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
        return f"{value:g} {unit}" if unit not in ("share", "ratio", "fit") else f"{value:.2f}"


def lever_controls(unit: Unit) -> list[Control]:
    """A control for every lever; levels that a unit has without any lever start at what is recorded of it."""
    recorded = {"pre_study_quality": unit.pre_study_quality, "expectation_alignment": unit.expectation_alignment,
                "involvement": unit.involvement, "steering_mandate": 1.0 - unit.leader.dominance}
    return [_of_lever(lever, recorded.get(lever.name, lever.default or 0.0)) for lever in LEVERS.values()]


def parameter_controls() -> list[Control]:
    """A control for each of the parameters that matter most."""
    return [_of_parameter(PARAMETERS[name]) for name in MATTER]


def _of_lever(lever: Lever, usual: float) -> Control:
    switch = lever.unit.startswith("yes")
    step = 1.0 if lever.unit == "weeks" or switch else nice_step(lever.low, lever.high)
    hint = f"{_sentence(lever.meaning)} {lever.low:g} to {lever.high:g} ({lever.unit}). What it costs: {lever.cost_in_words}."
    return Control(lever.name, _label(lever.name), lever.low, lever.high, step, lever.unit, usual, hint, switch)


def _of_parameter(p: Parameter) -> Control:
    hint = (f"{_sentence(p.meaning)} {p.low:g} to {p.high:g} ({p.unit}), {p.default:g} by default. "
            f"Evidence: {p.grade}. Source: {p.source}.")
    return Control(p.name, _label(p.name), p.low, p.high, nice_step(p.low, p.high), p.unit, p.default, hint, False)


def nice_step(low: float, high: float) -> float:
    """The step of a slider: 1, 2 or 5 times a power of ten, for about STEPS places between two ends.

    >>> nice_step(0.0, 1.0), nice_step(4.0, 26.0)
    (0.05, 1.0)
    """
    rough = (high - low) / STEPS
    power = 10.0 ** math.floor(math.log10(rough) + 1e-9)
    return float(f"{max(power * k for k in (1, 2, 5) if power * k <= rough * 1.0001):.6g}")


def _label(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
