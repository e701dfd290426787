"""Each unit and each finding predicted from all the others, and scored against predictors that know no model.

What is left out is scored by the probability a predictor gives to what the study reported of it: minus its logarithm
(0 is best), which rewards honest probabilities only. Source: Gneiting and Raftery (2007), JASA 102, 359-378.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from math import log

import numpy as np
import pandas as pd

from sim.calibration.across import SEED_OF_CHECKS, shown_patterns
from sim.calibration.calibrate import Told, candidates
from sim.calibration.cube import TRAINING
from sim.calibration.evidence import Checks, Runs, facts_of_units
from sim.calibration.kept import Kept
from sim.calibration.recipe import Recipe
from sim.calibration.screening import Sums, holds
from sim.calibration.search import Settings, learnt, plain_draws, processes, search
from sim.evidence.arms import Arm
from sim.inputs.reading import load_workplace, workplaces
from sim.inputs.workplace import Unit
from sim.model.measures import CLASSES

FOLD = Settings(members=60, training=3000, block=5000, audit=0.01)
RUNS = 100  # of what is left out, for each member
PREDICTORS: dict[str, Callable[[Unit], float] | None] = {
    "the base rate of the others": None,
    "the unit nearest in trust": lambda unit: unit.trust_in_leader,
    "the unit nearest in leader support": lambda unit: unit.leader.value,
}
Fold = tuple[Checks, np.ndarray]  # the evidence without what is left out, and the members that it allows


def units() -> list[tuple[str, Unit]]:
    """All units of the study with the names of their workplaces."""
    return [(name, unit) for name in workplaces() for unit in load_workplace(name).units]


def held_out_units(workers: int, recipe: Recipe, settings: Settings = FOLD, tell: Told | None = None) -> pd.DataFrame:
    """Leave every unit out once.

    Returns a row per unit: unit, reported classes, members (that the other four allow), probability (that the
    model gives to what was reported), low and high (5 and 95 % over the members), score, and the score of each naive predictor.
    """
    rows = []
    names = [unit.name for _, unit in units()]
    for (place_name, unit), (evidence, values) in zip(units(), _folds(names, workers, recipe, settings, tell), strict=True):
        told = _agreeing(evidence, place_name, unit, values)
        naive = {name: _score(probability(unit, key)) for name, key in PREDICTORS.items()}
        rows.append({"unit": unit.name, "reported": " or ".join(_classes(unit)), **_told(told), **naive})
    return pd.DataFrame(rows)


def held_out_findings(workers: int, recipe: Recipe, settings: Settings = FOLD, tell: Told | None = None) -> pd.DataFrame:
    """Leave every finding out once.

    Returns a row per pattern: pattern, members (that all other patterns allow), probability (the share of them that show it),
    score, and the score of two naive predictors: the share of plain draws that show it, and one half.
    """
    whole, rows = recipe(), []
    folds = _folds(list(whole.patterns), workers, recipe, settings, tell)
    with processes(workers) as pool:
        _, sums = plain_draws(recipe, settings.seed + 1, TRAINING, 600, 40, pool, workers, Kept())
    shown = holds(sums.mean, whole.bounds)
    for (name, checks), (_, values) in zip(whole.patterns.items(), folds, strict=True):
        told = shown_patterns(recipe, values, RUNS)[:, list(whole.patterns).index(name)].astype(float)
        rows.append({"pattern": name, **_told(told), "the share of plain draws": _score(float(shown[:, checks].all(axis=1).mean())),
                     "one half": _score(0.5)})
    return pd.DataFrame(rows).drop(columns=["low", "high"])


def _told(probabilities: np.ndarray) -> dict[str, float]:
    low, high = np.quantile(probabilities, [0.05, 0.95])
    mean = float(probabilities.mean())
    return {"members": len(probabilities), "probability": mean, "low": float(low), "high": float(high), "score": _score(mean)}


def _folds(names: list[str], workers: int, recipe: Recipe, settings: Settings, tell: Told | None) -> Iterator[Fold]:
    """For each of what is left out the members that all else allows; plain draws are run once for all."""
    whole = recipe()
    with processes(workers) as pool:
        points, sums = plain_draws(recipe, settings.seed, TRAINING, settings.training, settings.runs, pool, workers, Kept())
        for name in names:
            fold, kept = replace(recipe, left_out=name), Kept()
            evidence = fold()
            own = [whole.targets.index(target) for target in evidence.targets]
            kept.put("emulator", pool.submit(learnt, fold, settings, points, Sums(*(part[:, own] for part in sums))).result())
            found = search(fold, settings, pool, workers, kept, partial(_of, name, tell) if tell else None)
            yield evidence, candidates(evidence, settings, found.numbers)[0]


def _of(name: str, tell: Told, text: str) -> None:
    tell(f"without {name}: {text}")


def _agreeing(evidence: Checks, place_name: str, unit: Unit, values: np.ndarray) -> np.ndarray:
    """For each member the share of fresh runs of the unit left out that end as the study reported."""
    cube, seeds = evidence.cube, np.full(len(values), SEED_OF_CHECKS)
    facts = facts_of_units(Arm(workplace=place_name), cube.parameters(values), cube.workplaces(place_name, values), seeds,
                           np.zeros(len(values), int), RUNS)
    return np.asarray(np.isin(Runs(facts[unit.name])["outcome"].astype(str), _classes(unit)).mean(axis=1))


def probability(unit: Unit, key: Callable[[Unit], float] | None) -> float:
    """What a naive predictor gives to the classes reported of a unit.

    It spreads each of the other units evenly over the classes reported of it, takes all of them or the one nearest by key,
    and adds one unit that is spread evenly over all classes, so that nothing is ruled out.
    """
    others = [other for _, other in units() if other.name != unit.name]
    if key is not None:
        others = sorted(others, key=lambda other: abs(key(other) - key(unit)))[:1]
    reported = _classes(unit)
    mass = [len(set(reported) & set(_classes(other))) / len(_classes(other)) for other in others]
    return (sum(mass) + len(reported) / len(CLASSES)) / (len(others) + 1)


def _classes(unit: Unit) -> list[str]:
    return list(unit.reported.classes) if unit.reported else []


def _score(chance: float) -> float:
    """Minus the logarithm of a probability, which a hundred runs cannot tell from nought below 1/1000."""
    return -log(max(chance, 0.001))
