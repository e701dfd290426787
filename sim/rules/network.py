"""Who turns to whom at work."""

from math import sqrt

from sim.rules.numbers import logistic


def tie_probability(base, same_team_bonus, same_team, distance_penalty, ego, alter):
    """People turn to colleagues of the same team far more often than to others.

    Equation: P = logistic(b + t s - (1-s) D + e_i + a_j)
    Symbols: b base log-odds; t bonus for the same team; s 1 in the same team, else 0; D penalty ln(max(n,40)/40); e_i, a_j how much i asks and j is asked
    Source: fitted between Lazega's law firm and Cross-Parker's manufacturing networks (density, reciprocity, in-team share)
    Grade: measured

    >>> round(tie_probability(-4.0, 3.3, 1.0, 0.0, 0.0, 0.0), 4)
    0.3318
    """
    return logistic(base + same_team_bonus * same_team - (1.0 - same_team) * distance_penalty + ego + alter)


def distance_penalty(people):
    """In a larger unit any two people of different teams meet more seldom.

    Equation: D = ln(max(n, 40) / 40), the logarithm by the series 2 artanh((x-1)/(x+1)) after halving by square roots
    Symbols: n people in the unit
    Source: keeps the number of colleagues steady as units grow (reference generator of the network study)
    Grade: assumed

    >>> distance_penalty(20.0), round(distance_penalty(80.0), 6)
    (0.0, 0.693147)
    """
    ratio = people / 40.0 if people > 40.0 else 1.0
    root = sqrt(sqrt(sqrt(ratio)))
    y = (root - 1.0) / (root + 1.0)
    y2 = y * y
    return 16.0 * y * (1.0 + y2 / 3.0 + y2 * y2 / 5.0 + y2 * y2 * y2 / 7.0 + y2 * y2 * y2 * y2 / 9.0)


def partner(place, people, u):
    """By chance a person meets anybody else of the unit.

    Equation: j = (i + 1 + int(u (n - 1))) modulo n
    Symbols: i place of the person; n people in the unit; u uniform draw (0,1); j place of the one met
    Source: definition
    Grade: assumed

    >>> partner(3, 5, 0.1), partner(3, 5, 0.9)
    (4, 2)
    """
    met = place + 1 + int(u * (people - 1))
    return met - people if met >= people else met


def chance_encounter(probability, raised):
    """Where not every pair meets, those who do meet are the likelier to turn to each other.

    Equation: P' = P r
    Symbols: P tie probability of the pair; r pairs for each one that meets, (n - 1) / (2 encounters a person), 1 in the own team; values above 1 are certain
    Source: keeps the expected number of ties of each pair
    Grade: assumed

    >>> chance_encounter(0.02, 5.0)
    0.1
    """
    return probability * raised
