"""What a candidate has to show: the calibration checks, and what they ask to be simulated.

This module alone knows where the evidence comes from and how a candidate is run. Everything behind it sees numbers: for each run of a
candidate the number that a check is the mean of.
"""

import hashlib
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

import numpy as np

from sim.calibration.cube import Cube
from sim.errors import InputError
from sim.evidence.arms import FIRST, Arm, recorded
from sim.evidence.declaration import CALIBRATION, Bound, Check, Sample
from sim.evidence.reading import findings
from sim.evidence.statistics import MEANS
from sim.inputs.levers import make_levers
from sim.inputs.parameters import MECHANISMS, Parameters
from sim.inputs.reading import load_workplace, workplaces
from sim.inputs.workplace import Workplace
from sim.kernel import engine
from sim.kernel.engine import Setting
from sim.kernel.worlds import person_weeks
from sim.model.outcome import COLUMNS, NAMES, measures_of
from sim.model.random_inputs import random_workplace

FEW = 20  # runs of each workplace, by which two models are told apart
CONTEXTS, CONTEXTS_SEED = 200, 7  # random contexts on which a check may rest: run number i is in context i modulo 200


class Target(NamedTuple):
    """One check, the finding it belongs to, and the arms of its samples."""

    pattern: str
    check: Check
    arms: Mapping[str, Arm]


class Group(NamedTuple):
    """Arms that have to be run for the same checks. checks: their places in the evidence. cost: of a run, in person-weeks."""

    name: str
    arms: tuple[str, ...]
    checks: tuple[int, ...]
    places: tuple[str, ...]
    cost: float

    @property
    def is_random(self) -> bool:
        """Whether it is run on random contexts, which are looked at last."""
        return not self.places


def targets(uses: Container[str] = (CALIBRATION,), file: str | None = None) -> list[Target]:
    """The checks of the findings that parameters may be chosen on, or of other uses, with those of a file of one's own.

    Only such as are means over runs; raises InputError for another one for calibration.
    """
    found = [Target(one.id, check, one.arms) for one in findings(file) if one.use in uses for check in one.checks
             if one.use == CALIBRATION or check.measure.kind in MEANS]
    for target in found:
        if target.check.measure.kind not in MEANS:
            raise InputError(f"finding {target.pattern}: a {target.check.measure.kind} is not the mean of a number that each run "
                             "has, so no parameters can be chosen on it")
    return found


def workplaces_of(wanted: Iterable[Target]) -> list[Workplace]:
    """The workplaces that checks are about, those of random contexts aside."""
    return [recorded(arm.workplace) for target in wanted for arm in target.arms.values() if not arm.is_random]


def without(wanted: Sequence[Target], left_out: str | None) -> list[Target]:
    """The targets that belong to another pattern, and look at other units, than the one that is left out."""
    return [target for target in wanted
            if left_out != target.pattern and all(sample.unit != left_out for sample in target.check.samples)]


def places(own: Iterable[Workplace] = ()) -> tuple[Workplace, ...]:
    """The shipped workplaces, and those of one's own, which take the place of a shipped one of the same name."""
    found = {place.name: place for place in map(load_workplace, workplaces())}
    for place in own:
        shipped = found.get(place.name)
        if shipped and [unit.name for unit in shipped.units] != [unit.name for unit in place.units]:
            raise InputError(f"workplace {place.name} has the name of one of the study and other units; give it another name")
        found[place.name] = place
    return tuple(found.values())


class Runs(dict[str, np.ndarray]):
    """The measures of runs of many candidates, each an array of shape (candidates, runs), worked out when it is asked for."""

    def __init__(self, facts: np.ndarray):
        super().__init__()
        self.facts = facts

    def __missing__(self, name: str) -> np.ndarray:
        known = dict(zip(NAMES, range(len(NAMES)), strict=True))
        found = self.facts[..., known[name]] if name == "practices" else measures_of(self.facts, [name])[name]
        self[name] = found.reshape(self.facts.shape[:2])
        return self[name]


