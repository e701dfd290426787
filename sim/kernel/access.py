"""Loads and stores: what an attribute of a view is in memory, as LLVM's instructions.

Two things make this as fast as code over columns: addresses are stepped through by ``getelementptr``, and each load and store says
which state it is of, so that the compiler knows that states of different names never share memory, and what never changes while a
run lasts.
"""

import operator

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.typing import signature
from numba.core.typing.templates import AttributeTemplate
from numba.extending import infer_getattr, intrinsic, lower_getattr_generic, lower_setattr_generic, overload

from sim.kernel import layout as at
from sim.kernel.layout import NUMBER, OPEN, TRUTH, layout_of
from sim.kernel.registered import INLINED
from sim.kernel.views import FIXED, RECORDS, TYPES, Field, RowType, Same, View, place_of, view

I64, F64, BYTES = ir.IntType(64), ir.DoubleType(), ir.IntType(8).as_pointer()
TAGS = {"on": True}  # a test compiles with them off as well


def tagged(builder, instruction, state, fixed=False):
    """Tell the compiler which state this load or store is of, and whether that never changes."""
    if TAGS["on"]:
        module = builder.module
        kind = module.add_metadata([state, module.add_metadata(["takehold"]), I64(0)])
        instruction.set_metadata("tbaa", module.add_metadata([kind, kind, I64(0)]))
        if fixed:
            instruction.set_metadata("invariant.load", module.add_metadata([]))
    return instruction


def load(builder, place, kind, state, fixed=False):
    """Load a number of an LLVM type."""
    return tagged(builder, builder.load(builder.bitcast(place, kind.as_pointer())), state, fixed)


def step(builder, start, bytes_):
    """A pointer some bytes on."""
    return builder.gep(start, [I64(bytes_) if isinstance(bytes_, int) else bytes_])


def block(builder, v, name):
    """The start of a block of the world, as a pointer to bytes."""
    world = builder.inttoptr(v.world, BYTES)
    return builder.inttoptr(load(builder, step(builder, world, at.offset(at.WORLD, name)), I64, "block", True), BYTES)


def _record(builder, typ, v, name):
    dtype, index = RECORDS[name]
    size = layout_of(typ.cast).unit.itemsize if name == "states" else dtype.itemsize
    start = block(builder, v, name)
    return start if index is None else step(builder, start, builder.mul(getattr(v, index), I64(size)))


def _field(typ, name, field):
    """Offset of a field in its record."""
    return at.offset(layout_of(typ.cast).unit if name == "states" else RECORDS[name][0], field)


def _people(builder, typ, v, name):
    state = _record(builder, typ, v, "states")
    return builder.inttoptr(load(builder, step(builder, state, _field(typ, "states", name)), I64, "block", True), BYTES)


def _width(builder, typ, v):
    unit = _record(builder, typ, v, "contexts")
    employees = load(builder, step(builder, unit, _field(typ, "contexts", "employees")), I64, "contexts employees", True)
    return builder.and_(builder.add(employees, I64(at.LANES - 1)), I64(-at.LANES))


def spot(builder, typ, v, column, i, row=0):
    """A number in a column of people, or in a row of columns behind it: row * width + i, each of 8 bytes."""
    start = builder.mul(_width(builder, typ, v), builder.mul(builder.add(I64(column.first), row if isinstance(row, ir.Value) else I64(row)), I64(8)))
    return step(builder, step(builder, _people(builder, typ, v, column.block), start), builder.mul(i, I64(8)))


def _places(builder, typ, v, place):
    """(pointer, name, whether it is fixed) of each number of a state."""
    if isinstance(place, at.Column):
        for k in range(place.kind.numbers):
            yield spot(builder, typ, v, place, v.i, k), f"{place.block} {place.first + k}", False
    else:
        base, offset = _record(builder, typ, v, place.block), _field(typ, place.block, place.name)
        for k in range(place.kind.numbers):
            yield step(builder, base, offset + 8 * k), f"{place.block} {place.name} {k}", place.block in FIXED


def _load(context, builder, address, of, state, fixed):
    value = load(builder, address, F64 if of == NUMBER else I64, state, fixed)
    if of == TRUTH:
        return builder.icmp_signed("!=", value, I64(0))
    if of == OPEN:
        helper = context.make_helper(builder, TYPES[OPEN])
        helper.data, helper.valid = value, context.get_value_type(types.boolean)(0)
        helper.valid = builder.icmp_signed(">=", value, I64(0))
        return helper._getvalue()
    return value


