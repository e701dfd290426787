"""The engines by name, loaded when first asked for, and held against each other."""

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

import numpy as np

from sim.complaints import Complaint
from sim.levers import Levers
from sim.outcome import COLUMNS
from sim.parameters import Parameters
from sim.record import SERIES
from sim.runs import check_engine
from sim.study.points import Inputs
from sim.workplace import Workplace

MESA, FAST = "mesa", "fast"
_FACTS = {MESA: ("sim.runs", "run_facts"), FAST: ("sim.kernel.engine", "facts")}

# place, parameters, levers, seed, follow-ups, first and last run -> rows in the order run, follow-up, unit; columns as COLUMNS
Facts = Callable[[Workplace, Parameters, Levers, int, list[int], int, int], Any]


def engine_facts(name: str) -> Facts:
    """What an engine hands over of runs; raises Complaint for an unknown engine or one that is not installed."""
    module, function = _FACTS[check_engine(name)]
    if name == FAST:
        from sim.kernel.engine import check_available
        check_available()
    return getattr(import_module(module), function)


def releases_the_lock(name: str) -> bool:
    """Whether threads are enough to use several cores with this engine."""
    return name == FAST


def table_of_facts(engine: str, inputs: Inputs, seed: int, weeks: list[int], first: int, last: int) -> np.ndarray:
    """Facts of runs first to last - 1, float64 of shape (runs, follow-ups x units, COLUMNS).

    Raises FloatingPointError when an engine hands over what is no finite number.
    """
    facts = np.asarray(engine_facts(engine)(*inputs, seed, weeks, first, last), float)
    facts = facts.reshape(last - first, len(weeks) * len(inputs.place.units), len(COLUMNS))
    if not np.isfinite(facts).all():
        run, _, column = (int(i) for i in np.argwhere(~np.isfinite(facts))[0])
        raise FloatingPointError(f"run {first + run}: {COLUMNS[column]} is no finite number")
    return facts


def weekly_series(engine: str, inputs: Inputs, seed: int, run: int, follow_up: int, names: Sequence[str]) -> np.ndarray:
    """Chosen weekly series of one run, float64 of shape (units, weeks, names)."""
    if engine == FAST:
        from sim.kernel.engine import weekly
        chosen = [list(SERIES).index(name) for name in names]
        return weekly(*inputs, seed, run, follow_up).series[:, :, chosen]
    from sim.model import InterventionModel
    model = InterventionModel(*inputs, seed, replication=run, follow_up=follow_up, collect=False).run()
    lived = [[unit.record.series[name] for name in names] for unit in model.units]
    model.remove_all_agents()
    return np.array(lived, float).transpose(0, 2, 1)


def check_engines_agree(engine: str, chosen: Sequence[tuple[int, Inputs]], seed: int, weeks: list[int]) -> int:
    """Replay run r of the r-th chosen point on the Mesa engine; raises Complaint when a single float64 differs.

    chosen: numbers of points and their inputs. Returns how many runs were compared; one that fails is left to the study to note.
    """
    if engine == MESA:
        return 0
    compared = 0
    for run, (point, inputs) in enumerate(chosen):
        try:
            ours, mesa = (table_of_facts(name, inputs, seed, weeks, run, run + 1) for name in (engine, MESA))
        except (Complaint, ImportError, MemoryError, OSError):
            raise
        except Exception:
            continue
        compared += 1
        if ours.tobytes() != mesa.tobytes():
            row, column = (int(i) for i in np.argwhere(ours[0] != mesa[0])[0])
            raise Complaint(f"engines '{engine}' and '{MESA}' differ in run {run} of point {point}: {COLUMNS[column]} is "
                            f"{ours[0, row, column]!r} and {mesa[0, row, column]!r}; nothing was run")
    return compared

