"""Repetition makes routine, and lapses unmake it."""


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
