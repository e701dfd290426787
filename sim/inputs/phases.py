"""The generic design as an ordered table."""

from typing import NamedTuple

THEMES = ("planning", "coordination", "wellbeing")


class Phase(NamedTuple):
    """One phase: when it happens, who meets for how long, what it leads to, and whether a unit can stop there.

    ``week`` counts from the start of a unit's cycle. Hours are per person who takes part; for
    implementation they are the hours of one review.
    """

    name: str
    week: int
    who: str
    employee_hours: float
    member_hours: float
    manager_hours: float
    leads_to: str
    gate: str


PREPARATION, FORMED, STUDY, STEERING, WORKSHOP, PLAN, INTRODUCTION, IMPLEMENTATION, LISTENING = range(9)

PHASES: tuple[Phase, ...] = (
    Phase("preparation", -1, "leader and employees, when trust comes first", 0.25, 0.0, 2.0, "trust before the project", ""),
    Phase("steering group formed", 0, "leader, steering members", 0.0, 1.0, 1.0, "who decides, what to expect", ""),
    Phase("pre-study", 2, "leader, steering members, everybody by questionnaire", 0.0, 1.0, 1.0, "a shared picture", ""),
    Phase("steering workshop", 6, "leader, steering members", 0.0, 3.0, 3.0, "a focus inside the scope",
          "refusal by the representatives: stop and listen, or push through"),
    Phase("employee workshop", 9, "those invited who have the time, steering members, leader", 3.0, 0.0, 3.0, "practices", ""),
    Phase("steering plan", 11, "leader, steering members", 0.0, 1.5, 1.5, "a plan", "too little backing: nothing is launched"),
    Phase("introduction", 14, "everybody", 0.5, 0.0, 1.0, "practices begin", ""),
    Phase("implementation", 15, "everybody; leader and steering members at the reviews", 0.0, 1.0, 1.0,
          "practices kept, adapted or stopped", "single practices can be stopped"),
    Phase("stop and listen", -1, "leader and employees", 0.10, 0.0, 2.0, "trust, and perhaps a restart", ""),
)
AT_REST = "at rest"  # what comes after a stop, in place of a phase
LAUNCH_WEEK = PHASES[INTRODUCTION].week
REVIEW_EVERY = 4
EARLY_WEEKS = (3, 8)  # first and last week that count as early use, the launch week being 0
RETAINED_WEEKS = 4  # a practice is judged on the last weeks before follow-up
RETAINED_USE = 0.5
FOLLOW_UPS = (17, 26, 30, 39, 52, 104)
DEFAULT_FOLLOW_UP = 30
LEAST_FOLLOW_UP, MAX_FOLLOW_UP = EARLY_WEEKS[1] + 1, 260  # weeks after launch; follow-up comes after early use
LONGEST_RUN = 370  # weeks, where trust comes first for as long as it may, the design begins again, and follow-up is the last there is