@dataclass(frozen=True)
class Checks:
    """Checks on the runs of candidates that are points of a cube."""

    cube: Cube
    targets: tuple[Target, ...]

    @property
    def bounds(self) -> list[Bound]:
        """What each check allows."""
        return [target.check.bound for target in self.targets]

    @property
    def labels(self) -> list[str]:
        """What each check is called."""
        return [f"{target.pattern}: {target.check.label}" for target in self.targets]

    @property
    def patterns(self) -> dict[str, list[int]]:
        """The checks of each pattern, by their places."""
        return {name: [number for number, target in enumerate(self.targets) if target.pattern == name]
                for name in dict.fromkeys(target.pattern for target in self.targets)}

    @property
    def dimensions(self) -> int:
        """How many coordinates the cube has."""
        return len(self.cube.names)

    def values(self, points: np.ndarray) -> np.ndarray:
        """Points of the cube in their own units."""
        return self.cube.values(points)

    def columns(self, places: Sequence[str]) -> np.ndarray:
        """The coordinates that runs of some workplaces depend on."""
        return self.cube.columns(places)

    @cached_property
    def arms(self) -> dict[str, Arm]:
        """All ways of running a workplace, by name."""
        return {name: arm for target in self.targets for name, arm in target.arms.items()}

    @cached_property
    def groups(self) -> list[Group]:
        """Checks that need the same arms, with all arms of each."""
        sets: list[tuple[set[str], list[int]]] = []
        for number, target in enumerate(self.targets):
            arms, checks = {sample.arm for sample in target.check.samples}, [number]
            for other in [other for other in sets if other[0] & arms]:
                sets.remove(other)
                arms, checks = arms | other[0], other[1] + checks
            sets.append((arms, checks))
        return [self._group(sorted(arms), sorted(checks)) for arms, checks in sets]

    def _group(self, names: list[str], checks: list[int]) -> Group:
        arms = [self.arms[name] for name in names]
        typical = [in_contexts(arm.ground())[0] if arm.is_random else self.cube.places[place_of(arm)] for arm in arms]
        cost = sum(person_weeks(place, arm.week) for place, arm in zip(typical, arms, strict=True))
        where = sorted({place_of(arm) for arm in arms if not arm.is_random})
        return Group(" and ".join(names), tuple(names), tuple(checks), tuple(where), float(cost))

    def run(self, group: Group, values: np.ndarray, seeds: np.ndarray, firsts: np.ndarray, runs: int) -> np.ndarray:
        """What each run of each candidate shows of the checks of a group.

        values: a row per candidate in units of the cube. seeds, firsts: of its runs, and the number of the first.
        Returns shape (candidates, runs, checks of the group), nan for runs that a check does not count.
        """
        tables = self.tables(group, values, seeds, firsts, runs)
        return np.stack([_per_run(self.targets[number].check, tables) for number in group.checks], axis=-1)

    def tables(self, group: Group, values: np.ndarray, seeds: np.ndarray, firsts: np.ndarray, runs: int) -> dict[Sample, Runs]:
        """The runs of each candidate of all samples of a group; everything else as for run."""
        tables: dict[Sample, Runs] = {}
        sets = self.cube.parameters(values)
        wanted = {sample for number in group.checks for sample in self.targets[number].check.samples}
        for name in group.arms:
            arm = self.arms[name]
            off = {key: value for mechanism in arm.without for key, value in MECHANISMS[mechanism].items()}
            given = [one.model_copy(update=off) for one in sets] if off else sets
            if arm.is_random:
                of_units = {FIRST: _in_contexts(arm, given, seeds, firsts, runs)}
            else:
                of_units = facts_of_units(arm, given, self.cube.workplaces(place_of(arm), values), seeds, firsts, runs)
            tables |= {sample: Runs(of_units[sample.unit]) for sample in wanted if sample.arm == name}
        return tables

    def answers(self, values: np.ndarray, moved: Container[str]) -> str:
        """Twelve characters that change with all that decides whether a candidate is accepted.

        A hash of the ranges of what is moved, and of every bound with the value that a candidate gets in a few runs: a rule, a draw, a
        workplace or a pattern that is changed gives another one, a comment does not.
        """
        shown = dict[int, str]()
        for group in self.groups:
            some = self.run(group, values[None], np.zeros(1, int), np.zeros(1, int), FEW)[0]
            shown |= {check: f"{column[~np.isnan(column)].mean() if (~np.isnan(column)).any() else np.nan:.9g}"
                      for check, column in zip(group.checks, some.T, strict=True)}
        ends = zip(self.cube.names, self.cube.low.tolist(), self.cube.high.tolist(), strict=True)
        ranges = [(name, low, high) for name, low, high in ends if name in moved]
        told = [(pattern, *check.bound, shown[number]) for number, (pattern, check, _) in enumerate(self.targets)]
        return hashlib.sha256(repr((ranges, told)).encode()).hexdigest()[:12]


def _per_run(check: Check, tables: Mapping[Sample, Runs]) -> np.ndarray:
    return check.measure.per_run(*(tables[sample] for sample in check.samples))


def place_of(arm: Arm) -> str:
    """The name of the workplace that an arm is run at."""
    return arm.workplace if arm.workplace in workplaces() else recorded(arm.workplace).name


def facts_of_units(arm: Arm, sets: Sequence[Parameters], where: Sequence[Workplace], seeds: np.ndarray, firsts: np.ndarray,
             runs: int) -> dict[str, np.ndarray]:
    """Facts of each unit of a workplace, of shape (candidates, runs, COLUMNS)."""
    distinct = {id(place): place for place in where}
    as_run = {key: arm.changed(place) for key, place in distinct.items()}
    levers = make_levers(arm.levers)
    settings = [Setting(as_run[id(place)], one, levers, seed, first)
                for place, one, seed, first in zip(where, sets, seeds.tolist(), firsts.tolist(), strict=True)]
    facts = engine.facts_of_many(settings, [arm.week], runs).reshape(len(where), runs, -1, len(COLUMNS))
    return {unit.name: facts[:, :, at] for at, unit in enumerate(settings[0].place.units)}


def _in_contexts(arm: Arm, sets: Sequence[Parameters], seeds: np.ndarray, firsts: np.ndarray, runs: int) -> np.ndarray:
    """Facts of the first unit of random contexts, one run in each; of shape (candidates, runs, COLUMNS)."""
    several, levers = in_contexts(arm.ground()), make_levers(arm.levers)
    settings = [Setting(several[run % CONTEXTS], one, levers, seed, run) for one, seed, first in zip(sets, seeds.tolist(), firsts.tolist(),
                strict=True) for run in range(first, first + runs)]
    facts = engine.facts_of_many(settings, [arm.week], 1)
    units = np.array([len(setting.place.units) for setting in settings])
    return facts[np.cumsum(units) - units].reshape(len(sets), runs, len(COLUMNS))


@cache
def in_contexts(ground: str) -> list[Workplace]:
    """The random contexts of arms of the same ground."""
    arm = Arm.model_validate_json(ground)
    return [arm.changed(random_workplace(CONTEXTS_SEED, number)) for number in range(CONTEXTS)]
