"""What a run is made of, seen straight in memory, for the few forms that are compiled by hand.

An array made by NumPy counts who holds it, each call hands on a dozen numbers for it, and in loops as short as these
that costs more than the work. So compiled code is given one record, the world, that holds addresses and sizes; what
lies there is looked at through these functions. sim.kernel.layout.World holds the blocks as long as a run lasts.
"""

import numpy as np
from numba import carray, types
from numba.extending import intrinsic

from sim.kernel.layout import FACTS_ROW, KNOWN_ROW, LINE_ROW, PARAMETER_ROW, RUN_ROW, UNIT_CONTEXT, UNIT_STATE, WORLD, layout_of, width
from sim.kernel.registered import inner
from sim.model.cast import SHIPPED

ROWS, COUNTS = layout_of(SHIPPED).rows["people"], layout_of(SHIPPED).rows["counts"]  # of the shipped people, which come first
LINE_WIDTH, FACTS_WIDTH = LINE_ROW.itemsize // 8, FACTS_ROW.itemsize // 8

KNOWN_SIZE, KNOWN_WIDTH = KNOWN_ROW.itemsize, KNOWN_ROW.itemsize // 8


@intrinsic
def _pointer(typingctx, address):
    """An address as a pointer that carray accepts."""
    def generate(context, builder, signature, arguments):
        return builder.inttoptr(arguments[0], context.get_value_type(types.voidptr))
    return types.voidptr(types.int64), generate


@inner
def then_of(world):
    """The world that a run goes on in, where it parts: in the same room, with other contexts, plans, parameters and levers."""
    return carray(_pointer(world.then), (1,), WORLD)[0]


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
    return carray(_pointer(world.states + u * world.state_size), (1,), UNIT_STATE)[0]


rounded = inner(width)


@inner
def width_of(world, u):
    """How long the columns of the unit's people are."""
    return rounded(context_of(world, u).employees)


@inner
def column_of(world, u, row):
    """The address of a column of the unit's people."""
    return state_of(world, u).people + 8 * row * width_of(world, u)


@inner
def people_of(world, u):
    """The unit's people: float64 of shape (ROWS, width)."""
    return carray(_pointer(state_of(world, u).people), (ROWS, width_of(world, u)), np.float64)


@inner
def counts_of(world, u):
    """The unit's whole numbers: int64 of shape (COUNTS, width)."""
    return carray(_pointer(state_of(world, u).counts), (COUNTS, width_of(world, u)), np.int64)


@inner
def known_of(world, u):
    """What is known of the unit's people, where it has a people file: a record for each place."""
    context = context_of(world, u)
    return carray(_pointer(world.known + KNOWN_SIZE * context.first_known), (context.employees,), KNOWN_ROW)


@inner
def known_numbers_of(world, u):
    """The same as plain numbers: float64 of shape (employees, numbers of a record)."""
    context = context_of(world, u)
    return carray(_pointer(world.known + KNOWN_SIZE * context.first_known), (context.employees, KNOWN_WIDTH), np.float64)


@inner
def named_at(world, k):
    """The place of a colleague whom somebody names."""
    return carray(_pointer(world.named + 8 * k), (1,), np.int64)[0]


@inner
def tie_of(world):
    """Rows of colleagues one after another, those of a unit from its first room on: uint16."""
    return carray(_pointer(world.tie), (world.units * world.edge_room,), np.uint16)


@inner
def pairs_of(world):
    """Pairs who meet: int64 of shape (2, room)."""
    return carray(_pointer(world.pairs), (2, world.edge_room), np.int64)


@inner
def turns_of(world):
    """A bit for each who turns to whom: uint64, words of a person one after another."""
    return carray(_pointer(world.turns), (2 * world.edge_room,), np.uint64)


@inner
def chances_of(world):
    """Draws and chances of the pairs: float64 of shape (7, room)."""
    return carray(_pointer(world.chances), (7, world.edge_room), np.float64)


@inner
def history_of(world):
    """Sessions held: int64 of shape (practices, weeks)."""
    return carray(_pointer(world.history), (world.practice_count, world.weeks), np.int64)


@inner
def lines_of(world):
    """Weekly lines as plain numbers: float64 of shape (units * (weeks + 1), numbers of a line)."""
    return carray(_pointer(world.lines), (world.units * (world.weeks + 1), LINE_WIDTH), np.float64)


@inner
def facts_of(world, index):
    """A row of facts as plain numbers: float64 of shape (numbers of a row,)."""
    return carray(_pointer(world.facts + 8 * FACTS_WIDTH * index), (FACTS_WIDTH,), np.float64)
