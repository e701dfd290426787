"""Many runs: a row per run and unit, the same whatever the engine and the number of workers."""

import hashlib
import json
import signal
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from multiprocessing import active_children, get_context
from pathlib import Path
from typing import Any, cast

import numpy as np
import pandas as pd

from sim.complaints import Complaint, no_such
from sim.draws import whole_number
from sim.levers import Levers, make_levers
from sim.outcome import outcome_frame, unit_facts
from sim.parameters import Parameters, make_parameters
from sim.phases import DEFAULT_FOLLOW_UP
from sim.reading import load_workplace
from sim.settings import checked_follow_up
from sim.version import VERSION
from sim.workplace import Workplace

ENGINES = ("fast", "mesa")
Progress = Callable[[int, int], None]
KINDS = ("employee_class", "steering_member_class", "manager_class")  # as InterventionModel calls them
People = Mapping[str, Any]  # classes of one's own, by kind


def simulate(workplace: Workplace | str | Path, parameters: Parameters | Mapping[str, float] | None = None,
             levers: Levers | Mapping[str, float] | None = None, runs: int = 1, seed: int = 0, engine: str = "fast", *,
             follow_up: int | Iterable[int] = DEFAULT_FOLLOW_UP, without: Iterable[str] = (), people: People | None = None,
             workers: int = 1, progress: Progress | None = None) -> pd.DataFrame:
    """Run a workplace several times.

    follow_up: weeks after launch, one or several; several give a row each, from one run.
    engine: "fast", compiled, or "mesa": the same numbers to the last bit. without: mechanisms to switch off.
    people: classes of one's own for engine "mesa", such as {"employee_class": Cautious}; see InterventionModel.
    workers: processes (threads on the fast engine); the result does not depend on it.
    progress: called with runs done and runs in all.
    Returns a row per run, unit and follow-up: workplace, unit, run, seed, follow_up, the measures of
    outcome.MEASURES and HOURS, and the fingerprint of model version, parameters, workplace and levers.
    Raises Complaint for what cannot be used, before the first run.
    """
    place = workplace if isinstance(workplace, Workplace) else load_workplace(workplace)
    full, set_levers = make_parameters(parameters, without), make_levers(levers)
    check_engine(engine, people)
    seed, runs, workers = whole_number("seed", seed), whole_number("runs", runs, least=1), whole_number("workers", workers, least=1)
    weeks = several_follow_ups(follow_up)
    job = partial(facts_of(engine), place, full, set_levers, seed, weeks, **({"people": people} if people else {}))
    facts: list[np.ndarray] = []
    for done, part in (_parts if engine == "mesa" else _fast_parts)(job, runs, workers):
        facts.append(np.asarray(part, float))
        if progress:
            progress(done, runs)
    frame = outcome_frame(np.concatenate(facts))
    names, per_run = [unit.name for unit in place.units], len(weeks) * len(place.units)
    labels: dict[str, Any] = {
        "workplace": place.name, "unit": names * (runs * len(weeks)), "run": np.repeat(np.arange(runs), per_run), "seed": seed,
        "follow_up": np.tile(np.repeat(weeks, len(names)), runs)}
    for position, (name, values) in enumerate(labels.items()):
        frame.insert(position, name, values)
    return frame.assign(fingerprint=fingerprint(place, full, set_levers))


def check_engine(name: str, people: People | None = None) -> str:
    """Return the name of an engine; raises Complaint for one there is not, or one that does not know these people."""
    if name not in ENGINES:
        raise Complaint(no_such("engine", name, ENGINES))
    if people is not None and not isinstance(people, Mapping):
        raise Complaint(f"people = {people!r} is no mapping, such as {{'employee_class': Cautious}}")
    for kind in people or ():
        if kind not in KINDS:
            raise Complaint(no_such("kind of people", kind, KINDS))
    if people and name != "mesa":
        raise Complaint(f"engine '{name}' is compiled from the shipped people and rules; people of one's own need engine='mesa'")
    return name


def several_follow_ups(weeks: object) -> list[int]:
    """One follow-up or several as a rising list of whole weeks; raises Complaint."""
    alone = isinstance(weeks, (str, int, float)) or not isinstance(weeks, Iterable)
    given = sorted({checked_follow_up(week) for week in ([weeks] if alone else cast(Iterable[object], weeks))})
    if not given:
        raise Complaint("follow_up names no week; give at least one")
    return given


_CHUNK, _FAST_CHUNK = 5, 500  # runs a worker takes at a time


def _parts(job: Callable[[int, int], list[list[float]]], runs: int, workers: int) -> Iterator[tuple[int, list[list[float]]]]:
    """Parts in the order of the runs, each with the number of runs done by then."""
    if workers == 1:
        yield from ((run + 1, job(run, run + 1)) for run in range(runs))
        return
    bounds = [(first, min(first + _CHUNK, runs)) for first in range(0, runs, _CHUNK)]
    before = set(active_children())
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_leave_interrupts_to_the_parent)
    try:
        parts = [pool.submit(job, first, last) for first, last in bounds]
        for (_, last), part in zip(bounds, parts, strict=True):
            yield last, part.result()
        pool.shutdown()
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        for child in set(active_children()) - before:
            child.terminate()
        raise


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def facts_of(engine: str) -> Callable[..., Any]:
    """The function of an engine that gives the facts of a chunk of runs; both take and give the same as run_facts."""
    if engine == "mesa":
        return run_facts
    from sim.kernel.engine import compiled, facts
    compiled()
    return facts


def _fast_parts(job: Callable[[int, int], Any], runs: int, workers: int) -> Iterator[tuple[int, Any]]:
    """Parts in the order of the runs; the compiled engine holds no lock, so threads are enough."""
    bounds = [(first, min(first + _FAST_CHUNK, runs)) for first in range(0, runs, _FAST_CHUNK)]
    with ThreadPoolExecutor(workers) as pool:
        for (_, last), part in zip(bounds, pool.map(lambda chunk: job(*chunk), bounds), strict=True):
            yield last, part


def run_facts(place: Workplace, parameters: Parameters, levers: Levers, seed: int, weeks: list[int],
              first: int, last: int, people: People | None = None) -> list[list[float]]:
    """Facts of the runs first to last - 1: a list per run, follow-up and unit."""
    from sim.model import InterventionModel  # Mesa is loaded for runs on Mesa only
    facts = []
    for run in range(first, last):
        model = InterventionModel(place, parameters, levers, seed, replication=run, follow_up=weeks[-1], collect=False,
                                  **(people or {})).run()
        facts += [unit_facts(unit, week) for week in weeks for unit in model.units]
        model.remove_all_agents()
    return facts


def fingerprint(workplace: Workplace, parameters: Parameters, levers: Levers) -> str:
    """Twelve characters that change with model version, parameters, workplace or levers."""
    text = json.dumps([VERSION, workplace.model_dump(), parameters.model_dump(), levers.model_dump()], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]
