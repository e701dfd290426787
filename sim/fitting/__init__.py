"""What was observed at a workplace, and what it makes of the ensemble and of what is not known of the workplace.

    measures.py     what can be observed, and which number of a run it is
    observed.py     observations read and checked, from a file or a table
    likelihood.py   how likely an observation is where a run shows something, and what else one might have seen
    particles.py    runs of the members, each with a draw of the workplace, and what would have been seen in each
    weights.py      weights of runs, how many members they are worth, and what stands in the way; of any simulator
    moved.py        which parameters and entries the observations tell something about
    fit.py          fit: all of it, or a refusal that says what does not fit
    result.py       what was found, as tables; wording.py in words, figure.py as a picture, learned.py as a page
    kept.py         the folder in which it is kept, sealed; same.py whether it is of this workplace and ensemble
    ahead.py        from here on: the weighted runs, and what becomes of them with and without levers
"""

LEAST = 20  # members that must be left, cautiously counted
