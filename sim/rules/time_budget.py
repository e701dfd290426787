"""Hours are conserved: what core work and other changes take cannot be given to the new practice."""


def change_hours(free, load, load_weight):
    """Another change under way takes its share of everybody's free hours.

    Equation: h = f min(w C, 1)
    Symbols: f hours that core work leaves free; C competing load, share of free time and more [0,1]; w weight 0-1.5, 0 is neutral
    Source: Hjemmeplejen's merger of teams; rationalisation negates interventions (Andersen 2013, abstract)
    Grade: theory

    >>> round(change_hours(2.0, 0.35, 1.0), 2)
    0.7
    """
    share = load_weight * load
    return free * (share if share < 1.0 else 1.0)


def slack_hours(contract, core_share, load, load_weight, protected):
    """The free hours of a week are what core work and competing change leave, and what management protects.

    Equation: s = c (1 - b)(1 - min(w C, 1)) + p
    Symbols: c contract hours; b share bound by core work; C competing load; w its weight; p protected hours, taken from core work
    Source: second principle of the study: doable on busy days
    Grade: theory

    >>> round(slack_hours(30.0, 0.92, 0.05, 1.0, 0.0), 2)
    2.28
    """
    free = contract * (1.0 - core_share)
    return free - change_hours(free, load, load_weight) + protected


def share_with_time(slack, need, time_limit):
    """What needs more hours than there are is done only in part.

    Equation: t = 1 - L (1 - min(s / n, 1)), and 1 when nothing is needed
    Symbols: s slack h; n net hours needed; L strictness 0.5-1, or 0 when the time limit is switched off
    Source: arithmetic
    Grade: theory

    >>> share_with_time(1.0, 2.0, 1.0), share_with_time(1.0, 0.0, 1.0), share_with_time(1.0, 2.0, 0.0)
    (0.5, 1.0, 1.0)
    """
    met = slack / need if need > slack else 1.0
    return 1.0 - time_limit * (1.0 - met)


def overload_hours(slack, need):
    """What is asked for beyond the free hours is overload.

    Equation: h = max(n - s, 0)
    Symbols: n net hours needed; s slack h
    Source: arithmetic
    Grade: theory

    >>> overload_hours(1.0, 2.5), overload_hours(2.0, 1.0)
    (1.5, 0.0)
    """
    return need - slack if need > slack else 0.0


def attendance_chance(invited, absence, slack, notice_weeks, hours, time_limit):
    """Who comes to a workshop is limited by invitation, absence and the hours that can be freed in time.

    Equation: P = i (1 - a) t, with t the share with time for h hours out of s n
    Symbols: i share invited [0,1]; a absence [0,1]; s slack h a week; n weeks of notice; h hours of the workshop; t as for practices
    Source: Plejecenter 1: too great a drain on resources; high workload impaired participation (Roodbari et al. 2022, abstract)
    Grade: theory

    >>> round(attendance_chance(0.8, 0.1, 0.5, 3.0, 3.0, 1.0), 2)
    0.36
    """
    return invited * (1.0 - absence) * share_with_time(slack * notice_weeks, hours, time_limit)


def comes_willingly(chance, trust, weight):
    """Those who trust little come less often to a workshop that they are free to attend.

    Equation: P' = P (1 - k (1 - T))
    Symbols: P chance of coming; T trust in the leader; both [0,1]; k weight 0-0.8, 0 is neutral
    Source: satisfaction before predicts who takes part (Nielsen & Randall 2012, abstract): direction; size assumed
    Grade: theory

    >>> round(comes_willingly(0.9, 0.5, 0.4), 2)
    0.72
    """
    return chance * (1.0 - weight * (1.0 - trust))


def hours_joined(with_time, willing, mandatory_hours, voluntary_hours):
    """Time goes into the sessions that are held: the mandatory ones for all, the others as far as a person is willing.

    Equation: h = t (m + w v)
    Symbols: t share with time [0,1]; w willingness [0,1]; m, v hours of mandatory and voluntary sessions held this week
    Source: arithmetic
    Grade: theory

    >>> hours_joined(0.5, 0.8, 1.0, 2.0)
    1.3
    """
    return with_time * (mandatory_hours + willing * voluntary_hours)


def leader_hours(value, availability, demand):
    """A leader gives the intervention the hours it asks for, as far as the leader values it and is available.

    Equation: h = V a d
    Symbols: V value [0,1]; a availability [0,1]; d hours asked for a week
    Source: definition; a d never exceeds the leader's project hours
    Grade: assumed

    >>> leader_hours(0.5, 0.5, 4.0)
    1.0
    """
    return value * availability * demand
