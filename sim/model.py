"""InterventionModel: a workplace walks through the generic design, a week a step, on Mesa."""

from collections.abc import Iterable, Mapping
from typing import Any

import mesa

from sim import meetings
from sim.agents import Employee, Manager, SteeringMember
from sim.draws import Draws
from sim.levers import Levers, make_levers, with_levers
from sim.parameters import Parameters, make_parameters
from sim.phases import DEFAULT_FOLLOW_UP, STAGES
from sim.unit import UnitRun
from sim.workplace import Workplace


class InterventionModel(mesa.Model):
    """One run of one workplace. Mesa's own generator is never used: results follow from ``seed`` alone."""

    def __init__(self, workplace: Workplace, parameters: Parameters | Mapping[str, float] | None = None,
                 levers: Levers | Mapping[str, float] | None = None, seed: int = 0, replication: int = 0,
                 follow_up: int = DEFAULT_FOLLOW_UP, without: Iterable[str] = (),
                 employee_class: type[Employee] = Employee, steering_member_class: type[SteeringMember] = SteeringMember,
                 manager_class: type[Manager] = Manager):
        super().__init__()
        self.parameters, self.levers = make_parameters(parameters, without), make_levers(levers)
        self.workplace, self.seed_, self.replication, self.follow_up = workplace, seed, replication, follow_up
        self.employee_class, self.steering_member_class, self.manager_class = employee_class, steering_member_class, manager_class
        self.draws = Draws(seed, replication)
        self.week = 0
        changed = with_levers(workplace, self.levers)
        self.units = [UnitRun(self, i, unit, recorded) for i, (unit, recorded) in enumerate(zip(changed.units, workplace.units, strict=True))]

    def step(self) -> None:
        for stage, _ in STAGES:
            for unit in self.units:
                if stage == "meetings":
                    meetings.hold(unit)
                else:
                    getattr(unit, stage + "_stage")()
        self.week += 1

    def done(self):
        return all(self.week > u.reference_launch() + self.follow_up and u.status != "listening" for u in self.units)

    def run(self):
        while not self.done():
            self.step()
