"""How well a practice answers what people need, what the leader wants, and what the project covers."""


def overlap(a1, a2, a3, b1, b2, b3):
    """Fit is the share of two profiles over the three themes that lies on the same place.

    Equation: fit = sum over themes of min(a_j, b_j)
    Symbols: a, b shares of planning, coordination and wellbeing, each summing to 1; fit in [0,1]
    Source: proportional similarity; 'fit' with needs and strategy as in the study and von Thiele Schwarz et al. 2021
    Grade: theory

    >>> round(overlap(0.55, 0.30, 0.15, 0.70, 0.30, 0.0), 2)
    0.85
    """
    return ((a1 if a1 < b1 else b1) + (a2 if a2 < b2 else b2)) + (a3 if a3 < b3 else b3)


def usefulness(fit, fit_reference):
    """A practice that fits well enough is felt as fully useful; below that it helps in proportion.

    Equation: g = min(fit / f, 1)
    Symbols: fit in [0,1]; f fit from which nothing is missed, 0.4-0.95, or 0 when fit is switched off: then g is always 1
    Source: scale constant
    Grade: assumed

    >>> usefulness(0.3, 0.6), usefulness(0.9, 0.6)
    (0.5, 1.0)
    """
    return fit / fit_reference if fit < fit_reference else 1.0


def blend(first, second, share):
    """Two views of one theme meet in proportion.

    Equation: x = (1 - s) a + s b
    Symbols: a, b in [0,1]; s share of the second in [0,1]
    Source: linear opinion pooling (DeGroot 1974, recalled)
    Grade: theory

    >>> round(blend(0.2, 0.6, 0.25), 3)
    0.3
    """
    return (1.0 - share) * first + share * second


def inside_scope(share, allowed, total):
    """What lies outside the project's scope cannot be chosen; the rest is shared out anew.

    Equation: x_j = w_j a_j / sum(w a), and 1/3 when nothing is left inside
    Symbols: w_j share of a theme; a_j how far the scope lets it in [0,1]; total = sum over themes of w a
    Source: first principle of the study: practice around planning and coordination
    Grade: theory

    >>> round(inside_scope(0.2, 1.0, 0.4), 2), inside_scope(0.6, 0.0, 0.4)
    (0.5, 0.0)
    """
    return share * allowed / total if total > 0.0 else 1.0 / 3.0
