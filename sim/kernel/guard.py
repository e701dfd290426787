"""The compiled engine answers only as long as it gives what Mesa gives: some runs are lived on both and compared.

That is done at the first compiled use after any source of the model has changed. What passed is remembered beside the compiled
code, by a fingerprint of all these sources; what failed is not, so the engine refuses until the two agree again.
"""

import inspect
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import is_dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from sim.errors import InputError
from sim.inputs.levers import Levers
from sim.inputs.parameters import Parameters
from sim.inputs.reading import load_workplace, workplaces
from sim.inputs.settings import with_context
from sim.inputs.then import Whole
from sim.kernel.cache import ROOT, changed_since_loaded, digest
from sim.kernel.worlds import Kernel, Setting, weeks_by
from sim.model.cast import SHIPPED, Cast
from sim.model.outcome import COLUMNS, unit_facts
from sim.model.own_code import fault_of, fingerprint
from sim.model.random_inputs import random_levers, random_parameters, random_workplace, with_calendar, with_random_people
from sim.model.record import SERIES

SOURCES = ("*.py", "rules/*.py", "inputs/*.py", "model/*.py", "model/agents/*.py", "kernel/*.py")
LIBRARIES = ("mesa", "numba", "llvmlite", "numpy")
MESA_GOES_ON = "engine='mesa' goes on (takehold run --engine mesa)"
FOLLOW_UP, RANDOM, KNOWN, CALENDARS, OWN = 34, 24, 6, 6, 8
PARTED = (2, 5, 12, 24, 33)  # weeks from which on all is other
REPLACEABLE = ("rules/*.py", "model/agents/*.py", "model/unit.py", "model/practice.py", "model/record.py")  # whose methods and rules are compiled


def cases() -> Iterator[Setting]:
    """A few runs in which every stage, meeting and rule is lived: the study's workplaces and random ones, all ranges moved at once."""
    for seed, name in enumerate(workplaces()):
        # Of refusals, half are overruled; the project is over before the end.
        yield Setting(load_workplace(name), Parameters(project_weeks=30.0), Levers(push_through=seed % 2), seed)
    nobody_wants_it = with_context("plejecenter-2", {"leader.value": 0})
    yield Setting(nobody_wants_it, Parameters(veto_share=1.01, launch_threshold=0.4), Levers(), 0)  # and so nothing is launched
    no_need_let_in = {"needs.planning": 0, "needs.coordination": 0, "needs.wellbeing": 1, "leader.responsiveness": 1}
    for again in (0, 1):  # all refuse, the leader stops and listens, and then rests or begins again
        yield Setting(with_context("plejecenter-2", no_need_let_in), Parameters(listening_weeks=4), Levers(restart=again), 0)
    for number in range(RANDOM):
        yield Setting(random_workplace(3, number), random_parameters(3, number), random_levers(3, number), number)
    for number, week in enumerate(PARTED):  # before anything, in the design, while practices are carried out; all that may be other is
        place, levers = load_workplace("bostedet"), Levers(trust_first_weeks=4 * (number == 0))
        yield Setting(place, Parameters(), levers, number, then=Whole(week, random_levers(4, number), random_parameters(4, number), with_context(
            "bostedet", {"leader.dominance": 0.9, "leader.hours": 6, "competing_change.load": 0.5, "scope.planning": 0.6})))
    for number in range(RANDOM, RANDOM + KNOWN):
        place = with_random_people(random_workplace(3, number), 3, number)
        yield Setting(place, random_parameters(3, number), random_levers(3, number), number)
    for number in range(CALENDARS):
        yield Setting(with_calendar(random_workplace(4, number), 4, number), random_parameters(4, number), random_levers(4, number), number)


def stamp_of(folder: Path, cast: Cast = SHIPPED) -> Path:
    """The file that says that compiled code follows the sources as they are."""
    return folder / f"follows-{digest(SOURCES, LIBRARIES)}{fingerprint(cast)}-{_machine()}"


def check_follows(kernel: Kernel, stamp: Path, cast: Cast = SHIPPED) -> None:
    """Raises InputError, which names the first state that differs, unless the engine follows the sources as they are.

    stamp: the file by which that is remembered. cast: whose people.
    """
    if stamp.exists() and not changed_since_loaded(SOURCES):
        return
    check_lives_as_mesa(kernel, cast)
    if not changed_since_loaded(SOURCES):
        with suppress(OSError):
            stamp.touch()


