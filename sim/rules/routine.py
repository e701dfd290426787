"""Repetition makes routine, and lapses unmake it."""


def diluted(routine, newcomers, employees, untaught):
    """Newcomers to whom nobody shows the practice have no routine in it.

    Equation: h' = h (1 - o m / n)
    Symbols: h routine [0,1]; m newcomers this week of n employees; o share of them who are not taught 0-1, 0 is neutral
    Source: turnover ends interventions (Persson et al. 2022, abstract): direction; form assumed
    Grade: assumed

    >>> round(diluted(0.6, 2.0, 20.0, 0.5), 2)
    0.57
    """
    return routine * (1.0 - untaught * newcomers / employees)


def routine_after(routine, repetitions, use, per_repetition, group_factor, decay):
    """Each repetition brings a practice nearer to running by itself; weeks without it wear that off.

    Equation: h' = h + min(e c n u, 1)(1 - h) - d h (1 - u)
    Symbols: h routine [0,1]; n planned repetitions a week; u share carried out; e gain per repetition 0.012-0.166; c how far a group counts as a person 0-0.6; d decay a week 0.01-0.12
    Source: Lally et al. 2010 (abstract): asymptotic, 18-254 days, so e; the group factor is assumed
    Grade: measured

    >>> round(routine_after(0.2, 5.0, 0.8, 0.045, 0.2, 0.05), 4)
    0.2268
    """
    gain = per_repetition * group_factor * repetitions * use
    return routine + (gain if gain < 1.0 else 1.0) * (1.0 - routine) - decay * routine * (1.0 - use)
