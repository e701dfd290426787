"""A study file as a question of sensitivity: which inputs, over which ranges, and runs of Takehold at any point."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np

from sim.complaints import Complaint
from sim.outcome import COLUMNS, NOT_STARTED, STOPPED
from sim.parameters import PARAMETERS, Parameters
from sim.sensitivity.problem import Problem
from sim.study.design import read_design
from sim.study.engines import engine_facts, table_of_facts
from sim.study.measures import check_measure, measure_values
from sim.study.points import Inputs, Points
from sim.study.vary import bounds_of, together
from sim.workplace import Workplace

CHUNK = 32  # points that a thread takes at a time
SET = "parameter_set"  # the input that says which member of an ensemble holds; its values have no order
Tell = Callable[[int, int], None]


class Outcomes(NamedTuple):
    """What runs gave, each of shape (points, replications); means over the units of the workplace, nan where a run failed.

    measure: of every run; stopped: 1 where it stopped before launch; among: the measure of runs that went on, nan for others.
    """

    measure: np.ndarray
    stopped: np.ndarray
    among: np.ndarray


@dataclass(frozen=True)
class Question:
    """What is asked of which workplace; ``fixed`` are the settings that stand the same at every point.

    members: parameter sets; with them the last input is SET, and parameters that are no inputs are those of the member it names.
    """

    text: str
    problem: Problem
    place: Workplace
    keys: tuple[tuple[str, ...], ...]  # the settings that each input moves
    fixed: dict[str, float]
    measure: str
    follow_up: int
    seed: int
    engine: str
    members: tuple[Parameters, ...] = ()

    def points(self, table: np.ndarray) -> Points:
        """Points of Takehold from a table of shape (points, inputs)."""
        names = (*self.fixed, *(key for keys in self.keys for key in keys))
        columns = [i for i, keys in enumerate(self.keys) for _ in keys]
        values = np.column_stack([np.tile(list(self.fixed.values()), (len(table), 1)), table[:, columns]])
        return Points((self.place,), np.zeros(len(table), int), names, values)

    def check(self) -> None:
        """Build the ends of every range with the other inputs in the middle, and all ends at once; raises Complaint."""
        middle = np.tile(self.problem.scaled(np.full(len(self.problem), 0.5)), (len(self.problem), 1))
        np.fill_diagonal(low := middle.copy(), self.problem.low)
        np.fill_diagonal(high := middle.copy(), self.problem.high)
        points = self.points(np.vstack([low, high, self.problem.low, self.problem.high]))
        for point in range(len(points)):
            points.inputs(point)

    def outcomes(self, table: np.ndarray, replications: int, workers: int, tell: Tell | None = None) -> Outcomes:
        """Run every point ``replications`` times; replication j has the same draws at all points.

        table: shape (points, inputs). The result does not depend on ``workers``, threads of the compiled engine.
        """
        engine_facts(self.engine)
        starts = range(0, len(table), CHUNK)
        job = partial(self._chunk, replications=replications)
        parts = []
        with ThreadPoolExecutor(workers) as pool:
            for start, part in zip(starts, pool.map(job, (table[at:at + CHUNK] for at in starts)), strict=True):
                parts.append(part)
                if tell:
                    tell(min(start + CHUNK, len(table)) * replications, len(table) * replications)
        return Outcomes(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))

    def inputs(self, points: Points, point: int, row: np.ndarray) -> Inputs:
        """What a point is run with; row: its values of the inputs, of which the last names the member where there are members."""
        found = points.inputs(point)
        if not self.members:
            return found
        member = self.members[min(int(row[-1] * len(self.members)), len(self.members) - 1)]
        moved = {name: getattr(found.parameters, name) for name in points.names if name in PARAMETERS}
        return found._replace(parameters=member.model_copy(update=moved))

    def _chunk(self, table: np.ndarray, replications: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Measure, stopped and measure among those that went on; each (points, replications)."""
        points, units = self.points(table), len(self.place.units)
        facts = np.full((len(points), replications, units, len(COLUMNS)), np.nan)
        for point in range(len(points)):
            rows, numbers = self._facts(self.inputs(points, point, table[point]), replications)
            facts[point, numbers] = rows.reshape(-1, units, len(COLUMNS))
        there = ~np.isnan(facts).any(axis=(2, 3))
        value, stopped, idle = (measure_values(name, facts[there].reshape(-1, len(COLUMNS))).reshape(-1, units)
                                for name in (self.measure, STOPPED, NOT_STARTED.replace(" ", "_")))
        on = stopped + idle == 0
        found = np.full((3, *there.shape), np.nan)
        found[0][there], found[1][there] = value.mean(axis=1), stopped.mean(axis=1)
        found[2][there] = np.divide((value * on).sum(axis=1), on.sum(axis=1), out=np.full(len(on), np.nan), where=on.any(axis=1))
        return found[0], found[1], found[2]

    def _facts(self, inputs: Inputs, replications: int) -> tuple[np.ndarray, list[int]]:
        """Facts of the runs that came to an end, a row per run and unit, and the numbers of these runs."""
        run = partial(table_of_facts, self.engine, inputs, self.seed, [self.follow_up])
        try:
            return run(0, replications).reshape(-1, len(COLUMNS)), list(range(replications))
        except Complaint:
            raise
        except Exception:  # one run or several failed; each is tried alone
            facts = {number: one for number in range(replications) if (one := _tried(run, number)) is not None}
            return np.reshape(list(facts.values()), (-1, len(COLUMNS))), list(facts)


