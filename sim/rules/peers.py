"""Colleagues colour each other's ownership."""


def toward_colleagues(own, colleagues_mean, weight):
    """A person's ownership moves a little toward the mean of the colleagues the person turns to.

    Equation: O' = O + m (mean O_j - O)
    Symbols: O ownership [0,1]; mean over colleagues at the start of the stage; m weight a week 0-0.15, 0 is neutral
    Source: DeGroot 1974 (recalled)
    Grade: theory

    >>> round(toward_colleagues(0.4, 0.8, 0.05), 2)
    0.42
    """
    return own + weight * (colleagues_mean - own)
