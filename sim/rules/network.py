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
