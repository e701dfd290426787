"""What a run writes down of a unit: a line a week, the first day, and who dropped out."""

from math import sqrt
from typing import TYPE_CHECKING, Any

from sim.phases import PHASES

if TYPE_CHECKING:
    from sim.agents import Employee
    from sim.unit import UnitRun

# The weekly line: name -> unit and meaning. Means are over the unit's employees.
SERIES = {
    "trust_leader": "mean trust in the leader, 0-1",
    "trust_organisation": "mean trust in the organisation, 0-1",
    "expectation": "mean expectation of benefit, 0-1",
    "benefit": "mean benefit felt, 0-1",
    "ownership": "mean ownership, 0-1",
    "slack": "mean free hours a week, h",
    "taking_part": "mean time x willingness, 0-1",
    "use": "mean share of planned sessions held, over practices not stopped, 0-1",
    "routine": "mean routine over practices not stopped, 0-1",
    "leader_value": "value the leader sees, 0-1",
    "leader_drive": "how far the leader drives the practices, 0-1",
    "trust_in_employees": "leader's trust in the employees, 0-1",
    "support": "consultant's support, 0-1",
    "influence_gap": "mean influence gap of the steering members, 0-1",
    "load": "competing change, 0-1",
    "hours": "person-hours spent on the intervention this week, h",
}


class UnitRecord:
    """Grows by one line a week; reads the unit and never changes it."""

    def __init__(self, unit: "UnitRun"):
        self.unit = unit
        self.series: dict[str, list[float]] = {name: [] for name in SERIES}
        self.phases: list[int] = []
        self.departures: list[dict[str, Any]] = []
        self.people: list[dict[str, float]] = []  # spread and roles, a line a week
        self.hours_by_phase: list[list[float]] = []
        self._hours_before = 0.0

    def write_week(self) -> None:
        """Write the line of this week."""
        unit = self.unit
        line = {name: unit.mean(name) for name in ("trust_leader", "trust_organisation", "expectation", "benefit", "ownership", "slack", "taking_part")}
        active = [p for p in unit.practices if p.active]
        gaps = [m.influence_gap for m in unit.members]
        by_phase = self.person_hours()
        total = add(by_phase)
        line.update(use=unit.mean_use, routine=add([p.routine for p in active]) / len(active) if active else 0.0,
                    leader_value=unit.manager.value, leader_drive=unit.manager.drive,
                    trust_in_employees=unit.manager.trust_in_employees, support=unit.consultant.support,
                    influence_gap=add(gaps) / len(gaps), load=unit.load, hours=total - self._hours_before)
        for name, value in line.items():
            self.series[name].append(value)
        self.phases.append(unit.phase)
        self.people.append(self.spread())
        self.hours_by_phase.append(by_phase)
        self._hours_before = total

    def person_hours(self) -> list[float]:
        """Person-hours so far by phase: employees, steering members, leader and consultant together."""
        unit = self.unit
        sums = [0.0] * len(PHASES)
        for person in [*unit.employees, unit.manager]:
            for phase, hours in enumerate(person.hours):
                sums[phase] += hours
        return sums

    def spread(self) -> dict[str, float]:
        """Spread of trust and its mean among representatives and among the others."""
        trust = [e.trust_leader for e in self.unit.employees]
        mean = add(trust) / len(trust)
        reps = [m.trust_leader for m in self.unit.members if m.represents]
        return {"trust_sd": sqrt(add([(t - mean) * (t - mean) for t in trust]) / len(trust)),
                "trust_representatives": add(reps) / len(reps),
                "withdrawn": add([1.0 for e in self.unit.employees if e.withdrawn_week is not None]) / len(trust)}

    def note_departure(self, employee: "Employee", week: int) -> None:
        """Note that the person in this place leaves."""
        self.departures.append({"place": employee.place, "role": employee.role, "started": employee.started, "left": week,
                                "withdrawn_week": employee.withdrawn_week, "withdrawn_phase": employee.withdrawn_phase})


def add(numbers: list[float]) -> float:
    """Add in order, the same in every engine (Python's own sum compensates rounding since 3.12)."""
    total = 0.0
    for number in numbers:
        total += number
    return total
