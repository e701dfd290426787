"""Indices of sensitivity of any function that has luck in it: they know nothing of Takehold.

    problem.py      inputs with their ranges; what is refused before an index is worked out
    morris.py       screening by elementary effects
    sobol.py        shares of variance: alone, with others, in pairs; luck set apart
    given_data.py   from any sample: rank correlations, and shares of variance where some points have no value
    regional.py     what sets the runs that ended in some way apart from the others
    conditional.py  an input's effect while another is held low, in the middle and high

Outcomes come as an array of shape (points, replications). With replication j drawn from the same seed at every point, luck
largely cancels between points.
"""
