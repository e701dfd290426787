"""What a thorough pre-study gives: a shared picture, and practices that hit the spot and work."""

from sim.rules.numbers import clamp


def shared_picture(quality, coherence):
    """A thorough pre-study makes a shared picture where the problem is coherent, and not where it is scattered.

    Equation: P = clamp(q K)
    Symbols: q quality of the pre-study [0,1]; K coherence of the problem [0,1]; P in [0,1]
    Source: first assumption of the programme theory; three of four workplaces, not the scattered one
    Grade: theory

    >>> shared_picture(0.8, 0.5)
    0.4
    """
    return clamp(quality * coherence)


def openness_to_picture(picture, trust):
    """People let the common picture colour their own view as far as they trust those who present it.

    Equation: o = P (0.5 + 0.5 T)
    Symbols: P shared picture [0,1]; T trust [0,1]; o weight of the unit's mean in the own view
    Source: the study: leaders and employees felt seen and understood; the weight is assumed
    Grade: assumed

    >>> round(openness_to_picture(0.4, 0.5), 3)
    0.3
    """
    return picture * (0.5 + 0.5 * trust)


def miss(imprecision, picture, tailoring, attendance):
    """A practice misses the need the more, the less is known and the fewer of its users shaped it.

    Equation: e = i (1 - P)(1 - s a)
    Symbols: i imprecision without either, 0.2-0.9; P shared picture; s tailoring by users 0-0.9; a share of staff at the workshop
    Source: 'ramt meget praecist' (the study); users as co-designers; sizes assumed
    Grade: assumed

    >>> round(miss(0.6, 0.4, 0.5, 0.8), 3)
    0.216
    """
    return imprecision * (1.0 - picture) * (1.0 - tailoring * attendance)


def workability(base, study_gain, quality, tailoring_gain, attendance, spread, z):
    """Practices made on good knowledge, by those who use them, work better from the start.

    Equation: k = clamp(b + g_q q + g_a a + s z)
    Symbols: b base 0.3-0.7; g_q gain from the pre-study 0-0.4; q its quality; g_a gain from users 0-0.4; a attendance; s spread 0-0.3; z standard normal
    Source: assumption A1 of the programme theory, made testable here; sizes assumed
    Grade: assumed

    >>> round(workability(0.5, 0.2, 0.5, 0.2, 0.8, 0.15, 0.0), 2)
    0.76
    """
    return clamp(base + study_gain * quality + tailoring_gain * attendance + spread * z)
