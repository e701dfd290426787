"""What one can do about it: one registry of levers. A lever is added here, and at the line of the week where it acts (docs/adding.md).

A lever left at its default leaves the workplace as it is recorded. Levers that set a level
(involvement, pre_study_quality, expectation_alignment, steering_mandate) have no number as default.
"""

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict

from sim.errors import InputError, checked, named_values, no_such
from sim.inputs.lever import (
    MANDATE,
    RESIZED,
    TRAINED,
    WEEKS,
    WELLBEING_LET_IN,
    WIDENED,
    WITH_MANDATE,
    YES_OR_NO,
    Cost,
    Dose,
    Lever,
    lever,
    recorded_as,
    registry,
    sets,
)
from sim.inputs.phases import FORMED, IMPLEMENTATION, INTRODUCTION, LISTENING, PHASES, PREPARATION, STEERING, STUDY, WORKSHOP
from sim.inputs.workplace import Unit, Workplace

# Which levers build trust was settled by what they are, before any run. "Before": weeks of listening while nothing else is
# asked. "As part": what the study itself says trust hangs on along the way: promises that can be kept (alignment), being
# asked (involvement), having a say (mandate). Not restart and push_through, which wait for a refusal and are no beginning.
BEFORE, AS_PART = "before", "as part"


