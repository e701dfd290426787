"""takehold calibrate: find the parameter sets that the study's evidence allows, wave by wave, to be stopped and resumed."""

import json
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import BadZipFile

import numpy as np
import pandas as pd

from sim.calibration.ensemble import SHIPPED, Ensemble, load_ensemble
from sim.calibration.evidence import Target, answers, distances, targets
from sim.calibration.sampling import Evaluate, Population, advance, begin
from sim.errors import InputError
from sim.inputs.parameters import PARAMETERS, make_parameters
from sim.machine.processes import worker_processes
from sim.machine.received import check_regular
from sim.study.store.parts import put, write_json
from sim.study.store.versions import code_fingerprint, library_versions

NAMES = tuple(PARAMETERS)
LOW, HIGH = (np.array([getattr(PARAMETERS[name], end) for name in NAMES], float) for end in ("low", "high"))
WAVES = "waves.npz"
TOGETHER = 10  # points that a process takes at a time
PATIENCE = 20  # waves without coming nearer, after which a search gives up
Told = Callable[[str], None]


class Settings(NamedTuple):
    """How an ensemble is made.

    size: points in the population. draws: from the prior, to begin with. steps: of every point in a wave.
    last_waves: waves on fresh draws. runs: of each workplace, for the search and for the fresh draws.
    """

    seed: int = 0
    size: int = 500
    draws: int = 2000
    steps: int = 2
    last_waves: int = 4
    runs: tuple[int, int] = (40, 200)


def to_values(points: np.ndarray) -> np.ndarray:
    """Parameters in their own units, six significant digits, from points of the unit cube; shape (n, parameters)."""
    scaled = LOW + (HIGH - LOW) * points
    digits = 10.0 ** (5 - np.floor(np.log10(np.maximum(np.abs(scaled), 1e-12))))
    return np.clip(np.round(scaled * digits) / digits, LOW, HIGH)


def draws_of(seed: int, level: int) -> int:
    """The seed of the runs of a search: one for the search, another for the fresh draws of level 1."""
    return 2 * seed + level


def distances_of(points: np.ndarray, level: int, most: float, settings: Settings, without_unit: str | None = None) -> list[float]:
    """How far points of the unit cube are from the evidence, or from that which does not look at a unit; level 1 takes fresh draws."""
    sets = [make_parameters(dict(zip(NAMES, values, strict=True))) for values in to_values(points).tolist()]
    return distances(sets, targets(without_unit), draws_of(settings.seed, level), settings.runs[level], most)


@contextmanager
def evaluation(settings: Settings, wanted: Sequence[Target], workers: int):  # type: ignore[no-untyped-def]
    """An Evaluate over worker processes; no result depends on their number."""
    with worker_processes(workers) as pool:
        def evaluate(points: np.ndarray, level: int, most: float) -> np.ndarray:
            job = partial(distances_of, level=level, most=most, settings=settings, without_unit=_left_out(wanted))
            several = (points[first:first + TOGETHER] for first in range(0, len(points), TOGETHER))
            return np.array([far for some in pool.map(job, several) for far in some])

        yield evaluate


def _left_out(wanted: Sequence[Target]) -> str | None:
    """The unit that no target looks at; targets hold functions and cannot be sent, their unit's name can."""
    every = {sample.unit for target in targets() for sample in target.check.samples}
    seen = {sample.unit for target in wanted for sample in target.check.samples}
    return next(iter(sorted(every - seen)), None)


def sampled(settings: Settings, evaluate: Evaluate, folder: Path | None = None, tell: Told | None = None) -> Population:
    """Run the sampler to its end; with a folder, from the last wave that is kept there.

    Raises InputError when the folder was begun with other settings or code, the search comes no nearer, or no point meets the
    fresh draws.
    """
    now = _kept(folder, settings) if folder else None
    if now is None:
        now = begin(evaluate, len(NAMES), settings.size, settings.seed, settings.draws)
        _keep(folder, settings, now)
    while now.level == 0 or sum(1 for tolerance, _, _ in now.history if tolerance == 0) < settings.last_waves:
        if tell:
            tell(f"wave {now.wave}, distance up to {now.tolerance:.3f}, {sum(tried for *_, tried in now.history):,} parameter sets tried")
        try:
            now = advance(now, evaluate, settings.seed, settings.steps)
        except ValueError as error:
            raise InputError(f"{error}: {settings.size} points are too few, or the evidence is out of reach") from None
        _keep(folder, settings, now)
        tolerances = [tolerance for tolerance, *_ in now.history[-PATIENCE:]]
        if len(tolerances) == PATIENCE and min(tolerances) == tolerances[0] > 0:
            raise InputError(f"the search stands still at a distance of {tolerances[0]:.3g} since {PATIENCE} waves: {settings.size} points "
                            "are too few, or the evidence is out of reach")
    return now


def calibrate(folder: Path, settings: Settings, workers: int, tell: Told | None = None) -> Ensemble:
    """Make an ensemble in a folder: waves.npz, ensemble.csv and ensemble.json. Raises InputError."""
    with evaluation(settings, targets(), workers) as evaluate:
        population = sampled(settings, evaluate, folder, tell)
    values = pd.DataFrame(np.unique(to_values(population.points), axis=0), columns=list(NAMES))
    provenance: dict[str, Any] = {
        "members": len(values), **settings._asdict(), "tried": int(sum(tried for *_, tried in population.history)),
        "waves": [{"tolerance": t, "steps_taken": round(share, 4), "tried": int(n)} for t, share, n in population.history],
        "effective_ancestors": round(population.effective_ancestors, 1), "code": code_fingerprint(),
        "answers": answers(make_parameters(dict(zip(NAMES, values.iloc[0].tolist(), strict=True)))), "versions": library_versions()}
    put(folder / SHIPPED.name, values.to_csv(index=False, float_format="%.10g"))
    write_json(folder / "ensemble.json", provenance)
    return load_ensemble(folder)


def _identity(settings: Settings) -> str:
    return json.dumps([settings._asdict(), code_fingerprint()])


def _keep(folder: Path | None, settings: Settings, now: Population) -> None:
    if folder:
        content = BytesIO()
        np.savez(content, points=now.points, distances=now.distances, ancestors=now.ancestors, level=now.level, wave=now.wave,
                 history=np.array(now.history), identity=_identity(settings))
        put(folder / WAVES, content.getvalue())


def _kept(folder: Path, settings: Settings) -> Population | None:
    file = folder / WAVES
    if not file.exists():
        return None
    try:
        check_regular(file, "record of a search")
        with file.open("rb") as opened, np.load(opened) as kept:
            identity = str(kept["identity"])
            history = tuple((float(t), float(share), int(n)) for t, share, n in kept["history"])
            found = Population(kept["points"], kept["distances"], kept["ancestors"], int(kept["level"]), int(kept["wave"]), history)
    except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
        raise InputError(f"{file} cannot be read: {' '.join(str(error).split())[:120]}; choose another --out") from None
    if identity != _identity(settings):
        raise InputError(f"{file} was begun with other settings or other code; choose another --out")
    return found
