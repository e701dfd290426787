"""A unit in one run: its people and practices, and where it stands in the design."""

from math import ceil
from typing import TYPE_CHECKING

from sim.inputs.levers import direct_hours, late_hours
from sim.inputs.phases import LAUNCH_WEEK
from sim.model.agents import Employee, Manager, SteeringMember
from sim.model.network import colleagues_of
from sim.model.practice import Consultant, Practice
from sim.model.record import UnitRecord
from sim.model.service import service
from sim.model.surroundings import Surroundings
from sim.rules import fit

if TYPE_CHECKING:
    from sim.inputs.levers import Levers
    from sim.inputs.parameters import Parameters
    from sim.inputs.workplace import Unit
    from sim.model.draws import Draws
    from sim.model.parting import Before
    from sim.model.record import Line

PREPARING, UNDER_WAY, LIVE, LISTENS, AT_REST, NOT_STARTED = range(6)


class UnitRun(Surroundings):
    """The state of one unit in one run; what happens to it stands in week.py, in meetings.py and what that calls, and in staffing.py.

    ``context`` is the unit with the levers set, ``recorded`` as it was read. The states are declared in sim.model.states.
    """

    manager: Manager
    employees: list[Employee]
    members: list[SteeringMember]
    practices: list[Practice]

    def __init__(self, index: int, context: "Unit", recorded: "Unit", parameters: "Parameters", levers: "Levers", draws: "Draws"):
        super().__init__()
        self.index, self.context, self.recorded, self.p, self.levers, self.draws = index, context, recorded, parameters, levers, draws
        self.week = 0  # of the run; it is the model that goes on to the next
        self.seen: list[UnitRun] = []  # those that this one compares itself with
        self.consultant = Consultant()
        self.practices = [Practice(self, plan, number) for number, plan in enumerate(context.practices)]
        self.record = UnitRecord()

    # ----- where it stands in the design
    @property
    def live(self) -> bool:
        """Whether practices have been launched."""
        return self.status == LIVE

    @property
    def at_rest(self) -> bool:
        """Whether it has stopped and listened, or did not launch; from the week after."""
        return self.status in (AT_REST, NOT_STARTED) and self.stopped_week != self.week

    @property
    def weeks_since_launch(self) -> int:
        """Whole weeks since launch; negative before it."""
        return -1 if self.launch_week is None else self.week - self.launch_week

    @property
    def project_over(self) -> bool:
        """Whether the project around the practices has ended."""
        return self.live and self.weeks_since_launch >= self.p.project_weeks

    def reference_launch(self) -> int:
        """The week from which follow-up is counted: the launch, or when it was, or now is, planned."""
        if self.launch_week is not None:
            return self.launch_week
        if self.status == LISTENS and self.will_restart and self.stopped_week is not None:
            return self.stopped_week + ceil(self.p.listening_weeks) + 1 + LAUNCH_WEEK
        return self.cycle_start + LAUNCH_WEEK

    @property
    def will_restart(self) -> bool:
        """Whether the design starts again after stop-and-listen."""
        return self.levers.restart >= 1 and self.cycle == 1

    def stopped_before(self, week: int) -> bool:
        """Whether it had stopped before a week of the run."""
        return self.stopped_week is not None and self.stopped_week < week

    # ----- what an engine gives
    @service
    def lever_hours(self, phase: int) -> tuple[float, ...]:
        """Hours the levers ask of each employee, each steering member, the leader and the consultant in a phase."""
        return direct_hours(self.recorded, self.levers)[phase]

    @service
    def late_hours(self, before: "Before", phase: int) -> tuple[float, ...]:
        """The same of levers that belong to a phase and are taken up after it, beyond what was in use before."""
        return late_hours(before.recorded, before.levers, self.recorded, self.levers)[phase]

    @property
    @service
    def in_any_order(self) -> list[Employee]:
        """The employees, for what depends on nobody's turn; an engine may go through them in the order that is fastest."""
        return self.employees

    @service
    def best_seen(self) -> float:
        """The highest mean benefit among the units whose doings are seen here."""
        best = 0.0
        for other in self.seen:
            best = max(best, other.mean_benefit)
        return best

    @property
    @service
    def event_count(self) -> int:
        """How many events the calendar of this unit has."""
        return len(self.context.events)

    @service
    def event(self, number: int) -> tuple[float, float, float, float, float]:
        """An event of the calendar: first and last week, load, share away, and 1 where the leader leaves."""
        return self.context.events[number].as_numbers()

    @service
    def mean(self, state: str) -> float:
        """Mean of a state over the employees, added up in their order."""
        total = 0.0
        for employee in self.employees:
            total += getattr(employee, state)
        return total / len(self.employees)

    @service
    def weave(self) -> None:
        """Find out who turns to whom."""
        for employee, places in zip(self.employees, colleagues_of(self), strict=True):
            employee.colleagues = [self.employees[place] for place in places]

    @service
    def line_of(self, week: int) -> "Line":
        """The line written of a week of the run; -1 for before anything had happened."""
        return self.record.lines[week + 1]

    @service
    def note_departure(self, employee: Employee) -> None:
        """Note that the person in this place leaves."""
        self.record.note_departure(employee, self.week)

    # ----- how it is doing
    def practices_left(self) -> int:
        """How many practices are active."""
        count = 0
        for practice in self.practices:
            count += 1 if practice.active else 0
        return count

    def mean_needs(self, attended_only: bool = False) -> tuple[float, float, float]:
        """Mean needs over the themes, of all employees or of those at the workshop; the focus when nobody came."""
        a = b = c = 0.0
        count = 0
        for employee in self.employees:
            if employee.attended or not attended_only:
                x, y, z = employee.needs
                a, b, c, count = a + x, b + y, c + z, count + 1
        return (a / count, b / count, c / count) if count else self.focus

    def inside_scope(self, shares: tuple[float, float, float]) -> tuple[float, float, float]:
        """What of these shares the project's scope lets through, shared out anew."""
        s = self.scope
        total = shares[0] * s[0] + shares[1] * s[1] + shares[2] * s[2]
        return (fit.inside_scope(shares[0], s[0], total), fit.inside_scope(shares[1], s[1], total),
                fit.inside_scope(shares[2], s[2], total))

    def book_levers(self, phase: int) -> None:
        """Hours the levers themselves ask for when this phase comes."""
        self.book_hours(phase, self.lever_hours(phase))

    def book_hours(self, phase: int, hours: tuple[float, ...]) -> None:
        """Hours of each employee, each steering member, the leader and the consultant."""
        per_employee, per_member, for_leader, for_consultant = hours
        for employee in self.employees:
            employee.book(phase, per_employee)
        for member in self.members:
            member.book(phase, per_member)
        self.manager.book(phase, for_leader)
        self.consultant.hours += for_consultant
