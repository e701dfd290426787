"""Things one after another, as loops of the text go through them: the employees of a unit, its practices, colleagues."""

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.core.imputils import RefType, iternext_impl
from numba.core.typing import signature
from numba.extending import intrinsic, lower_builtin, models, overload, register_model

from sim.kernel import layout as at
from sim.kernel.access import I64, block, load, spot, step
from sim.kernel.registered import INLINED
from sim.kernel.views import CastType, view


class Several(types.IterableType):
    """Views from a first to a last place. named: the places are of rows that name the persons, of ties or of people by ties."""

    def __init__(self, item, named=None):
        self.item, self.named = item, named
        super().__init__(f"several({item.name}, {named})")

    @property
    def iterator_type(self):
        """The type of what goes through them."""
        return SeveralIterator(self)


class SeveralIterator(types.SimpleIteratorType):
    """What goes through them."""

    def __init__(self, several):
        self.several = several
        super().__init__(f"iter({several.name})", several.item)


@register_model(Several)
class SeveralModel(models.StructModel):
    """Four numbers."""

    def __init__(self, dmm, fe_type):
        super().__init__(dmm, fe_type, [("world", types.int64), ("u", types.int64), ("first", types.int64), ("last", types.int64)])


@register_model(SeveralIterator)
class SeveralIteratorModel(models.StructModel):
    """What is gone through, and how far."""

    def __init__(self, dmm, fe_type):
        super().__init__(dmm, fe_type, [("of", fe_type.several), ("at", types.EphemeralPointer(types.int64))])


@lower_builtin("getiter", Several)
def getiter(context, builder, sig, args):
    """Begin."""
    of = cgutils.create_struct_proxy(sig.args[0])(context, builder, value=args[0])
    it = context.make_helper(builder, sig.return_type)
    it.of = args[0]
    it.at = cgutils.alloca_once(builder, I64)
    builder.store(of.first, it.at)
    return it._getvalue()


@lower_builtin("iternext", SeveralIterator)
@iternext_impl(RefType.UNTRACKED)
def iternext(context, builder, sig, args, result):
    """Go on to the next."""
    it = context.make_helper(builder, sig.args[0], value=args[0])
    several = sig.args[0].several
    of = cgutils.create_struct_proxy(several)(context, builder, value=it.of)
    place = builder.load(it.at)
    more = builder.icmp_signed("<", place, of.last)
    result.set_valid(more)
    with builder.if_then(more):
        one = cgutils.create_struct_proxy(several.item)(context, builder)
        one.world, one.u, one.i = of.world, of.u, place
        if several.named == "tie":
            size = at.TIE.itemsize
            start = step(builder, block(builder, of, "tie"), builder.mul(place, I64(size)))
            one.i = builder.zext(load(builder, start, ir.IntType(8 * size), "tie"), I64)
        elif several.named:
            column = at.COLUMNS[several.named]
            one.i = load(builder, spot(builder, several.item, of, column, place), I64, f"{column.block} {column.first}")
        result.yield_(one._getvalue())
        builder.store(builder.add(place, I64(1)), it.at)


@intrinsic
def _length(typingctx, several):
    def generate(context, builder, sig, args):
        of = cgutils.create_struct_proxy(several)(context, builder, value=args[0])
        return builder.sub(of.last, of.first)
    return signature(types.int64, several), generate


@overload(len, jit_options=INLINED)
def _len(several):
    if isinstance(several, Several):
        return lambda several: _length(several)


# ----- from one view to another
def number_of(which):
    """A function that gives one of a view's numbers: ``i``, its place, or ``u``, its unit's."""
    @intrinsic
    def number(typingctx, thing):
        def generate(context, builder, sig, args):
            return getattr(cgutils.create_struct_proxy(thing)(context, builder, value=args[0]), which)
        return signature(types.int64, thing), generate
    return number


number, unit_number = number_of("i"), number_of("u")


@intrinsic
def world_of(typingctx, thing):
    """The world a thing belongs to."""
    from numba import from_dtype
    world = from_dtype(at.WORLD)

    def generate(context, builder, sig, args):
        return builder.inttoptr(cgutils.create_struct_proxy(thing)(context, builder, value=args[0]).world, context.get_value_type(world))
    return signature(world, thing), generate


def to(kind, part=None):
    """A function of (thing, place) that gives another view in the same unit; of another unit, where the kind is that."""
    @intrinsic
    def change(typingctx, thing, place):
        made = view(kind, thing.cast, part)

        def generate(context, builder, sig, args):
            old, new = cgutils.create_struct_proxy(thing)(context, builder, value=args[0]), cgutils.create_struct_proxy(made)(context, builder)
            new.world, new.u, new.i = old.world, args[1] if kind == "unit" else old.u, args[1]
            return new._getvalue()
        return signature(made, thing, types.int64), generate
    return change


def several(kind, part=None, named=None):
    """A function of (thing, first, last) that gives things one after another."""
    @intrinsic
    def spread(typingctx, thing, first, last):
        made = Several(view(kind, thing.cast, part), named)

        def generate(context, builder, sig, args):
            old, new = cgutils.create_struct_proxy(thing)(context, builder, value=args[0]), cgutils.create_struct_proxy(made)(context, builder)
            new.world, new.u, new.first, new.last = old.world, old.u, args[1], args[2]
            return new._getvalue()
        return signature(made, thing, types.int64, types.int64), generate
    return spread


def made_of(kind):
    """A function of (world, unit's number, place, cast) that gives a view as those of this cast see it."""
    @intrinsic
    def make(typingctx, world, u, i, cast):
        assert isinstance(cast, CastType)
        made = view(kind, cast.cast)

        def generate(context, builder, sig, args):
            new = cgutils.create_struct_proxy(made)(context, builder)
            new.world, new.u, new.i = builder.ptrtoint(args[0], I64), args[1], args[2]
            return new._getvalue()
        return signature(made, world, types.int64, types.int64, cast), generate
    return make


unit_of, line_in, facts_in = made_of("unit"), made_of("line"), made_of("facts")
