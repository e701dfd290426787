"""What to do first from here on: packages raced in runs that fit what was observed, which part only after the last observation."""

from typing import NamedTuple

from sim.errors import InputError
from sim.fitting.ahead import Change, check_after, otherwise, still_open
from sim.fitting.result import FitResult
from sim.fitting.weights import slots
from sim.fitting.wording import goes_on
from sim.inputs.levers import LEVERS
from sim.kernel.engine import Setting
from sim.priorities.decision import MOST_MEMBERS, looks_of
from sim.priorities.measures import Aim
from sim.priorities.packages import NOTHING, Package, levers_of
from sim.priorities.paired_runs import Bench


class Given(NamedTuple):
    """What is told of a ranking from here on. week: of the last observation. over: levers that can change nothing any more."""

    week: int
    effective: float
    over: tuple[str, ...]
    said: str


class GivenBench(Bench):
    """Runs packages in runs that fit what was observed: members by their weight, as many as the fit is worth, and of each runs by theirs.

    runs: most runs of each package, over all members. Raises InputError where nothing is left to happen, or no lever is open.
    """

    from_start = False

    def __init__(self, found: FitResult, aim: Aim, horizon: int, seed: int, workers: int, runs: int):
        check_after(found, horizon)
        self.looks = looks_of(runs, min(MOST_MEMBERS, int(found.effective)))
        last, ground = self.looks[-1], found.ground
        self.chosen, self.inside = slots(found.run_weights, last.members, last.runs, seed)
        where = [ground.places[0][one] for one in self.chosen] if not ground.drawn else []  # else it differs between runs of a member
        super().__init__(ground.place, [ground.behaviour[one] for one in self.chosen], aim, horizon, seed, workers, where=where)
        self.found, shares = found, still_open(found, seed=seed)
        self.open = [name for name, share in shares.items() if share]
        if not self.open:
            raise InputError(f"no lever can change anything any more after the last observation, week {found.last_week}")

    def settings(self, packages: list[Package], members: range, first: int, last: int, without: str) -> tuple[list[Setting], int]:
        """One run each: its own past, and from the week after the last observation on the levers of a package."""
        return [self.setting(one, member, run, without) for one in packages for member in members for run in range(first, last)], 1

    def setting(self, one: Package, member: int, run: int, without: str) -> Setting:
        """A run of a member with a package; doing nothing is the run as it was weighted."""
        pair = int(self.chosen[member]), int(self.inside[member, run])
        begun, week = self.found.ground.setting(*pair), int(self.found.particles.until[pair])
        if one == NOTHING and not without:
            return begun
        levers = levers_of(one).model_dump(exclude_defaults=True) or None
        return otherwise(begun, week, Change(levers, without=[without] if without else []))

    def given(self) -> Given:
        """What is told of it."""
        return Given(self.found.last_week, self.found.effective, tuple(name for name in LEVERS if name not in self.open),
                     goes_on(self.found, self.looks[-1].each))
