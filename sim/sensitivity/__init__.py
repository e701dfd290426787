"""Sensitivity: which inputs a result depends on, alone and together, and how much of it is luck.

    problem.py      inputs with their ranges; what is refused before an index is worked out
    morris.py       screening by elementary effects
    sobol.py        shares of variance: alone, with others, in pairs; luck set apart
    given.py        from any sample: rank correlations, and shares of variance where some points have no value
    regional.py     what sets the runs that ended in some way apart from the others
    conditional.py  an input's effect while another is held low, in the middle and high
    question.py     a study file as inputs, ranges and runs of Takehold
    analysis.py     all of the above on one question
    says.py         the paragraph and the tables, figure.py the picture, commands.py takehold sensitivity

The first six know nothing of Takehold: they take outcomes as an array of shape (points, replications), so they serve any
function that has luck in it. With replication j drawn from the same seed at every point, luck largely cancels between points.
"""
