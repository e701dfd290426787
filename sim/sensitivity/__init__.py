"""Sensitivity: which inputs a result of Takehold depends on, alone and together, and how much of it is luck.

    question.py     a study file as inputs, ranges and runs of Takehold
    analysis.py     all of sim.indices on one question, for each unit and measure
    wording.py      the paragraph and the tables; figure.py the picture
"""
