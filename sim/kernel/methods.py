"""Methods, properties and functions of the text, compiled as they stand; super() is made a call by name."""

import ast
import inspect
import textwrap
from types import FunctionType
from typing import Any

from numba import njit
from numba.core.errors import TypingError
from numba.extending import overload, overload_attribute, overload_method

from sim.kernel.registered import INLINED, OWN
from sim.kernel.several import number, to
from sim.kernel.views import KINDS, classes_of
from sim.model.own_code import functions_of, helpers_of, is_own
from sim.model.service import is_service

PARTS: dict[str, type] = {}  # kind -> the class of those kinds that nobody has classes of one's own of
_ABOVE: dict[str, tuple[type, str]] = {}
_PLAIN: dict[tuple[type, str], FunctionType] = {}
_SHAPES: dict[tuple[str, str], str] = {}
_HELPERS: set[FunctionType] = set()


class _Above(ast.NodeTransformer):
    """super().name(...) becomes a call of the method above, by a name of its own."""

    def __init__(self, owner):
        self.owner, self.found = owner, []

    def visit_Call(self, node):
        self.generic_visit(node)
        function = node.func
        if isinstance(function, ast.Attribute) and ast.unparse(function.value) == "super()":
            self.found.append(function.attr)
            node.func = ast.Attribute(ast.Name("self", ast.Load()), _name_above(function.attr, self.owner), ast.Load())
        return node


def _name_above(name, owner):
    return f"{name}_above_{owner.__name__}_{id(owner):x}"


def plain(written, owner=None, kind=None):
    """A function as it stands, without annotations; owner: the class whose method it is, of views of this kind."""
    if "__class__" in written.__code__.co_freevars:
        finder = _Above(owner)
        tree = ast.parse(textwrap.dedent(inspect.getsource(written)))
        function = tree.body[0]
        assert isinstance(function, ast.FunctionDef)
        function.decorator_list, function.returns = [], None
        for argument in function.args.args:
            argument.annotation = None
        tree = ast.fix_missing_locations(finder.visit(ast.increment_lineno(tree, written.__code__.co_firstlineno - 1)))
        space: dict[str, Any] = {}
        exec(compile(tree, written.__code__.co_filename, "exec"), written.__globals__, space)
        for name in finder.found:
            _ABOVE[_name_above(name, owner)] = owner, name
            register_method(kind, _name_above(name, owner), getattr(owner, name))
        written = space[written.__name__]
    return FunctionType(written.__code__, written.__globals__, written.__name__, written.__defaults__, written.__closure__)


def method_of(cls, name, kind):
    """The function that a class has by this name, made plain."""
    line = cls.__mro__
    if name in _ABOVE:
        owner, name = _ABOVE[name]
        line = line[line.index(owner) + 1:]
    for parent in line:
        written = vars(parent).get(name)
        if written is not None:
            if (parent, name) not in _PLAIN:
                _PLAIN[parent, name] = plain(written.fget if isinstance(written, property) else written, parent, kind)
            return _PLAIN[parent, name]
    raise TypingError(f"{cls.__name__} has no method {name}")


as_member, as_other = to("employee", "member"), to("employee", "other")


def implementation(typ, name, arguments):
    """The method as one function; where steering members have their own, it asks which of the two this is."""
    found = [method_of(cls, name, typ.kind) for cls in (classes_of(typ) if typ.kind in ("employee", "manager") else (PARTS[typ.kind],))]
    shape = ", ".join(["self", *map(str, (arguments or {}).values())])
    if len(found) == 1 or found[0] is found[1]:
        if not is_own(found[0]):
            return found[0]
        space = {"own": njit(**OWN)(found[0])}
        exec(f"def method({shape}):\n    return own({', '.join(['self', *(arguments or ())])})", space)
        return space["method"]
    space = {"as_member": as_member, "as_other": as_other, "number": number}
    call = name if arguments is None else f"{name}({', '.join(arguments)})"
    exec(f"def method({shape}):\n    if number(self) < self.unit.context.members:\n"
         f"        return as_member(self, number(self)).{call}\n    return as_other(self, number(self)).{call}", space)
    return space["method"]


def register_method(kind, name, written):
    """Let views of a kind have a method, or a property.

    Raises TypeError where a method of this name takes other arguments in another class of the kind.
    """
    arguments = None  # of a property
    if not isinstance(written, property):
        arguments = {key: one.replace(annotation=one.empty) for key, one in list(inspect.signature(written).parameters.items())[1:]}
    shape = ", ".join(["self", *map(str, (arguments or {}).values())])
    if (kind, name) in _SHAPES:
        if _SHAPES[kind, name] != shape:
            raise TypeError(f"{written.__qualname__}({shape}) takes other arguments than {name}({_SHAPES[kind, name]}) of the shipped class")
        return
    _SHAPES[kind, name] = shape
    space = {"implementation": implementation, "arguments": arguments}
    exec(f"def method({shape}):\n    return implementation(self, {name!r}, arguments)", space)
    how = overload_attribute if isinstance(written, property) else overload_method
    how(KINDS[kind], name, jit_options=INLINED, strict=False)(space["method"])


def register_class(kind, cls):
    """Let views of a kind have all methods of a class, apart from what the engine itself gives.

    super() and helpers are registered now: what is registered while compiling comes too late.
    """
    for parent in cls.__mro__:
        if parent.__module__.split(".")[0] in ("mesa", "pydantic", "builtins") or parent.__module__ == "sim.model.state":
            continue
        for name, _function in functions_of(parent):
            written = vars(parent)[name]
            if not name.startswith("_") and not is_service(written):
                register_method(kind, name, written)
                for helper in helpers_of(method_of(parent, name, kind)):
                    if helper not in _HELPERS:
                        _HELPERS.add(helper)
                        register_function(helper)


def register_function(function):
    """Let compiled code call a function that takes views."""
    space = {"function": plain(function)}
    shape = ", ".join(str(one.replace(annotation=one.empty)) for one in inspect.signature(function).parameters.values())
    exec(f"def overloaded({shape}):\n    return function", space)
    overload(function, jit_options=OWN if is_own(function) else INLINED, strict=False)(space["overloaded"])
