"""The work network of a unit, made from addressed draws, in time that grows with the unit and not with its square.

Every pair of team mates is asked whether they turn to each other. Others meet by chance: each person has some
encounters with anybody of the unit, and the chance of a tie is raised to make up for the pairs that never meet.
Whoever's colleagues a people file names turns to these.
"""

from itertools import combinations

import numpy as np

from sim.model.draws import ASKED, ASKS, ENCOUNTER, ENCOUNTERS, TIE
from sim.model.surroundings import Surroundings
from sim.rules.network import chance_encounter, distance_penalty, partner, tie_probability


def colleagues_of(unit: Surroundings) -> list[list[int]]:
    """For each employee of a unit, as its start was drawn, the places of those the employee turns to, in rising order."""
    p, persons, draws, n, teams = unit.p, unit.persons, unit.draws, len(unit.employees), unit.team_numbers
    asks = [p.tie_ego_spread * employee.start_draws[ASKS] for employee in unit.employees]
    asked = [p.tie_alter_spread * employee.start_draws[ASKED] for employee in unit.employees]
    colleagues: list[set[int]] = [set() for _ in range(n)]

    def ask(i: int, j: int, same: float, penalty: float, raised: float, together: float, one: float, other: float) -> None:
        mutual = together < p.tie_reciprocity
        if one < chance_encounter(tie_probability(p.tie_base, p.tie_same_team, same, penalty, asks[i], asked[j]), raised):
            colleagues[i].add(j)
        if (one if mutual else other) < chance_encounter(
                tie_probability(p.tie_base, p.tie_same_team, same, penalty, asks[j], asked[i]), raised):
            colleagues[j].add(i)

    places: dict[int, list[int]] = {}
    for place, team in enumerate(teams):
        places.setdefault(team, []).append(place)
    mates = [pair for some in places.values() for pair in combinations(some, 2)]
    numbers = np.asarray(persons, np.uint64)
    if mates:
        first, second = np.array(mates).T
        for (i, j), (together, one, other, _) in zip(mates, draws.pairs(TIE, numbers[first], numbers[second]).tolist(), strict=True):
            ask(i, j, 1.0, 0.0, 1.0, together, one, other)
    if len(places) > 1:
        penalty, raised = distance_penalty(float(n)), (n - 1) / (2.0 * ENCOUNTERS)
        for i, row in enumerate(draws.uniforms(ENCOUNTER, persons, [0], ENCOUNTERS)[0].tolist()):
            for k in range(ENCOUNTERS):
                meets, together, one, other = row[4 * k:4 * k + 4]
                j = partner(i, n, meets)
                if teams[i] != teams[j]:
                    ask(i, j, 0.0, penalty, raised, together, one, other)
    given = [one.colleagues if one else None for one in unit.context.people] or [None] * n
    return [sorted(row) if named is None else list(named) for row, named in zip(colleagues, given, strict=True)]
