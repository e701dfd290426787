"""What would decide? Observations ranked by how far they lower the chance and the cost of a wrong choice, or narrow a number.

    questions.py   ask: which lever, how much of a measure, or which outcome; the runs that it takes
    of_unit.py     one unit's observations held against that; given.py the same from what was observed on
    result.py      what was found, as a table and as a record
    wording.py     the same in words; figure.py as a picture
"""
