"""A world that can be watched: one run on Mesa, lived week by week as far as somebody has looked, and remembered."""

import threading
from typing import NamedTuple

from sim.explain import events
from sim.lab.setting import Setting, inputs
from sim.model.measures import MEASURES
from sim.model.model import InterventionModel
from sim.model.record import SERIES
from sim.model.unit import UnitRun


class Moment(NamedTuple):
    """The employees of the watched unit at the end of a week, in the order of their places."""

    trust: tuple[float, ...]  # in the leader, 0-1
    slack: tuple[float, ...]  # free hours a week
    withdrawn: tuple[bool, ...]  # has dropped out
    votes: tuple[bool | None, ...]  # for the focus or against it; None for those without a vote, or before it


class World:
    """One run of a setting under one set of levers, watched in one unit.

    The same setting gives the same people with the same luck, so two worlds differ by their levers alone.
    """

    def __init__(self, setting: Setting, which: int = 0):
        place, index, parameters, levers = inputs(setting)
        self.place, self.index = place, index
        self.model = InterventionModel(place, parameters, levers[which], setting.seed, replication=setting.run,
                                       follow_up=setting.follow_up, collect=False)
        self.moments: list[Moment] = []
        self.turns: list[events.Event] = []
        self._living = threading.Lock()
        self.at(0)
        self.needs = [employee.needs for employee in self.unit.employees]  # of those who are there at the start

    @property
    def unit(self) -> UnitRun:
        """The watched unit."""
        return self.model.units[self.index]

    @property
    def last(self) -> int:
        """The last week of the run, as far as is known by now."""
        return max(unit.reference_launch() for unit in self.model.units) + self.model.follow_up - 1

    def at(self, week: int) -> int:
        """Live on to a week of the run, from 0, and return it; the last week where the run ends before."""
        with self._living:
            while len(self.moments) <= week and not self.model.finished:
                self.turns += events.live_week(self.model)[self.index]
                self.moments.append(_look(self.unit))
        return min(week, len(self.moments) - 1)

    def events(self, week: int) -> list[events.Event]:
        """What has happened in the unit by the end of a week."""
        return [event for event in events.in_hindsight(self.unit, self.turns) if event.week <= week]

    def series(self, name: str, week: int) -> list[float]:
        """A series of record.SERIES from week 0 to the week given."""
        return self.unit.record.series[name][:week + 1]

    def ended(self, week: int) -> bool:
        """Whether the run is over in this week."""
        return self.model.finished and week >= len(self.moments) - 1

    def outcome(self) -> dict[str, float | str]:
        """The measures of measures.MEASURES for the unit; lives on to the end."""
        row = self.model.outcomes().iloc[self.index]
        return {"follow_up": int(row["follow_up"]), **{name: row[name] for name in MEASURES}}


def _look(unit: UnitRun) -> Moment:
    people = unit.employees
    votes = {member.place: None if member.vote is None else member.vote == 1 for member in unit.members}
    return Moment(tuple(e.trust_leader for e in people), tuple(e.slack for e in people),
                  tuple(e.withdrawn_week is not None for e in people), tuple(votes.get(e.place) for e in people))


def worlds(setting: Setting) -> list[World]:
    """The world as it is, and the one under the other levers when a pair is shown."""
    return [World(setting, which) for which in range(1 + setting.pair)]


def parting(first: World, second: World, week: int) -> int | None:
    """The first week, up to the one given, in which anything recorded of the unit differs; None when nothing does."""
    ours, theirs = first.unit.record, second.unit.record
    for at in range(min(first.at(week), second.at(week)) + 1):
        if ours.phases[at] != theirs.phases[at] or any(ours.series[name][at] != theirs.series[name][at] for name in SERIES):
            return at
    return None
