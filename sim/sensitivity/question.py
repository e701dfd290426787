"""A study file as a question of sensitivity: which inputs, over which ranges, and runs of Takehold at any point."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sim.errors import InputError
from sim.indices.problem import Problem
from sim.inputs.parameters import PARAMETERS, Parameters
from sim.inputs.workplace import Workplace
from sim.model.contexts import RECORDED
from sim.model.measures import NOT_STARTED, STOPPED
from sim.model.outcome import COLUMNS
from sim.runs.engines import Inputs, check_engines_agree, engine_facts, pieces_of_facts
from sim.study.design import read_design
from sim.study.levels import is_whole, levelled
from sim.study.measures import check_measure, measure_values
from sim.study.points import Points, chosen_units
from sim.study.vary import bounds_of, together

CHUNK = 32  # points that a thread takes at a time
SET = "parameter_set"  # the input that says which member of an ensemble holds; its values have no order
Tell = Callable[[int, int], None]


class Target(NamedTuple):
    """What is analysed: a measure of one unit."""

    unit: str
    measure: str


class Outcomes(NamedTuple):
    """What runs gave in one unit, each of shape (points, replications), nan where a run failed.

    measure: of every run; stopped: 1 where the unit stopped before launch; among: the measure where it went on, nan elsewhere.
    """

    measure: np.ndarray
    stopped: np.ndarray
    among: np.ndarray


@dataclass(frozen=True)
class Question:
    """What is asked of which workplace; ``fixed`` are the settings that stand the same at every point.

    targets: each unit and measure, which share their runs.
    members: parameter sets; with them the last input is SET, and parameters that are no inputs are those of the member it names.
    """

    text: str
    problem: Problem
    place: Workplace
    keys: tuple[tuple[str, ...], ...]  # the settings that each input moves
    fixed: dict[str, float]
    targets: tuple[Target, ...]
    follow_up: int
    seed: int
    engine: str
    members: tuple[Parameters, ...] = ()
    levels: tuple[int, ...] = ()  # inputs that take whole numbers only
    notes: tuple[str, ...] = ()  # what is to be said of the inputs
    contexts: str = RECORDED  # "ranges" where each run draws what is not known of the workplace and no input moves

    def points(self, table: np.ndarray) -> Points:
        """Points of Takehold from a table of shape (points, inputs)."""
        table = self.in_levels(table)
        names = (*self.fixed, *(key for keys in self.keys for key in keys))
        columns = [i for i, keys in enumerate(self.keys) for _ in keys]
        values = np.column_stack([np.tile(list(self.fixed.values()), (len(table), 1)), table[:, columns]])
        return Points((self.place,), np.zeros(len(table), int), names, values, contexts=self.contexts)

    def in_levels(self, table: np.ndarray) -> np.ndarray:
        """The same table with the values that are run: an input that takes whole numbers only has these."""
        table = table.copy()
        for i in self.levels:
            table[:, i] = levelled(self.problem.names[i], table[:, i], self.problem.low[i], self.problem.high[i])
        return table

    def check(self) -> None:
        """Build the ends of every range with the other inputs in the middle, and all ends at once; raises InputError."""
        middle = np.tile(self.problem.scaled(np.full(len(self.problem), 0.5)), (len(self.problem), 1))
        np.fill_diagonal(low := middle.copy(), self.problem.low)
        np.fill_diagonal(high := middle.copy(), self.problem.high)
        points = self.points(np.vstack([low, high, self.problem.low, self.problem.high]))
        for point in range(len(points)):
            points.inputs(point)

    def check_engine(self) -> None:
        """Make one run in the middle of all ranges; raises InputError when that cannot be, or the engines differ."""
        middle = self.problem.scaled(np.full((1, len(self.problem)), 0.5))
        check_engines_agree(self.engine, [(0, self.inputs(self.points(middle), 0, middle[0]))], self.seed, [self.follow_up])

    def outcomes(self, table: np.ndarray, replications: int, workers: int, tell: Tell | None = None) -> dict[Target, Outcomes]:
        """Run every point ``replications`` times; replication j has the same draws at all points.

        table: shape (points, inputs). The result does not depend on ``workers``, threads of the compiled engine.
        """
        engine_facts(self.engine)
        starts = range(0, len(table), CHUNK)
        job = partial(self._chunk, self.points(table), table, replications)
        parts = []
        with ThreadPoolExecutor(workers) as pool:
            for start, part in zip(starts, pool.map(job, starts), strict=True):
                parts.append(part)
                if tell:
                    tell(min(start + CHUNK, len(table)) * replications, len(table) * replications)
        whole = np.concatenate(parts, axis=2)  # (targets, 3, points, replications)
        return {target: Outcomes(*found) for target, found in zip(self.targets, whole, strict=True)}

    def inputs(self, points: Points, point: int, row: np.ndarray) -> Inputs:
        """What a point is run with; row: its values of the inputs, of which the last names the member where there are members."""
        found = points.inputs(point)
        if not self.members:
            return found
        member = self.members[min(int(row[-1] * len(self.members)), len(self.members) - 1)]
        moved = {name: getattr(found.parameters, name) for name in points.names if name in PARAMETERS}
        return found._replace(parameters=member.model_copy(update=moved))

    def _chunk(self, points: Points, table: np.ndarray, replications: int, start: int) -> np.ndarray:
        """Measure, stopped and measure among those that went on, of each target; shape (targets, 3, points, replications)."""
        several = [self.inputs(points, point, table[point]) for point in range(start, min(start + CHUNK, len(table)))]
        facts = np.full((len(several), replications, len(self.place.units), len(COLUMNS)), np.nan)
        for point, pieces in enumerate(pieces_of_facts(self.engine, several, self.seed, [self.follow_up], 0, replications)):
            for first, rows in pieces:
                if not isinstance(rows, str):
                    facts[point, first:first + len(rows)] = rows
        there = ~np.isnan(facts).any(axis=(2, 3))
        found = np.full((len(self.targets), 3, *there.shape), np.nan)
        names = [unit.name for unit in self.place.units]
        for target, (measure, stopped, among) in zip(self.targets, found, strict=True):
            mine = facts[there][:, names.index(target.unit)]
            value, stop, idle = (measure_values(name, mine) for name in (target.measure, STOPPED, NOT_STARTED.replace(" ", "_")))
            measure[there], stopped[there], among[there] = value, stop, np.where(stop + idle == 0, value, np.nan)
        return found


def read_question(path: Path, measures: Sequence[str] = (), seed: int | None = None, members: tuple[Parameters, ...] = (),
                  unit: str = "") -> Question:
    """A study file whose vary is a sample of ranges, as a question of sensitivity.

    measures and seed replace the file's; the latest of several follow-ups counts. members: parameter sets from which the parameters
    that are no inputs come, instead of the defaults. unit: one of the workplace, each by itself without. Raises InputError.
    """
    design = read_design(path)
    study = design.study
    kind = "sobol" if study.vary.sobol else "latin_hypercube"
    sample = study.vary.sobol or study.vary.latin_hypercube
    if sample is None:
        raise InputError(f"{path}: sensitivity needs ranges: vary.sobol or vary.latin_hypercube with ranges = {{ name = [low, high] }}")
    if len(design.points.places) > 1:
        names = ", ".join(place.name for place in design.points.places)
        raise InputError(f"{path}: workplaces = {names}: sensitivity takes one workplace at a time")
    bounds = bounds_of(kind, sample.ranges)
    if len(bounds) < 2:
        raise InputError(f"{path}: vary.{kind}.ranges has one setting; at least two are needed to share a result out between")
    keys: tuple[tuple[str, ...], ...] = tuple(tuple(together(key)) for key, _, _ in bounds)
    problem = Problem(short_names(keys), tuple(low for _, low, _ in bounds), tuple(high for _, _, high in bounds))
    if members:
        problem, keys = Problem((*problem.names, SET), (*problem.low, 0.0), (*problem.high, 1.0)), (*keys, ())
    moved = {name for some in keys for name in some}
    fixed = {name: value for name, value in design.points.settings(0).items() if name not in moved}
    place = design.points.places[0]
    named = list(dict.fromkeys(check_measure(name) for name in measures or [study.replications.measure]))
    targets = tuple(Target(one, name) for one in chosen_units([place], unit) for name in named)
    question = Question(study.question, problem, place, keys, fixed, targets, study.follow_ups[-1], study.seed if seed is None else seed,
                        study.engine, members, tuple(i for i, some in enumerate(keys) if is_whole(some, design.points.places)),
                        design.notes[:1], study.contexts)
    try:
        question.check()
    except InputError as complaint:
        raise InputError(f"{path}: vary.{kind}.ranges: {complaint}") from None
    return question


def short_names(keys: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    """A name for each input: several settings that move together and end alike go by that end, where it is no other's."""
    ends = [{name.rpartition(".")[2] for name in some} for some in keys]
    names = []
    for some, end in zip(keys, ends, strict=True):
        alone = len(some) > 1 and len(end) == 1 and sum(bool(end & other) for other in ends) == 1
        names.append(end.copy().pop() if alone else " + ".join(some))
    return tuple(names)
