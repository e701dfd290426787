"""InterventionModel: a workplace walks through the generic design, a week a step, on Mesa."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import mesa
import pandas as pd

from sim.errors import InputError, check_yes_or_no, whole_number
from sim.inputs.levers import Levers, make_levers, with_levers
from sim.inputs.parameters import Parameters, make_parameters
from sim.inputs.phases import DEFAULT_FOLLOW_UP, PHASES
from sim.inputs.reading import load_workplace
from sim.inputs.settings import checked_follow_up
from sim.inputs.then import Then, Whole, parted
from sim.inputs.workplace import Workplace
from sim.model.agents import Employee, Manager, SteeringMember
from sim.model.agents.steering_member import COORDINATOR, PLANNER, REPRESENTATIVE
from sim.model.cast import Cast, checked_class
from sim.model.draws import Draws, fresh_seed
from sim.model.on_mesa import on_mesa
from sim.model.outcome import outcome_frame, unit_facts, windows
from sim.model.parting import Before, part
from sim.model.record import SERIES, Line
from sim.model.staffing import first_day
from sim.model.state import Row, states_of
from sim.model.states import WITHIN_A_WEEK
from sim.model.unit import UnitRun
from sim.model.week import STAGES
from sim.model.weekly_line import write_line


class InterventionModel(mesa.Model):
    """One run of one workplace; a step is a week.

    Mesa's own generator is never used: results follow from ``seed`` and ``replication`` alone. Seed None, as mesa.batch_run gives it
    for each of its iterations, is a fresh one; ``draws.key`` holds it, as does the column ``seed`` of what is collected.
    then: what is other from a week on, as ``part`` does it between two steps.
    ``collect=True`` keeps Mesa's DataCollector filled; it changes no result. People of one's own are subclasses of the usual ones.
    Raises InputError, one sentence, for any input that cannot be used.
    """

    def __init__(self, workplace: Workplace | str | Path = "bostedet",
                 parameters: Parameters | Mapping[str, float] | None = None,
                 levers: Levers | Mapping[str, float] | None = None, seed: int | str | None = 0, *,
                 replication: int = 0, follow_up: int = DEFAULT_FOLLOW_UP, without: Iterable[str] = (), collect: bool = True,
                 employee_class: type[Employee] = Employee, steering_member_class: type[SteeringMember] = SteeringMember,
                 manager_class: type[Manager] = Manager, then: Then | None = None):
        super().__init__()
        self.workplace = workplace if isinstance(workplace, Workplace) else load_workplace(workplace)
        full, set_levers = make_parameters(parameters, without), make_levers(levers)
        check_yes_or_no("collect", collect)
        self.follow_up = checked_follow_up(follow_up)
        self.workplace, self.parameters, self.levers, self.then = parted(self.workplace, full, set_levers, then, self.follow_up)
        self.draws = Draws(fresh_seed() if seed is None else whole_number("seed", seed), replication)
        self.employee_class = checked_class("employee_class", employee_class, Employee)
        self.steering_member_class = checked_class("steering_member_class", steering_member_class, SteeringMember)
        self.manager_class = checked_class("manager_class", manager_class, Manager)
        self.week = 0  # weeks lived through; during a step, the week that is being lived
        self._begin()
        self.datacollector = _collector(self) if collect else None

    def _begin(self) -> None:
        """Everything as on the first day."""
        changed = with_levers(self.workplace, self.levers).units
        self.units = [UnitRun(index, unit, recorded, self.parameters, self.levers, self.draws)
                      for index, (unit, recorded) in enumerate(zip(changed, self.workplace.units, strict=True))]
        for unit in self.units:
            unit.seen = [other for other in self.units if other.context.name in unit.context.sees]
            self._staff(unit)
            first_day(unit)
            _write_week(unit)

    @property
    def cast(self) -> Cast:
        """Whose people these are."""
        return Cast(self.employee_class, self.steering_member_class, self.manager_class)

    def _staff(self, unit: UnitRun) -> None:
        """Hire the leader and the employees of a unit; steering members have the first places."""
        context = unit.context
        employee, member, manager = [on_mesa(kind) for kind in self.cast]
        unit.manager = manager(self, unit)
        seats = [REPRESENTATIVE] * context.representatives + [PLANNER] * context.planners + [COORDINATOR] * context.coordinators
        unit.members = [member(self, unit, place, seat) for place, seat in enumerate(seats)]
        unit.employees = [*unit.members, *(employee(self, unit, place) for place in range(len(seats), context.employees))]

    def step(self) -> None:
        """Live a week: each stage in turn, in every unit."""
        for stage in STAGES:
            for unit in self.units:
                stage(unit)
        for unit in self.units:
            _write_week(unit)
            unit.week += 1
        self.week += 1
        if self.then is not None and self.week == self.then.week and not self.finished:
            self._go_on(self.then)
        self.running = not self.finished
        if self.datacollector is not None:
            self.datacollector.collect(self)

    def part(self, levers: Levers | Mapping[str, float] | None = None, parameters: Parameters | Mapping[str, float] | None = None,
             workplace: Workplace | str | Path | None = None) -> "InterventionModel":
        """From the next week on other levers, parameters, or a workplace of other numbers, as sim.Then; returns the model.

        May be called between any two steps. What has been lived stays, and the draws are the same.
        Raises InputError, and changes nothing, for what cannot be used.
        """
        whole = Then(self.week, levers, parameters, workplace).after(self.workplace, self.parameters, self.levers)
        if self.week:
            self._go_on(whole)
        else:
            self.workplace, self.parameters, self.levers = whole.workplace, whole.parameters, whole.levers
            self.remove_all_agents()
            self._begin()
        return self

    def _go_on(self, whole: Whole) -> None:
        """Each unit and its people find themselves in another context."""
        self.workplace, self.parameters, self.levers = whole.workplace, whole.parameters, whole.levers
        changed = with_levers(self.workplace, self.levers).units
        for unit, context, recorded in zip(self.units, changed, self.workplace.units, strict=True):
            before = Before(unit.context, unit.recorded, unit.p, unit.levers)
            unit.context, unit.recorded, unit.p, unit.levers = context, recorded, self.parameters, self.levers
            for practice, plan in zip(unit.practices, context.practices, strict=True):
                practice.plan = plan
            for person in (unit.manager, *unit.employees):
                person.p = unit.p
            part(unit, before)

    @property
    def agents_by_type(self) -> dict[type, Any]:
        """Mesa's sets of agents, by the class of people that they are."""
        return {kind.kind: agents for kind, agents in super().agents_by_type.items()}

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
        """What became of the new practice: a row per unit, columns as in measures.MEASURES and HOURS.

        follow_up: weeks after launch, at most the model's own. Runs on to follow-up first if need be.
        """
        at = self.follow_up if follow_up is None else checked_follow_up(follow_up)
        if at > self.follow_up:
            raise InputError(f"follow_up = {at} lies beyond the {self.follow_up} weeks of this run; make the model with follow_up={at}")
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
        """Everybody now: a row per person, with trust, expectation, hours by phase, and when they dropped out if they did.

        Raises InputError where the workplace has a people file, of whose people none is shown alone.
        """
        if self.workplace.known_people:
            raise InputError(f"{self.workplace.name} has a people file, and no single person of it is shown; outcomes() and trajectories() "
                             "tell of units")
        names = {name for kind in self.cast for name, state in states_of(kind).items() if not isinstance(state, Row)}
        shown = ("place", "team", *sorted(names - {*WITHIN_A_WEEK}), "withdrawn_phase")
        rows = []
        for unit in self.units:
            for person in [unit.manager, *unit.employees]:
                row: dict[str, Any] = {"unit": unit.context.name, "role": person.role}
                row.update({name: getattr(person, name, None) for name in shown})
                row.update({f"hours in {phase.name}": hours for phase, hours in zip(PHASES, person.hours, strict=True)})
                rows.append(row)
        return pd.DataFrame(rows)


def _write_week(unit: UnitRun) -> None:
    line = Line()
    write_line(unit, line)
    unit.record.lines.append(line)


def _collector(model: InterventionModel) -> mesa.DataCollector:
    """Mesa's collector, filled week by week from the record; it reads and never changes."""
    def latest(index: int, name: str):  # type: ignore[no-untyped-def]
        return lambda m: getattr(m.units[index].record.lines[-1], name)

    several = len(model.units) > 1
    reporters = {(f"{name} {unit.context.name}" if several else name): latest(i, name)
                 for i, unit in enumerate(model.units) for name in SERIES}
    key: dict[str, Any] = {"seed": lambda m: m.draws.key[0], "replication": lambda m: m.draws.key[1]}
    return mesa.DataCollector(model_reporters=reporters | key)
