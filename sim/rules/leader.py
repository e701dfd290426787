"""How a leader comes to value the intervention and to trust the employees."""

from sim.rules.numbers import clamp


def backed_hours(hours, top_support, weight):
    """A leader whose own leaders back the project can really use the hours set aside for it.

    Equation: H' = H (1 - w (1 - b))
    Symbols: H project hours a week; b backing from the level above [0,1]; w weight 0-0.6, 0 is neutral
    Source: full backing from the top at Bostedet and Hjemmeplejen; management support at all levels (Roodbari et al. 2022, through the study)
    Grade: theory

    >>> round(backed_hours(5.0, 0.5, 0.3), 2)
    4.25
    """
    return hours * (1.0 - weight * (1.0 - top_support))


def own_fit(fit, strategy_weight):
    """A leader judges a practice by how well it fits the leader's own strategy.

    Equation: f = 1 - w (1 - fit)
    Symbols: fit of the practice with the leader's needs [0,1]; w 1, or 0 when strategy plays no part
    Source: Bostedet: full accord with strategy in A, doubt about the value in B
    Grade: theory

    >>> round(own_fit(0.45, 1.0), 2), own_fit(0.45, 0.0)
    (0.45, 1.0)
    """
    return 1.0 - strategy_weight * (1.0 - fit)


def made_concrete(value, own_fit, share):
    """When ideas become concrete, a leader sees how well they fit the leader's own strategy.

    Equation: V' = V + c (f - V)
    Symbols: V value [0,1]; f fit with the leader's own needs [0,1]; c share 0-0.6
    Source: Hjemmeplejen's sceptical leader: calmed by concretisation
    Grade: theory

    >>> round(made_concrete(0.35, 0.85, 0.3), 2)
    0.5
    """
    return value + share * (own_fit - value)


def learnt_value(value, own_fit, benefit_seen, own_weight, learning):
    """Week by week a leader's value follows the own fit and the benefit seen among staff.

    Equation: V' = V + k (w f + (1 - w) B - V)
    Symbols: V value; f own fit; B mean benefit; w weight of the own fit; all [0,1]; k learning a week 0.01-0.2
    Source: commitment grows on results (Repenning 2002, abstract); weights assumed
    Grade: theory

    >>> round(learnt_value(0.5, 0.45, 0.3, 0.7, 0.03), 5)
    0.49715
    """
    return value + learning * (own_weight * own_fit + (1.0 - own_weight) * benefit_seen - value)


def trust_in_employees(trust, seen, learning):
    """A leader trusts employees more the more of the agreed practice, or of open talk, the leader sees.

    Equation: M' = clamp(M + k (u - M))
    Symbols: M trust in employees [0,1]; u share carried out, or 1 in a week of listening, before the project or after a stop; k learning a week 0-0.1
    Source: Plejecenter 2: perhaps because they got to know each other; rate assumed
    Grade: assumed

    >>> round(trust_in_employees(0.5, 0.8, 0.05), 3)
    0.515
    """
    return clamp(trust + learning * (seen - trust))