def _store(context, builder, address, of, state, value):
    if of == TRUTH:
        value = builder.zext(value, I64)
    elif of == OPEN:
        helper = context.make_helper(builder, TYPES[OPEN], value=value)
        value = builder.select(helper.valid, helper.data, I64(-1))
    tagged(builder, builder.store(value, builder.bitcast(address, (F64 if of == NUMBER else I64).as_pointer())), state)


# ----- reading and writing an attribute
@infer_getattr
class Attributes(AttributeTemplate):
    """What type an attribute has."""

    key = View

    def generic_resolve(self, typ, attr):
        """None where it is not declared; Numba then looks for a method of that name."""
        place = place_of(typ, attr)
        if isinstance(place, Same):
            return view(place.kind, typ.cast)
        if isinstance(place, (at.Column, Field)):
            if place.kind.row:
                return RowType(typ, attr, place)
            return types.UniTuple(TYPES[place.kind.of], place.kind.numbers) if place.kind.numbers > 1 else TYPES[place.kind.of]
        return None if place is None else types.int64 if isinstance(place, int) else types.float64


@lower_getattr_generic(View)
def get_state(context, builder, typ, value, attr):
    """Load a state."""
    place = place_of(typ, attr)
    if isinstance(place, (int, float)) and not isinstance(place, tuple):
        return I64(place) if isinstance(place, int) else F64(place)
    if isinstance(place, Same) or place.kind.row:
        return value
    v = cgutils.create_struct_proxy(typ)(context, builder, value=value)
    numbers = [_load(context, builder, address, place.kind.of, state, fixed) for address, state, fixed in _places(builder, typ, v, place)]
    return context.make_tuple(builder, types.UniTuple(TYPES[place.kind.of], len(numbers)), numbers) if len(numbers) > 1 else numbers[0]


@lower_setattr_generic(View)
def set_state(context, builder, sig, args, attr):
    """Store a state."""
    typ = sig.args[0]
    place = place_of(typ, attr)
    v = cgutils.create_struct_proxy(typ)(context, builder, value=args[0])
    numbers = cgutils.unpack_tuple(builder, args[1]) if place.kind.numbers > 1 else [args[1]]
    for number, (address, state, _) in zip(numbers, _places(builder, typ, v, place), strict=True):
        _store(context, builder, address, place.kind.of, state, number)


# ----- rows: hours[phase], useful[practice]
def _row_spot(context, builder, row, value, index):
    v, place = cgutils.create_struct_proxy(row.of)(context, builder, value=value), row.place
    if isinstance(place, at.Column):
        return spot(builder, row.of, v, place, v.i, index)
    start = step(builder, _record(builder, row.of, v, place.block), _field(row.of, place.block, place.name))
    return step(builder, start, builder.mul(index, I64(8)))


def fixed(name):
    """A function that gives a whole number of a thing's unit that stays the same as long as a run lasts, such as its first practice."""
    @intrinsic
    def get(typingctx, thing):
        def generate(context, builder, sig, args):
            v = cgutils.create_struct_proxy(thing)(context, builder, value=args[0])
            place = step(builder, _record(builder, thing, v, "contexts"), _field(thing, "contexts", name))
            return load(builder, place, I64, f"contexts {name}", True)
        return signature(types.int64, thing), generate
    return get


def _row_state(row):
    return f"row {row.place.block} {row.place.first}" if isinstance(row.place, at.Column) else f"row {row.place.block} {row.place.name}"


@intrinsic
def _get(typingctx, row, index):
    def generate(context, builder, sig, args):
        return load(builder, _row_spot(context, builder, row, args[0], args[1]), F64, _row_state(row))
    return signature(types.float64, row, types.int64), generate


@intrinsic
def _set(typingctx, row, index, value):
    def generate(context, builder, sig, args):
        place = _row_spot(context, builder, row, args[0], args[1])
        tagged(builder, builder.store(args[2], builder.bitcast(place, F64.as_pointer())), _row_state(row))
        return context.get_dummy_value()
    return signature(types.none, row, types.int64, types.float64), generate


@overload(operator.getitem, jit_options=INLINED)
def _getitem(row, index):
    if isinstance(row, RowType):
        return lambda row, index: _get(row, index)


@overload(operator.setitem, jit_options=INLINED)
def _setitem(row, index, value):
    if isinstance(row, RowType):
        return lambda row, index, value: _set(row, index, value)
