"""A result over what the study allows: the same question asked of many parameter sets that all show the study's patterns.

    sets.py          over_admissible: runs under each of some sets; the rule of which sets, and whose luck
    directions.py    what the sets say of a measure: lowers, no clear change, raises; the range; sets_say, as a table
    wording.py       the same in words and in the cells of a table; figure.py as a picture
    mechanisms.py    in how many sets a mechanism carries what it carries under the default assumptions
"""

SETS = 40  # parameter sets that a result is told over
