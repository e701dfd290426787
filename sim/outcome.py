"""What a finished run is called, and the measures beside it. Knows the record of a unit, and no engine."""

from typing import TYPE_CHECKING, Any

from sim.phases import EARLY_WEEKS, FOLLOW_UPS, PHASES, RETAINED_USE, RETAINED_WEEKS
from sim.record import add

if TYPE_CHECKING:
    from sim.unit import UnitRun

STOPPED, NOT_STARTED, FADED, PARTLY, RETAINED = "stopped", "not started", "faded", "partly retained", "retained"
CLASSES = (STOPPED, NOT_STARTED, FADED, PARTLY, RETAINED)

# name -> meaning and unit, in the order of the columns
MEASURES = {
    "outcome": "what became of the new practice: " + ", ".join(CLASSES),
    "stopped_in": "phase in which the unit stopped, or nothing",
    "adapted": "1 if a practice was adapted to suit people better",
    "ongoing": "1 if a practice is still being rolled out",
    "pushed_through": "1 if a refusal was overruled",
    "restarted": "1 if the design was started again after a stop",
    "launch_week": "week in which practices were launched, -1 if none",
    "retention": "share of planned practices retained: held in half of their sessions or more over the last 4 weeks",
    "practices_stopped": "share of planned practices stopped at a review",
    "use_early": "share of planned sessions held in weeks 4 to 9 after launch",
    "use_follow_up": "share of planned sessions held in the last 4 weeks before follow-up",
    "trust_start": "mean trust in the leader at the start, 0-1",
    "trust_end": "mean trust in the leader at follow-up, 0-1",
    "trust_change": "end minus start",
    "trust_sd_start": "standard deviation of trust between employees at the start",
    "trust_sd_end": "the same at follow-up",
    "trust_representatives_change": "change of trust in the leader among employee representatives",
    "trust_organisation_start": "mean trust in the organisation at the start, 0-1",
    "trust_organisation_end": "the same at follow-up",
    "trust_in_employees_start": "leader's trust in the employees at the start, 0-1",
    "trust_in_employees_end": "the same at follow-up",
    "expectation_start": "mean expectation of benefit at the start, 0-1",
    "expectation_peak": "highest mean expectation, 0-1",
    "expectation_gap": "highest mean expectation minus mean benefit at follow-up",
    "benefit": "mean benefit felt at follow-up, 0-1",
    "ownership": "mean ownership at follow-up, 0-1",
    "leader_value_start": "value the leader saw in it at the start, 0-1",
    "leader_value_end": "the same at follow-up",
    "influence_gap": "influence steering members expected and did not get, 0-1",
    "attendance": "share of employees at the employee workshop",
    "readiness": "roll-out of practices at follow-up, 0-1",
    "dropped_out": "share of employees who quietly dropped out by follow-up",
    "hours_total": "person-hours spent on it by follow-up, employees and leader, h",
    "hours_per_retained": "person-hours per retained practice, or all hours when none is retained, h",
    "hours_consultant": "consultant hours that the levers and the pre-study asked for, h",
}
HOURS = {f"hours_{phase.name.replace(' ', '_').replace('-', '_')}": f"person-hours in phase '{phase.name}', h" for phase in PHASES}


def classify(launched: bool, stopped: bool, retention: float) -> str:
    """Name what became of the practice. retention: share of practices retained, 0-1."""
    if not launched:
        return STOPPED if stopped else NOT_STARTED
    if retention < 1 / 3:
        return FADED
    return PARTLY if retention < 2 / 3 else RETAINED


def unit_outcome(unit: "UnitRun", follow_up: int) -> dict[str, Any]:
    """All measures of one unit at a follow-up.

    follow_up: weeks after launch (or planned launch); the run must have gone on at least so long.
    Returns a dict with the keys of MEASURES and HOURS.
    """
    record, series = unit.record, unit.record.series
    end = unit.reference_launch() + follow_up  # number of weeks lived through
    last = end - 1
    start = {name: column[0] for name, column in series.items()}
    at_end = {name: column[last] for name, column in series.items()}
    launched = unit.launch_week is not None
    kept = [p for p in unit.practices if launched and not _by(p.stopped_week, end)
            and p.recent_use(RETAINED_WEEKS, follow_up) >= RETAINED_USE]
    retention = len(kept) / len(unit.practices)
    by_phase = dict(zip(HOURS, record.hours_by_phase[last], strict=True))
    stopped = unit.stopped_phase is not None and _by(unit.stopped_week, end)
    peak = max(series["expectation"][:end])
    return {
        "outcome": classify(launched, unit.status != "not started", retention),
        "stopped_in": PHASES[unit.stopped_phase].name if stopped and unit.stopped_phase is not None else "",
        "adapted": int(any(_by(p.adapted_week, end) for p in unit.practices)),
        "ongoing": int(launched and at_end["readiness"] < 1 and any(not _by(p.stopped_week, end) for p in unit.practices)),
        "pushed_through": int(unit.pushed), "restarted": int(unit.cycle > 1),
        "launch_week": unit.launch_week if unit.launch_week is not None else -1,
        "retention": retention,
        "practices_stopped": sum(1 for p in unit.practices if _by(p.stopped_week, end)) / len(unit.practices),
        "use_early": _mean_use(unit, EARLY_WEEKS[0], min(EARLY_WEEKS[1] + 1, follow_up)),
        "use_follow_up": _mean_use(unit, max(0, follow_up - RETAINED_WEEKS), follow_up),
        "trust_start": start["trust_leader"], "trust_end": at_end["trust_leader"],
        "trust_change": at_end["trust_leader"] - start["trust_leader"],
        "trust_sd_start": start["trust_leader_sd"], "trust_sd_end": at_end["trust_leader_sd"],
        "trust_representatives_change": at_end["trust_representatives"] - start["trust_representatives"],
        "trust_organisation_start": start["trust_organisation"], "trust_organisation_end": at_end["trust_organisation"],
        "trust_in_employees_start": start["trust_in_employees"], "trust_in_employees_end": at_end["trust_in_employees"],
        "expectation_start": start["expectation"], "expectation_peak": peak, "expectation_gap": peak - at_end["benefit"],
        "benefit": at_end["benefit"], "ownership": at_end["ownership"],
        "leader_value_start": start["leader_value"], "leader_value_end": at_end["leader_value"],
        "influence_gap": at_end["influence_gap"], "attendance": unit.attendance, "readiness": at_end["readiness"],
        "dropped_out": at_end["withdrawn"], "hours_total": at_end["hours"],
        "hours_per_retained": at_end["hours"] / (len(kept) or 1), "hours_consultant": unit.consultant.hours,
        **by_phase,
    }


def windows(follow_up: int) -> list[int]:
    """The follow-ups that a run to ``follow_up`` weeks passes, that one included."""
    return sorted({week for week in FOLLOW_UPS if week <= follow_up} | {follow_up})


def _by(week: int | None, end: int) -> bool:
    return week is not None and week < end


def _mean_use(unit: "UnitRun", first: int, last: int) -> float:
    """Mean share of sessions held over all planned practices in weeks first to last - 1 after launch."""
    shares = [p.history[first:last] for p in unit.practices]
    counted = [use for share in shares for use in share]
    return add(counted) / len(counted) if counted else 0.0
