"""What becomes of a practice once the project around it is over, and nobody has to ask for it any more."""


def left_after_the_project(amount, lost):
    """When a project ends, part of the leader's hours for it and of its reviews ends, too.

    Equation: x' = x (1 - a)
    Symbols: x project hours a week, or the chance that a review is held; a share lost 0.2-0.8, 0 is neutral
    Source: decay of a sustained change when the attention moves on (Buchanan et al. 2005, abstract): direction; size assumed
    Grade: assumed

    >>> left_after_the_project(4.0, 0.5)
    2.0
    """
    return amount * (1.0 - lost)


def carried(leader, staff):
    """A practice goes on being asked for if the leader does it, or the staff can do it themselves.

    Equation: C = 1 - (1 - L)(1 - S)
    Symbols: L leader drive; S the staff's skill in running meetings; all [0,1]
    Source: the study: what somebody carried was kept, what the project carried ebbed out; form assumed
    Grade: theory

    >>> round(carried(0.3, 0.4), 2)
    0.58
    """
    return 1.0 - (1.0 - leader) * (1.0 - staff)


def attention_after(attention, carried, rate):
    """Week by week the attention that a project gave moves to what is carried without it.

    Equation: A' = A + f (C - A)
    Symbols: A attention; C how far it is carried; both [0,1]; f a week 0-0.1, 0 is neutral
    Source: 37 % still delivering two years after start-up (Wong et al. 2022, abstract): that it falls; rate assumed
    Grade: theory

    >>> round(attention_after(1.0, 0.4, 0.05), 2)
    0.97
    """
    return attention + rate * (carried - attention)


def while_asked_for(chance, attention, weight):
    """A session that nobody asks for is held less often, be it routine or not.

    Equation: p' = p (1 - w (1 - A))
    Symbols: p chance of a session; A attention; both [0,1]; w weight 0-1, 0 is neutral
    Source: practices are given up over years, even those in use (quantities Q1, Q5, Q8): direction; size assumed
    Grade: theory

    >>> round(while_asked_for(0.8, 0.6, 0.5), 2)
    0.64
    """
    return chance * (1.0 - weight * (1.0 - attention))


def interest_after(interest, benefit, attention, rate):
    """Once the project is over, people keep to what gives them something or is asked for.

    Equation: I' = I + r (1 - (1 - B)(1 - A) - I)
    Symbols: I interest; B benefit felt; A attention; all [0,1]; r a week 0-0.06, 0 is neutral
    Source: half of persons had given a practice up after 18.7 months (Brookman-Frazee et al. 2018, abstract): that they do; form assumed
    Grade: assumed

    >>> round(interest_after(1.0, 0.2, 0.5, 0.05), 2)
    0.98
    """
    return interest + rate * (1.0 - (1.0 - benefit) * (1.0 - attention) - interest)


def while_interested(willingness, interest, weight):
    """Whoever loses interest takes part less.

    Equation: w' = w (1 - k (1 - I))
    Symbols: w willingness; I interest; both [0,1]; k weight 0-1, 0 is neutral
    Source: as for the interest itself; size assumed
    Grade: assumed

    >>> round(while_interested(0.6, 0.5, 0.5), 2)
    0.45
    """
    return willingness * (1.0 - weight * (1.0 - interest))
