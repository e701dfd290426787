"""Two entities of the intervention that are no persons' agents: a practice, and the consultant."""

from typing import TYPE_CHECKING

from sim.inputs.parameters import Parameters
from sim.model.service import service
from sim.model.states import ConsultantStates
from sim.model.surroundings import NumberedPractice, Surroundings
from sim.rules import enactment, facilitation, review, routine

if TYPE_CHECKING:
    from sim.inputs.workplace import Practice as Plan

PLANNED, ACTIVE, STOPPED = range(3)


class Practice(NumberedPractice):
    """One agreed change of practice in one run. The states are declared in sim.model.states."""

    def __init__(self, unit: Surroundings, plan: "Plan", number: int):
        super().__init__()
        self.unit, self.plan, self.number = unit, plan, number  # in the unit, from 0
        self.history: list[int] = []  # sessions held, week by week since launch

    # ----- random numbers and the record
    @service
    def adaptation_draw(self) -> float:
        """A uniform number: whether a review adapts it."""
        return self.unit.drawn_for_practice(self.number).adaptation

    @service
    def theme_draw(self) -> float:
        """A uniform number: the theme that is missed."""
        return self.unit.drawn_for_practice(self.number).theme

    @service
    def workability_draw(self) -> float:
        """A normal number: how workable it is."""
        return self.unit.drawn_for_practice(self.number).workability

    @service
    def note_sessions(self) -> None:
        """Note the sessions held this week."""
        self.history.append(self.held)

    @service
    def sessions_held(self, week: int) -> int:
        """Sessions held in a week since launch."""
        return self.history[week]

    # ----- what happens to it
    def take_up_plan(self) -> None:
        """Start as it is planned."""
        self.start_states()
        self.themes = self.plan.themes.shares()

    def launch(self) -> None:
        """Begin; what takes weeks to roll out starts unready."""
        self.status = ACTIVE
        self.readiness = 1.0 if self.plan.roll_out_weeks <= 1.0 else 0.0

    def begins(self, weeks_since_launch: int) -> bool:
        """Whether it is to be taken up in this week after launch, the launch week being 0."""
        return self.status == PLANNED and weeks_since_launch == self.plan.starts_after_launch

    @property
    def active(self) -> bool:
        """Whether sessions are planned this week."""
        return self.status == ACTIVE

    def hold_sessions(self, chance: float) -> None:
        """Hold each planned session with the given chance."""
        held = 0
        for session in range(self.plan.sessions_per_week):
            if self.session_draws[session] < chance:
                held += 1
        self.held = held
        self.use = held / self.plan.sessions_per_week

    def settle(self, leader_drive: float, p: Parameters) -> None:
        """Routine and roll-out follow the week."""
        self.routine = routine.routine_after(self.routine, self.plan.sessions_per_week, self.use,
                                             p.routine_per_repetition, p.routine_group_factor, p.routine_decay)
        self.readiness = enactment.rolled_out(self.readiness, self.plan.roll_out_weeks, leader_drive)

    def adapt(self, themes: tuple[float, float, float], week: int, p: Parameters) -> None:
        """Change to suit people better."""
        self.themes, self.workability = themes, review.improved(self.workability, p.adaptation_gain)
        if self.adapted_week is None:
            self.adapted_week = week

    def stop(self, week: int) -> None:
        """Stop; no sessions are planned any more."""
        self.status, self.stopped_week = STOPPED, week

    def stopped_before(self, week: int) -> bool:
        """Whether it was stopped before a week of the run."""
        return self.stopped_week is not None and self.stopped_week < week

    def adapted_before(self, week: int) -> bool:
        """Whether it was adapted before a week of the run."""
        return self.adapted_week is not None and self.adapted_week < week

    def use_over(self, weeks: int, until: int) -> float:
        """Share of planned sessions held over the last weeks before week ``until`` since launch; 0 before it is taken up."""
        held, first = 0, max(until - weeks, self.plan.starts_after_launch)
        for week in range(first, until):
            held += self.sessions_held(week)
        return held / ((until - first) * self.plan.sessions_per_week) if until > first else 0.0


class Consultant(ConsultantStates):
    """The outside consultant: brings the pre-study and the alignment, spars, supports, and leaves."""

    def fade(self, weeks_since_launch: int, p: Parameters) -> None:
        """Support this week."""
        self.support = facilitation.consultant_support(p.support_start, weeks_since_launch, p.support_weeks)
