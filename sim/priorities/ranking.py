"""What to do first in a workplace: every lever and pair, by paired runs over parameter sets, best first."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import compress
from pathlib import Path

import numpy as np

from sim.calibration.drawn import draw
from sim.calibration.members import RANGES
from sim.errors import InputError, check_progress, checked, known, whole_number
from sim.fitting.result import FitResult
from sim.fitting.same import check_given
from sim.inputs.parameters import PARAMETERS
from sim.inputs.phases import DEFAULT_FOLLOW_UP
from sim.inputs.places import dotted, steps
from sim.inputs.reading import load_workplace, workplaces
from sim.inputs.settings import checked_follow_up
from sim.inputs.workplace import Workplace
from sim.model.cast import Cast, People, cast_of
from sim.model.intervals import Estimate
from sim.model.measures import MEASURES, Measure
from sim.observations.answers import Answer
from sim.priorities.decision import (
    FIRST_MEMBERS,
    LEAST_RUNS,
    MOST_MEMBERS,
    RANKED_FROM,
    Look,
    Undecided,
    in_common_runs,
    looks_of,
    spread_confidence,
    would_decide,
)
from sim.priorities.given import GivenBench
from sim.priorities.goes_back import goes_back_to
from sim.priorities.measures import aim, over_members
from sim.priorities.observing import would_tell
from sim.priorities.packages import BEFORE_TRUST, NOTHING, Package, candidates, doses_for, go_together, package
from sim.priorities.paired_runs import Bench
from sim.priorities.race import Block, Race, blocks_of, places, probability_best, race
from sim.priorities.ranking_result import Entry, Timing, UnitRanking
from sim.priorities.robustness import without_mechanisms
from sim.priorities.verdict import cannot_say
from sim.priorities.wording import Priorities
from sim.runs.simulate import MESA, Progress

RUNS = 1536  # most runs of each package
RIVALS_RUN_AGAIN = 5  # packages, beside the best, that are run again with each mechanism switched off
AGAIN = Block(slice(0, FIRST_MEMBERS), slice(0, 2))  # what they are run over
MOST_LEVERS = 4  # of a package within a budget
IDLE = 0.95  # a lever that changes nothing in so large a share of runs, or a larger one, is not advised


def priorities(workplace: Workplace | str | Path, *, unit: str | None = None, budget: float | None = None, measure: str = "retention",
               horizon: int = DEFAULT_FOLLOW_UP, runs: int = RUNS, seed: int = 0, workers: int = 2,
               doses: Mapping[str, float] | None = None, ensemble: str | Path | None = None, contexts: str = RANGES,
               progress: Progress | None = None, people: People | Cast | None = None, given: FitResult | None = None) -> Priorities:
    """Rank every lever and every pair of levers for a workplace, or for all four of the study ("all").

    unit: one unit; levers are pulled in the whole workplace all the same. budget: person-hours of employees and leader
    beyond doing nothing; then packages of up to four levers are tried too. measure: one of measures.AIMS. horizon: weeks
    after launch. runs: most runs of each package, over all parameter sets. doses: other doses than packages.DOSES.
    ensemble: the folder of one that takehold calibrate made, instead of the shipped one. contexts: as for over_admissible.
    progress: called with steps done and in all. people: classes of one's own, as for sim.simulate. The result does not depend on workers.
    given: what sim.fit found for this workplace; levers are then pulled after the last observation, in runs that fit what was observed.
    Raises InputError for what cannot be used, before the first run.
    """
    places_ = [load_workplace(name) for name in workplaces()] if isinstance(workplace, str) and workplace == "all" else [
        workplace if isinstance(workplace, Workplace) else load_workplace(workplace)]
    names = [one.name for place in places_ for one in place.units]
    if unit is not None:
        known("unit", unit, names)
    check_progress(progress)
    hours = None if budget is None else checked("option", "budget", budget, 0, 1e9, "person-hours")
    wanted, weeks, seed = aim(measure), checked_follow_up(horizon), whole_number("seed", seed)
    runs, workers = enough_runs("package", runs), whole_number("workers", workers, least=1)
    if given is not None:
        check_given(given, places_)
        return _from_here_on(given, GivenBench(given, wanted, weeks, seed, workers, runs), unit, hours, doses, progress)
    sets = draw(MOST_MEMBERS, seed, ensemble, contexts)
    looks = looks_of(runs, len(sets))
    benches = [Bench(place, sets.parameters, wanted, weeks, seed, workers, cast_of(people), sets.places(place)) for place in places_]
    tried = [candidates(doses_for(place, doses)) for place in places_]
    todo = [(bench, packages, number) for bench, packages in zip(benches, tried, strict=True)
            for number, one in enumerate(bench.place.units) if unit in (None, one.name)]
    units = []
    for done, (bench, packages, number) in enumerate(todo):
        found = UnitSearch(bench, number, packages, looks, hours).answer()
        units.append(replace(found, spread=goes_back_to(bench, number, found.best.package, [AGAIN], ensemble, contexts)))
        if progress:
            progress(done + 1, len(todo))
    return Priorities(tuple(units), wanted, weeks, hours, seed, looks[-1].members)


def _from_here_on(found: FitResult, bench: GivenBench, unit: str | None, budget: float | None, doses: Mapping[str, float] | None,
                  progress: Progress | None) -> Priorities:
    """The same in runs that fit what was observed, over the levers that can still change something."""
    place, open_ = bench.place, {name: dose for name, dose in doses_for(bench.place, doses).items() if name in bench.open}
    if over := [name for name in doses or {} if name not in open_]:
        raise InputError(f"lever {over[0]} can change nothing any more after the last observation, week {found.last_week}; "
                         f"still open: {', '.join(open_)}")
    todo = [number for number, one in enumerate(place.units) if unit in (None, one.name)]
    units = []
    for done, number in enumerate(todo):
        units.append(UnitSearch(bench, number, candidates(open_), bench.looks, budget).answer())
        if progress:
            progress(done + 1, len(todo))
    return Priorities(tuple(units), bench.aim, bench.horizon, budget, bench.seed, bench.looks[-1].members, bench.given())


def enough_runs(what: str, runs: object) -> int:
    """So many runs of each package or lever as a whole number; raises InputError where they are too few for a ranking."""
    number = whole_number("runs", runs, least=1)
    if number < RANKED_FROM:
        raise InputError(f"--runs {number} is too few for a ranking: it takes at least {RANKED_FROM} runs of each {what}, and at least "
                        f"{LEAST_RUNS} before a first place is called decided")
    return number


class UnitSearch:
    """The search for the best package of one unit."""

    def __init__(self, bench: Bench, unit: int, packages: Sequence[Package], looks: Sequence[Look], budget: float | None):
        self.bench, self.unit, self.looks, self.budget = bench, unit, tuple(looks), budget
        self.packages, self.blocks = list(packages), blocks_of(looks)
        # With a budget, a third and a fourth lever may join any pair; all those packages are counted.
        self.others = (len(packages) if budget is None else len(candidates(doses_for(bench.place), MOST_LEVERS))) - 1

    def answer(self) -> UnitRanking:
        """Race, extend within the budget, leave out what adds nothing, time, and test against wrong mechanisms."""
        before = self.bench.runs
        packages, run = self.race(self.packages)
        if self.budget is not None:
            packages, run = self.extended(packages, run)
        first = packages[run.best]
        run = self.sparing(packages, run)
        entries = self.entries(packages, run)
        best, enough = packages[run.best], self.looks[-1].stage > 0
        found, timing = [], None
        if best != NOTHING and not cannot_say(len(run.rivals)):
            others = [packages[arm] for arm in run.order[1:RIVALS_RUN_AGAIN]] + [NOTHING]
            found, timing = without_mechanisms(self.bench, self.unit, best, others, self.again()), self.timing(best)
        return UnitRanking(self.bench.place.name, self.bench.place.units[self.unit], tuple(entries), run.decided,
                           tuple(packages[arm] for arm in run.rivals), self.undecided(run) if enough and run.rivals else None,
                           self.would_tell(packages, run) if enough and run.rivals else None, enough,
                           self.looks[-1].members, first if first != best else None, self.affordable(packages, run), timing,
                           tuple(found), self.bench.runs - before)

    def again(self) -> Block:
        """What is run over with each mechanism switched off; of runs that fit what was observed, what there is of it."""
        last = self.looks[-1]
        if self.bench.from_start:
            return AGAIN
        return Block(slice(0, min(AGAIN.members.stop, last.members)), slice(0, min(AGAIN.runs.stop, last.runs)))

    def sparing(self, packages: Sequence[Package], run: Race) -> Race:
        """The race with that package first of which nothing can be left out: what is larger and not clearly better gives way to it."""
        best = run.best
        while smaller := [arm for arm in (*run.rivals, *run.same, run.best) if set(packages[arm]) < set(packages[best])
                          and self.adds_nothing(packages, run, best, arm)]:
            best = max(smaller, key=lambda arm: float(run.values[arm].mean()))
        if best == run.best:
            return run
        able = [run.best, *run.rivals, *run.same]
        same = [arm for arm in able if arm != best and np.array_equal(run.values[arm], run.values[best])]
        return replace(run, order=sorted(run.order, key=lambda arm: arm != best), same=same,
                       rivals=[arm for arm in able if arm != best and arm not in same])

    def adds_nothing(self, packages: Sequence[Package], run: Race, larger: int, smaller: int) -> bool:
        """Whether one package is not clearly better than one that it holds, or is no different in nearly all runs."""
        apart = in_common_runs(run.values[larger], run.values[smaller])
        if not over_members(self.bench.aim.measure, apart).low > 0:
            return True
        first, second = (self.bench.drawn(packages[arm], self.unit, self.blocks[:1]) for arm in (larger, smaller))
        return float((first == second).all(axis=2).mean()) >= IDLE

    def affordable(self, packages: Sequence[Package], run: Race) -> bool:
        """Whether any package that is left changes the measure in any run."""
        return any(run.values[arm].any() for arm, one in enumerate(packages) if one != NOTHING)

    def undecided(self, run: Race) -> Undecided:
        """What would tell the best apart from the rival that stands highest."""
        members, last = self.bench.members, self.looks[-1]
        values = {name: np.array([getattr(one, name) for one in members], float) for name in PARAMETERS}
        place, own = self.bench.place, f"units.{self.unit}."
        values |= {dotted(steps(path), place.model_dump()).partition("].")[2]: np.array([one.entry(path) for one in self.bench.where])
                   for path in place.ranges if path.startswith(own)}
        rival = max(run.rivals, key=lambda arm: float(run.values[arm].mean()))
        left = looks_of(2 * last.each, len(members))[-1].members > last.members
        return would_decide(run.values[run.best], run.values[rival], values, left)

    def would_tell(self, packages: Sequence[Package], run: Race) -> tuple[Answer, ...] | None:
        """The observations that would help most to choose among the best and its rivals; None for people who run on Mesa only."""
        able = [run.best, *run.rivals]
        if self.bench.engine == MESA or not self.bench.from_start:
            return None
        return tuple(would_tell(self.bench, self.unit, [packages[arm] for arm in able], [run.values[arm] for arm in able]))

    def race(self, packages: Sequence[Package], surely: Package = NOTHING) -> tuple[list[Package], Race]:
        """Race those packages that can be afforded; one that turns out too dear in more runs is left out, and raced again without.

        surely: one of them that is known to be affordable, so that there is always something to race.
        """
        kept = list(packages)
        self.bench.draw(kept, self.blocks[0])
        while True:
            costs = [self.hours(one, self.blocks[:1]) for one in kept]
            if self.budget is not None:
                able = [one == surely or cost <= self.budget for one, cost in zip(kept, costs, strict=True)]
                kept, costs = list(compress(kept, able)), list(compress(costs, able))
            run = race(lambda arms, block: self.bench.gains([kept[arm] for arm in arms], self.unit, block), costs, self.looks,  # noqa: B023
                       others=self.others, reach=self.bench.aim.reach)
            dear = {one for arm, one in enumerate(kept) if self.budget is not None and one != surely
                    and self.hours(one, self.taken(run, arm)) > self.budget}
            if not dear:
                return kept, run
            kept = [one for one in kept if one not in dear]

    def hours(self, one: Package, blocks: Sequence[Block]) -> float:
        """Mean person-hours of employees and leader beyond doing nothing."""
        return float(self.bench.paired(one, self.unit, blocks).hours.mean())

    def taken(self, run: Race, arm: int) -> list[Block]:
        """The blocks that a package was run over."""
        return [block for look, block in zip(self.looks, self.blocks, strict=True) if look.each <= run.values[arm].size]

    def extended(self, packages: list[Package], run: Race) -> tuple[list[Package], Race]:
        """Add a third and a fourth lever to the best package, as long as it then comes first (greedy)."""
        singles = [one for one in self.packages if len(one) == 1]
        while len(best := packages[run.best]) < MOST_LEVERS and best:
            larger = [package(dict(best + single)) for single in singles
                      if single[0][0] not in dict(best) and go_together([*dict(best), single[0][0]])]
            packages, run = self.race(list(dict.fromkeys([*packages, *larger])))
            if packages[run.best] == best:
                break
        return packages, run

    def timing(self, best: Package) -> Timing | None:
        """The best package after no, some and many weeks of trust first; None where the project has begun."""
        if not self.bench.from_start:
            return None
        tried = sorted({*BEFORE_TRUST, dict(best).get("trust_first_weeks", 0.0)})
        variants = {package({**dict(best), "trust_first_weeks": weeks}) if weeks else
                    tuple(one for one in best if one[0] != "trust_first_weeks"): weeks for weeks in tried}
        packages, run = self.race(list(variants), surely=best)
        weeks = [variants[one] for one in packages]
        gains = {weeks[arm]: over_members(self.bench.aim.measure, self.bench.aim.better * run.values[arm], spread_confidence(len(packages)))
                 for arm in range(len(packages))}
        able = [run.best, *run.rivals, *run.same]
        # Weeks that are not decided to be better are no reason to take others than the package has, nor to wait longer.
        chosen = min(able, key=lambda arm: (packages[arm] != best, weeks[arm]))
        return Timing(packages[chosen], gains, tuple(sorted(weeks[arm] for arm in able if arm != chosen)),
                      tuple(one for one in tried if one not in weeks), run.decided)

    def entries(self, packages: Sequence[Package], run: Race) -> list[Entry]:
        """All packages, best first."""
        best = probability_best(run.values, run.order, self.bench.seed)
        spans = places(run, self.bench.aim.reach)
        return [self.entry(packages[arm], run, arm, float(best[arm]), spans[arm]) for arm in run.order]

    def entry(self, one: Package, run: Race, arm: int, best: float, span: tuple[int, int]) -> Entry:
        """One package with all that is known of it."""
        change = self.bench.paired(one, self.unit, self.taken(run, arm))
        measure, members = self.bench.aim.measure, change.change.mean(axis=1)
        low, middle, high = (float(bound) for bound in np.quantile(members, [0.05, 0.5, 0.95]))
        return Entry(
            unit=self.bench.place.units[self.unit].name, measure=measure, package=one,
            gain=self.told(one, measure, change.change, spread_confidence(len(run.values))),
            across_members=Estimate(middle, low, high, len(members)), helps_in=int((self.bench.aim.better * members > 0).sum()),
            trust=self.told(one, MEASURES["trust_change"], change.trust),
            lowers_trust=float((change.trust < 0).mean()), hours=self.told(one, MEASURES["hours_total"], change.hours),
            leader=self.told(one, MEASURES["hours_leader"], change.leader),
            consultant=self.told(one, MEASURES["hours_consultant"], change.consultant),
            hours_by_phase=tuple(float(hours) for hours in change.phases.mean(axis=(0, 1))), probability_best=best, places=span,
            separated=arm not in (run.best, *run.rivals, *run.same))

    @staticmethod
    def told(one: Package, measure: Measure, changes: np.ndarray, confidence: float = 0.95) -> Estimate:
        """A mean change; doing nothing differs from doing nothing by nothing, whatever is drawn."""
        return Estimate(0.0, 0.0, 0.0, changes.size) if one == NOTHING else over_members(measure, changes, confidence)