def check_lives_as_mesa(kernel: Kernel, cast: Cast = SHIPPED) -> None:
    """Raises InputError, which names the first state that differs, unless both give the same bits in all cases; of one's own people, in a few."""
    for case in cases() if cast == SHIPPED else islice(cases(), OWN):
        difference = _lived_twice(kernel, case, cast)
        if difference:
            raise InputError(f"the compiled engine does not follow the sources as they are now: {difference}; {MESA_GOES_ON}")


def _lived_twice(kernel: Kernel, case: Setting, cast: Cast) -> str:
    """The first state in which the engines differ, in words; nothing where all bits are the same."""
    from sim.model.model import InterventionModel  # Mesa is loaded only where there is something to compare
    try:
        model = InterventionModel(*case[:4], follow_up=FOLLOW_UP, collect=False, then=case.then, **cast.by_kind).run()
    except Exception as error:
        if cast != SHIPPED:
            raise InputError(f"{fault_of(error, cast)}, in workplace {case.place.name}") from error
        return f"Mesa stops with {type(error).__name__}: {error}, in workplace {case.place.name}"
    lived = weeks_by(kernel, case, FOLLOW_UP, cast)[:4]  # of units; what is left is of practices
    found = [told for unit, *compiled in zip(model.units, *lived, strict=True) if (told := _difference(unit, *compiled))]
    model.remove_all_agents()
    return min(found)[1] if found else ""


def _difference(unit: Any, facts: np.ndarray, series: np.ndarray, phases: np.ndarray, launch: int) -> tuple[int, str] | None:
    """The week in which a unit first differs, and in what."""
    name, mesa = unit.context.name, np.array(list(unit.record.series.values())).T
    weeks = min(len(mesa), len(series))
    for week, column in np.argwhere(_bits(mesa[:weeks]) != _bits(series[:weeks]))[:1].tolist():
        return week, (f"{list(SERIES)[column]} of unit {name} in week {week} is {float(series[week, column])!r}, "
                      f"and {float(mesa[week, column])!r} on Mesa")
    for week, (ours, theirs) in enumerate(zip(phases, unit.record.phases, strict=False)):
        if ours != theirs:
            return week, f"the phase of unit {name} in week {week} is '{ours}', and '{theirs}' on Mesa"
    if (len(series), launch) != (len(mesa), unit.reference_launch()):
        return weeks, f"unit {name} lives {len(series)} weeks with launch in {launch}, and {len(mesa)} with {unit.reference_launch()} on Mesa"
    told = np.array(unit_facts(unit, FOLLOW_UP))
    for column in np.flatnonzero(_bits(told) != _bits(facts))[:1].tolist():
        return weeks, f"'{COLUMNS[column]}' of unit {name} at follow-up is {float(facts[column])!r}, and {float(told[column])!r} on Mesa"
    return None


def _bits(numbers: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(numbers).view(np.int64)


@cache
def _machine() -> str:
    """The processor that code is compiled for; a home may be shared by several."""
    from llvmlite.binding import get_host_cpu_name
    return str(get_host_cpu_name())


def check_untouched() -> None:
    """Raises InputError when a method or a rule has been replaced in this process, which no fingerprint of files can show."""
    for owner, name, function in _shipped(sum(module in sys.modules for module in _modules())):
        if vars(owner).get(name) is not function:
            _refuse(owner, name)


@cache
def _shipped(loaded: int) -> list[tuple[Any, str, Any]]:
    """Methods of people, units and practices and the rules, of as many modules as are loaded: owner, name, function."""
    found = []
    for module in filter(None, map(sys.modules.get, _modules())):
        kinds = [kind for kind in vars(module).values() if isinstance(kind, type) and kind.__module__ == module.__name__]
        for owner in [module] if module.__name__.startswith("sim.rules") else kinds:
            for name, value in vars(owner).items():
                function = value.fget if isinstance(value, property) else value
                if inspect.isfunction(function) and not (name.startswith("__") and is_dataclass(owner)):
                    if not function.__code__.co_filename.startswith(str(ROOT)):
                        _refuse(owner, name)
                    found.append((owner, name, value))
    return found


def _refuse(owner: Any, name: str) -> None:
    raise InputError(f"{owner.__name__}.{name} has been replaced in this process, which the compiled engine does not follow; {MESA_GOES_ON}")


@cache
def _modules() -> list[str]:
    """The modules that hold the people, units, practices and rules."""
    paths = [path for pattern in REPLACEABLE for path in sorted(ROOT.glob(pattern))]
    return [".".join(["sim", *path.relative_to(ROOT).with_suffix("").parts]) for path in paths]
