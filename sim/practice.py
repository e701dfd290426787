"""Two entities of the intervention that are no persons' agents: a practice, and the consultant."""

from dataclasses import dataclass, field

from sim import workplace as context
from sim.parameters import Parameters
from sim.rules import enactment, facilitation, review, routine

PLANNED, ACTIVE, STOPPED = "planned", "active", "stopped"


@dataclass(eq=False)
class Practice:
    """One agreed change of practice in one run; shares are in [0,1]."""

    plan: context.Practice
    themes: tuple[float, float, float]
    status: str = PLANNED
    workability: float = 0.0
    readiness: float = 1.0
    routine: float = 0.0
    held: int = 0
    use: float = 0.0
    adapted_week: int | None = None
    stopped_week: int | None = None
    history: list[int] = field(default_factory=list)  # sessions held, week by week since launch

    def launch(self) -> None:
        """Begin; what takes weeks to roll out starts unready."""
        self.status = ACTIVE
        self.readiness = 1.0 if self.plan.roll_out_weeks <= 1 else 0.0

    @property
    def active(self) -> bool:
        """Whether sessions are planned this week."""
        return self.status == ACTIVE

    def enact(self, chance: float, uniforms: list[float]) -> None:
        """Hold each planned session with the given chance; uniforms holds one draw per session."""
        held = 0
        for u in uniforms[:self.plan.sessions_per_week]:
            if u < chance:
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

    def recent_use(self, weeks: int, until: int | None = None) -> float:
        """Share of planned sessions held over the last weeks, or those before week ``until`` since launch; 0 before any."""
        last = self.history[:until][-weeks:]
        return sum(last) / (len(last) * self.plan.sessions_per_week) if last else 0.0


@dataclass(eq=False)
class Consultant:
    """The outside consultant: brings the pre-study and the alignment, spars, supports, and leaves."""

    pre_study_quality: float
    expectation_alignment: float
    sparring: float
    support: float = 0.0
    hours: float = 0.0

    def fade(self, weeks_since_launch: int, p: Parameters) -> None:
        """Support this week."""
        self.support = facilitation.consultant_support(p.support_start, weeks_since_launch, p.support_weeks)
