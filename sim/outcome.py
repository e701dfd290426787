"""What a finished run is called, and the measures beside it. Knows the record of a unit, and no engine."""

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from sim.phases import EARLY_WEEKS, FOLLOW_UPS, PHASES, RETAINED_USE, RETAINED_WEEKS
from sim.record import add

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

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
    "hours_leader": "of these, the leader's, h",
    "hours_per_retained": "person-hours per retained practice, or all hours when none is retained, h",
    "hours_consultant": "consultant hours that the levers and the pre-study asked for, h",
}
HOURS = {f"hours_{phase.name.replace(' ', '_').replace('-', '_')}": f"person-hours in phase '{phase.name}', h" for phase in PHASES}


# What an engine hands over of a unit at a follow-up; everything else is worked out from it, once for both engines.
FACTS = ("launched", "not_started", "stopped_phase", "adapted", "ongoing", "pushed", "restarted", "launch_week", "practices",
         "kept", "stopped", "use_early", "use_follow_up", "expectation_peak", "attendance")
AT_START = ("trust_leader", "trust_leader_sd", "trust_representatives", "trust_organisation", "trust_in_employees",
            "expectation", "leader_value")
AT_END = (*AT_START, "benefit", "ownership", "influence_gap", "readiness", "withdrawn", "hours", "hours_leader",
          "hours_consultant")
COLUMNS = (*FACTS, *(f"start {name}" for name in AT_START), *(f"end {name}" for name in AT_END), *HOURS)


def unit_facts(unit: "UnitRun", follow_up: int) -> list[float]:
    """The facts of one unit at a follow-up, in the order of COLUMNS.

    follow_up: weeks after launch (or planned launch); the run must have gone on at least so long.
    """
    record, series = unit.record, unit.record.series
    end = unit.reference_launch() + follow_up  # number of weeks lived through
    launched = unit.launch_week is not None
    kept = [p for p in unit.practices if launched and not _by(p.stopped_week, end)
            and p.recent_use(RETAINED_WEEKS, follow_up) >= RETAINED_USE]
    going_on = any(not _by(p.stopped_week, end) for p in unit.practices)
    stopped = unit.stopped_phase if _by(unit.stopped_week, end) else None
    facts: dict[str, float] = {
        "launched": launched, "not_started": unit.status == NOT_STARTED,
        "stopped_phase": -1 if stopped is None else stopped,
        "adapted": any(_by(p.adapted_week, end) for p in unit.practices),
        "ongoing": launched and going_on and series["readiness"][end - 1] < 1,
        "pushed": unit.pushed, "restarted": unit.cycle > 1,
        "launch_week": -1 if unit.launch_week is None else unit.launch_week,
        "practices": len(unit.practices), "kept": len(kept),
        "stopped": sum(1 for p in unit.practices if _by(p.stopped_week, end)),
        "use_early": _mean_use(unit, EARLY_WEEKS[0], min(EARLY_WEEKS[1] + 1, follow_up)),
        "use_follow_up": _mean_use(unit, max(0, follow_up - RETAINED_WEEKS), follow_up),
        "expectation_peak": max([record.start["expectation"], *series["expectation"][:end]]), "attendance": unit.attendance,
    }
    return [*(float(facts[name]) for name in FACTS), *(record.start[name] for name in AT_START),
            *(series[name][end - 1] for name in AT_END), *record.hours_by_phase[end - 1]]


def outcome_frame(facts: "ArrayLike") -> pd.DataFrame:
    """All measures from facts of shape (rows, COLUMNS); columns in the order of MEASURES and HOURS."""
    return pd.DataFrame(measures_of(facts))


def measures_of(facts: "ArrayLike") -> dict[str, np.ndarray]:
    """The same as arrays by name, for those who want one of them and no table."""
    table = np.asarray(facts, float).reshape(-1, len(COLUMNS))
    f = {name: table[:, i] for i, name in enumerate(COLUMNS)}
    retention = f["kept"] / f["practices"]
    phases = np.array([*(phase.name for phase in PHASES), ""], object)
    measures = {
        "outcome": np.array(CLASSES, object)[class_codes(f["launched"], f["not_started"], retention)],
        "stopped_in": phases[f["stopped_phase"].astype(int)],
        **{name: f[name].astype(int) for name in ("adapted", "ongoing")},
        "pushed_through": f["pushed"].astype(int), "restarted": f["restarted"].astype(int),
        "launch_week": f["launch_week"].astype(int), "retention": retention, "practices_stopped": f["stopped"] / f["practices"],
        "use_early": f["use_early"], "use_follow_up": f["use_follow_up"],
        "trust_start": f["start trust_leader"], "trust_end": f["end trust_leader"],
        "trust_change": f["end trust_leader"] - f["start trust_leader"],
        "trust_sd_start": f["start trust_leader_sd"], "trust_sd_end": f["end trust_leader_sd"],
        "trust_representatives_change": f["end trust_representatives"] - f["start trust_representatives"],
        "trust_organisation_start": f["start trust_organisation"], "trust_organisation_end": f["end trust_organisation"],
        "trust_in_employees_start": f["start trust_in_employees"], "trust_in_employees_end": f["end trust_in_employees"],
        "expectation_start": f["start expectation"], "expectation_peak": f["expectation_peak"],
        "expectation_gap": f["expectation_peak"] - f["end benefit"],
        "benefit": f["end benefit"], "ownership": f["end ownership"],
        "leader_value_start": f["start leader_value"], "leader_value_end": f["end leader_value"],
        "influence_gap": f["end influence_gap"], "attendance": f["attendance"], "readiness": f["end readiness"],
        "dropped_out": f["end withdrawn"], "hours_total": f["end hours"],
        "hours_leader": f["end hours_leader"],
        "hours_per_retained": f["end hours"] / np.maximum(f["kept"], 1.0), "hours_consultant": f["end hours_consultant"],
    }
    return {**measures, **{name: f[name] for name in HOURS}}


def class_codes(launched: np.ndarray, not_started: np.ndarray, retention: np.ndarray) -> np.ndarray:
    """Places in CLASSES: stopped, not started, or by retention (below a third, below two thirds, above)."""
    by_retention = np.where(retention < 1 / 3, 2, np.where(retention < 2 / 3, 3, 4))
    return np.where(launched > 0, by_retention, np.where(not_started > 0, 1, 0)).astype(int)


def windows(follow_up: int) -> list[int]:
    """The follow-ups that a run to ``follow_up`` weeks passes, that one included."""
    return sorted({week for week in FOLLOW_UPS if week <= follow_up} | {follow_up})


def _by(week: int | None, end: int) -> bool:
    return week is not None and week < end


def _mean_use(unit: "UnitRun", first: int, last: int) -> float:
    """Mean over all planned practices of the share of sessions held in weeks first to last - 1 after launch."""
    shares = [practice.recent_use(last - first, last) for practice in unit.practices]
    return add(shares) / len(shares) if last > first else 0.0
