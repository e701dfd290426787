"""What to do first in a workplace: every lever and pair, by paired runs over parameter sets, best first."""

from collections.abc import Mapping, Sequence
from itertools import compress
from pathlib import Path

import numpy as np

from sim.calibration.ensemble import load_ensemble
from sim.complaints import Complaint, checked, no_such
from sim.draws import whole_number
from sim.intervals import Estimate
from sim.parameters import Parameters
from sim.phases import DEFAULT_FOLLOW_UP
from sim.priorities.answer import Entry, Priorities, Timing, UnitRanking
from sim.priorities.bench import Bench
from sim.priorities.doses import BEFORE_TRUST, NOTHING, Package, candidates, doses_for, go_together, package
from sim.priorities.measures import aim
from sim.priorities.race import Race, interval, places, probability_best, race
from sim.priorities.robustness import without_mechanisms
from sim.reading import load_workplace, workplaces
from sim.runs import Progress
from sim.settings import checked_follow_up
from sim.workplace import Workplace

MOST_MEMBERS, FIRST_LOOK, RUNS = 48, 4, 1536
RIVALS_TOLD_AGAIN = 5  # packages, beside the best, that are told again with each mechanism switched off
MOST_LEVERS = 4  # of a package within a budget


def priorities(workplace: Workplace | str | Path, *, unit: str | None = None, budget: float | None = None, measure: str = "retention",
               horizon: int = DEFAULT_FOLLOW_UP, runs: int = RUNS, seed: int = 0, workers: int = 2,
               doses: Mapping[str, float] | None = None, ensemble: str | Path | None = None,
               progress: Progress | None = None) -> Priorities:
    """Rank every lever and every pair of levers for a workplace, or for all four of the study ("all").

    unit: one unit; levers are pulled in the whole workplace all the same. budget: person-hours of employees and leader
    beyond doing nothing; then packages of up to four levers are tried too. measure: one of measures.AIMS. horizon: weeks
    after launch. runs: most runs of each package, over all parameter sets. doses: other doses than doses.DOSES.
    ensemble: the folder of one that takehold calibrate made, instead of the shipped one.
    progress: called with steps done and in all. The result does not depend on workers.
    Raises Complaint for what cannot be used, before the first run.
    """
    places_ = [load_workplace(name) for name in workplaces()] if workplace == "all" else [
        workplace if isinstance(workplace, Workplace) else load_workplace(workplace)]
    names = [one.name for place in places_ for one in place.units]
    if unit is not None and unit not in names:
        raise Complaint(no_such("unit", unit, names))
    hours = None if budget is None else checked("option", "budget", budget, 0, 1e9, "person-hours")
    wanted, weeks, seed = aim(measure), checked_follow_up(horizon), whole_number("seed", seed)
    runs, workers = whole_number("runs", runs, least=2), whole_number("workers", workers, least=1)
    sets = some_members(min(MOST_MEMBERS, runs), seed, ensemble)
    benches = [Bench(place, sets, wanted, weeks, seed, workers) for place in places_]
    tried = [candidates(doses_for(place, doses)) for place in places_]
    todo = [(bench, packages, number) for bench, packages in zip(benches, tried, strict=True)
            for number, one in enumerate(bench.place.units) if unit in (None, one.name)]
    units = []
    for done, (bench, packages, number) in enumerate(todo):
        units.append(UnitSearch(bench, number, packages, looks_of(runs, len(sets)), hours).answer())
        if progress:
            progress(done + 1, len(todo))
    return Priorities(tuple(units), wanted, weeks, hours, seed, len(sets))


def some_members(count: int, seed: int, ensemble: str | Path | None = None) -> tuple[Parameters, ...]:
    """So many parameter sets of an ensemble that shows the study's patterns, drawn by the seed without putting back.

    Warns when it was made by another model than the present one.
    """
    found = load_ensemble(ensemble)
    found.note_other_model()
    everybody = found.members
    chosen = np.random.default_rng(seed).permutation(len(everybody))[:count]
    return tuple(everybody[number] for number in sorted(chosen))


