"""Chunks of runs from Python, on the form of the kernel that is asked for or pays."""

from collections.abc import Sequence

import numpy as np

from sim.errors import InputError
from sim.inputs.levers import Levers
from sim.inputs.parameters import Parameters
from sim.inputs.then import Whole
from sim.inputs.workplace import Workplace
from sim.kernel import at_once, guard, native, wasm
from sim.kernel.seen import Seen, seen_by
from sim.kernel.worlds import Kernel, Setting, Weeks, facts_by, person_weeks, weeks_by
from sim.model.cast import SHIPPED, Cast

__all__ = ["FAST", "FORMS", "NATIVE", "WASM", "Seen", "Setting", "Weeks", "facts", "facts_of_many", "has_to_compile", "is_available",
           "kernel_for", "seen_of_many", "weekly"]

# whichever pays, native code compiled for this machine, or kernel.wasm; all give the same bits
FAST, NATIVE, WASM = "fast", "native", "wasm"
FORMS = (FAST, NATIVE, WASM)


def is_available() -> bool:
    """Whether there is Numba, or kernel.wasm is of these sources."""
    return native.has_compiler() or not at_once.refusal()


def has_to_compile() -> bool:
    """Whether the first run waits for the compiler: nothing is compiled, and kernel.wasm cannot stand in."""
    return bool(at_once.refusal()) and not native.is_compiled()


def kernel_for(engine: str, cast: Cast = SHIPPED, work: float = 0.0) -> Kernel:
    """What lives so many person-weeks of runs of these people on an engine.

    Raises InputError where it cannot be had, where people or sources cannot be compiled, and where they differ from Mesa.
    """
    guard.check_untouched()
    if engine == WASM and at_once.refusal():
        raise InputError(f"engine 'wasm' cannot be had: {at_once.refusal()}; {guard.MESA_GOES_ON}")
    if engine == WASM or (engine == FAST and cast == SHIPPED and not native.is_loaded() and at_once.beside.stands_in(work)):
        return wasm.runs
    return native.compiled(cast)


def facts_of_many(settings: Sequence[Setting], weeks: list[int], runs: int, cast: Cast = SHIPPED, engine: str = FAST) -> np.ndarray:
    """Facts of so many runs of each setting, in one call that holds no lock while it computes, so that several can run in threads.

    settings: one or more; a workplace that stands in several, as the same object under the same levers, is packed once.
    weeks: follow-ups in rising order. cast: whose people. engine: one of FORMS.
    Returns float64 of shape (rows, len(COLUMNS)), rows in the order of setting, run, follow-up, unit.
    """
    kernel = kernel_for(engine, cast, runs * sum(person_weeks(one.place, weeks[-1]) for one in settings))
    return facts_by(kernel, settings, weeks, runs, cast)


def seen_of_many(settings: Sequence[Setting], weeks: Sequence[int], cast: Cast = SHIPPED, engine: str = FAST) -> Seen:
    """One run of each setting, at some weeks of the run, from 0; see sim.kernel.seen. Holds no lock while it computes.

    A workplace that stands in several settings, as the same object under the same levers, is packed once.
    """
    work = sum(person_weeks(one.place, max(weeks)) for one in settings)
    return seen_by(kernel_for(engine, cast, work), settings, weeks, cast)


def facts(place: Workplace, parameters: Parameters, levers: Levers, seed: int, weeks: list[int], first: int, last: int,
          cast: Cast = SHIPPED, engine: str = FAST) -> np.ndarray:
    """Facts of the runs first to last - 1 of a single setting; see facts_of_many."""
    return facts_of_many([Setting(place, parameters, levers, seed, first)], weeks, last - first, cast, engine)


def weekly(place: Workplace, parameters: Parameters, levers: Levers, seed: int, run: int, follow_up: int,
           cast: Cast = SHIPPED, engine: str = FAST, then: Whole | None = None) -> Weeks:
    """The weeks of one run. cast: whose people. engine: one of FORMS. then: as for Setting."""
    return weeks_by(kernel_for(engine, cast, person_weeks(place, follow_up)), Setting(place, parameters, levers, seed, run, then), follow_up, cast)
