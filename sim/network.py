"""The work network of a unit, made from addressed draws."""

import numpy as np

from sim.draws import ASKED, ASKS, TIE, Draws
from sim.parameters import Parameters
from sim.rules.network import distance_penalty, tie_probability
from sim.rules.numbers import standard_normal


def colleagues_of(draws: Draws, persons: list[int], teams: list[int], people_draws: list[list[float]],
                  p: Parameters) -> list[list[int]]:
    """For each person the places of those the person turns to, in rising order.

    persons: numbers that address the draws; teams: team of each place; people_draws: their PEOPLE draws.
    """
    n = len(persons)
    first, second = np.triu_indices(n, 1)
    numbers = np.asarray(persons, np.uint64)
    uniforms = draws.pairs(TIE, numbers[first], numbers[second]).tolist()
    asks = [p.tie_ego_spread * standard_normal(*u[4 * ASKS:4 * ASKS + 4]) for u in people_draws]
    asked = [p.tie_alter_spread * standard_normal(*u[4 * ASKED:4 * ASKED + 4]) for u in people_draws]
    penalty = distance_penalty(float(n))
    colleagues: list[list[int]] = [[] for _ in range(n)]
    for i, j, (shared, together, one, other) in zip(first.tolist(), second.tolist(), uniforms, strict=True):
        same = 1.0 if teams[i] == teams[j] else 0.0
        mutual = together < p.tie_reciprocity
        if (shared if mutual else one) < tie_probability(p.tie_base, p.tie_same_team, same, penalty, asks[i], asked[j]):
            colleagues[i].append(j)
        if (shared if mutual else other) < tie_probability(p.tie_base, p.tie_same_team, same, penalty, asks[j], asked[i]):
            colleagues[j].append(i)
    for row in colleagues:
        row.sort()
    return colleagues
