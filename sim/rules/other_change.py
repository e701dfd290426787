"""Other changes that arrive while a practice is to take hold, and whose time they take."""


def arrives(chance, u):
    """In any week another change may come upon the unit.

    Equation: arrives if u < c
    Symbols: u uniform draw (0,1); c chance a week 0-0.03, 0 is neutral
    Source: competing demands in 40 % of 71 homes within a year (INTERACT, abstract): that they come; rate assumed
    Grade: assumed

    >>> arrives(0.01, 0.004), arrives(0.0, 0.004)
    (True, False)
    """
    return u < chance


def load_with(load, arriving):
    """A further change binds its share of what the others have left free.

    Equation: C' = C + a (1 - C)
    Symbols: C competing load [0,1]; a share that the new change binds 0.1-0.6
    Source: arithmetic; size assumed
    Grade: assumed

    >>> round(load_with(0.2, 0.5), 2)
    0.6
    """
    return load + arriving * (1.0 - load)


def hours_beside_change(hours, load, weight):
    """Other changes take the leader's hours, too.

    Equation: H' = H (1 - w C)
    Symbols: H project hours a week; C competing load [0,1]; w weight 0-1, 0 is neutral
    Source: routinisation needs coordination with other change (Swedish social services 2023, abstract): direction; size assumed
    Grade: theory

    >>> hours_beside_change(4.0, 0.5, 0.5)
    3.0
    """
    return hours * (1.0 - weight * load)
