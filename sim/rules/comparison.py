"""Seeing a sister unit do better."""


def relative_loss(sister_benefit, own_benefit, weight):
    """Those who see a sister unit get more out of the same feel it as a loss.

    Equation: l = k max(y_s - y, 0)
    Symbols: y_s benefit in the best visible sister unit, y own [0,1]; k weight 0-1, 0 is neutral
    Source: Bostedet: the departments could compare, which may have added to disappointment (hedged in the study)
    Grade: theory

    >>> round(relative_loss(0.7, 0.3, 0.15), 3), relative_loss(0.2, 0.3, 0.15)
    (0.06, 0.0)
    """
    return weight * (sister_benefit - own_benefit) if sister_benefit > own_benefit else 0.0
