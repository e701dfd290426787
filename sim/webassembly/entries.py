"""What kernel.wasm offers: functions of addresses in its memory and of whole numbers, each of which fits into 32 bits.

Who uses them writes numbers where sim.kernel.layout says, and calls: ``lay_out`` once, ``prepare`` for each setting, ``run``, ``measure``.
"""

from typing import Any

import numpy as np
from numba import carray, types
from numba.core.imputils import lower_constant

from sim.inputs.lever import amount_in_use
from sim.inputs.levers import COSTING, LEVERS
from sim.kernel.columns import COUNTS, ROWS, _pointer, context_of, rounded, run_of, state_of
from sim.kernel.layout import CONTEXT, FACTS_ROW, FLOAT, PLAN, PRACTICE_PLAN, TRUTH, UNIT_STATE, WORLD, room_for_pairs, worked_in
from sim.kernel.registered import inner
from sim.kernel.run import lived
from sim.kernel.views import CastType
from sim.kernel.wasm import LINE
from sim.model.cast import SHIPPED
from sim.model.measures import HOURS, MEASURES
from sim.model.outcome import NAMES

lower_constant(CastType)(lambda context, builder, kind, value: context.get_dummy_value())
_lived, _room_for_pairs, _amount_in_use = map(inner, (lived, room_for_pairs, amount_in_use))


def made(head: str, lines: list[str], **space: Any) -> Any:
    """A function from lines of its text, and what they name."""
    exec("\n    ".join([head, *lines]), space)
    return space[head.removeprefix("def ").partition("(")[0]]


@inner
def worlds_at(address, count):
    """Worlds one after another."""
    return carray(_pointer(np.int64(address)), (count,), WORLD)


# ----- room
def _block_lines(name, what, sizes):
    size = " * ".join(map(str, (np.dtype(what).itemsize, *sizes)))
    return [f"top = (top + {LINE - 1}) & -{LINE}", f"world.{name} = top", f"top += {size}"]


STATE_SIZE = UNIT_STATE.itemsize
SHAPES = {"states": (UNIT_STATE, ("units",)), "facts": (FACTS_ROW, ("facts", "units")), **worked_in()}
_place_blocks = inner(made("def place_blocks(world, top, units, practices, people, room, rooms, weeks, lines, facts):",
                           [line for name, (what, sizes) in SHAPES.items() for line in _block_lines(name, what, sizes)] + ["return top"]))


def lay_out(world, top, weeks, facts):
    """Decide where the blocks of a world lie, from an address on; returns the address behind them.

    What is handed in lies there already: its parameters, run, contexts and plans, with their numbers. weeks: most of a run.
    facts: rows of each unit.
    """
    world = worlds_at(world, 1)[0]
    people, room, rooms = 0, 0, 0
    for u in range(world.units):
        context = context_of(world, u)
        context.first, context.first_room = people, rooms
        own = _room_for_pairs(context.employees, context.team_size) + context.more_room
        people, room, rooms = people + rounded(context.employees), max(room, own), rooms + own
    world.edge_room, world.weeks, world.stop, world.state_size, world.from_week = room, weeks, weeks, STATE_SIZE, 0
    return _place_blocks(world, np.int64(top), world.units, world.practice_count, people, room, rooms, weeks, weeks + 1, facts)


# ----- levers
def _lines_of_hours():
    """What levers ask for: for each lever its amount, and of that the hours in its phase."""
    for one in COSTING:
        has = f'level_{one.name}(context["{one.level.entry}"])' if one.level else "0.0"
        yield f'amount = amount_in_use({has}, levers["{one.name}"], {one.whole_level})'
        yield from (f"context.lever_hours[{one.cost.phase}, {k}] += {float(hours)!r} * amount" for k, hours in enumerate(one.cost[1:]))


def _lines_of_changes():
    """What levers change of the unit, and of its practices."""
    for one in LEVERS.values():
        value = f'levers["{one.name}"]'
        for k, change in enumerate(one.changes):
            entry = change.entry.removeprefix("practices.")
            place = f'{"context" if entry == change.entry else "plan"}["{entry}"]'
            recorded = f"{place} != 0" if {**PLAN, **CONTEXT}[entry].of == TRUTH else place
            yield f"if not isnan({value}):" if entry == change.entry else f"for plan in plans if not isnan({value}) else plans[:0]:"
            yield f"    {place} = change_{one.name}_{k}({recorded}, {value})"


_set_levers = inner(made(
    "def set_levers(context, plans, levers):", ["context.lever_hours[:, :] = 0.0", *_lines_of_hours(), *_lines_of_changes()],
    isnan=np.isnan, amount_in_use=_amount_in_use, **{f"level_{name}": inner(one.level.rule) for name, one in LEVERS.items() if one.level},
    **{f"change_{name}_{k}": inner(change.rule) for name, one in LEVERS.items() for k, change in enumerate(one.changes)}))


def prepare(world):
    """Set the levers in contexts and plans as they are recorded, and say where the people of each unit lie."""
    world = worlds_at(world, 1)[0]
    plans = carray(_pointer(world.plans), (world.practice_count,), PRACTICE_PLAN)
    for u in range(world.units):
        context, state = context_of(world, u), state_of(world, u)
        state.people, state.counts = world.people + 8 * ROWS * context.first, world.counts + 8 * COUNTS * context.first
        _set_levers(context, plans[context.first_practice:context.last_practice], run_of(world))
    return 0


# ----- runs, and what they come to
def run(worlds, count, runs, weeks, follow_ups, every_week):
    """So many runs of some worlds; weeks: where the follow-ups lie. Returns the weeks that the last run lived."""
    return _lived(worlds_at(worlds, count), runs, carray(_pointer(np.int64(weeks)), (follow_ups,), np.int64), every_week != 0, SHIPPED)


@inner
def _where(whether, this, other):
    return this if whether else other


TOLD = [*MEASURES.values(), *HOURS.values()]
FACTS_COUNT, TOLD_COUNT = len(NAMES), len(TOLD)
_measured = inner(made("def measured(facts, out):", [f"{name} = facts[{k}]" for k, name in enumerate(NAMES)]
                       + [f"out[{k}] = {one.formula}" for k, one in enumerate(TOLD)], where=_where))


def measure(facts, rows, out):
    """The measures of some rows of facts, as numbers, in the order of their declaration."""
    given = carray(_pointer(np.int64(facts)), (rows, FACTS_COUNT), FLOAT)
    found = carray(_pointer(np.int64(out)), (rows, TOLD_COUNT), FLOAT)
    for row in range(rows):
        _measured(given[row], found[row])
    return rows


ADDRESS, NUMBER = types.uint32, types.int32
ENTRIES = {lay_out: (ADDRESS, ADDRESS, NUMBER, NUMBER), prepare: (ADDRESS,),
           run: (ADDRESS, NUMBER, NUMBER, ADDRESS, NUMBER, NUMBER), measure: (ADDRESS, NUMBER, ADDRESS)}  # and what each takes
