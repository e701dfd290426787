"""When a person has quietly dropped out."""


def weeks_withdrawn(weeks, taking_part, threshold):
    """Weeks in a row in which a person hardly takes part are counted.

    Equation: n' = n + 1 if p < b, else 0
    Symbols: n weeks so far; p time x willingness [0,1]; b threshold 0.05-0.6
    Source: house definition of individual drop-out
    Grade: assumed

    >>> weeks_withdrawn(3, 0.1, 0.2), weeks_withdrawn(3, 0.4, 0.2)
    (4, 0)
    """
    return weeks + 1 if taking_part < threshold else 0
