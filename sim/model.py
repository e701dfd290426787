"""InterventionModel: a workplace walks through the generic design, a week a step, on Mesa."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import mesa
import pandas as pd

from sim.agents import Employee, Manager, SteeringMember
from sim.complaints import Complaint
from sim.draws import Draws, whole_number
from sim.levers import Levers, make_levers, with_levers
from sim.outcome import outcome_frame, unit_facts, windows
from sim.parameters import Parameters, make_parameters
from sim.phases import DEFAULT_FOLLOW_UP, PHASES
from sim.reading import load_workplace
from sim.settings import checked_follow_up
from sim.unit import UnitRun
from sim.week import STAGES
from sim.workplace import Workplace


class InterventionModel(mesa.Model):
    """One run of one workplace; a step is a week.

    Mesa's own generator is never used: results follow from ``seed`` and ``replication`` alone.
    ``collect=True`` keeps Mesa's DataCollector filled; it changes no result. People of one's own are subclasses of the usual ones.
    Raises Complaint, one sentence, for any input that cannot be used.
    """

    def __init__(self, workplace: Workplace | str | Path = "bostedet",
                 parameters: Parameters | Mapping[str, float] | None = None,
                 levers: Levers | Mapping[str, float] | None = None, seed: int | str = 0, *,
                 replication: int = 0, follow_up: int = DEFAULT_FOLLOW_UP, without: Iterable[str] = (), collect: bool = True,
                 employee_class: type[Employee] = Employee, steering_member_class: type[SteeringMember] = SteeringMember,
                 manager_class: type[Manager] = Manager):
        super().__init__()
        self.workplace = workplace if isinstance(workplace, Workplace) else load_workplace(workplace)
        self.parameters, self.levers = make_parameters(parameters, without), make_levers(levers)
        self.follow_up = checked_follow_up(follow_up)
        self.draws = Draws(whole_number("seed", seed), replication)
        self.employee_class = _checked_class("employee_class", employee_class, Employee)
        self.steering_member_class = _checked_class("steering_member_class", steering_member_class, SteeringMember)
        self.manager_class = _checked_class("manager_class", manager_class, Manager)
        self.week = 0  # weeks lived through; during a step, the week that is being lived
        changed = with_levers(self.workplace, self.levers).units
        self.units = [UnitRun(self, index, unit, recorded)
                      for index, (unit, recorded) in enumerate(zip(changed, self.workplace.units, strict=True))]
        self.datacollector = _collector(self) if collect else None

    def step(self) -> None:
        """Live a week: each stage in turn, in every unit."""
        for stage in STAGES:
            for unit in self.units:
                stage(unit)
        self.week += 1
        self.running = not self.finished
        if self.datacollector is not None:
            self.datacollector.collect(self)

    @property
    def finished(self) -> bool:
        """Whether every unit has reached its follow-up."""
        return all(self.week >= unit.reference_launch() + self.follow_up for unit in self.units)

    def run(self) -> "InterventionModel":
        """Go on to follow-up; returns the model itself."""
        while not self.finished:
            self.step()
        return self

    def outcomes(self, follow_up: int | None = None) -> pd.DataFrame:
        """What became of the new practice: a row per unit, columns as in outcome.MEASURES and HOURS.

        follow_up: weeks after launch, at most the model's own. Runs on to follow-up first if need be.
        """
        at = self.follow_up if follow_up is None else checked_follow_up(follow_up)
        if at > self.follow_up:
            raise Complaint(f"follow_up = {at} lies beyond the {self.follow_up} weeks of this run; make the model with follow_up={at}")
        self.run()
        frame = outcome_frame([unit_facts(unit, at) for unit in self.units])
        frame.insert(0, "follow_up", at)
        frame.insert(0, "unit", [unit.context.name for unit in self.units])
        frame.insert(0, "workplace", self.workplace.name)
        return frame

    def follow_ups(self) -> pd.DataFrame:
        """Outcomes at every follow-up this run passes (17, 26, 30 and 39 weeks as far as it goes)."""
        return pd.concat([self.outcomes(week) for week in windows(self.follow_up)], ignore_index=True)

    def trajectories(self) -> pd.DataFrame:
        """The weeks so far: a row per unit and week, columns as in record.SERIES."""
        frames = []
        for unit in self.units:
            frame = pd.DataFrame(unit.record.series)
            weeks = range(len(frame))
            frame.insert(0, "phase", unit.record.phases)
            frame.insert(0, "week_after_launch", [week - unit.reference_launch() for week in weeks])
            frame.insert(0, "week", list(weeks))
            frame.insert(0, "unit", unit.context.name)
            frames.append(frame)
        return pd.concat(frames, ignore_index=True)

    def people(self) -> pd.DataFrame:
        """Everybody now: a row per person, with trust, expectation, hours by phase, and when they dropped out if they did."""
        rows = []
        for unit in self.units:
            for person in [unit.manager, *unit.employees]:
                row: dict[str, Any] = {"unit": unit.context.name, "role": person.role}
                row.update({name: getattr(person, name, None) for name in _PERSON_STATES})
                row.update({f"hours in {phase.name}": hours for phase, hours in zip(PHASES, person.hours, strict=True)})
                rows.append(row)
        return pd.DataFrame(rows)


def _checked_class[Kind](name: str, given: type[Kind], usual: type[Kind]) -> type[Kind]:
    if not (isinstance(given, type) and issubclass(given, usual)):
        raise Complaint(f"{name} = {getattr(given, '__name__', given)!r} is no subclass of sim.{usual.__name__}")
    return given


_PERSON_STATES = ("place", "team", "trust_leader", "trust_organisation", "expectation", "benefit", "ownership", "contract",
                  "slack", "willing", "taking_part", "attended", "influence_expected", "influence_had", "vote",
                  "trust_in_employees", "value", "withdrawn_week", "withdrawn_phase", "started")


def _collector(model: InterventionModel) -> mesa.DataCollector:
    """Mesa's collector, filled week by week from the record; it reads and never changes."""
    def latest(index: int, name: str):  # type: ignore[no-untyped-def]
        return lambda m: m.units[index].record.series[name][-1]

    shown = ("trust_leader", "expectation", "benefit", "ownership", "use", "leader_value")
    several = len(model.units) > 1
    reporters = {(f"{name} {unit.context.name}" if several else name): latest(i, name)
                 for i, unit in enumerate(model.units) for name in shown}
    return mesa.DataCollector(model_reporters=reporters)
