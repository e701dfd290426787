"""What people feel they get out of the new practice."""


def perceived_benefit(benefit, delivered, learning):
    """The benefit people feel follows what is delivered, with some weeks' delay.

    Equation: B' = B + k (y - B)
    Symbols: B benefit [0,1]; y delivered this week [0,1]; k learning a week 0.05-0.3
    Source: exponential smoothing; rate assumed
    Grade: assumed

    >>> round(perceived_benefit(0.4, 0.8, 0.15), 2)
    0.46
    """
    return benefit + learning * (delivered - benefit)


def delivered_by_practice(use, workability):
    """A practice delivers when it is carried out and works well.

    Equation: y = u (0.3 + 0.7 k)
    Symbols: u share of planned occurrences carried out; k workability; both [0,1]
    Source: implementation = fidelity x quality; numbers assumed
    Grade: assumed

    >>> round(delivered_by_practice(0.8, 0.8), 3)
    0.688
    """
    return use * (0.3 + 0.7 * workability)
