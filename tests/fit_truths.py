"""Members taken for the truth: what would be observed in a run of each, what weight they get, and how well the rest is then predicted."""

from typing import NamedTuple

import numpy as np

from sim import load_workplace
from sim.calibration.drawn import draw
from sim.fitting import weights
from sim.fitting.likelihood import chance_of
from sim.fitting.measures import shown
from sim.fitting.observed import observations
from sim.fitting.particles import Ground, follow_up_for, live
from sim.inputs.levers import make_levers
from sim.kernel.engine import weekly
from sim.runs.many import APART

TRUTH = 90_000  # number of a run that no fit lives
ASKED = ("trust_in_leader", "expectation", "benefit", "ownership")
LATER = ("trust_in_leader", "expectation", "benefit", "ownership", "use")


class Tried(NamedTuple):
    """For each truth: weight of its member, of the median and mean other, effective members, and the score before and after."""

    own: np.ndarray
    median: np.ndarray
    mean: np.ndarray
    effective: np.ndarray
    before: np.ndarray
    after: np.ndarray


def tried(name: str, members: int, runs: int, truths: int, workers: int = 2) -> Tried:
    """Survey ten weeks after launch in the first unit; held out is what is there sixteen weeks later, in all units."""
    place, drawn = load_workplace(name), draw(members, 0).sorted()
    unit = place.units[0]
    answers = max(5, int(0.9 * unit.employees))
    seen = observations([{"unit": unit.name, "measure": one, "after_launch": 10, "value": 0.5, "respondents": answers} for one in ASKED],
                        place)
    held = observations([{"unit": one.name, "measure": measure, "after_launch": 26, "value": 0.5, "sd": 0.05}
                         for one in place.units for measure in LATER], place)
    ground = Ground(place, drawn.ensemble, drawn.numbers, runs, 0, make_levers(None), {})
    wheres, chance = [one.where(place) for one in (*seen, *held)], np.random.default_rng(1)
    lived, rows = live(ground, wheres, workers), []
    for member in chance.permutation(len(drawn))[:truths].tolist():
        setting = ground.setting(member, 0)._replace(first=APART * drawn.numbers[member] + TRUTH)
        weeks = weekly(*setting[:5], follow_up_for(wheres))
        true = [shown(where, weeks, setting.place) for where in wheres]
        told = []
        for at, one in enumerate(seen):
            value = float(chance_of(one, *np.array(true[at])[:, None], unit.employees).drawn(chance)[0])
            told.append(chance_of(one, lived.true[..., at], lived.spread[..., at], unit.employees).log_likelihood(value))
        weight = weights.weighed(np.stack(told, axis=-1))
        of_members = weight.sum(axis=1)
        others = np.delete(of_members, member)
        scores = [[score(lived.true[..., len(seen) + at].ravel(), by.ravel(), true[len(seen) + at][0]) for at in range(len(held))]
                  for by in (np.full(weight.shape, 1 / weight.size), weight)]
        rows.append([of_members[member], np.median(others), others.mean(), weights.effective(np.stack(told, axis=-1)),
                     *np.mean(scores, axis=1)])
    return Tried(*np.array(rows).T)


def score(values: np.ndarray, by: np.ndarray, truth: float) -> float:
    """The continuous ranked probability score of a weighted sample: 0 is perfect (Gneiting and Raftery 2007)."""
    every, masses = np.append(values, truth), np.append(by, 0.0)
    order = np.argsort(every, kind="stable")
    points, below = every[order], masses[order].cumsum()
    return float(((below - (points >= truth))[:-1] ** 2 * np.diff(points)).sum())
