"""What is known beforehand of some weeks: other changes, times in which many are away, a leader who leaves."""


def is_on(week, first, last):
    """An event goes on from its first week to its last.

    Equation: on if a <= t <= z
    Symbols: t week of the run; a, z first and last week of the event
    Source: definition
    Grade: assumed

    >>> is_on(10, 10.0, 30.0), is_on(31, 10.0, 30.0)
    (True, False)
    """
    return first <= week <= last


def of_those_there(amount, away):
    """Who is away gives nothing, and those who are there stand in for them.

    Equation: A' = A (1 - a)
    Symbols: A hours, or a chance or share of taking part, as they are when all are there; a share of the people who are away [0,1]
    Source: arithmetic; that those who are there have fewer free hours by the same share is assumed
    Grade: assumed

    >>> of_those_there(2.0, 0.25), of_those_there(2.0, 0.0)
    (1.5, 2.0)
    """
    return amount * (1.0 - away)
