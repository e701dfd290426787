"""A result over what the study allows: the same question asked of many sets of assumptions that all show the study's patterns.

    sets.py          over_admissible: runs under each of some sets; the rule of which sets, and whose luck
    weeks.py         weeks_over_admissible: the weeks of the same runs
    directions.py    what the sets say of a measure: lowers, no clear change, raises; the range; sets_say, as a table
    wording.py       the same in words and in the cells of a table; figure.py as a picture
    split.py         what the spread over sets goes back to: behaviour, contexts, or the chance of few runs
    mechanisms.py    in how many sets a mechanism carries what it carries under the default assumptions
    in_contexts.py   in how many contexts that a workplace may have a run ends as it is told to
    unknown_inputs.py  which inputs of an analysis of sensitivity are not known of the workplace
"""

SETS = 40  # sets that a result is told over
