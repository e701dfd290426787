"""Whether a planned occurrence of a practice takes place."""


def willingness(ownership, trust, half_ownership, trust_weight):
    """People take part in what they own, and trust in management adds to it.

    Equation: w = O (1 + h) / (O + h) * (1 - k + k T)
    Symbols: O ownership [0,1]; T trust [0,1]; h ownership at about half willingness 0.05-0.6; k weight of trust 0-0.8, 0 is neutral
    Source: trust, openness and support further change (Roodbari et al. 2021, through the study): direction; form assumed
    Grade: theory

    >>> round(willingness(0.5, 0.5, 0.3, 0.4), 2)
    0.65
    """
    return ownership * (1.0 + half_ownership) / (ownership + half_ownership) * (1.0 - trust_weight + trust_weight * trust)


def session_chance(with_time, with_time_and_will, routine, mandatory, run):
    """A session is held by routine, or because it is run by somebody and people are willing or obliged.

    Equation: p = h m_t + (1 - h) f (o m_t + (1 - o) m_tw)
    Symbols: m_t mean share with time; m_tw mean of time x willingness; h routine; o mandatory share; f run by somebody; all [0,1]
    Source: normalisation process theory, collective action; OR of leader, staff, consultant from the study
    Grade: theory

    >>> round(session_chance(0.9, 0.6, 0.2, 0.0, 0.5), 2)
    0.42
    """
    return routine * with_time + (1.0 - routine) * run * (mandatory * with_time + (1.0 - mandatory) * with_time_and_will)


def while_unready(chance, readiness, ready_floor):
    """What is not yet rolled out can be used only in part.

    Equation: p' = p (f + (1 - f) R)
    Symbols: p chance; R readiness [0,1]; f floor 0.3-0.9
    Source: Plejecenter 1: technical faults, not finished at follow-up
    Grade: theory

    >>> round(while_unready(0.8, 0.5, 0.5), 2)
    0.6
    """
    return chance * (ready_floor + (1.0 - ready_floor) * readiness)


def rolled_out(readiness, roll_out_weeks, leader):
    """A large change is rolled out step by step, faster where the leader finds the hours.

    Equation: R' = min(R + (0.5 + L) / W, 1)
    Symbols: R readiness [0,1]; W weeks it takes at middling drive; L leader drive [0,1]
    Source: Plejecenter 1: management found the hours to solve the problems, though it took long
    Grade: theory

    >>> round(rolled_out(0.2, 50.0, 0.5), 2)
    0.22
    """
    step = readiness + (0.5 + leader) / roll_out_weeks
    return step if step < 1.0 else 1.0
