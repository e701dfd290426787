"""What one can do about it: one registry of levers, each with what it costs in person-hours.

A lever left at its default leaves the workplace as it is recorded. Levers that set a level
(involvement, pre_study_quality, expectation_alignment, steering_mandate) have no number as default.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from sim.complaints import Complaint, checked, named_values, no_such
from sim.phases import FORMED, IMPLEMENTATION, INTRODUCTION, LISTENING, STUDY
from sim.workplace import Unit, Workplace


class Cost(NamedTuple):
    """Hours that the lever itself asks for, beside those people spend because of it."""

    phase: int  # booked when this phase comes; for implementation every week; for listening when a restart begins
    per_employee: float
    per_member: float
    leader: float
    consultant: float


class Lever(NamedTuple):
    """One lever with its default (None: as recorded), range, unit, meaning and cost."""

    name: str
    default: float | None
    low: float
    high: float
    unit: str
    meaning: str
    cost: Cost
    cost_in_words: str


def _lever(default: float | None, low: float, high: float, unit: str, meaning: str, cost: Cost, words: str) -> Any:
    extra: dict[str, Any] = dict(low=low, high=high, unit=unit, cost=cost, cost_in_words=words)
    return Field(default, description=meaning, json_schema_extra=extra)


_NOTHING = Cost(FORMED, 0, 0, 0, 0)


class Levers(BaseModel):
    """A setting of all levers. Raises Complaint through make_levers for what cannot be used."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    trust_first_weeks: float = _lever(0.0, 0, 52, "weeks", "weeks of listening between leader and employees before the project starts", _NOTHING, "each week a quarter of an hour for every employee and two hours for the leader, booked week by week")
    pre_study_quality: float | None = _lever(None, 0, 1, "share 0-1", "how thorough the pre-study is", Cost(STUDY, 0.5, 2.0, 4.0, 40.0), "0.5 h an employee, 2 h a steering member, 4 h leader, 40 h consultant for a perfect one, in proportion")
    expectation_alignment: float | None = _lever(None, 0, 1, "share 0-1", "how far the project and the workplace align at the start what to expect of it", Cost(FORMED, 0.25, 1.0, 3.0, 6.0), "0.25 h an employee, 1 h a member, 3 h leader, 6 h consultant for full alignment, in proportion")
    involvement: float | None = _lever(None, 0, 1, "share of staff", "share of staff invited to the employee workshop", _NOTHING, "three hours for each one more who comes, booked at the workshop")
    facilitation_training: float = _lever(0.0, 0, 0.6, "share 0-1", "added to the staff's skill in running meetings; names a chair", Cost(INTRODUCTION, 2.0, 4.0, 2.0, 20.0), "for each full share: 2 h an employee, 4 h a member, 2 h leader, 20 h consultant")
    leader_sparring: float = _lever(0.0, 0, 1, "share 0-1", "how intensively the consultant spars with the leader from launch on", Cost(IMPLEMENTATION, 0, 0, 1.0, 1.0), "at full intensity one hour a week for leader and consultant each")
    protected_hours: float = _lever(0.0, 0, 5, "hours a week", "hours a week freed for each employee from launch on", _NOTHING, "the hours that are freed, booked week by week")
    steering_mandate: float | None = _lever(None, 0, 1, "share 0-1", "least share of decisions that lies with the steering group", Cost(FORMED, 0, 2.0, 2.0, 0), "2 h a member and the leader to agree on it, in proportion to the change")
    widen_scope: float = _lever(0.0, 0, 1, "share 0-1", "how far wellbeing is let into the project's scope", Cost(FORMED, 0, 1.0, 1.0, 4.0), "one hour a member and the leader, four for the consultant, for a full widening")
    action_size: float = _lever(1.0, 0.25, 6, "times", "how large each action is against what is recorded: its hours a week", _NOTHING, "the hours that people spend on it, booked week by week")
    push_through: float = _lever(0.0, 0, 1, "yes 1, no 0", "a refusal is overruled instead of answered by stopping", _NOTHING, "no hours of its own")
    restart: float = _lever(0.0, 0, 1, "yes 1, no 0", "after stop-and-listen the design starts again, with wellbeing let into the scope", Cost(LISTENING, 0, 0, 0, 8.0), "eight consultant hours, and the meetings of the second round as they come")


