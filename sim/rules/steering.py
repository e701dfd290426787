"""The steering group: whose proposal it is, who refuses, and what members get to decide."""

from sim.rules.numbers import clamp, logistic


def effective_dominance(dominance, delegation, trust_in_employees):
    """A leader who has come to trust the employees decides a little less alone.

    Equation: D = clamp(d (1 - g (M - 0.5)))
    Symbols: d dominance [0,1]; g delegation 0-0.8; M leader's trust in employees [0,1]
    Source: the study, Plejecenter 2 (they got to know each other); size assumed
    Grade: assumed

    >>> round(effective_dominance(0.8, 0.4, 0.75), 2)
    0.72
    """
    return clamp(dominance * (1.0 - delegation * (trust_in_employees - 0.5)))


def acceptance(fit, trust, threshold, trust_weight, steepness):
    """A member accepts a proposal that fits what the member sees as needed; trust makes up for some lack of fit.

    Equation: P(accept) = logistic(b [fit + w (T - 0.5) - h])
    Symbols: fit in [0,1]; T trust in management [0,1]; w weight of trust 0-0.7; h threshold 0.3-0.65; b steepness 4-20
    Source: Plejecenter 2: two representatives refused a design that left wellbeing out; form is a standard choice model
    Grade: assumed

    >>> round(acceptance(0.4, 0.25, 0.47, 0.35, 12.0), 3)
    0.131
    """
    return logistic(steepness * (fit + trust_weight * (trust - 0.5) - threshold))


def refused(refusing, representatives, veto_share):
    """The focus is refused when enough of the employees' own representatives say no.

    Equation: refused if n- >= v n
    Symbols: n- representatives who refuse; n representatives; v share needed, 0.5 as default; above 1 the veto is switched off
    Source: Plejecenter 2: two representatives said no while leaders and planners agreed
    Grade: theory

    >>> refused(1, 2, 0.5), refused(1, 2, 1.01)
    (True, False)
    """
    return refusing >= veto_share * representatives


def expected_influence(base, alignment, damping, expectation):
    """Members expect to have a say; a clear agreement at the start makes that sober, high hopes raise it.

    Equation: X = clamp(x0 (1 - d a) + 0.3 (E - 0.5))
    Symbols: x0 base 0.5-0.9; a alignment [0,1]; d damping 0-0.6; E expectation of the initiative [0,1]
    Source: Plejecenter 1: representatives had expected more influence; size assumed
    Grade: assumed

    >>> round(expected_influence(0.7, 0.5, 0.2, 0.6), 2)
    0.66
    """
    return clamp(base * (1.0 - damping * alignment) + 0.3 * (expectation - 0.5))


def influence_had(dominance, presence):
    """A member has the influence the leader leaves, as far as there was time to be there.

    Equation: I = (1 - D) p
    Symbols: D effective dominance [0,1]; p share of the meeting hours the member had [0,1]
    Source: Plejecenter 1: the steering group's role became more limited
    Grade: theory

    >>> round(influence_had(0.8, 1.0), 2)
    0.2
    """
    return (1.0 - dominance) * presence


def influence_gap(expected, had):
    """Members are disappointed by the influence they expected and did not get.

    Equation: gap = max(X - I, 0)
    Symbols: X influence expected [0,1]; I influence had [0,1]
    Source: Plejecenter 1: some disappointment in the group over influence
    Grade: theory

    >>> round(influence_gap(0.7, 0.2), 2), influence_gap(0.3, 0.5)
    (0.5, 0.0)
    """
    return expected - had if expected > had else 0.0


def disappointed_member(ownership, gap, weight):
    """After a steering meeting, an influence gap costs the member ownership of the intervention.

    Equation: O' = O (1 - k gap)
    Symbols: O ownership [0,1]; gap [0,1]; k weight 0-0.4 per meeting
    Source: 'burden without voice', Cedstrand et al. 2021 (abstract); size assumed
    Grade: theory

    >>> round(disappointed_member(0.6, 0.5, 0.2), 2)
    0.54
    """
    return ownership * (1.0 - weight * gap)


def plan_backing(mean_ownership, leader_value):
    """A steering plan is carried by those who want it: the employees who shaped it and the leader.

    Equation: b = (mean O + V) / 2
    Symbols: mean O ownership of employees [0,1]; V leader's value [0,1]; below the launch threshold nothing starts
    Source: the study: both parties' active support was necessary
    Grade: theory

    >>> round(plan_backing(0.5, 0.35), 3)
    0.425
    """
    return 0.5 * (mean_ownership + leader_value)
