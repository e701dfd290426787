"""Who keeps a practice going: the leader, the staff themselves, or the consultant."""

from sim.rules.numbers import clamp


def leader_availability(hours_left, facilitation_need, span_hours):
    """A leader's project hours are shared between running practices and everybody who wants an answer.

    Equation: a = H / (H + F + s N), and 0 without hours
    Symbols: H project hours left this week after its meetings; F hours that practices need somebody to run them; s N hours that N employees take
    Source: large spans: satisfaction with the leader falls with span (Bro et al. 2020, abstract); form assumed
    Grade: theory

    >>> leader_availability(5.0, 2.0, 3.0), leader_availability(0.0, 2.0, 3.0)
    (0.5, 0.0)
    """
    return hours_left / (hours_left + facilitation_need + span_hours) if hours_left > 0.0 else 0.0


def leader_drive(value, availability, sparring, sparring_effect):
    """A leader drives what the leader values and has hours for; sparring helps.

    Equation: L = 1 - (1 - V a)(1 - e s)
    Symbols: V value [0,1]; a availability [0,1]; s sparring [0,1]; e effect 0-0.6
    Source: the study: leaders decisive for retention; sparring was offered to the local leader
    Grade: theory

    >>> round(leader_drive(0.5, 0.6, 0.0, 0.3), 2), round(leader_drive(0.5, 0.6, 1.0, 0.3), 2)
    (0.3, 0.51)
    """
    return 1.0 - (1.0 - value * availability) * (1.0 - sparring_effect * sparring)


def consultant_support(start, weeks_since_launch, support_weeks):
    """The consultant's support fades in a straight line after launch.

    Equation: X = x0 max(1 - t / W, 0)
    Symbols: x0 support at launch [0,1]; t weeks since launch; W weeks until it is gone, 8-26
    Source: the study: practices ebb out when the project stops; form assumed
    Grade: assumed

    >>> consultant_support(0.9, 7.0, 14.0), consultant_support(0.9, 20.0, 14.0)
    (0.45, 0.0)
    """
    return start * (1.0 - weeks_since_launch / support_weeks) if weeks_since_launch < support_weeks else 0.0


def run_by_somebody(need, leader, staff, consultant, gate):
    """A practice that needs somebody to run it takes place if the leader or the staff or the consultant does.

    Equation: f = 1 - g p (1 - L)(1 - S)(1 - X)
    Symbols: p need of facilitation [0,1]; L leader drive; S staff's own skill; X consultant's support; g 1, or 0 when the gate is switched off
    Source: Bostedet B: it worked only as long as the leader facilitated
    Grade: theory

    >>> round(run_by_somebody(0.9, 0.3, 0.15, 0.0, 1.0), 4)
    0.4645
    """
    return 1.0 - gate * need * (1.0 - leader) * (1.0 - staff) * (1.0 - consultant)


def learnt_by_chairing(skill, chaired, named_chair, learning):
    """Staff learn to run meetings by running them, if somebody is named to do it.

    Equation: S' = clamp(S + k c n (1 - S))
    Symbols: S skill [0,1]; c share of chaired sessions held; n 1 if a chair is named, else 0; k learning a week 0-0.02
    Source: Bostedet B: unclear who should do it
    Grade: theory

    >>> round(learnt_by_chairing(0.4, 0.5, 1.0, 0.01), 4), learnt_by_chairing(0.4, 0.5, 0.0, 0.01)
    (0.403, 0.4)
    """
    return clamp(skill + learning * chaired * named_chair * (1.0 - skill))
