"""A steering member: an employee who also sits in the steering group, and still is somebody's colleague."""

from typing import TYPE_CHECKING, Any

from sim.agents.employee import Employee
from sim.rules import fit, ownership, steering, time_budget

if TYPE_CHECKING:
    from sim.unit import UnitRun

REPRESENTATIVE, PLANNER, COORDINATOR = "employee representative", "planner", "coordinator"


class SteeringMember(Employee):
    """An employee representative, planner or coordinator with influence expected and had, and a vote."""

    def __init__(self, model: Any, unit: "UnitRun", place: int, team: int, seat: str):
        super().__init__(model, unit, place, team)
        self.role = seat

    @property
    def represents(self) -> bool:
        """Whether this member represents the employees, so that a refusal counts as theirs."""
        return self.role == REPRESENTATIVE

    def arrive(self, draw: list[float], week: int) -> None:
        """Start afresh, without the predecessor's meetings."""
        super().arrive(draw, week)
        self.influence_had = self.influence_gap = 0.0
        self.meetings = 0
        self.vote: bool | None = None
        self.take_seat()

    def take_seat(self) -> None:
        """Form an expectation of how much say the group will have."""
        p = self.p
        self.influence_expected = steering.expected_influence(
            p.influence_expected, self.unit.context.expectation_alignment, p.alignment_damping, self.expectation)

    def meet(self, phase: int, hours: float, dominance: float) -> None:
        """Attend a steering meeting as far as there is time, and see how much say there was."""
        p = self.p
        slack = time_budget.slack_hours(self.contract, self.core_share, self.unit.load, p.load_weight, self.unit.protected)
        presence = time_budget.share_with_time(slack * p.notice_weeks, hours, p.time_limit)
        self.book(phase, presence * hours)
        had = steering.influence_had(dominance, presence)
        self.influence_had = fit.blend(self.influence_had, had, 0.5) if self.meetings else had
        self.meetings += 1
        self.influence_gap = steering.influence_gap(self.influence_expected, self.influence_had)
        self.ownership = steering.disappointed_member(self.ownership, self.influence_gap, p.influence_disappointment)

    def cast_vote(self, focus: tuple[float, float, float], u: float) -> bool:
        """Accept or refuse the proposed focus; one uniform draw."""
        p = self.p
        suits = fit.overlap(*self.view, *focus)
        trust = fit.blend(self.trust_organisation, self.trust_leader, p.vote_leader_share)
        self.vote = u < steering.acceptance(suits, trust, p.vote_threshold, p.vote_trust, p.vote_steepness)
        return self.vote

    def shape_focus(self) -> None:
        """Having had a say in the focus makes it more the member's own."""
        self.ownership = ownership.shaped_ownership(self.ownership, self.p.ownership_raise, self.trust_leader, self.influence_had)
