"""takehold calibrate: find parameter sets and contexts that the evidence allows; stopped, resumed and shared out as one likes."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from sim.calibration.audit import stopped_early
from sim.calibration.cube import CANDIDATES, PLAIN, Block, cube_of
from sim.calibration.ensemble import Ensemble, load_ensemble, write_ensemble
from sim.calibration.evidence import Evidence, places, targets, without
from sim.calibration.kept import Kept
from sim.calibration.members import RANGES
from sim.calibration.screening import STAGES, Screen, holds, missed
from sim.calibration.search import Found, Settings, made, plain_draws, processes, search
from sim.errors import InputError, nearest
from sim.evidence.arms import recorded
from sim.evidence.declaration import CALIBRATION
from sim.inputs.reading import load_workplace
from sim.study.store.lock import locked
from sim.study.store.versions import code_fingerprint, library_versions

PLAIN_DRAWS, PLAIN_RUNS = 600, 40  # which say what each finding rules out alone
REPEATED = 400  # members that are looked at again, for what stopping early loses
Told = Callable[[str], None]


@dataclass(frozen=True)
class Recipe:
    """What the evidence is made of, in words that can be sent to another process.

    contexts: whether the entries of workplaces vary over their ranges. workplaces: files of one's own. findings: a file of one's own.
    uses: of findings. left_out: a unit or a finding that is not looked at.
    """

    contexts: str = RANGES
    workplaces: tuple[str, ...] = ()
    findings: str | None = None
    uses: tuple[str, ...] = (CALIBRATION,)
    left_out: str | None = None

    def __call__(self) -> Evidence:
        """The evidence."""
        own = [load_workplace(path) for path in self.workplaces]
        wanted = targets(self.uses, self.findings)
        named = [recorded(arm.workplace) for target in wanted for arm in target.arms.values() if not arm.is_random]
        for place in own:
            if place.name not in {one.name for one in named}:
                raise InputError(f"no finding is about a workplace called {place.name}, so nothing would be learnt of it; "
                                 f"{nearest(place.name, sorted({one.name for one in named}))}")
        return Evidence(cube_of(places([*named, *own]), self.contexts == RANGES), tuple(without(wanted, self.left_out)))


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


def candidates(evidence: Evidence, settings: Settings, numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Values and seeds of candidates by their numbers."""
    values, seeds = np.empty((len(numbers), evidence.dimensions)), np.empty(len(numbers), int)
    for number in np.unique(numbers // settings.block):
        block, own = Block(settings.seed, CANDIDATES, int(number), settings.block, evidence.dimensions), numbers // settings.block == number
        at = numbers[own] % settings.block
        values[own], seeds[own] = evidence.values(block.points[at]), block.seeds[at]
    return values, seeds


def _missed(recipe: Recipe, screen: Screen, values: np.ndarray, seeds: np.ndarray, numbers: np.ndarray) -> int:
    return missed(made(recipe), screen, values, seeds, numbers)


def _provenance(settings: Settings, recipe: Recipe, evidence: Evidence, found: Found, values: np.ndarray, lost: int, repeated: int,
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
