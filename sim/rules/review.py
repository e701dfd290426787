"""The review every four weeks: troubles answered or not, practices adapted or stopped."""

from sim.rules.numbers import clamp


def trouble(workability, readiness):
    """What does not work yet, or is not rolled out yet, gives trouble.

    Equation: z = 1 - k (0.5 + 0.5 R)
    Symbols: k workability [0,1]; R readiness [0,1]
    Source: Plejecenter 1: frustrations over technical faults
    Grade: assumed

    >>> round(trouble(0.8, 1.0), 2), round(trouble(0.8, 0.0), 2)
    (0.2, 0.6)
    """
    return 1.0 - workability * (0.5 + 0.5 * readiness)


def answered(responsiveness, availability):
    """A reported trouble is answered as far as the leader listens and has the hours.

    Equation: q = r (0.3 + 0.7 a)
    Symbols: r responsiveness [0,1]; a availability [0,1]
    Source: Plejecenter 1: management responsive and found the hours
    Grade: theory

    >>> round(answered(0.8, 0.5), 2)
    0.52
    """
    return responsiveness * (0.3 + 0.7 * availability)


def adaptation_chance(chance, mean_ownership, leader_value):
    """Practices are adapted where staff own them and the leader values them.

    Equation: P = k (mean O + V) / 2
    Symbols: k chance 0-1; mean O ownership; V leader's value; all [0,1]
    Source: the study: kept, adapted and developed where both supported it
    Grade: theory

    >>> round(adaptation_chance(0.5, 0.6, 0.8), 2)
    0.35
    """
    return chance * 0.5 * (mean_ownership + leader_value)


def improved(workability, gain):
    """An adapted practice works better.

    Equation: k' = clamp(k + g)
    Symbols: k workability [0,1]; g gain 0-0.2
    Source: short cycles of trying and adjusting; size assumed
    Grade: assumed

    >>> round(improved(0.7, 0.06), 2)
    0.76
    """
    return clamp(workability + gain)


def is_stopped(use, worth, readiness, stop_use, stop_worth):
    """A practice that is hardly carried out and gives little is stopped at the review; that is learning, not failure.

    Equation: stop if u < a and y < b and R >= 1
    Symbols: u use since the last review; y worth = usefulness x workability; R readiness, what is still being rolled out is not judged yet; a, b thresholds [0,1]; a = 0 switches stopping off
    Source: Hjemmeplejen: some actions stopped or changed
    Grade: theory

    >>> is_stopped(0.3, 0.5, 1.0, 0.45, 0.72), is_stopped(0.3, 0.9, 1.0, 0.45, 0.72), is_stopped(0.3, 0.5, 0.4, 0.45, 0.72)
    (True, False, False)
    """
    return use < stop_use and worth < stop_worth and readiness >= 1.0
