"""Promises: how expectation rises, how delivery is weighed against it, and who is held to account."""


def raised_expectation(expectation, raise_share, alignment, trust):
    """Shaping the solutions raises hope, unless expectations were aligned, and more where people trust.

    Equation: E' = E + e (1 - a)(1 - E)(0.5 + 0.5 T)
    Symbols: E expectation [0,1]; e share raised 0-0.9; a alignment [0,1]; T trust [0,1] as credibility
    Source: Bostedet B: involvement may have raised expectations and thereby the disappointment
    Grade: theory

    >>> round(raised_expectation(0.5, 0.6, 0.5, 0.5), 4)
    0.6125
    """
    return expectation + raise_share * (1.0 - alignment) * (1.0 - expectation) * (0.5 + 0.5 * trust)


def due_by_now(weeks_since_launch, ramp_weeks):
    """Nobody expects the whole benefit in the first week.

    Equation: r = min(t / R, 1)
    Symbols: t weeks since launch; R weeks until all is expected, 4-16
    Source: plausibility
    Grade: assumed

    >>> due_by_now(4.0, 8.0), due_by_now(20.0, 8.0)
    (0.5, 1.0)
    """
    return weeks_since_launch / ramp_weeks if weeks_since_launch < ramp_weeks else 1.0


def disconfirmation(benefit, expectation, due, weight):
    """People hold the benefit they feel against the part of their expectation that is due.

    Equation: d = w (B - E r)
    Symbols: B perceived benefit [0,1]; E expectation [0,1]; r part due [0,1]; w 1, or 0 when switched off
    Source: expectation-disconfirmation, Oliver 1980 (recalled)
    Grade: theory

    >>> round(disconfirmation(0.3, 0.6, 1.0, 1.0), 2)
    -0.3
    """
    return weight * (benefit - expectation * due)


def felt_gain(difference):
    """What exceeds the expectation is felt as it is.

    Equation: v+ = max(d, 0)
    Symbols: d disconfirmation [-1,1]
    Source: prospect theory, reference point
    Grade: theory

    >>> felt_gain(0.2), felt_gain(-0.2)
    (0.2, 0.0)
    """
    return difference if difference > 0.0 else 0.0


def felt_loss(difference, loss_aversion):
    """What falls short of the expectation is felt more strongly than an equal gain.

    Equation: v- = L max(-d, 0)
    Symbols: d disconfirmation [-1,1]; L loss aversion 1-2.5, 1 is neutral
    Source: L 1.955 [1.820, 2.102] (Brown et al. 2024), 1.31 [1.10, 1.53] (Walasek et al. 2024), abstracts
    Grade: measured

    >>> round(felt_loss(-0.2, 1.8), 2), felt_loss(0.2, 1.8)
    (0.36, 0.0)
    """
    return -loss_aversion * difference if difference < 0.0 else 0.0


def laid_at_managements_door(felt, attribution, answered):
    """Part of a disappointment is laid at management's door, less where the leader answers.

    Equation: s- = t v- (1 - q)
    Symbols: v- felt loss; t attribution 0-0.9; q how far the leader answers [0,1]
    Source: promise gap costs confidence in senior managers (UK Civil Service People Survey, -.44 a point); the form is assumed
    Grade: theory

    >>> round(laid_at_managements_door(0.4, 0.5, 0.5), 2)
    0.1
    """
    return attribution * felt * (1.0 - answered)


def adjusted_expectation(expectation, benefit, learning):
    """Expectation follows what is delivered.

    Equation: E' = E + k (B - E)
    Symbols: E expectation, B benefit [0,1]; k learning a week 0.01-0.1
    Source: expectation follows perceived action, .64 a survey year (UK Civil Service People Survey): direction
    Grade: measured

    >>> round(adjusted_expectation(0.6, 0.3, 0.04), 3)
    0.588
    """
    return expectation + learning * (benefit - expectation)
