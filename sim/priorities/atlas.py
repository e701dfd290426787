"""The map: which single lever comes first, over a grid of two settings of a workplace."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from sim.complaints import Complaint, no_such
from sim.draws import whole_number
from sim.intervals import Estimate
from sim.parameters import PARAMETERS, Parameters, make_parameters
from sim.phases import DEFAULT_FOLLOW_UP
from sim.priorities.answer import bounds
from sim.priorities.bench import Bench
from sim.priorities.doses import Package, candidates, doses_for
from sim.priorities.measures import Aim, aim
from sim.priorities.race import interval, race
from sim.priorities.ranking import some_members
from sim.priorities.sentence import HIGH, LOW, Answer, answers
from sim.reading import load_workplace
from sim.runs import Progress
from sim.settings import checked_follow_up, sort_settings, with_context
from sim.study.finding import EXPERIMENTS
from sim.workplace import Workplace

GENERIC = "generic-unit.toml"
MEMBERS, RUNS, STEPS = 48, 576, 6
TRUST = "trust_in_leader"
# Where a setting goes when no range is given: not to the very ends of its scale, as nobody works there.
RANGES = {TRUST: (0.15, 0.85), "needs_inside_scope": (0.35, 0.95), "leader.value": (0.2, 0.9), "leader.hours": (0.5, 8.0),
          "top_support": (0.1, 0.9), "utilisation": (0.86, 0.98)}
ANY_SHARE = (0.1, 0.9)


class Axis(NamedTuple):
    """A setting by its dotted name, and the values it takes."""

    name: str
    values: tuple[float, ...]


@dataclass(frozen=True)
class Cell:
    """One pair of settings: packages best first with their gain over doing nothing, and those not separable from the best."""

    x: float
    y: float
    gains: dict[Package, Estimate]
    rivals: tuple[Package, ...]

    @property
    def best(self) -> Package:
        """The lever that comes first, or nothing."""
        return next(iter(self.gains))

    @property
    def decided(self) -> bool:
        """Whether it is separated from all others, at 95 % for the cell."""
        return not self.rivals

    def as_record(self) -> dict[str, Any]:
        """Plain numbers; doing nothing is an empty name."""
        return {"x": self.x, "y": self.y, "first": lever(self.best), "gain": self.gains[self.best].value,
                "interval": bounds(self.gains[self.best]), "decided": self.decided, "not_separated": [lever(one) for one in self.rivals],
                "levers": [{"lever": lever(one), "gain": gain.value, "interval": bounds(gain)} for one, gain in self.gains.items()]}


@dataclass(frozen=True)
class Atlas:
    """Cells over two axes, row by row from the lowest y, and what they say about the study's sentence on trust."""

    place: Workplace
    unit: str
    x: Axis
    y: Axis
    cells: tuple[Cell, ...]
    answers: tuple[Answer, ...]
    aim: Aim
    horizon: int
    seed: int
    members: int
    runs: int

    def text(self) -> str:
        """The answer in sentences, the map in letters, a table, and limits."""
        from sim.priorities.telling_map import told
        return told(self)

    def as_record(self) -> dict[str, Any]:
        """One object."""
        return {"workplace": self.place.name, "unit": self.unit, "x": self.x.name, "y": self.y.name, "measure": self.aim.name,
                "horizon": self.horizon, "seed": self.seed, "members": self.members, "runs": self.runs,
                "decided": all(cell.decided for cell in self.cells), "cells": [cell.as_record() for cell in self.cells],
                "trust_first": [one.as_record() for one in self.answers]}


def lever(one: Package) -> str:
    """The name of a package of one lever; empty for nothing."""
    return one[0][0] if one else ""


