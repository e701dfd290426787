"""What a run is made of, seen straight in memory.

An array made by NumPy counts who holds it, each call hands on a dozen numbers for it, and in loops as short as these
that costs more than the work. So compiled code is given one record, the world, that holds addresses and sizes; what
lies there is looked at through these functions. sim.kernel.layout.World holds the blocks as long as a run lasts.
"""

import numpy as np
from numba import carray, types
from numba.extending import intrinsic

from sim.kernel.layout import COUNTS, LINE, PARAMETER_ROW, PRACTICE_PLAN, PRACTICE_STATE, ROWS, RUN_ROW, UNIT_CONTEXT, UNIT_STATE
from sim.kernel.registered import inner


@intrinsic
def _pointer(typingctx, address):
    """An address as a pointer that carray accepts."""
    def generate(context, builder, signature, arguments):
        return builder.inttoptr(arguments[0], context.get_value_type(types.voidptr))
    return types.voidptr(types.int64), generate


@inner
def parameters_of(world):
    """The behavioural parameters."""
    return carray(_pointer(world.parameters), (1,), PARAMETER_ROW)[0]


@inner
def run_of(world):
    """The levers that act over time, and the key of the draws."""
    return carray(_pointer(world.run), (1,), RUN_ROW)[0]


@inner
def context_of(world, u):
    """The context of a unit."""
    return carray(_pointer(world.contexts), (world.units,), UNIT_CONTEXT)[np.uint64(u)]


@inner
def state_of(world, u):
    """The state of a unit."""
    return carray(_pointer(world.states), (world.units,), UNIT_STATE)[np.uint64(u)]


@inner
def plan_of(world, k):
    """The plan of a practice."""
    return carray(_pointer(world.plans), (world.practice_count,), PRACTICE_PLAN)[np.uint64(k)]


@inner
def practice_of(world, k):
    """The state of a practice."""
    return carray(_pointer(world.practices), (world.practice_count,), PRACTICE_STATE)[np.uint64(k)]


@inner
def people_of(world, u):
    """The unit's people: float64 of shape (ROWS, employees)."""
    return carray(_pointer(state_of(world, u).people), (ROWS, context_of(world, u).employees), np.float64)


@inner
def counts_of(world, u):
    """The unit's whole numbers: int64 of shape (COUNTS, employees)."""
    return carray(_pointer(state_of(world, u).counts), (COUNTS, context_of(world, u).employees), np.int64)


@inner
def tie_of(world):
    """Rows of colleagues one after another: int64."""
    return carray(_pointer(world.tie), (world.units * world.edge_room,), np.int64)


@inner
def pairs_of(world):
    """Pairs who meet: int64 of shape (2, room)."""
    return carray(_pointer(world.pairs), (2, world.edge_room), np.int64)


@inner
def edges_of(world):
    """Who turns to whom: int64 of shape (2, room)."""
    return carray(_pointer(world.edges), (2, world.edge_room), np.int64)


@inner
def chances_of(world):
    """Draws and chances of the pairs: float64 of shape (5, room)."""
    return carray(_pointer(world.chances), (5, world.edge_room), np.float64)


@inner
def history_of(world):
    """Sessions held: float64 of shape (practices, weeks)."""
    return carray(_pointer(world.history), (world.practice_count, world.weeks), np.float64)


@inner
def series_of(world):
    """Weekly lines: float64 of shape (units, LINE, weeks)."""
    return carray(_pointer(world.series), (world.units, LINE, world.weeks), np.float64)


@inner
def start_of(world):
    """The line before anything has happened: float64 of shape (units, LINE)."""
    return carray(_pointer(world.start), (world.units, LINE), np.float64)
