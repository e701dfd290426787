"""takehold calibrate: find parameter sets and contexts that the evidence allows; stopped, resumed and shared out as one likes."""

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from sim.calibration.audit import stopped_early
from sim.calibration.cube import CANDIDATES, PLAIN, Block
from sim.calibration.ensemble import Ensemble, load_ensemble, write_ensemble
from sim.calibration.evidence import Checks
from sim.calibration.kept import Kept
from sim.calibration.recipe import Recipe
from sim.calibration.screening import STAGES, Screen, holds, missed
from sim.calibration.search import Found, Settings, made, plain_draws, processes, search
from sim.study.store.lock import locked
from sim.study.store.versions import code_fingerprint, library_versions

PLAIN_DRAWS, PLAIN_RUNS = 600, 40  # which say what each finding rules out alone
REPEATED = 400  # members that are looked at again, for what stopping early loses
Told = Callable[[str], None]


def calibrate(folder: Path, settings: Settings, recipe: Recipe, workers: int, tell: Told | None = None) -> Ensemble | None:
    """Make an ensemble in a folder, or one part of the search for it; returns it when it is whole. Raises InputError."""
    evidence, kept = recipe(), Kept(folder)
    with locked(folder, settings.part):
        kept.begun({"settings": settings._replace(part=(1, 1))._asdict(), "recipe": asdict(recipe), "code": code_fingerprint()})
        with processes(workers) as pool:
            found = search(recipe, settings, pool, workers, kept, tell)
            if settings.part != (1, 1):
                return None
            if tell:
                tell("what stopping early loses, and what each finding rules out")
            values, seeds = candidates(evidence, settings, found.numbers)
            some = np.unique(np.linspace(0, len(values) - 1, min(REPEATED, len(values))).astype(int))
            lost = sum(pool.map(_missed, *zip(*((recipe, found.emulator.screen, values[part], seeds[part], found.numbers[part])
                                                for part in np.array_split(some, 4 * workers)), strict=True)))
            _, sums = plain_draws(recipe, settings.seed, PLAIN, PLAIN_DRAWS, PLAIN_RUNS, pool, workers, kept)
        shown = holds(sums.mean, evidence.bounds)
        write_ensemble(folder, evidence.cube, values, _provenance(settings, recipe, evidence, found, values, lost, len(some), shown))
    return load_ensemble(folder)


def candidates(evidence: Checks, settings: Settings, numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Values and seeds of candidates by their numbers."""
    values, seeds = np.empty((len(numbers), evidence.dimensions)), np.empty(len(numbers), int)
    for number in np.unique(numbers // settings.block):
        block, own = Block(settings.seed, CANDIDATES, int(number), settings.block, evidence.dimensions), numbers // settings.block == number
        at = numbers[own] % settings.block
        values[own], seeds[own] = evidence.values(block.points[at]), block.seeds[at]
    return values, seeds


def _missed(recipe: Recipe, screen: Screen, values: np.ndarray, seeds: np.ndarray, numbers: np.ndarray) -> int:
    return missed(made(recipe), screen, values, seeds, numbers)


def _provenance(settings: Settings, recipe: Recipe, evidence: Checks, found: Found, values: np.ndarray, lost: int, repeated: int,
                shown: np.ndarray) -> dict[str, Any]:
    audit = found.audit
    alone = [{"finding": name, "share": round(1 - float(shown[:, checks].all(axis=1).mean()), 5)}
             for name, checks in evidence.patterns.items()]
    together = len(values) / (1 - audit.left_out) / found.tried
    return {
        "members": len(values), "seed": settings.seed, "runs": list(STAGES), "tried": found.tried,
        "simulated": found.simulated, "share_simulated": found.share, "left": found.alive, "settings": settings._asdict(),
        "contexts": recipe.contexts, "workplaces": list(recipe.workplaces), "findings": recipe.findings,
        "entries": {name: {"low": entry.low, "high": entry.high, "recorded": entry.recorded}
                    for name, entry in evidence.cube.named_entries.items()},
        "audit": {"audited": audit.audited, "share": audit.share, "found": audit.found, "left_out": round(audit.left_out, 5),
                  "at_most": round(audit.at_most, 5)},
        "stopped_early": stopped_early(lost, repeated),
        "rules_out": {"draws": len(shown), "alone": alone, "together": 1 - together},
        "code": code_fingerprint(), "answers": evidence.answers(values[0], evidence.cube.names), "versions": library_versions()}