class Levers(BaseModel):
    """A setting of all levers. Raises InputError through make_levers for what cannot be used."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    trust_first_weeks: float = lever(
        0.0, 0, 52, WEEKS, "weeks of listening between leader and employees before the project starts", letter="T", builds_trust=BEFORE,
        cost_in_words="each week a quarter of an hour for every employee and two hours for the leader, booked week by week",
        dose=Dose(12, PREPARATION, "a quarter of a year, within the study's own half-year horizon",
                  "{:g} weeks of listening before the project starts"))
    pre_study_quality: float | None = lever(
        None, 0, 1, "share 0-1", "how thorough the pre-study is", letter="S",
        level=recorded_as("pre_study_quality"), changes=sets("pre_study_quality"),
        cost=Cost(STUDY, 0.5, 2.0, 4.0, 40.0), whole_level=True,
        cost_in_words="0.5 h an employee, 2 h a steering member, 4 h leader, 40 h consultant for a perfect one, in proportion",
        dose=Dose(0.9, STUDY, "as thorough as the best pre-study of the study's units", "a thorough pre-study ({:g} of 1)"))
    expectation_alignment: float | None = lever(
        None, 0, 1, "share 0-1", "how far the project and the workplace align at the start what to expect of it", letter="E",
        level=recorded_as("expectation_alignment"), changes=sets("expectation_alignment"), builds_trust=AS_PART,
        cost=Cost(FORMED, 0.25, 1.0, 3.0, 6.0), whole_level=True,
        cost_in_words="0.25 h an employee, 1 h a member, 3 h leader, 6 h consultant for full alignment, in proportion",
        dose=Dose(0.8, FORMED, "a thorough alignment; the study's units had little",
                  "agreeing at the start on what to expect ({:g} of 1)"))
    involvement: float | None = lever(
        None, 0, 1, "share of staff", "share of staff invited to the employee workshop", letter="I",
        level=recorded_as("involvement"), changes=sets("involvement"), builds_trust=AS_PART,
        cost_in_words="three hours for each one more who comes, booked at the workshop",
        dose=Dose(0.8, WORKSHOP, "nearly everybody invited, which leaves those on duty", "inviting {:.0%} of the staff to the workshop"))
    facilitation_training: float = lever(
        0.0, 0, 0.6, "share 0-1", "added to the staff's skill in running meetings; names a chair", letter="F", changes=TRAINED, until=IMPLEMENTATION,
        cost=Cost(INTRODUCTION, 2.0, 4.0, 2.0, 20.0),
        cost_in_words="for each full share: 2 h an employee, 4 h a member, 2 h leader, 20 h consultant",
        dose=Dose(0.3, INTRODUCTION, "half of the most that the registry allows", "training the staff in running meetings ({:g} more of 1)"))
    leader_sparring: float = lever(
        0.0, 0, 1, "share 0-1", "how intensively the consultant spars with the leader from launch on", letter="L",
        cost=Cost(IMPLEMENTATION, 0, 0, 1.0, 1.0), cost_in_words="at full intensity one hour a week for leader and consultant each",
        dose=Dose(1.0, IMPLEMENTATION, "an hour a week from launch on", "sparring for the leader from launch on ({:g} h a week)"))
    protected_hours: float = lever(
        0.0, 0, 5, "hours a week", "hours a week freed for each employee from launch on", letter="H",
        cost_in_words="the hours that are freed, booked week by week",
        dose=Dose(1.0, IMPLEMENTATION, "an hour a week for each employee", "{:g} protected hours a week for each employee"))
    steering_mandate: float | None = lever(
        None, 0, 1, "share 0-1", "least share of decisions that lies with the steering group", letter="M",
        level=MANDATE, changes=WITH_MANDATE, until=IMPLEMENTATION, builds_trust=AS_PART, cost=Cost(FORMED, 0, 2.0, 2.0, 0),
        cost_in_words="2 h a member and the leader to agree on it, in proportion to the change",
        dose=Dose(0.7, FORMED, "most decisions lie with the steering group", "a mandate for the steering group ({:g} of 1)"))
    widen_scope: float = lever(
        0.0, 0, 1, "share 0-1", "how far wellbeing is let into the project's scope", letter="W",
        level=WELLBEING_LET_IN, changes=WIDENED, until=IMPLEMENTATION, cost=Cost(FORMED, 0, 1.0, 1.0, 4.0),
        cost_in_words="one hour a member and the leader, four for the consultant, for a full widening",
        dose=Dose(1.0, FORMED, "wellbeing is let in as fully as planning and coordination", "letting wellbeing into the project ({:g} of 1)"))
    action_size: float = lever(
        1.0, 0.25, 6, "times", "how large each action is against what is recorded: its hours a week", letter="A", changes=RESIZED, until=IMPLEMENTATION,
        cost_in_words="the hours that people spend on it, booked week by week",
        dose=Dose(0.5, INTRODUCTION, "each action half as large", "actions {:g} times as large"))
    push_through: float = lever(
        0.0, 0, 1, YES_OR_NO, "a refusal is overruled instead of answered by stopping", letter="P", cost_in_words="no hours of its own", until=STEERING,
        dose=Dose(1.0, FORMED, "yes", "overruling a refusal"))
    restart: float = lever(
        0.0, 0, 1, YES_OR_NO, "after stop-and-listen the design starts again, with wellbeing let into the scope", letter="R",
        cost=Cost(LISTENING, 0, 0, 0, 8.0), cost_in_words="eight consultant hours, and the meetings of the second round as they come",
        dose=Dose(1.0, LISTENING, "yes", "starting again after a stop"),
        not_with=("push_through",))  # a refusal is either overruled or answered by stopping


LEVERS: dict[str, Lever] = registry(Levers.model_fields.items())
WHOLE_NUMBERS = tuple(name for name, one in LEVERS.items() if one.whole)  # levers that take no value in between
_CHANGING = tuple(one for one in LEVERS.values() if one.changes)
# Those at 0 by default come first, as sums of hours have always been added up in this order.
COSTING = tuple(sorted((one for one in LEVERS.values() if any(one.cost[1:])), key=lambda one: one.default != 0))


def make_levers(values: Mapping[str, float] | Levers | None = None) -> Levers:
    """A full setting from a few changed levers.

    Raises InputError for an unknown name or a value outside its range.
    """
    chosen: dict[str, float] = {}
    for name, value in named_values("levers", values).items():
        if name not in LEVERS:
            raise InputError(no_such("lever", name, LEVERS))
        if value is None and LEVERS[name].default is None:
            continue
        one = LEVERS[name]
        value = float(value) if one.yes_or_no and isinstance(value, bool) else value  # noqa: PLW2901 - yes is 1
        chosen[name] = checked("lever", name, value, one.low, one.high, one.unit)
        if one.unit == WEEKS and not chosen[name].is_integer():
            raise InputError(f"lever {name} = {value} is not a whole number of weeks")
        if one.yes_or_no and chosen[name] not in (0.0, 1.0):
            raise InputError(f"lever {name} = {value} is neither 1 (yes) nor 0 (no)")
    return Levers(**chosen)


def with_levers(workplace: Workplace, levers: Levers) -> Workplace:
    """The workplace as it is once the levers that change its context are set; what acts over time stays with the model."""
    return workplace.model_copy(update={"units": [_unit_with(u, levers) for u in workplace.units]})


def _unit_with(unit: Unit, levers: Levers) -> Unit:
    for one in _CHANGING:
        value = getattr(levers, one.name)
        if value != one.default:
            for change in one.changes:
                unit = change.made(unit, value)
    return unit


def lever_amounts(recorded: Unit, levers: Levers) -> dict[str, float]:
    """How much of each lever that costs hours of its own is in use in a unit.

    recorded: the unit before any lever. A pre-study and an alignment cost hours at any level, so their whole level counts; of the
    others what goes beyond the record.
    """
    return {one.name: one.amount(recorded, getattr(levers, one.name)) for one in COSTING}


def late_hours(recorded: Unit, before: Levers, recorded_then: Unit, then: Levers) -> list[tuple[float, ...]]:
    """For each phase the hours of levers that are taken up, or set higher, after it: as direct_hours, of what was not in use before.

    recorded, recorded_then: the unit before any lever, as it was and as it is then.
    """
    had, has = lever_amounts(recorded, before), lever_amounts(recorded_then, then)
    return _hours_of({name: max(0.0, has[name] - had[name]) for name in has if LEVERS[name].is_late})


def direct_hours(recorded: Unit, levers: Levers) -> list[tuple[float, ...]]:
    """For each phase the hours that the levers themselves ask for when it comes: per employee, per steering member, leader, consultant.

    recorded: the unit before any lever. For implementation the hours are those of a week.
    """
    return _hours_of(lever_amounts(recorded, levers))


def _hours_of(amounts: Mapping[str, float]) -> list[tuple[float, ...]]:
    hours: list[tuple[float, ...]] = [(0.0, 0.0, 0.0, 0.0)] * len(PHASES)
    for name, amount in amounts.items():
        if amount:
            phase, *each = LEVERS[name].cost
            hours[phase] = tuple(s + float(h) * amount for s, h in zip(hours[phase], each, strict=True))
    return hours
