"""Reports: one HTML page for people who do not code, with nothing fetched from anywhere.

    of_workplace.py   the page of a workplace: three cards, a live what-if, and an appendix with all else
    from_here_on.py   the same in the middle of a project, in runs that fit what was observed
    cards.py          its cards: do this, what it costs, how sure; or what became of it
    live.py           its live what-if: the laboratory inside the page
    became.py         what became of its units, in words
    where_first.py    its section on where to begin, from sim.priorities
    over_sets.py      its section on what other assumptions say, from sim.admissible
    of_study.py       the page of a study that was run: question, answer, picture, table
    assumed.py        what was assumed: entries of workplaces and parameters, with their sources
"""
