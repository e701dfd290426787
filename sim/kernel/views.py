"""People, practices and units as compiled code sees them: ``employee.trust_leader`` is one load or store in the world's memory.

A view holds three numbers: the world's address, the unit's number, and a place (of a person in the unit, of a practice or a line in the
world). Where each name lies follows from the declarations, by sim.kernel.layout; sim.kernel.access loads and stores.
"""

from typing import NamedTuple

from numba import types
from numba.core.errors import TypingError
from numba.extending import (
    NativeValue,
    models,
    register_model,
    typeof_impl,
    unbox,
)

from sim.inputs.levers import LEVERS
from sim.inputs.parameters import PARAMETERS
from sim.kernel import layout as at
from sim.kernel.layout import COUNT, NUMBER, OPEN, TRUTH, Kind, layout_of
from sim.model.cast import Cast
from sim.model.own_code import fingerprint
from sim.model.states import ConsultantStates, FactStates, LineStates, PracticeStates, UnitStates

TYPES = {NUMBER: types.float64, COUNT: types.int64, TRUTH: types.boolean, OPEN: types.Optional(types.int64)}


# ----- the types
class CastType(types.Type):
    """A cast, which compiled code is handed like any argument; all it needs to know of it is its type."""

    def __init__(self, cast, name=None):
        self.cast = cast
        super().__init__(name or f"cast({fingerprint(cast)})")
        CASTS.setdefault(self.name, self)

    def __reduce__(self):
        """By name, since classes of one's own may be defined where no other process finds them."""
        return cast_named, (self.name,)


CASTS: dict[str, CastType] = {}


def cast_named(name):
    """The type of a cast that this process knows; a stand-in for one that only another process knew."""
    return CASTS.get(name) or CastType(None, name)


register_model(CastType)(models.OpaqueModel)

@typeof_impl.register(Cast)
def _type_of(cast, c):
    found = CastType(cast)
    found.cast = cast  # Numba keeps one type a name, and that may have been a stand-in
    return found


unbox(CastType)(lambda typ, obj, c: NativeValue(c.context.get_dummy_value()))


class View(types.Type):
    """One thing of a kind. part: whose methods it has; of an employee, 'member' or 'other' where that is known."""

    def __init__(self, kind, cast, part=None):
        self.kind, self.cast, self.part = kind, cast, part or kind
        super().__init__(f"{self.part}({fingerprint(cast)})")


INPUTS = {path.rpartition(".")[0] for path in at.CONTEXT}, {path.rpartition(".")[0] for path in at.PLAN}
NESTED = [".".join(filter(None, (root, inside))) for root, found in zip(("context", "plan"), INPUTS, strict=True) for inside in sorted(found)]
KINDS = {kind: type(f"{kind}View", (View,), {}) for kind in (
    "employee", "manager", "unit", "practice", "consultant", "p", "levers", "line", "facts", *NESTED)}
VIEWS = tuple(KINDS.values())


def view(kind, cast, part=None):
    """The type of a view."""
    return KINDS[kind](kind, cast, part)


class RowType(types.Type):
    """A row of numbers of one thing, such as its hours by phase."""

    def __init__(self, of, name, place):
        self.of, self.place = of, place
        super().__init__(f"row({of.name} {name})")


class ViewModel(models.StructModel):
    """Three numbers."""

    def __init__(self, dmm, fe_type):
        super().__init__(dmm, fe_type, [("world", types.int64), ("u", types.int64), ("i", types.int64)])


for _kind in (*VIEWS, RowType):
    register_model(_kind)(ViewModel)


# ----- what a name of a view stands for
class Field(NamedTuple):
    """A field of a record in a block."""

    block: str
    name: str
    kind: Kind


class Same(NamedTuple):
    """Another view of the same place."""

    kind: str


RECORDS = {"parameters": (at.PARAMETER_ROW, None), "run": (at.RUN_ROW, None), "contexts": (at.UNIT_CONTEXT, "u"),
           "states": (at.UNIT_STATE, "u"), "plans": (at.PRACTICE_PLAN, "i"), "practices": (at.PRACTICE_STATE, "i"),
           "lines": (at.LINE_ROW, "i"), "facts": (at.FACTS_ROW, "i")}  # and which number of a view tells the record
FIXED = ("parameters", "run", "contexts", "plans")  # nothing of these changes while a run lasts, so the compiler may read it once
PREFIXES = {"manager": ("states", "manager."), "consultant": ("states", "consultant."), "unit": ("states", "unit."), "practice": ("practices", ""),
            "line": ("lines", ""), "facts": ("facts", ""), "p": ("parameters", ""), "levers": ("run", "")}
RELATED = {"employee": {"p": "p", "unit": "unit"}, "manager": {"p": "p", "unit": "unit"},
           "unit": {"p": "p", "levers": "levers", "context": "context", "manager": "manager", "consultant": "consultant"},
           "practice": {"plan": "plan", "unit": "unit"}}


def _fields(kind, cast):
    """The fields that views of a kind have, by name."""
    if kind.split(".")[0] in ("context", "plan"):
        block, kinds = ("contexts", at.CONTEXT) if kind.startswith("context") else ("plans", at.PLAN)
        inside = ".".join([*kind.split(".")[1:], ""])
        return {path[len(inside):]: Field(block, path, one) for path, one in kinds.items() if path.startswith(inside) and "." not in path[len(inside):]}
    if kind in ("p", "levers"):
        return {name: Field(PREFIXES[kind][0], name, Kind(NUMBER)) for name in (PARAMETERS if kind == "p" else LEVERS)}
    declared = {"manager": cast.manager_states, "consultant": ConsultantStates, "unit": UnitStates, "practice": PracticeStates,
                "line": LineStates, "facts": FactStates}[kind]
    block, prefix = PREFIXES[kind]
    return {name: Field(block, prefix + name, one) for name, one in at.kinds_of(declared).items()}


def place_of(typ, attr):
    """Where an attribute of a view lies, what it is or which number it is; None for one that is not declared."""
    if attr in RELATED.get(typ.kind, {}):
        return Same(RELATED[typ.kind][attr])
    if f"{typ.kind}.{attr}" in KINDS:
        return Same(f"{typ.kind}.{attr}")
    if typ.kind == "unit" and attr == "week":
        return Field("states", "week", Kind(COUNT))
    found = layout_of(typ.cast).columns.get(attr) if typ.kind == "employee" else _fields(typ.kind, typ.cast).get(attr)
    return _constant(typ, attr) if found is None and typ.kind in ("employee", "manager") else found


def classes_of(typ):
    """The classes whose methods a view of a person may have: one, or two where steering members are among the employees."""
    cast = typ.cast
    return {"employee": (cast.employee, cast.member), "member": (cast.member,), "other": (cast.employee,), "manager": (cast.manager,)}[typ.part]


def _constant(typ, attr):
    """A plain number of the class, such as CAUTION = 4.0."""
    values = {getattr(kind, attr, None) for kind in classes_of(typ)}
    values = {value for value in values if isinstance(value, (int, float))}
    if len(values) > 1:
        raise TypingError(f"{attr} is {' or '.join(map(str, values))}, by who it is; give steering members the same, or a method")
    return values.pop() if values else None
