"""Each unit predicted from the other four, and scored against predictors that know no model.

A unit's outcome is scored by the probability a predictor gives to the classes the study reported of it: minus its logarithm
(0 is best), which rewards honest probabilities only. Source: Gneiting and Raftery (2007), JASA 102, 359-378.
"""

from collections.abc import Callable
from functools import partial
from math import log

import numpy as np
import pandas as pd

from sim.calibration.calibrate import Settings, Told, evaluation, sampled, to_values
from sim.calibration.evidence import outcomes, places, targets
from sim.evidence.declaration import Sample
from sim.inputs.parameters import PARAMETERS, make_parameters
from sim.inputs.workplace import Unit
from sim.model.measures import CLASSES

FOLD = Settings(size=150, draws=500, steps=2, last_waves=1, runs=(40, 100))
RUNS = 100  # of the unit left out, for each parameter set
PREDICTORS: dict[str, Callable[[Unit], float] | None] = {
    "the base rate of the others": None,
    "the unit nearest in trust": lambda unit: unit.trust_in_leader,
    "the unit nearest in leader support": lambda unit: unit.leader.value,
}


def units() -> list[tuple[str, Unit]]:
    """All units of the study with the names of their workplaces."""
    return [(place.name, unit) for place in places() for unit in place.units]


def held_out(workers: int, settings: Settings = FOLD, tell: Told | None = None) -> pd.DataFrame:
    """Leave every unit out once.

    Returns a row per unit: unit, reported classes, members (parameter sets that the other four allow), probability (that the
    model gives to what was reported), low and high (5 and 95 % over the members), score, and the score of each naive predictor.
    """
    rows = []
    for place_name, unit in units():
        wanted = targets(unit.name)
        with evaluation(settings, wanted, workers) as evaluate:
            fold = sampled(settings, evaluate, tell=partial(_of, unit.name, tell) if tell else None)
        members = np.unique(to_values(fold.points), axis=0)
        told = _agreeing(place_name, unit, members, settings.seed)
        naive = {name: _score(probability(unit, key)) for name, key in PREDICTORS.items()}
        low, high = np.quantile(told, [0.05, 0.95])
        rows.append({"unit": unit.name, "reported": " or ".join(_classes(unit)), "members": len(members), "probability": told.mean(),
                     "low": low, "high": high, "score": _score(told.mean()), **naive})
    return pd.DataFrame(rows)


def _of(unit: str, tell: Told, text: str) -> None:
    tell(f"without {unit}: {text}")


def _agreeing(place_name: str, unit: Unit, members: np.ndarray, seed: int) -> np.ndarray:
    """For each parameter set the share of fresh runs of the unit left out that end as the study reported."""
    sets = [make_parameters(dict(zip(PARAMETERS, values, strict=True))) for values in members.tolist()]
    place = next(place for place in places() if place.name == place_name)
    frames = [told[Sample(place_name, unit.name)] for told in outcomes(place, sets, 1_000_003 + seed, RUNS)]
    return np.array([float(frame["outcome"].isin(_classes(unit)).mean()) for frame in frames])


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