def _registry() -> dict[str, Lever]:
    table = {}
    for name, field in Levers.model_fields.items():
        facts: Any = field.json_schema_extra
        table[name] = Lever(name=name, default=field.default, meaning=str(field.description), **facts)
    return table


LEVERS: dict[str, Lever] = _registry()
_YES_OR_NO = ("push_through", "restart")


def make_levers(values: Mapping[str, float] | Levers | None = None) -> Levers:
    """A full setting from a few changed levers.

    Raises Complaint for an unknown name or a value outside its range.
    """
    chosen: dict[str, float] = {}
    for name, value in named_values("levers", values).items():
        if name not in LEVERS:
            raise Complaint(no_such("lever", name, LEVERS))
        if value is None and LEVERS[name].default is None:
            continue
        lever = LEVERS[name]
        value = float(value) if name in _YES_OR_NO and isinstance(value, bool) else value  # noqa: PLW2901 - yes is 1
        chosen[name] = checked("lever", name, value, lever.low, lever.high, lever.unit)
        if name == "trust_first_weeks" and not chosen[name].is_integer():
            raise Complaint(f"lever {name} = {value} is no whole number of weeks")
        if name in _YES_OR_NO and chosen[name] not in (0.0, 1.0):
            raise Complaint(f"lever {name} = {value} is neither 1 (yes) nor 0 (no)")
    return Levers(**chosen)


def with_levers(workplace: Workplace, levers: Levers) -> Workplace:
    """The workplace as it is once the levers that change its context are set; what acts over time stays with the model."""
    return workplace.model_copy(update={"units": [_unit_with(u, levers) for u in workplace.units]})


def _unit_with(unit: Unit, levers: Levers) -> Unit:
    changes: dict[str, Any] = {}
    for name in ("pre_study_quality", "expectation_alignment", "involvement"):
        if getattr(levers, name) is not None:
            changes[name] = getattr(levers, name)
    if levers.facilitation_training > 0:
        changes["facilitation_skill"] = min(1.0, unit.facilitation_skill + levers.facilitation_training)
        changes["named_chair"] = True
    if levers.steering_mandate is not None:
        left = min(unit.leader.dominance, 1.0 - levers.steering_mandate)
        changes["leader"] = unit.leader.model_copy(update={"dominance": left})
    if levers.widen_scope > 0:
        changes["scope"] = unit.scope.model_copy(update={"wellbeing": max(unit.scope.wellbeing, levers.widen_scope)})
    if levers.action_size != 1:
        changes["practices"] = [p.model_copy(update={"hours_per_week": p.hours_per_week * levers.action_size}) for p in unit.practices]
    return unit.model_copy(update=changes) if changes else unit


def lever_amounts(recorded: Unit, levers: Levers) -> dict[str, float]:
    """How much of each lever that has a cost of its own is in use in a unit.

    recorded: the unit before any lever. A pre-study and an alignment cost hours at any level,
    so their whole level counts; of the others what goes beyond the record.
    """
    amounts = {name: float(getattr(levers, name)) for name, lever in LEVERS.items() if lever.default == 0}
    for name in ("pre_study_quality", "expectation_alignment"):
        chosen = getattr(levers, name)
        amounts[name] = getattr(recorded, name) if chosen is None else chosen
    amounts["widen_scope"] = max(0.0, levers.widen_scope - recorded.scope.wellbeing)
    if levers.steering_mandate is not None:
        amounts["steering_mandate"] = max(0.0, levers.steering_mandate - (1.0 - recorded.leader.dominance))
    return amounts


def direct_hours(recorded: Unit, levers: Levers, phase: int) -> tuple[float, float, float, float]:
    """Hours that the levers themselves ask for when a phase comes: per employee, per steering member, leader, consultant.

    recorded: the unit before any lever. For implementation the hours are those of a week.
    """
    sums = [0.0, 0.0, 0.0, 0.0]
    for name, amount in lever_amounts(recorded, levers).items():
        cost = LEVERS[name].cost
        if cost.phase == phase:
            sums = [s + float(h) * amount for s, h in zip(sums, cost[1:], strict=True)]
    return sums[0], sums[1], sums[2], sums[3]
