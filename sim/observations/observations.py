"""What can be asked at a workplace: of whom, in which week, and which number of a run it shows."""

from collections.abc import Sequence
from typing import NamedTuple

from sim.inputs.phases import EARLY_WEEKS, LAUNCH_WEEK, PHASES, PLAN, STEERING, STUDY, WORKSHOP
from sim.inputs.workplace import Unit
from sim.observations.costs import COUNT, DIARY, INTERVIEW, KEY_FIGURE, RECORD, SURVEY, Way

BEFORE = -1  # the week before the project starts
PICTURE, VOTED, CAME, OWNED, PLANNED = (PHASES[STUDY].week + 3, PHASES[STEERING].week, PHASES[WORKSHOP].week, PHASES[WORKSHOP].week + 1,
                                        PHASES[PLAN].week)
EARLY = LAUNCH_WEEK + EARLY_WEEKS[1]
COUNTED = EARLY_WEEKS[1] - EARLY_WEEKS[0] + 1  # weeks over which sessions are counted
EMPLOYEES, REPRESENTATIVES, MEMBERS, LEADER, SESSIONS, NOBODY = (
    "employees", "representatives", "steering members", "the leader", "sessions", "nobody")

FACT, WEEK, SPAN, CONTEXT = "fact", "week", "span", "context"
REFUSED, HALTED = "refused", "halted"  # facts that no engine hands over: whether the focus was refused, whether nothing was launched


class Shown(NamedTuple):
    """A number of a run: a fact by its name, a number of the line of a week, its mean over COUNTED weeks, or an entry of the unit.

    spread: the line's own, by name.
    """

    kind: str
    name: str
    week: int = BEFORE
    spread: str = ""


class Observation(NamedTuple):
    """Something that can be asked. week: of the project, after which it is known; weeks after launch follow the launch of the run.

    what: is asked. of, share: who is asked, and which share of them. numbers: what the answers show, each asked once. calendar: the
    week of the project that is told instead, where something was observed already, and weeks are counted on from there.
    """

    name: str
    what: str
    of: str
    share: float
    way: Way
    week: int
    numbers: tuple[Shown, ...]
    calendar: int | None = None

    def people(self, unit: Unit) -> int:
        """How many there are to ask or count."""
        sessions = sum(one.sessions_per_week for one in unit.practices) * COUNTED
        return {EMPLOYEES: unit.employees, REPRESENTATIVES: unit.representatives, MEMBERS: unit.members, LEADER: 1,
                SESSIONS: sessions, NOBODY: 0}[self.of]

    def answers(self, unit: Unit) -> int:
        """How many are asked or counted."""
        people = self.people(unit)
        return max(1, round(self.share * people)) if people else 0

    def hours(self, unit: Unit) -> float:
        """Working hours that it takes."""
        return len(self.numbers) * self.way.hours(self.answers(unit)) if self.way is SURVEY else self.way.hours(self.answers(unit))

    @property
    def whom(self) -> str:
        """Who is asked, in words."""
        part = {1.0: "all ", 0.5: "half of the ", 0.25: "a quarter of the "}[self.share]
        return self.of if self.of in (LEADER, NOBODY) else f"{part}{self.of}"

    @property
    def when(self) -> str:
        """The week, in words."""
        if self.calendar is not None:
            return f"week {self.calendar}"
        if self.week == BEFORE:
            return "before the start"
        return f"week {self.week}" if self.week <= LAUNCH_WEEK else f"week {self.week - LAUNCH_WEEK} after launch"


def _start(name: str, spread: str = "") -> Shown:
    return Shown(FACT, f"start_{name}", spread=f"start_{spread}" if spread else "")


def _line(name: str, week: int, spread: str = "") -> Shown:
    return Shown(WEEK, name, week, spread)


