"""What a run writes down of a unit: a line a week, and who left."""

from math import sqrt
from typing import TYPE_CHECKING, Any

from sim.phases import PHASES

if TYPE_CHECKING:
    from sim.agents import Employee
    from sim.unit import UnitRun

# The weekly line: name -> meaning and unit. Means are over the unit's employees unless said.
SERIES = {
    "trust_leader": "mean trust in the leader, 0-1",
    "trust_leader_sd": "standard deviation of trust in the leader between employees, 0-1",
    "trust_organisation": "mean trust in the organisation, 0-1",
    "trust_representatives": "mean trust in the leader among the employee representatives, 0-1",
    "expectation": "mean expectation of benefit, 0-1",
    "benefit": "mean benefit felt, 0-1",
    "ownership": "mean ownership, 0-1",
    "slack": "mean free hours a week, h",
    "taking_part": "mean share of time x willingness, 0-1",
    "withdrawn": "share of employees who have dropped out, 0-1",
    "use": "mean share of planned sessions held, over practices not stopped, 0-1",
    "routine": "mean routine over practices not stopped, 0-1",
    "readiness": "mean roll-out of practices not stopped, 0-1",
    "leader_value": "value the leader sees in the intervention, 0-1",
    "leader_drive": "how far the leader drives the practices, 0-1",
    "trust_in_employees": "leader's trust in the employees, 0-1",
    "support": "consultant's support, 0-1",
    "influence_gap": "mean influence gap of the steering members, 0-1",
    "load": "competing change, 0-1",
    "hours": "person-hours spent on the intervention so far, h",
    "hours_leader": "of these, the leader's, h",
    "hours_consultant": "consultant hours so far that the pre-study and the levers asked for, h",
}
MEANS = ("trust_leader", "trust_organisation", "expectation", "benefit", "ownership", "slack", "taking_part")


class UnitRecord:
    """Grows by a line a week; reads the unit and never changes it."""

    def __init__(self, unit: "UnitRun"):
        self.unit = unit
        self.series: dict[str, list[float]] = {name: [] for name in SERIES}
        self.phases: list[str] = []
        self.hours_by_phase: list[list[float]] = []  # so far, a list a week
        self.departures: list[dict[str, Any]] = []
        self.start = self._line(person_hours(unit))  # before anything has happened

    def write_week(self) -> None:
        """Write the line of this week."""
        by_phase = person_hours(self.unit)
        line = self._line(by_phase)
        for name, column in self.series.items():
            column.append(line[name])
        self.phases.append(self.unit.phase_name)
        self.hours_by_phase.append(by_phase)

    def _line(self, by_phase: list[float]) -> dict[str, float]:
        unit = self.unit
        line = {name: unit.mean(name) for name in MEANS}
        line.update(self._spread(line["trust_leader"]))
        line.update(self._practices())
        line.update(leader_value=unit.manager.value, leader_drive=unit.manager.drive,
                    trust_in_employees=unit.manager.trust_in_employees, support=unit.consultant.support,
                    load=unit.load, hours=add(by_phase), hours_leader=add(self.unit.manager.hours), hours_consultant=unit.consultant.hours)
        return line

    def _spread(self, mean: float) -> dict[str, float]:
        squares, withdrawn, trust_of_representatives, gap = 0.0, 0, 0.0, 0.0
        for employee in self.unit.employees:
            difference = employee.trust_leader - mean
            squares += difference * difference
            withdrawn += 0 if employee.withdrawn_week is None else 1
        for member in self.unit.members:
            gap += member.influence_gap
            trust_of_representatives += member.trust_leader if member.represents else 0.0
        n = len(self.unit.employees)
        return {"trust_leader_sd": sqrt(squares / n), "withdrawn": withdrawn / n,
                "trust_representatives": trust_of_representatives / self.unit.context.representatives,
                "influence_gap": gap / len(self.unit.members)}

    def _practices(self) -> dict[str, float]:
        active = [practice for practice in self.unit.practices if practice.active]
        count = len(active) or 1
        return {"use": self.unit.mean_use, "routine": add([practice.routine for practice in active]) / count,
                "readiness": add([practice.readiness for practice in active]) / count}

    def note_departure(self, employee: "Employee") -> None:
        """Note that the person in this place leaves."""
        self.departures.append({"place": employee.place, "role": employee.role, "started": employee.started,
                                "left": self.unit.model.week, "withdrawn_week": employee.withdrawn_week,
                                "withdrawn_phase": employee.withdrawn_phase})


def person_hours(unit: "UnitRun") -> list[float]:
    """Person-hours so far by phase, of employees, steering members and leader together."""
    sums = [0.0] * len(PHASES)
    for person in [*unit.employees, unit.manager]:
        for phase, hours in enumerate(person.hours):
            sums[phase] += hours
    return sums


def add(numbers: list[float]) -> float:
    """Add in order, the same in every engine (Python's own sum compensates rounding since 3.12)."""
    total = 0.0
    for number in numbers:
        total += number
    return total
