"""Many runs: a row per run and unit, the same whatever the engine and the number of workers."""

import hashlib
import json
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.errors import InputError, check_progress, known, whole_number
from sim.inputs.levers import Levers, make_levers
from sim.inputs.parameters import Parameters, make_parameters
from sim.inputs.person import digest
from sim.inputs.phases import DEFAULT_FOLLOW_UP
from sim.inputs.reading import load_workplace
from sim.inputs.settings import checked_follow_up
from sim.inputs.then import Then, Whole, parted
from sim.inputs.uncertain import told as unsure
from sim.inputs.workplace import Workplace
from sim.kernel import engine as kernel
from sim.kernel import native
from sim.kernel.dialect import refused
from sim.kernel.engine import FAST, FORMS, WASM, Setting
from sim.machine.processes import worker_processes
from sim.model import own_code
from sim.model.cast import SHIPPED, Cast, People, cast_of
from sim.model.contexts import RANGES, RECORDED, check_contexts
from sim.model.outcome import COLUMNS, outcome_frame, unit_facts
from sim.runs.in_contexts import settings_of
from sim.runs.own_people import check_lives, facts_told_by_line
from sim.version import VERSION

MESA = "mesa"
ENGINES = (*FORMS, MESA)
Progress = Callable[[int, int], None]


def simulate(workplace: Workplace | str | Path, parameters: Parameters | Mapping[str, float] | None = None,
             levers: Levers | Mapping[str, float] | None = None, runs: int = 1, seed: int = 0, engine: str = FAST, *,
             follow_up: int | Iterable[int] = DEFAULT_FOLLOW_UP, without: Iterable[str] = (), contexts: str = RECORDED,
             people: People | Cast | None = None, employee_class: type | None = None,
             steering_member_class: type | None = None, manager_class: type | None = None,
             then: Then | None = None, workers: int = 1, progress: Progress | None = None) -> pd.DataFrame:
    """Run a workplace several times.

    follow_up: weeks after launch, one or several; several give a row each, from one run.
    engine: "fast", which begins at once and goes over to compiled code where that pays; "native", compiled for this machine; "wasm",
    compiled beforehand and shipped; or "mesa": the same numbers to the last bit. without: mechanisms to switch off.
    employee_class, steering_member_class, manager_class: people of one's own, as InterventionModel takes them, or by kind in people.
    contexts: "ranges" draws what is not known of the workplace anew for each run: run n lives in context n of the seed.
    What cannot be compiled runs on Mesa, with a warning that says which line and why.
    then: what is other from a week of the run on; up to that week each run is, to the last bit, the one without it.
    workers: processes (threads on the compiled engines); the result does not depend on it.
    progress: called with runs done and runs in all.
    Returns a row per run, unit and follow-up: workplace, unit, run, seed, follow_up, the measures of
    measures.MEASURES and HOURS, and the fingerprint of model version, parameters, workplace and levers.
    Raises InputError for what cannot be used, before the first run.
    """
    place = workplace if isinstance(workplace, Workplace) else load_workplace(workplace)
    full, set_levers, weeks = make_parameters(parameters, without), make_levers(levers), several_follow_ups(follow_up)
    place, full, set_levers, whole = parted(place, full, set_levers, then, weeks[-1])
    cast = cast_of(people, employee_class=employee_class, steering_member_class=steering_member_class, manager_class=manager_class)
    engine = engine_for(engine, cast)
    check_progress(progress)
    check_contexts(contexts)
    seed, runs, workers = whole_number("seed", seed), whole_number("runs", runs, least=1), whole_number("workers", workers, least=1)
    job = partial(_chunk, facts_of(engine, cast), Setting(place, full, set_levers, seed, then=whole), weeks, contexts)
    facts: list[np.ndarray] = []
    for done, part in (_parts if engine == MESA else _fast_parts)(job, runs, workers):
        facts.append(part)
        if progress:
            progress(done, runs)
    frame = outcome_frame(np.concatenate(facts))
    names, per_run = [unit.name for unit in place.units], len(weeks) * len(place.units)
    labels: dict[str, Any] = {
        "workplace": place.name, "unit": names * (runs * len(weeks)), "run": np.repeat(np.arange(runs), per_run), "seed": seed,
        "follow_up": np.tile(np.repeat(weeks, len(names)), runs)}
    for position, (name, values) in enumerate(labels.items()):
        frame.insert(position, name, values)
    return frame.assign(fingerprint=fingerprint(place, full, set_levers, cast, whole, contexts))


def check_engine(name: str) -> str:
    """Return the name of an engine; raises InputError for one there is not."""
    return known("engine", name, ENGINES)


def engine_for(name: str, cast: Cast = SHIPPED) -> str:
    """The engine that runs these people: the one that is asked for, or Mesa, with a warning, where they cannot be compiled.

    Raises InputError for another engine, and with file and line for people who fail in a run.
    """
    check_engine(name)
    check_lives(cast)
    if name == MESA or cast == SHIPPED:
        return name
    why = "kernel.wasm has the shipped people only" if name == WASM else str(refused(cast) or "")
    if not why:
        if native.has_compiler():
            native.compiled()
        try:
            native.compiled(cast)
            return name
        except InputError as error:
            why = str(error)
    warnings.warn(f"{why}; these people run on Mesa, which gives the same numbers more slowly", stacklevel=3)
    return MESA


