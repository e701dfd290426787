"""People leave and newcomers come, leaders too."""


def leaves(exit_chance, u):
    """In any week a person may leave; a newcomer takes the place.

    Equation: leaves if u < e
    Symbols: u uniform draw (0,1); e exit chance a week, 0-0.0083, 0 is neutral
    Source: 19.5 % of municipal eldercare staff left in 2022, .00417 a week
    Grade: measured

    >>> leaves(0.0042, 0.004), leaves(0.0, 0.004)
    (True, False)
    """
    return u < exit_chance


def trust_in_successor(lasting_trust, trust_organisation):
    """A new leader starts from what people think of the old one and of the organisation.

    Equation: T' = (T + G) / 2
    Symbols: T lasting trust in the leader who left, G in the organisation [0,1]
    Source: plausibility
    Grade: assumed

    >>> trust_in_successor(0.8, 0.6)
    0.7
    """
    return 0.5 * (lasting_trust + trust_organisation)


def novelty_worn_off(plasticity, fade):
    """A new leader is watched closely at first; with time opinions settle.

    Equation: p' = 1 + f (p - 1)
    Symbols: p plasticity 1-2; f fade a week 0.9-1
    Source: Plejecenter 2's new and liked leader; form assumed
    Grade: assumed

    >>> round(novelty_worn_off(1.5, 0.98), 2)
    1.49
    """
    return 1.0 + fade * (plasticity - 1.0)
