"""People of one's own are tried on Mesa before anything is compiled, and where they fail in a later run that one is lived there again.

So what fails is told with its file and line, whatever the engine.
"""

import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from math import inf, isfinite
from pathlib import Path

import numpy as np

import sim.model
from sim.errors import InputError
from sim.inputs.levers import Levers
from sim.inputs.parameters import make_parameters
from sim.inputs.reading import load_workplace
from sim.kernel.dialect import BY_CHANCE, refusals
from sim.kernel.engine import Setting
from sim.model.cast import FROM_A_FILE, SHIPPED, Cast
from sim.model.own_code import fault_in, fault_of, fingerprint, in_files, own_files, without_effect
from sim.model.state import HasStates, states_of

MODEL = Path(sim.model.__file__).parent
TRIED = ("bostedet", "plejecenter-2")  # which launch and are reviewed, and stop
SLIP = 1e-9  # by which a sum of shares may miss its range
# troubles of the machine and not of a run: they end a study, which is resumed when they are gone
OUTSIDE = (InputError, ImportError, MemoryError, OSError)


def check_lives(cast: Cast) -> None:
    """Raises InputError, with file and line, where people of one's own fail in a run; warns of what has no effect in it."""
    if cast != SHIPPED:
        _tried(cast, fingerprint(cast))


@cache
def _tried(cast: Cast, _code: str) -> None:
    for found in refusals(cast):
        if BY_CHANCE in found.why:
            raise InputError(str(found))
    for sentence in without_effect(cast):
        warnings.warn(sentence, stacklevel=4)
    for name in TRIED:
        _watch(cast, Setting(load_workplace(name), make_parameters({"exit_chance": 0.0083}), Levers()), 9)


def _watch(cast: Cast, setting: Setting, follow_up: int) -> None:
    """Live a run on Mesa; raises InputError where people of one's own fail in it, or a state of theirs becomes what it cannot be."""
    from sim.model.model import InterventionModel
    try:
        model = InterventionModel(*setting[:4], replication=setting.first, follow_up=follow_up, collect=False, then=setting.then,
                                  **cast.by_kind)
        while not model.finished:
            model.step()
            for unit in model.units:
                for person in (unit.manager, *unit.employees):
                    _check_states(person, cast, model.week - 1)
    except InputError:
        raise
    except Exception as error:
        raise InputError(fault_of(error, cast)) from error
    model.remove_all_agents()


def _check_states(person: HasStates, cast: Cast, week: int) -> None:
    """Raises InputError for a state outside its range, or of one's own that is no finite number or no longer whole."""
    for name, state in states_of(type(person)).items():
        value, own = getattr(person, name), not any(name in states_of(kind) for kind in SHIPPED)
        numbers = value if isinstance(value, (tuple, list)) else () if value is None else (value,)
        low, high = (-inf, inf) if own else (state.low - SLIP, state.high + SLIP)  # those of one's own may have been left out
        why = ""
        if not all(low <= number <= high and (not own or isfinite(number)) for number in numbers):
            why = "is a finite number" if own else f"lies between {state.low:g} and {state.high:g}"
        elif own and type(state.start) is int and type(value) is not int:
            why = f"begins as a whole number: write {name} = State({float(state.start)}, ...)"
        if why:
            raise InputError(f"{in_files(cast)}: {name} became {value!r} in week {week} of a run; it {why}")


@contextmanager
def told_by_line(cast: Cast, setting: Setting, follow_up: int) -> Iterator[None]:
    """What fails in here, in a run of people of one's own, raises InputError, with file and line."""
    try:
        yield
    except OUTSIDE:
        raise
    except Exception as error:
        if cast == SHIPPED:
            raise
        told = fault_in(error, own_files(cast))
        if setting.place.known_people:
            where = told.partition(" fails with ")[0] or f"{cast.in_words}: run {setting.first} of {setting.place.name}"
            raise InputError(f"{where} fails with {silent(error)}") from None
        if not told:  # compiled code does not say where, and shipped code not whose number it was
            _watch(cast, setting, follow_up)
        raise InputError(told or f"{cast.in_words}: run {setting.first} of {setting.place.name} fails with {error}") from error


def silent(error: Exception) -> str:
    """What failed where the people of a file are in the run, without what the error says: that may be of one of them."""
    return f"{type(error).__name__}; what it says is not shown, since it may be of a single person of the people file"


def finite[Told](numbers: Told) -> Told:
    """Return numbers; raises FloatingPointError where one is not finite, such as a root of what is negative, in compiled code."""
    if not np.isfinite(numbers).all():  # type: ignore[call-overload]
        raise FloatingPointError("a number that is not finite")
    return numbers


def facts_told_by_line(live: Callable[[Sequence[Setting], list[int], int], np.ndarray], cast: Cast,
                       settings: Sequence[Setting], weeks: list[int], runs: int) -> np.ndarray:
    """Facts as an engine gives them; raises InputError, with file and line, where people of one's own fail in one of the runs."""
    if runs == len(settings) == 1:
        with told_by_line(cast, settings[0], weeks[-1]):
            return finite(live(settings, weeks, 1))
    try:
        return finite(live(settings, weeks, runs))
    except OUTSIDE:
        raise
    except Exception:  # in which run, is found one by one
        singly = [facts_told_by_line(live, cast, [one._replace(first=run)], weeks, 1)
                  for one in settings for run in range(one.first, one.first + runs)]
        return np.concatenate(singly)


def fault_in_a_file(error: BaseException) -> str:
    """Where an error arose in a file that --people names, or in which line of the model a name is that there is not; empty elsewhere."""
    people = fault_in(error, {str(module.__file__) for name, module in sys.modules.items() if name.startswith(FROM_A_FILE)})
    misspelt = isinstance(error, (AttributeError, NameError))
    return people or (fault_in(error, set(map(str, MODEL.rglob("*.py")))) if misspelt else "")