def several_follow_ups(weeks: object) -> list[int]:
    """One follow-up or several as a rising list of whole weeks; raises InputError."""
    several = weeks if isinstance(weeks, Iterable) and not isinstance(weeks, (str, bytes)) else [weeks]
    given = sorted({checked_follow_up(week) for week in several})
    if not given:
        raise InputError("follow_up names no week; give at least one")
    return given


_FAST_CHUNK = 500  # runs a thread takes at a time


def _chunk(live: "Live", setting: Setting, weeks: list[int], contexts: str, first: int, last: int) -> np.ndarray:
    settings, runs = settings_of(setting._replace(first=first), last - first, contexts)
    return live(settings, weeks, runs)


def _parts(job: Callable[[int, int], np.ndarray], runs: int, workers: int) -> Iterator[tuple[int, np.ndarray]]:
    """Parts in the order of the runs, each with the number of runs done by then."""
    if workers == 1:
        yield from ((run + 1, job(run, run + 1)) for run in range(runs))
        return
    with worker_processes(min(workers, runs)) as pool:
        yield from enumerate(pool.map(job, range(runs), range(1, runs + 1)), 1)


Live = Callable[[Sequence[Setting], list[int], int], np.ndarray]  # settings, follow-ups, runs of each -> facts


def facts_of(engine: str, cast: Cast = SHIPPED) -> Live:
    """The function of an engine that gives facts of so many runs of each setting, as sim.kernel.engine.facts_of_many, of these people."""
    if engine == MESA:
        live: Live = partial(facts_on_mesa, cast=cast)
    else:
        kernel.kernel_for(engine, cast)
        live = partial(kernel.facts_of_many, cast=cast, engine=engine)
    return live if cast == SHIPPED else partial(facts_told_by_line, live, cast)


def facts_on_mesa(settings: Sequence[Setting], weeks: list[int], runs: int, cast: Cast = SHIPPED) -> np.ndarray:
    """The same of runs on Mesa."""
    rows = [run_facts(*one[:4], weeks, one.first, one.first + runs, cast, one.then) for one in settings]
    return np.array(rows, float).reshape(-1, len(COLUMNS))


def _fast_parts(job: Callable[[int, int], np.ndarray], runs: int, workers: int) -> Iterator[tuple[int, np.ndarray]]:
    """Parts in the order of the runs; compiled code holds no lock, so threads are enough."""
    bounds = [(first, min(first + _FAST_CHUNK, runs)) for first in range(0, runs, _FAST_CHUNK)]
    with ThreadPoolExecutor(workers) as pool:
        for (_, last), part in zip(bounds, pool.map(lambda chunk: job(*chunk), bounds), strict=True):
            yield last, part


def run_facts(place: Workplace, parameters: Parameters, levers: Levers, seed: int, weeks: list[int],
              first: int, last: int, cast: Cast = SHIPPED, then: Then | None = None) -> list[list[float]]:
    """Facts of the runs first to last - 1: a list per run, follow-up and unit."""
    from sim.model.model import InterventionModel  # Mesa is loaded for runs on Mesa only
    facts = []
    for run in range(first, last):
        model = InterventionModel(place, parameters, levers, seed, replication=run, follow_up=weeks[-1], collect=False,
                                  then=then, **cast.by_kind).run()
        facts += [unit_facts(unit, week) for week in weeks for unit in model.units]
        model.remove_all_agents()
    return facts


def fingerprint(workplace: Workplace, parameters: Parameters, levers: Levers, cast: Cast = SHIPPED, then: Whole | None = None,
                contexts: str = RECORDED) -> str:
    """Twelve characters that change with model version, parameters, workplace, levers, or the code of people of one's own.

    then: what is other from a week on. contexts: where they are drawn, with what is not known of the workplace, too.
    """
    begun = fingerprints([(workplace, parameters, levers)], cast, contexts)[0]
    if then is None:
        return begun
    goes_on = fingerprints([(then.workplace, then.parameters, then.levers)], cast, contexts)[0]
    return hashlib.sha256(f"{begun} {then.week} {goes_on}".encode()).hexdigest()[:12]


def fingerprints(settings: Sequence[tuple[Workplace, Parameters, Levers]], cast: Cast = SHIPPED, contexts: str = RECORDED) -> list[str]:
    """The fingerprint of each of several settings; what is the same object in many is told once."""
    ones = {id(one): one for setting in settings for one in setting}
    told = {key: json.dumps(one.model_dump() | (unsure(one) if contexts == RANGES and isinstance(one, Workplace) else {}), sort_keys=True)
            + _of_people(one) for key, one in ones.items()}
    whose = [] if cast == SHIPPED else [json.dumps(own_code.fingerprint(cast))]
    texts = [", ".join([json.dumps(VERSION), *(told[id(one)] for one in setting), *whose]) for setting in settings]
    return [hashlib.sha256(f"[{text}]".encode()).hexdigest()[:12] for text in texts]


def _of_people(one: Workplace | Parameters | Levers) -> str:
    """A digest of the people of a workplace that has a people file; nothing for anything else."""
    return digest([unit.people for unit in one.units]) if isinstance(one, Workplace) and one.known_people else ""