def looks_of(runs: int, members: int) -> tuple[int, ...]:
    """Runs of each member after which packages may drop out: 4, 8, 16 ... up to its share of all runs."""
    most = max(1, runs // members)
    looks = [FIRST_LOOK * 2**k for k in range(20) if FIRST_LOOK * 2**k < most]
    return (*looks, most)


class UnitSearch:
    """The search for the best package of one unit."""

    def __init__(self, bench: Bench, unit: int, packages: Sequence[Package], looks: tuple[int, ...], budget: float | None):
        self.bench, self.unit, self.looks, self.budget = bench, unit, looks, budget
        self.packages = list(packages)

    def answer(self) -> UnitRanking:
        """Race, extend within the budget, time, and test against wrong mechanisms."""
        before = self.bench.runs
        packages, run = self.race(self.packages)
        if self.budget is not None:
            packages, run = self.extended(packages, run)
        entries = self.entries(packages, run)
        best = packages[run.best]
        others = [packages[arm] for arm in run.order[1:RIVALS_TOLD_AGAIN]] + [NOTHING]
        again = Bench(self.bench.place, self.bench.members[::2], self.bench.aim, self.bench.horizon, self.bench.seed, self.bench.workers)
        found = [] if best == NOTHING else without_mechanisms(again, self.unit, best, others, self.looks[0])
        timing = None if best == NOTHING else self.timing(best)
        place = self.bench.place
        return UnitRanking(place.name, place.units[self.unit], tuple(entries), run.decided, tuple(packages[arm] for arm in run.rivals),
                           run.more_could_decide, timing, tuple(found), self.bench.runs - before + again.runs)

    def race(self, packages: Sequence[Package], surely: Package = NOTHING) -> tuple[list[Package], Race]:
        """Race those packages that can be afforded; one that turns out too dear in more runs is left out, and raced again without.

        surely: one of them that is known to be affordable, so that there is always something to race.
        """
        kept = list(packages)
        self.bench.draw(kept, 0, self.looks[0])
        while True:
            costs = [self.hours(one, self.looks[:1]) for one in kept]
            if self.budget is not None:
                able = [one == surely or cost <= self.budget for one, cost in zip(kept, costs, strict=True)]
                kept, costs = list(compress(kept, able)), list(compress(costs, able))
            run = race(lambda arms, first, last: self.bench.gains([kept[arm] for arm in arms], self.unit, first, last), costs, self.looks)  # noqa: B023
            dear = {one for arm, one in enumerate(kept) if self.budget is not None and one != surely
                    and self.hours(one, self.taken(run, arm)) > self.budget}
            if not dear:
                return kept, run
            kept = [one for one in kept if one not in dear]

    def hours(self, one: Package, looks: Sequence[int]) -> float:
        """Mean person-hours of employees and leader beyond doing nothing."""
        return float(self.bench.paired(one, self.unit, looks).hours.mean())

    def taken(self, run: Race, arm: int) -> tuple[int, ...]:
        """The looks that a package came to."""
        return tuple(look for look in self.looks if look <= run.values[arm].shape[1])

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

    def timing(self, best: Package) -> Timing:
        """The best package after no, some and many weeks of trust first."""
        tried = sorted({*BEFORE_TRUST, dict(best).get("trust_first_weeks", 0.0)})
        variants = {package({**dict(best), "trust_first_weeks": weeks}) if weeks else
                    tuple(one for one in best if one[0] != "trust_first_weeks"): weeks for weeks in tried}
        packages, run = self.race(list(variants), surely=best)
        weeks = [variants[one] for one in packages]
        gains = {weeks[arm]: interval(run.values[arm]) for arm in range(len(packages))}
        return Timing(packages[run.best], gains, tuple(weeks[arm] for arm in run.rivals),
                      tuple(one for one in tried if one not in weeks), run.decided)

    def entries(self, packages: Sequence[Package], run: Race) -> list[Entry]:
        """All packages, best first."""
        best = probability_best(run.values, run.order, self.bench.seed)
        spans = places(run.values)
        return [self.entry(packages[arm], run, arm, float(best[arm]), spans[arm]) for arm in run.order]

    def entry(self, one: Package, run: Race, arm: int, best: float, span: tuple[int, int]) -> Entry:
        """One package with all that is known of it."""
        change = self.bench.paired(one, self.unit, self.taken(run, arm))
        members = change.gain.mean(axis=1)
        low, middle, high = (float(bound) for bound in np.quantile(members, [0.05, 0.5, 0.95]))
        return Entry(
            unit=self.bench.place.units[self.unit].name, package=one, gain=interval(change.gain),
            across_members=Estimate(middle, low, high, len(members)), trust=interval(change.trust),
            lowers_trust=float((change.trust < 0).mean()), hours=interval(change.hours),
            leader=interval(change.leader), consultant=interval(change.consultant),
            hours_by_phase=tuple(float(hours) for hours in change.phases.mean(axis=(0, 1))), probability_best=best, places=span,
            separated=arm not in (run.best, *run.rivals))