def priority_map(workplace: Workplace | str | Path | None = None, *, unit: str | None = None, x: str = TRUST,
                 y: str = "needs_inside_scope", measure: str = "retention", horizon: int = DEFAULT_FOLLOW_UP, runs: int = RUNS,
                 seed: int = 0, workers: int = 2, steps: int = STEPS, ensemble: str | Path | None = None,
                 progress: Progress | None = None) -> Atlas:
    """Which single lever comes first for every pair of two settings.

    workplace: the generic unit of the studies by default. x, y: dotted names as --set takes them, with or without a range:
    leader.value, leader.value=0.3:0.7. runs: of each lever in each cell, over all parameter sets. steps: values of each axis.
    ensemble: the folder of one that takehold calibrate made, instead of the shipped one.
    Raises Complaint for what cannot be used, before the first run.
    """
    place = generic_unit() if workplace is None else workplace if isinstance(workplace, Workplace) else load_workplace(workplace)
    names = [one.name for one in place.units]
    if unit is not None and unit not in names:
        raise Complaint(no_such("unit", unit, names))
    steps, runs = whole_number("steps", steps, least=2), whole_number("runs", runs, least=2)
    seed, workers = whole_number("seed", seed), whole_number("workers", workers, least=1)
    across, up, wanted, weeks = axis(x, steps), axis(y, steps), aim(measure), checked_follow_up(horizon)
    if across.name == up.name:
        raise Complaint(f"x and y are both {across.name}; a map needs two settings")
    sets, number = some_members(min(MEMBERS, runs), seed, ensemble), 0 if unit is None else names.index(unit)
    each = max(1, runs // len(sets))
    grounds = [(b, a, *at(place, sets, {across.name: a, up.name: b})) for b in up.values for a in across.values]
    cells, gains, drawn = [], {name: [] for name in ("retention", "trust")}, 0  # type: ignore[var-annotated]
    for done, (b, a, here, people) in enumerate(grounds):
        bench = Bench(here, people, wanted, weeks, seed, workers)
        packages = candidates(doses_for(here), 1)
        cells.append(cell(a, b, packages, bench.gains(packages, number, 0, each)))
        for name, kept in gains.items():
            kept.append(bench.gains(packages, number, 0, each, aim=aim(name)).mean(axis=2))
        drawn += bench.runs
        if progress:
            progress(done + 1, len(grounds))
    found: tuple[Answer, ...] = ()
    trust, other = np.array([(one.x, one.y) if across.name == TRUST else (one.y, one.x) for one in cells]).T
    if TRUST in (across.name, up.name) and trust.min() <= LOW and trust.max() >= HIGH:
        found = tuple(answers(name, np.array(kept), trust, other, [lever(one) for one in packages], seed) for name, kept in gains.items())
    return Atlas(place, names[number], across, up, tuple(cells), found, wanted, weeks, seed, len(sets), drawn)


def cell(x: float, y: float, packages: list[Package], gains: np.ndarray) -> Cell:
    """The packages of one cell in their order; gains: (packages, members, runs)."""
    sample: Callable[..., np.ndarray] = lambda arms, first, last: gains[list(arms)]  # noqa: E731
    run = race(sample, [float(len(one)) for one in packages], (gains.shape[2],), stay=len(packages))
    return Cell(x, y, {packages[arm]: interval(gains[arm]) for arm in run.order}, tuple(packages[arm] for arm in run.rivals))


def generic_unit() -> Workplace:
    """The generic unit of the studies; raises Complaint where it is not at hand."""
    for folder in EXPERIMENTS:
        if (folder / GENERIC).is_file():
            return load_workplace(folder / GENERIC)
    raise Complaint(f"{GENERIC} is not in {' or '.join(str(folder) for folder in EXPERIMENTS)}; name a workplace")


def axis(text: str, steps: int) -> Axis:
    """An axis from NAME or NAME=LOW:HIGH; raises Complaint."""
    name, equals, span = text.partition("=")
    p = PARAMETERS.get(name)
    low, high = RANGES.get(name, (p.low, p.high) if p else ANY_SHARE)
    if equals:
        try:
            low, high = (float(bound) for bound in span.split(":"))
        except ValueError:
            raise Complaint(f"axis {text!r} is not NAME or NAME=LOW:HIGH, such as leader.value=0.2:0.9") from None
    if not low < high:
        raise Complaint(f"axis {name} goes from {low:g} to {high:g}; the first must be the lower")
    return Axis(name, tuple(round(float(value), 6) for value in np.linspace(low, high, steps)))


def at(place: Workplace, members: tuple[Parameters, ...], values: dict[str, float]) -> tuple[Workplace, tuple[Parameters, ...]]:
    """The workplace and the parameter sets with these settings; raises Complaint."""
    parameters, levers, context = sort_settings(values)
    if levers:
        raise Complaint(f"axis {next(iter(levers))} is a lever; a map compares levers, so an axis is a context entry or a parameter")
    make_parameters(parameters)
    return with_context(place, context), tuple(one.model_copy(update=parameters) for one in members)

