"""The code of people of one's own: which classes and functions it is made of, and a fingerprint of them."""

import hashlib
import inspect
import traceback
from collections.abc import Iterator
from functools import cache
from types import FunctionType
from typing import Any

from sim.errors import nearest
from sim.model.cast import SHIPPED, Cast
from sim.model.state import HasStates, states_of


def own_classes(cast: Cast) -> list[type]:
    """The classes of a cast, and those they build on, that are not shipped; the deepest first."""
    return list(dict.fromkeys(parent for kind in cast for parent in reversed(kind.__mro__) if is_own(parent)))


def own_files(cast: Cast) -> set[str]:
    """The files that the classes of a cast stand in which are not shipped."""
    return {function.__code__.co_filename for kind in own_classes(cast) for _, function in functions_of(kind)}


def fault_of(error: BaseException, cast: Cast) -> str:
    """Where people of one's own fail in a run, and why, in a sentence."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    return fault_in(error, own_files(cast)) or (f"{in_files(cast)}: with what they give, '{last.line}' in the model's "
                                                f"{last.name} fails with {type(error).__name__}: {error}")


def fault_in(error: BaseException, files: set[str]) -> str:
    """Where in some files an error arose, and what it is, in a sentence; empty where it arose elsewhere."""
    lines = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename in files]
    if not lines:
        return ""
    last, told = lines[-1], " ".join(str(error).split())[:200]
    if isinstance(error, AttributeError) and isinstance(error.obj, HasStates) and is_own(type(error.obj)):
        told += f'; a state is declared, {error.name} = State(0.0, "what it means") in the class'
    where = "it" if last.name == "<module>" else last.name
    return f"{last.filename}, line {last.lineno}: {where} fails with {type(error).__name__}: {told}"


def in_files(cast: Cast) -> str:
    """The names of one's own people, with their files."""
    return ", ".join([*sorted(own_files(cast)), cast.in_words])


def without_effect(cast: Cast) -> Iterator[str]:
    """What classes of one's own define that a run never asks for, each in a sentence with what may have been meant."""
    called = {name for kind in own_classes(cast) for _, function in functions_of(kind) for one in (function, *helpers_of(function))
              for name in one.__code__.co_names}
    for kind in own_classes(cast):
        usual = [shipped for one, shipped in zip(cast, SHIPPED, strict=True) if issubclass(one, kind)]
        states = {name: state for shipped in usual for name, state in states_of(shipped).items()}
        for name in states.keys() & vars(kind).get("declared", {}).keys():
            yield (f"{kind.__name__}.{name} is a state of the model's own, which {' and '.join(states[name].by.split())} set: "
                   "override those, or take another name")
        for name, function in functions_of(kind):
            if not name.startswith("__") and name not in called and not any(hasattr(shipped, name) for shipped in usual):
                others = [shipped.__name__ for shipped in SHIPPED if hasattr(shipped, name)]
                methods = [one for shipped in usual for parent in shipped.__mro__ for one, _ in functions_of(parent) if one[0] != "_"]
                code = function.__code__
                yield (f"{code.co_filename}, line {code.co_firstlineno}: {kind.__name__}.{name} is called by nothing in the model; "
                       + (f"{name} is of sim.{others[0]}" if others else nearest(name, methods)))


def is_own(thing: Any) -> bool:
    """Whether a class or function is neither of Takehold nor of a library that it is built on."""
    return thing.__module__.split(".")[0] not in ("sim", "mesa", "builtins", "typing")


def functions_of(kind: type) -> Iterator[tuple[str, FunctionType]]:
    """The methods and properties in the body of a class, as functions, by name."""
    for name, written in vars(kind).items():
        function = written.fget if isinstance(written, property) else written
        if isinstance(function, FunctionType):
            yield name, function


def helpers_of(function: FunctionType) -> Iterator[FunctionType]:
    """The functions of one's own that a function calls by name, and those that they call."""
    seen = {function}
    waiting = [function]
    while waiting:
        now = waiting.pop()
        for name in now.__code__.co_names:
            helper = now.__globals__.get(name)
            if isinstance(helper, FunctionType) and is_own(helper) and helper not in seen:
                seen.add(helper)
                waiting.append(helper)
                yield helper


def fingerprint(cast: Cast) -> str:
    """Twelve characters that change with the source of the classes that are not shipped, the helpers they call and the numbers they name.

    Empty for the shipped cast.
    """
    return "" if cast == SHIPPED else _hashed(cast, tuple(_parts(cast)))


def _parts(cast: Cast) -> Iterator[tuple[Any, ...]]:
    """What the code is made of just now: a helper or a constant may have been changed since the classes were made."""
    for kind in own_classes(cast):
        yield kind, tuple((name, value) for name, value in vars(kind).items() if isinstance(value, (int, float)))
        for _, function in functions_of(kind):
            for one in (function, *helpers_of(function)):
                named = one.__globals__
                yield one, tuple((key, named[key]) for key in one.__code__.co_names if isinstance(named.get(key), (int, float)))


@cache
def _hashed(cast: Cast, parts: tuple[tuple[Any, ...], ...]) -> str:
    mark = hashlib.sha256(" ".join(f"{kind.__module__}.{kind.__qualname__}" for kind in cast).encode())
    for kind in own_classes(cast):
        mark.update(repr([(name, state.start) for name, state in vars(kind).get("declared", {}).items()]).encode())
    for part, numbers in parts:
        text = part.__qualname__ if isinstance(part, type) else f"{source_of(part)} {part.__defaults__}"
        mark.update(f"{text} {sorted(numbers)}".encode())
    return mark.hexdigest()[:12]


def source_of(function: FunctionType) -> str:
    """The text of a function; its compiled form where there is no text."""
    try:
        return inspect.getsource(function)
    except (OSError, TypeError):
        return f"{function.__code__.co_code.hex()} {function.__code__.co_consts}"
