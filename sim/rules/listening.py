"""Being listened to, and the credit it gives for a while."""


def listening_signal(responsiveness, freshness):
    """Being listened to lifts trust, as far as the leader answers and the talk is still new.

    Equation: s+ = r n
    Symbols: r leader's responsiveness [0,1]; n freshness of the talk [0,1], 1 in the first week
    Source: perceived listening and relationship quality r .51 (Kluger et al. 2023, abstract): sign and order only
    Grade: theory

    >>> round(listening_signal(0.8, 0.5), 2)
    0.4
    """
    return responsiveness * freshness


def talk_grows_old(freshness, fade):
    """Each further week of talk without news says less than the one before.

    Equation: n' = f n
    Symbols: n freshness [0,1]; f fade 0.8-1
    Source: house assumption; it keeps listening from lifting trust without limit
    Grade: assumed

    >>> round(talk_grows_old(1.0, 0.9), 2)
    0.9
    """
    return fade * freshness


def credit_after(credit, decay, visible):
    """Trust gained by talk is a credit: it is lost again unless something visible follows.

    Equation: K' = K (1 - c)(1 - v)
    Symbols: K credit on trust, this week's gain by talk included [0,1]; c decay a week 0-0.2; v visible follow-up [0,1], which turns credit into trust for good
    Source: house assumption; without it talk alone lifts trust without limit
    Grade: assumed

    >>> round(credit_after(0.22, 0.05, 0.5), 4)
    0.1045
    """
    return credit * (1.0 - decay) * (1.0 - visible)


def credit_lost(credit, decay, visible):
    """The part of the credit that nothing visible has backed this week is taken off trust again.

    Equation: l = K c (1 - v)
    Symbols: K credit on trust, this week's gain by talk included [0,1]; c decay a week 0-0.2; v visible follow-up [0,1]
    Source: house assumption, as above
    Grade: assumed

    >>> round(credit_lost(0.2, 0.05, 0.5), 4)
    0.005
    """
    return credit * decay * (1.0 - visible)
