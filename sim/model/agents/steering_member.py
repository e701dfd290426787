"""A steering member: an employee who also sits in the steering group, and still is somebody's colleague."""

from sim.model.agents.employee import Employee
from sim.model.states import MemberStates
from sim.model.surroundings import Surroundings
from sim.rules import calendar, fit, ownership, steering, time_budget

REPRESENTATIVE, PLANNER, COORDINATOR = "employee representative", "planner", "coordinator"


class SteeringMember(MemberStates, Employee):
    """An employee representative, planner or coordinator with influence expected and had, and a vote."""

    def __init__(self, unit: Surroundings, place: int, seat: str):
        super().__init__(unit, place)
        self.role = seat

    @property
    def represents(self) -> bool:
        """Whether this member represents the employees, so that a refusal counts as theirs."""
        return self.place < self.unit.context.representatives

    def arrive(self, week: int) -> None:
        """Start afresh, without the predecessor's meetings."""
        super().arrive(week)
        self.take_seat()

    def be_as_known(self) -> None:
        """The same, and hope for as much say as goes with the expectation that is known."""
        super().be_as_known()
        self.take_seat()

    def take_seat(self) -> None:
        """Form an expectation of how much say the group will have."""
        p = self.p
        self.influence_expected = steering.expected_influence(
            p.influence_expected, self.unit.aligned, p.alignment_damping, self.expectation)

    def meet(self, phase: int, hours: float, dominance: float) -> None:
        """Attend a steering meeting as far as there is time, and see how much say there was."""
        p = self.p
        presence = time_budget.share_with_time(self.free_hours() * p.notice_weeks, hours, p.time_limit)
        presence = calendar.of_those_there(presence, self.unit.away)
        self.book(phase, presence * hours)
        had = steering.influence_had(dominance, presence)
        self.influence_had = fit.blend(self.influence_had, had, 0.5) if self.meetings else had
        self.meetings += 1
        self.influence_gap = steering.influence_gap(self.influence_expected, self.influence_had)
        self.ownership = steering.disappointed_member(self.ownership, self.influence_gap, p.influence_disappointment)

    def cast_vote(self, focus: tuple[float, float, float]) -> bool:
        """Accept or refuse the proposed focus."""
        p = self.p
        suits = fit.overlap(*self.opinion, *focus)
        trust = fit.blend(self.trust_organisation, self.trust_leader, p.vote_leader_share)
        accepts = self.meeting_draws()[1] < steering.acceptance(suits, trust, p.vote_threshold, p.vote_trust, p.vote_steepness)
        self.vote = 1 if accepts else 0
        return accepts

    def shape_focus(self) -> None:
        """Having had a say in the focus makes it more the member's own."""
        self.ownership = ownership.shaped_ownership(self.ownership, self.p.ownership_raise, self.trust_leader, self.influence_had)