_TRUST, _EARLY_TRUST = _start("trust_leader", "trust_leader_sd"), _line("trust_leader", EARLY, "trust_leader_sd")
OBSERVATIONS = (
    Observation("trust-quarter", "trust in the leader", EMPLOYEES, 0.25, SURVEY, BEFORE, (_TRUST,)),
    Observation("trust-all", "trust in the leader", EMPLOYEES, 1.0, SURVEY, BEFORE, (_TRUST,)),
    Observation("organisation", "trust in the organisation", EMPLOYEES, 1.0, SURVEY, BEFORE, (_start("trust_organisation"),)),
    Observation("expectation", "expectation of benefit", EMPLOYEES, 1.0, SURVEY, BEFORE, (_start("expectation"),)),
    Observation("free-time", "free hours a week", EMPLOYEES, 0.25, DIARY, BEFORE, (_line("slack", 0),)),
    Observation("representatives", "the representatives' trust in the leader", REPRESENTATIVES, 1.0, INTERVIEW, BEFORE,
                (_start("trust_representatives"),)),
    Observation("leader", "value the leader sees, and trust in the employees", LEADER, 1.0, INTERVIEW, BEFORE,
                (_start("leader_value"), _start("trust_in_employees"))),
    Observation("trust-moved", "trust in the leader, before the start and after the pre-study", EMPLOYEES, 1.0, SURVEY, PICTURE,
                (_TRUST, _line("trust_leader", PICTURE, "trust_leader_sd"))),
    Observation("vote", "whether the representatives refuse the focus", NOBODY, 1.0, RECORD, VOTED, (Shown(FACT, REFUSED),)),
    Observation("influence", "influence expected and not had", MEMBERS, 1.0, INTERVIEW, VOTED, (_line("influence_gap", VOTED),)),
    Observation("attendance", "who came to the employee workshop", NOBODY, 1.0, RECORD, CAME, (Shown(FACT, "attendance"),)),
    Observation("ownership", "ownership after the employee workshop", EMPLOYEES, 1.0, SURVEY, OWNED, (_line("ownership", OWNED),)),
    Observation("hope", "expectation after the employee workshop", EMPLOYEES, 1.0, SURVEY, OWNED, (_line("expectation", OWNED),)),
    Observation("plan", "whether the plan has backing", NOBODY, 1.0, RECORD, PLANNED, (Shown(FACT, HALTED),)),
    Observation("use", "sessions held in weeks 3 to 8", SESSIONS, 1.0, COUNT, EARLY, (Shown(FACT, "use_early"),)),
    Observation("use-quarter", "sessions held in weeks 3 to 8", SESSIONS, 0.25, COUNT, EARLY, (Shown(FACT, "use_early"),)),
    Observation("benefit", "benefit felt", EMPLOYEES, 1.0, SURVEY, EARLY, (_line("benefit", EARLY),)),
    Observation("taking-part", "time and willingness to take part", EMPLOYEES, 1.0, SURVEY, EARLY, (_line("taking_part", EARLY),)),
    Observation("trust-early", "trust in the leader, before the start and early in use", EMPLOYEES, 1.0, SURVEY, EARLY,
                (_TRUST, _EARLY_TRUST)),
)
# What the description of a workplace says and a key figure or a survey could tell better; asked only where it differs between draws.
CONTEXTS = (
    Observation("coherence", "agreement on what is needed", EMPLOYEES, 1.0, SURVEY, BEFORE, (Shown(CONTEXT, "coherence"),)),
    Observation("utilisation", "share of contract hours that the core work takes", NOBODY, 1.0, KEY_FIGURE, BEFORE,
                (Shown(CONTEXT, "utilisation"),)),
    Observation("competing", "free hours bound by other changes", NOBODY, 1.0, KEY_FIGURE, BEFORE,
                (Shown(CONTEXT, "competing_change.load"),)),
    Observation("wellbeing", "how far wellbeing is what is needed", EMPLOYEES, 1.0, SURVEY, BEFORE, (Shown(CONTEXT, "needs.wellbeing"),)),
    Observation("leader-hours", "hours a week the leader has for it", LEADER, 1.0, INTERVIEW, BEFORE, (Shown(CONTEXT, "leader.hours"),)),
    Observation("responsiveness", "how far the leader listens and answers", EMPLOYEES, 1.0, SURVEY, BEFORE,
                (Shown(CONTEXT, "leader.responsiveness"),)),
    Observation("skill", "skill in running meetings", EMPLOYEES, 1.0, SURVEY, BEFORE, (Shown(CONTEXT, "facilitation_skill"),)),
    Observation("backing", "backing from the top", LEADER, 1.0, INTERVIEW, BEFORE, (Shown(CONTEXT, "top_support"),)),
)


def to_ask(units: Sequence[Unit]) -> tuple[Observation, ...]:
    """What can be asked of a unit that stands here as one or more descriptions: of these only what they differ in."""
    return (*OBSERVATIONS, *(one for one in CONTEXTS if len({entry(unit, one.numbers[0].name) for unit in units}) > 1))


def entry(unit: Unit, name: str) -> float:
    """An entry of a unit by its dotted name."""
    here: object = unit
    for step in name.split("."):
        here = getattr(here, step)
    return float(here)  # type: ignore[arg-type]