def _tried(run: Callable[[int, int], np.ndarray], number: int) -> np.ndarray | None:
    try:
        return run(number, number + 1)
    except Exception:
        return None


def read_question(path: Path, measure: str = "", seed: int | None = None, members: tuple[Parameters, ...] = ()) -> Question:
    """A study file whose vary is a sample of ranges, as a question of sensitivity.

    measure and seed replace the file's; the latest of several follow-ups counts. members: parameter sets from which the parameters
    that are no inputs come, instead of the defaults. Raises Complaint.
    """
    design = read_design(path)
    study = design.study
    kind = "sobol" if study.vary.sobol else "latin_hypercube"
    sample = study.vary.sobol or study.vary.latin_hypercube
    if sample is None:
        raise Complaint(f"{path}: sensitivity needs ranges: give vary.sobol or vary.latin_hypercube with ranges = {{ name = [low, high] }}")
    if len(design.points.places) > 1:
        names = ", ".join(place.name for place in design.points.places)
        raise Complaint(f"{path}: workplaces = {names}: sensitivity takes one workplace at a time")
    bounds = bounds_of(kind, sample.ranges)
    if len(bounds) < 2:
        raise Complaint(f"{path}: vary.{kind}.ranges has one setting; at least two are needed to share a result out between")
    keys: tuple[tuple[str, ...], ...] = tuple(tuple(together(key)) for key, _, _ in bounds)
    problem = Problem(short_names(keys), tuple(low for _, low, _ in bounds), tuple(high for _, _, high in bounds))
    if members:
        problem, keys = Problem((*problem.names, SET), (*problem.low, 0.0), (*problem.high, 1.0)), (*keys, ())
    moved = {name for some in keys for name in some}
    fixed = {name: value for name, value in design.points.settings(0).items() if name not in moved}
    question = Question(study.question, problem, design.points.places[0], keys, fixed, check_measure(measure or study.replications.measure),
                        study.follow_ups[-1], study.seed if seed is None else seed, study.engine, members)
    try:
        question.check()
    except Complaint as complaint:
        raise Complaint(f"{path}: vary.{kind}.ranges: {complaint}") from None
    return question


def short_names(keys: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    """A name for each input: several settings that move together and end alike go by that end, where it is no other's."""
    ends = [{name.rpartition(".")[2] for name in some} for some in keys]
    names = []
    for some, end in zip(keys, ends, strict=True):
        alone = len(some) > 1 and len(end) == 1 and sum(bool(end & other) for other in ends) == 1
        names.append(end.copy().pop() if alone else " + ".join(some))
    return tuple(names)
