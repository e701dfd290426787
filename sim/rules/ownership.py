"""Whose intervention it is."""


def shaped_ownership(ownership, raise_share, trust, heard):
    """Those who shape a solution come to own it, more so where they trust and are heard.

    Equation: O' = O + o (1 - O)(0.4 + 0.6 T) h
    Symbols: O ownership [0,1]; o share raised 0-0.9; T trust [0,1]; h how far one was heard [0,1]: at the employee workshop 1, or less when a refusal was overruled; at the steering workshop the influence had
    Source: Sammenfattende of the study: solutions developed by those who use them
    Grade: theory

    >>> round(shaped_ownership(0.3, 0.5, 0.5, 1.0), 3)
    0.545
    """
    return ownership + raise_share * (1.0 - ownership) * (0.4 + 0.6 * trust) * heard


def weekly_ownership(ownership, felt_gain, felt_loss, learning):
    """Ownership grows on benefits beyond expectation and shrinks on disappointment.

    Equation: O' = O + k (v+ (1 - O) - v- O)
    Symbols: O ownership [0,1]; v+, v- felt gain and loss; k learning a week 0-0.15
    Source: effort-gain balance, fifth Sigtuna principle (von Thiele Schwarz et al. 2021, abstract); rate assumed
    Grade: theory

    >>> round(weekly_ownership(0.5, 0.0, 0.4, 0.06), 3)
    0.488
    """
    return ownership + learning * (felt_gain * (1.0 - ownership) - felt_loss * ownership)


def overload_cost(ownership, overload_hours, cost_per_hour):
    """Work on the new practice that does not fit into the week wears ownership down.

    Equation: O' = O max(1 - k h, 0)
    Symbols: O ownership [0,1]; h hours asked for beyond slack; k cost a week and hour 0-0.06
    Source: job demands-resources direction (recalled); second principle of the study; rate assumed
    Grade: theory

    >>> round(overload_cost(0.5, 2.0, 0.03), 2)
    0.47
    """
    kept = 1.0 - cost_per_hour * overload_hours
    return ownership * kept if kept > 0.0 else 0.0
