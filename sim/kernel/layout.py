"""Where everything of a run lies in memory, made from what is declared: states, parameters, levers, and the parts of a workplace."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin

import numpy as np
from pydantic import BaseModel

from sim.inputs.events import MOST_EVENTS
from sim.inputs.levers import LEVERS, Levers, direct_hours, late_hours, with_levers
from sim.inputs.parameters import PARAMETERS, Parameters
from sim.inputs.person import NUMBERS, UNKNOWN, named_teams, teams_of
from sim.inputs.phases import PHASES
from sim.inputs.workplace import MOST_UNITS, Practice, Unit, Workplace
from sim.model.cast import SHIPPED, Cast
from sim.model.draws import ENCOUNTERS
from sim.model.measures import HOURS
from sim.model.outcome import AT_END, AT_START
from sim.model.state import Row, State, states_of
from sim.model.states import ConsultantStates, FactStates, LineStates, PracticeStates, UnitStates

FLOAT, WHOLE = np.float64, np.int64
LANES = 8  # numbers that compiled code works on at once; columns of people are whole eights, so that it may write beyond the last one
TIE = np.dtype(np.uint16)  # the place of a colleague: small numbers, since all rows of them are read every week
NUMBER, COUNT, TRUTH, OPEN = "number", "count", "truth", "open"  # OPEN: a whole number from 0, or None, which is kept as -1


class Kind(NamedTuple):
    """What a state or an input is: one of NUMBER, COUNT, TRUTH, OPEN, how many of them one after another, and whether they are a row."""

    of: str
    numbers: int = 1
    row: bool = False

    @property
    def dtype(self) -> Any:
        """How one of them is kept; each takes eight bytes."""
        return FLOAT if self.of == NUMBER else WHOLE


def kind_of(state: State[Any]) -> Kind:
    """What kind a state is, by its start."""
    start = state.start
    if isinstance(state, Row):
        return Kind(NUMBER, state.length, row=True)
    if isinstance(start, tuple):
        return Kind(NUMBER, len(start))
    return Kind(TRUTH if isinstance(start, bool) else COUNT if isinstance(start, int) else OPEN if start is None else NUMBER)


def record_of(kinds: Mapping[str, Kind], more: Iterable[tuple[Any, ...]] = ()) -> np.dtype[Any]:
    """A record with a field for each name."""
    fields = [(name, kind.dtype) if kind.numbers == 1 and not kind.row else (name, kind.dtype, (kind.numbers,)) for name, kind in kinds.items()]
    return np.dtype([*fields, *more])


def offset(record: np.dtype[Any], name: str) -> int:
    """Where a field begins in its record, in bytes."""
    assert record.fields is not None
    return record.fields[name][1]


def kinds_of(declared: Mapping[str, State[Any]] | type, prefix: str = "") -> dict[str, Kind]:
    """The kinds of declared states, by name after a prefix."""
    states = states_of(declared) if isinstance(declared, type) else declared
    return {prefix + name: kind_of(state) for name, state in states.items()}


def inputs_of(model: type[BaseModel], prefix: str = "") -> Iterator[tuple[str, Kind]]:
    """The numbers in a part of a workplace, and in the parts inside it, by dotted path."""
    plain = {float: NUMBER, int: COUNT, bool: TRUTH}
    for name, field in model.model_fields.items():
        found = [_bare(part) for part in (get_args(field.annotation) if get_origin(field.annotation) in (Union, UnionType) else [field.annotation])]
        if isinstance(found[0], type) and issubclass(found[0], BaseModel) and NoneType not in found:
            yield from inputs_of(found[0], f"{prefix}{name}.")
        elif found[0] in plain:
            yield prefix + name, Kind(OPEN if NoneType in found else plain[found[0]])


def _bare(annotation: Any) -> Any:
    return get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation


CONTEXT = dict(inputs_of(Unit))
PLAN = dict(inputs_of(Practice))
PARAMETER_ROW = record_of({name: Kind(NUMBER) for name in PARAMETERS})
RUN_ROW = record_of({name: Kind(NUMBER) for name in LEVERS}, [("seed", np.uint64), ("replication", np.uint64)])
UNIT_CONTEXT = record_of(CONTEXT, [("first", WHOLE), ("first_room", WHOLE), ("first_practice", WHOLE), ("last_practice", WHOLE),
                                   ("lever_hours", FLOAT, (len(PHASES), 4)), ("late_hours", FLOAT, (len(PHASES), 4)), ("sees", WHOLE, (MOST_UNITS,)),
                                   ("event_count", WHOLE), ("events", FLOAT, (MOST_EVENTS, 5)),
                                   ("known", WHOLE), ("first_known", WHOLE), ("named_teams", WHOLE), ("more_room", WHOLE)])  # 0 without a people file
WHO = ("team", "next_mate", "named", "first_named")  # of those of a team, the next by place; how many somebody names, and where; -1 for none
KNOWN_ROW = record_of({**{name: Kind(NUMBER) for name in NUMBERS}, **{name: Kind(COUNT) for name in WHO}})
PRACTICE_PLAN = record_of(PLAN)
PRACTICE_STATE = record_of(kinds_of(PracticeStates))
LINE_ROW = record_of(kinds_of(LineStates))
FACTS_ROW = record_of(kinds_of(FactStates), [("start", FLOAT, (len(AT_START),)), ("end", FLOAT, (len(AT_END),)), ("hours", FLOAT, (len(HOURS),))])


class Column(NamedTuple):
    """A state of people: rows one after another in a block, each as wide as its unit."""

    block: str  # people for numbers, counts for all else
    first: int
    kind: Kind


class Layout(NamedTuple):
    """Where the states of a cast lie. columns: of employees. rows: of the two blocks. unit: the record of a unit and its manager."""

    columns: dict[str, Column]
    rows: dict[str, int]
    unit: np.dtype[Any]


@cache
def layout_of(cast: Cast) -> Layout:
    """The layout for a cast; what is declared besides comes last, so that the shipped states lie where they always do."""
    columns, rows = {}, {"people": 0, "counts": 0}
    kinds = kinds_of(SHIPPED.employee_states) | {"before": Kind(NUMBER, 2, row=True)} | {"ties": Kind(COUNT), "first_tie": Kind(COUNT), "by_ties": Kind(COUNT)}
    kinds = dict(sorted(kinds.items(), key=lambda one: one[1].row))  # rows come last: what is read every week lies together
    for name, kind in (kinds | kinds_of(cast.employee_states)).items():
        block = "people" if kind.of == NUMBER else "counts"
        columns[name] = Column(block, rows[block], kind)
        rows[block] += kind.numbers
    unit = {"week": Kind(COUNT), "people": Kind(COUNT), "counts": Kind(COUNT)} | kinds_of(UnitStates, "unit.") | kinds_of(
        ConsultantStates, "consultant.") | kinds_of(SHIPPED.manager_states, "manager.") | kinds_of(cast.manager_states, "manager.")
    return Layout(columns, rows, record_of(unit))


UNIT_STATE = layout_of(SHIPPED).unit  # a cast of one's own may have more behind it
COLUMNS = layout_of(SHIPPED).columns


def width(employees: Any) -> Any:
    """How long the columns of a unit's people are: its employees, rounded up to whole eights. Takes numbers and arrays."""
    return -(-employees // LANES) * LANES


# ----- packing what is handed in
Rows = list[tuple[Any, ...]]


class Packed(NamedTuple):
    """A workplace under levers: contexts of its units, plans of all their practices, and of units with a people file everybody and whom they name."""

    contexts: Rows
    plans: Rows
    known: Rows
    named: list[int]


_context_of, _plan_of, _values_of, _settings_of = (attrgetter(*names) for names in (CONTEXT, PLAN, PARAMETERS, LEVERS))
NONE_SEEN, NOTHING = np.full(MOST_UNITS, -1, WHOLE), np.zeros((MOST_EVENTS, 5))  # units that are seen, and events


def pack_parameters(sets: Iterable[Parameters]) -> np.ndarray:
    """A row for each parameter set."""
    return np.array([_values_of(one) for one in sets]).view(PARAMETER_ROW).reshape(-1)


def pack_runs(settings: Iterable[Levers], which: np.ndarray, seeds: Sequence[int]) -> np.ndarray:
    """A row for each seed: its lever setting, nan for what stays as recorded, and the key of its draws."""
    rows = np.zeros(len(seeds), RUN_ROW)
    rows.view(FLOAT).reshape(len(seeds), -1)[:, :len(LEVERS)] = np.array([_settings_of(one) for one in settings], FLOAT)[which]
    rows["seed"] = seeds
    return rows


def pack_units(workplace: Workplace, levers: Levers, was: Workplace | None = None, before: Levers | None = None) -> Packed:
    """Contexts with the levers set, the plans of all their practices, and what is known of people.

    was, before: of runs that began in another context.
    """
    packed = Packed([], [], [], [])
    contexts, plans, person, room = packed.contexts, packed.plans, 0, 0
    places = {unit.name: place for place, unit in enumerate(workplace.units)}
    for unit, recorded, old in zip(with_levers(workplace, levers).units, workplace.units, (was or workplace).units, strict=True):
        sees = _filled(NONE_SEEN, sorted({places[name] for name in unit.sees}))  # and then -1: there are fewer others than units
        known = _pack_people(unit, packed)
        contexts.append((*_closed(_context_of(unit)), person, room, len(plans), len(plans) + len(unit.practices), direct_hours(recorded, levers),
                         late_hours(old, before or levers, recorded, levers), sees,
                         len(unit.events), _filled(NOTHING, [event.as_numbers() for event in unit.events]), *known))
        plans += [_closed(_plan_of(practice)) for practice in unit.practices]
        person, room = person + width(unit.employees), room + room_for_pairs(unit.employees, unit.team_size) + known[-1]
    return packed


def _pack_people(unit: Unit, packed: Packed) -> tuple[int, int, int, int]:
    """Append what is known of a unit's people; returns what its context says of that: whether, from where on, how many teams, how much more room."""
    if not unit.people:
        return 0, 0, 0, 0
    first, before, teams = len(packed.known), len(packed.named), teams_of(unit.people, unit.employees, unit.teams)
    mates, sizes = next_in_team(teams), Counter(teams)
    for one, team, mate in zip(unit.people, teams, mates, strict=True):
        colleagues = None if one is None else one.colleagues
        packed.known.append((*(one or UNKNOWN).numbers, team, mate, -1 if colleagues is None else len(colleagues), len(packed.named)))
        packed.named.extend(colleagues or ())
    pairs = sum(size * size for size in sizes.values()) - unit.employees * -(-unit.employees // unit.teams)  # more than where teams are dealt round
    return 1, first, named_teams(unit.people), 2 * max(pairs, 0) + len(packed.named) - before


def next_in_team(teams: Sequence[int]) -> list[int]:
    """For each place the next one of the same team; -1 for the last."""
    last: dict[int, int] = {}
    found = [-1] * len(teams)
    for place in reversed(range(len(teams))):
        found[place] = last.get(teams[place], -1)
        last[teams[place]] = place
    return found


def _filled(empty: np.ndarray, some: Sequence[Any]) -> np.ndarray:
    """A row with some entries in the first places; the empty one itself where there are none."""
    if not some:
        return empty
    row = empty.copy()
    row[:len(some)] = some
    return row


def _closed(values: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(-1 if value is None else value for value in values) if None in values else values


# ----- room for runs
BLOCKS = ("then", "parameters", "run", "contexts", "states", "plans", "practices", "people", "counts", "tie", "pairs", "turns", "chances",
          "history", "lines", "facts", "known", "named")
WORLD = record_of({name: Kind(COUNT) for name in (*BLOCKS, "units", "practice_count", "edge_room", "weeks", "state_size", "first_run", "stop", "from_week")})
Shape = tuple[Any, tuple[int | str, ...]]  # what a block is made of, and how many of it, multiplied


def worked_in(cast: Cast = SHIPPED) -> dict[str, Shape]:
    """The blocks that one world after another is lived in; new_worlds tells what the words for their sizes stand for."""
    people, counts = layout_of(cast).rows.values()
    return {"practices": (PRACTICE_STATE, ("practices",)), "people": (FLOAT, (people, "people")), "counts": (WHOLE, (counts, "people")),
            "tie": (TIE, ("rooms",)), "pairs": (WHOLE, (2, "room")), "turns": (np.uint64, (2, "room")), "chances": (FLOAT, (7, "room")),
            "history": (WHOLE, ("practices", "weeks")), "lines": (LINE_ROW, ("units", "lines"))}


def room_for_pairs(employees: Any, team_size: Any) -> Any:
    """How many pairs of a unit may meet, and one may turn to the other in each. Takes numbers and arrays."""
    teams = -(-employees // team_size)
    return employees * (2 * -(-employees // teams) + 4 * ENCOUNTERS) + LANES


@dataclass(frozen=True)
class Worlds:
    """Room for runs of some settings: ``records`` is what compiled code is given, ``blocks`` what its addresses lead to."""

    records: np.ndarray
    blocks: dict[str, np.ndarray]


def new_worlds(parameters: np.ndarray, runs: np.ndarray, places: Sequence[Packed], which: np.ndarray, weeks: int, facts: "int | np.ndarray",
               cast: Cast = SHIPPED) -> Worlds:
    """Room for one world after another, each for runs of at most ``weeks`` weeks and ``facts`` rows of facts of each of its units.

    then, from_week: none of these goes on in another; sim.kernel.worlds sets that.

    parameters, runs: a row for each world. which: its place among the packed ones. What is worked in has room for the largest world.
    """
    layout, contexts = layout_of(cast), np.array([row for place in places for row in place.contexts], UNIT_CONTEXT)
    plans = np.array([row for place in places for row in place.plans], PRACTICE_PLAN)
    known, named = np.array([row for place in places for row in place.known], KNOWN_ROW), np.array([i for place in places for i in place.named], WHOLE)
    sizes = np.array([(len(place.contexts), len(place.plans)) for place in places])
    first_known, first_named = (np.cumsum([0, *map(len, some)])[which] for some in (
        [place.known for place in places], [place.named for place in places]))
    (units, practices), starts = sizes.max(axis=0), np.cumsum(sizes, axis=0) - sizes
    people = np.add.reduceat(width(contexts["employees"]), starts[:, 0]).max()
    rooms, told = room_for_pairs(contexts["employees"], contexts["team_size"]) + contexts["more_room"], facts * sizes[which, 0]
    room = rooms.max()
    numbers = {"units": units, "practices": practices, "people": people, "room": room, "rooms": np.add.reduceat(rooms, starts[:, 0]).max(),
               "weeks": weeks, "lines": weeks + 1}
    blocks = {"parameters": parameters, "run": runs, "contexts": contexts, "plans": plans, "known": known, "named": named,
              "states": np.zeros(len(contexts), layout.unit),
              "facts": np.zeros(told.sum(), FACTS_ROW)}
    blocks |= {name: np.zeros([numbers.get(str(size), size) for size in sizes], what) for name, (what, sizes) in worked_in(cast).items()}
    for name, rows in layout.rows.items():
        blocks["states"][name] = blocks[name].ctypes.data + 8 * rows * contexts["first"]
    own, unit, practice = np.arange(len(which)), starts[which, 0], starts[which, 1]
    places_of = {"parameters": own, "run": own, "contexts": unit, "states": unit, "plans": practice, "facts": np.cumsum(told) - told,
                 "known": first_known, "named": first_named}
    records = np.zeros(len(which), WORLD)
    for name, block in blocks.items():
        records[name] = block.ctypes.data + block.itemsize * places_of.get(name, 0)
    records["units"], records["practice_count"], records["edge_room"], records["weeks"] = sizes[which, 0], practices, room, weeks
    records["state_size"], records["stop"] = layout.unit.itemsize, weeks
    return Worlds(records, blocks)
