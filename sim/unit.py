"""A unit in one run: its people and practices, and where it stands in the design."""

from math import ceil
from typing import TYPE_CHECKING

from sim import staffing
from sim.agents import Employee, Manager, SteeringMember
from sim.draws import SECOND_CYCLE, WeeklyDraws
from sim.levers import direct_hours
from sim.phases import AT_REST as REST
from sim.phases import LAUNCH_WEEK, PHASES, PREPARATION
from sim.practice import Consultant, Practice
from sim.record import UnitRecord
from sim.rules import fit

if TYPE_CHECKING:
    from sim.model import InterventionModel
    from sim.workplace import Unit

PREPARING, UNDER_WAY, LIVE, LISTENS, AT_REST, NOT_STARTED = (
    "preparing", "under way", "live", "listening", "stopped", "not started")


class UnitRun:
    """The state of one unit in one run; what happens to it stands in week.py and meetings.py.

    ``context`` is the unit with the levers set, ``recorded`` as it was read.
    """

    # set by staffing
    persons: list[int]
    level_leader: float
    level_organisation: float
    manager: Manager
    members: list[SteeringMember]
    employees: list[Employee]
    weekly: WeeklyDraws
    weekly_unit: WeeklyDraws
    weekly_practice: WeeklyDraws  # by the week of the cycle
    # draws of this week
    drawn: list[list[float]]
    leader_leaves: float
    practice_drawn: list[list[float]]

    def __init__(self, model: "InterventionModel", index: int, context: "Unit", recorded: "Unit"):
        self.model, self.index, self.context, self.recorded = model, index, context, recorded
        self.p, self.levers = model.parameters, model.levers
        # where it stands in the design
        self.status, self.phase = PREPARING, PREPARATION
        self.cycle, self.cycle_start = 1, int(self.levers.trust_first_weeks)
        self.launch_week: int | None = None
        self.stopped_phase: int | None = None
        self.stopped_week: int | None = None
        self.pushed = False
        # what the meetings made
        self.heard = 1.0  # how far people come and feel heard after a refusal was overruled
        self.picture = 0.0
        self.scope = context.scope
        self.focus = (0.0, 0.0, 0.0)
        self.accepting = 0  # steering members for the focus at the latest vote
        self.attendance = 0.0
        # the week
        self.load = context.competing_change.load
        self.protected = self.net_need = 0.0
        self.net_mandatory = self.net_voluntary = self.inside_mandatory = self.inside_voluntary = 0.0
        self.visible = 0.0  # visible follow-up this week, 0-1
        self.mean_benefit = self.mean_use = 0.0
        self.skill = context.facilitation_skill
        self.consultant = Consultant(context.pre_study_quality, context.expectation_alignment, self.levers.leader_sparring)
        self.practices = [Practice(plan, plan.themes.shares()) for plan in context.practices]
        staffing.staff(self)
        self.record = UnitRecord(self)

    @property
    def live(self) -> bool:
        """Whether practices have been launched."""
        return self.status == LIVE

    @property
    def phase_name(self) -> str:
        """The phase of this week in words; a unit that has stopped and listened, or did not launch, is at rest from the week after."""
        at_rest = self.status in (AT_REST, NOT_STARTED) and self.stopped_week != self.model.week
        return REST if at_rest else PHASES[self.phase].name

    @property
    def weeks_since_launch(self) -> int:
        """Whole weeks since launch; negative before it."""
        return -1 if self.launch_week is None else self.model.week - self.launch_week

    @property
    def cycle_week(self) -> int:
        """The week of the design that this is, which addresses the draws of meetings and practices."""
        return self.model.week - self.cycle_start + SECOND_CYCLE * (self.cycle - 1)

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

    def mean(self, state: str) -> float:
        """Mean of a state over the employees, added up in their order."""
        total = 0.0
        for employee in self.employees:
            total += getattr(employee, state)
        return total / len(self.employees)

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
        total = shares[0] * s.planning + shares[1] * s.coordination + shares[2] * s.wellbeing
        return (fit.inside_scope(shares[0], s.planning, total), fit.inside_scope(shares[1], s.coordination, total),
                fit.inside_scope(shares[2], s.wellbeing, total))

    def book_levers(self, phase: int) -> None:
        """Hours the levers themselves ask for when this phase comes."""
        per_employee, per_member, for_leader, for_consultant = direct_hours(self.recorded, self.levers, phase)
        for employee in self.employees:
            employee.book(phase, per_employee)
        for member in self.members:
            member.book(phase, per_member)
        self.manager.book(phase, for_leader)
        self.consultant.hours += for_consultant
