"""People, units and practices of a run as columns and records that compiled code can hold."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.draws import ENCOUNTERS
from sim.levers import Levers, direct_hours, with_levers
from sim.parameters import PARAMETERS, Parameters
from sim.phases import PHASES
from sim.record import SERIES
from sim.rules.leader import backed_hours
from sim.workplace import Workplace

FLOAT, WHOLE = np.float64, np.int64
THREE = ("1", "2", "3")  # the themes: planning, coordination, wellbeing


def _record(floats: str, wholes: str, *more: tuple[Any, ...]) -> np.dtype[Any]:
    return np.dtype([(name, FLOAT) for name in floats.split()] + [(name, WHOLE) for name in wholes.split()] + list(more))


PARAMETER_ROW = np.dtype([(name, FLOAT) for name in PARAMETERS])
RUN_ROW = _record("protected_hours leader_sparring", "trust_first_weeks push_through restart", ("seed", np.uint64),
                  ("replication", np.uint64))
UNIT_CONTEXT = _record(
    "trust_in_leader trust_in_organisation need1 need2 need3 coherence contract_hours utilisation load load_persistence "
    "involvement quality alignment skill named_chair top_support scope1 scope2 scope3 value own1 own2 own3 responsiveness "
    "hours dominance trust_in_employees newness",
    "employees representatives members teams leaves_in_week first last first_practice last_practice",
    ("lever_hours", FLOAT, (len(PHASES), 4)), ("sees", WHOLE, (8,)))
PRACTICE_PLAN = _record("theme1 theme2 theme3 hours embedded need mandatory roll_out", "sessions")
UNIT_STATE = _record(
    "level_leader level_organisation heard picture scope1 scope2 scope3 focus1 focus2 focus3 attendance load protected visible "
    "mean_benefit mean_use skill net_mandatory net_voluntary inside_mandatory inside_voluntary support consultant_hours "
    "value trust_in_employees plasticity view1 view2 view3 hours_left availability drive freshness asked_for",
    "status phase cycle cycle_start launch_week stopped_phase stopped_week pushed people counts", ("leader_hours", FLOAT, (len(PHASES),)))
PRACTICE_STATE = _record("theme1 theme2 theme3 workability readiness routine use", "status adapted_week stopped_week")
PREPARING, UNDER_WAY, LIVE, LISTENS, AT_REST, NOT_STARTED = range(6)  # status of a unit
PLANNED, ACTIVE, STOPPED = range(3)  # status of a practice

MOST_PRACTICES = 12  # of a unit, as sim.workplace allows
# Columns of a unit's people: rows of a block of floats and of one of whole numbers, as long as there are employees.
(LASTING, MOOD, TRUST, FAR, EXPECTATION, BENEFIT, OWNERSHIP, NEED1, NEED2, NEED3, VIEW1, VIEW2, VIEW3, CONTRACT, CORE, SLACK, WITH_TIME,
 OVERLOAD, WILLING, TAKING_PART, NET_HOURS, CREDIT, HURT, TALK, DEED, LET_DOWN, GAIN, LOSS, INFLUENCE_EXPECTED, INFLUENCE_HAD,
 INFLUENCE_GAP, ASKS, ASKED, BEFORE, DRAWN, _, _, _, HOURS) = range(39)  # four rows of draws; a row of hours for each phase
USEFUL = HOURS + len(PHASES)  # and then a row of usefulness for each practice a unit can have
ROWS = USEFUL + MOST_PRACTICES
TEAM, ATTENDED, WEEKS_WITHDRAWN, WITHDRAWN_WEEK, MEETINGS, ACCEPTS, TIES, FIRST_TIE, COUNTS = range(9)
LINE = len(SERIES) + len(PHASES) + 1
SERIES_NAMES = tuple(SERIES)  # rows of a unit's series; after them a row of hours so far for each phase, and one of phases
RESTS = -1  # stands in the row of phases for a unit that is at rest


def pack_parameters(parameters: Parameters) -> np.ndarray:
    """One parameter set as a record array of length 1."""
    row = np.zeros(1, PARAMETER_ROW)
    for name in PARAMETERS:
        row[name] = getattr(parameters, name)
    return row


def pack_run(levers: Levers, seed: int) -> np.ndarray:
    """What acts over time of a lever setting, and the key of the draws, as a record array of length 1."""
    row = np.zeros(1, RUN_ROW)
    for name in ("protected_hours", "leader_sparring", "trust_first_weeks", "push_through", "restart"):
        row[name] = getattr(levers, name)
    row["seed"] = seed
    return row


def pack_units(workplace: Workplace, levers: Levers, parameters: Parameters) -> tuple[np.ndarray, np.ndarray]:
    """Contexts with the levers set, and the plans of all their practices."""
    units = with_levers(workplace, levers).units
    contexts = np.zeros(len(units), UNIT_CONTEXT)
    plans = np.zeros(sum(len(unit.practices) for unit in units), PRACTICE_PLAN)
    person = practice = 0
    for index, (unit, recorded) in enumerate(zip(units, workplace.units, strict=True)):
        leader, members = unit.leader, unit.representatives + unit.planners + unit.coordinators
        values = {
            "trust_in_leader": unit.trust_in_leader, "trust_in_organisation": unit.trust_in_organisation, "coherence": unit.coherence,
            "contract_hours": unit.contract_hours, "utilisation": unit.utilisation, "load": unit.competing_change.load,
            "load_persistence": unit.competing_change.weekly_persistence, "involvement": unit.involvement,
            "quality": unit.pre_study_quality, "alignment": unit.expectation_alignment, "skill": unit.facilitation_skill,
            "named_chair": unit.named_chair, "top_support": unit.top_support, "value": leader.value,
            "responsiveness": leader.responsiveness, "hours": backed_hours(leader.hours, unit.top_support, parameters.top_backing), "dominance": leader.dominance,
            "trust_in_employees": leader.trust_in_employees, "newness": leader.newness, "employees": unit.employees,
            "representatives": unit.representatives, "members": members, "teams": -(-unit.employees // unit.team_size),
            "leaves_in_week": -1 if leader.leaves_in_week is None else leader.leaves_in_week,
            "first": person, "last": person + unit.employees,
            "first_practice": practice, "last_practice": practice + len(unit.practices),
            **dict(zip(("need1", "need2", "need3"), unit.needs.shares(), strict=True)),
            **dict(zip(("own1", "own2", "own3"), leader.needs.shares(), strict=True)),
            "scope1": unit.scope.planning, "scope2": unit.scope.coordination, "scope3": unit.scope.wellbeing}
        for name, value in values.items():
            contexts[name][index] = value
        for plan in unit.practices:
            plans[practice] = (*plan.themes.shares(), plan.hours_per_week, plan.embedded, plan.facilitation_need, plan.mandatory,
                               plan.roll_out_weeks, plan.sessions_per_week)
            practice += 1
        for phase in range(len(PHASES)):
            contexts["lever_hours"][index, phase] = direct_hours(recorded, levers, phase)
        for other in unit.sees:
            contexts["sees"][index, [u.name for u in units].index(other)] = 1
        person += unit.employees
    return contexts, plans


BLOCKS = "parameters run contexts states plans practices people counts tie pairs edges chances history series start"
WORLD = _record("", f"{BLOCKS} units practice_count edge_room weeks")


@dataclass(frozen=True)
class World:
    """Room for one run after another: ``record`` is what compiled code is given, ``blocks`` what its addresses lead to."""

    record: np.ndarray
    blocks: dict[str, np.ndarray]


def new_world(parameters: np.ndarray, run: np.ndarray, contexts: np.ndarray, plans: np.ndarray, weeks: int) -> World:
    """Room for runs of at most ``weeks`` weeks."""
    n, units = int(contexts["employees"].sum()), len(contexts)
    sizes = -(-contexts["employees"] // contexts["teams"])
    room = int((contexts["employees"] * (2 * sizes + 4 * ENCOUNTERS)).max())
    blocks = {
        "parameters": parameters, "run": run, "contexts": contexts, "states": np.zeros(units, UNIT_STATE), "plans": plans,
        "practices": np.zeros(len(plans), PRACTICE_STATE), "people": np.zeros(ROWS * n), "counts": np.zeros(COUNTS * n, WHOLE),
        "tie": np.zeros(room * units, WHOLE), "pairs": np.zeros((2, room), WHOLE), "edges": np.zeros((2, room), WHOLE),
        "chances": np.zeros((5, room)), "history": np.zeros((len(plans), weeks)), "series": np.zeros((units, LINE, weeks)),
        "start": np.zeros((units, LINE))}
    for name, rows in (("people", ROWS), ("counts", COUNTS)):
        blocks["states"][name] = blocks[name].ctypes.data + 8 * rows * contexts["first"]
    record = np.zeros(1, WORLD)
    for name, block in blocks.items():
        record[name] = block.ctypes.data
    record["units"], record["practice_count"], record["edge_room"], record["weeks"] = units, len(plans), room, weeks
    return World(record, blocks)
