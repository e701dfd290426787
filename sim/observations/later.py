"""What can still be asked in the middle of a project: what lies ahead in it, and the same questions once more, some weeks from now."""

from math import ceil

from sim.inputs.phases import LAUNCH_WEEK
from sim.observations.costs import COUNT, DIARY, SURVEY, Way
from sim.observations.observations import COUNTED, EMPLOYEES, OBSERVATIONS, SESSIONS, SPAN, WEEK, Observation, Shown


def moments(last: int, end: int) -> tuple[int, ...]:
    """Weeks at which one could ask once more: the next one, and a third and two thirds of the way; none where nothing lies between.

    last: the week of the last observation. end: the last week of the project that counts.
    """
    left = end - last
    return tuple(last + one for one in sorted({1, ceil(left / 3), ceil(2 * left / 3)}) if 0 < one < left)


def ahead_of(last: int, weeks: tuple[int, ...], first: int = 0) -> tuple[Observation, ...]:
    """What can be asked after a week: what the project brings up to its launch, and at each of some weeks what people and sessions show.

    last, weeks: of the project. first: weeks of trust before the first phase, by which everything lies later.
    """
    scheduled = [one._replace(calendar=one.week + first) for one in OBSERVATIONS if last < one.week + first and one.week <= LAUNCH_WEEK
                 and not any(shown.name.startswith("start_") for shown in one.numbers)]  # nobody can ask any more how it was at the start
    return (*scheduled, *(one for week in weeks for one in _at(week - first, first)))


def _at(week: int, first: int) -> list[Observation]:
    """What can be asked in any week; after launch also of practices. week: as Observation has it."""
    def asked(name: str, what: str, line: str, way: Way = SURVEY, of: str = EMPLOYEES, share: float = 1.0, kind: str = WEEK,
              spread: str = "") -> Observation:
        return Observation(f"{name}-{week + first}", what, of, share, way, week, (Shown(kind, line, week, spread),), week + first)

    found = [asked("trust-quarter", "trust in the leader", "trust_leader", share=0.25, spread="trust_leader_sd"),
             asked("trust-all", "trust in the leader", "trust_leader", spread="trust_leader_sd"),
             asked("organisation", "trust in the organisation", "trust_organisation"),
             asked("expectation", "expectation of benefit", "expectation"),
             asked("free-time", "free hours a week", "slack", DIARY, share=0.25),
             asked("dropped-out", "who has quietly dropped out", "withdrawn", COUNT)]
    if week > LAUNCH_WEEK:
        found += [asked("benefit", "benefit felt", "benefit"), asked("ownership", "ownership", "ownership"),
                  asked("taking-part", "time and willingness to take part", "taking_part")]
    if week - LAUNCH_WEEK >= COUNTED:
        use = f"sessions held in the last {COUNTED} weeks, of those planned"
        found += [asked("use", use, "use", COUNT, SESSIONS, kind=SPAN), asked("use-quarter", use, "use", COUNT, SESSIONS, 0.25, SPAN)]
    return found
