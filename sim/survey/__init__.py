"""From a survey to a workplace: what was answered becomes entries with their uncertainty, and people.

    sheet.py       a file of answers or a roster as cells: CSV, Excel, Parquet or a DataFrame
    codebook.py    what its columns mean; copsoq3.toml by the codes of COPSOQ III; guess.py proposes one for other columns
    privacy.py     columns with names, addresses, numbers of persons or free text, which are left out
    answers.py     cells as answers from 0 to 1, and scales with their reliability
    states.py      which scales say what of the model
    people.py      everybody who answered or was asked: unit, team, role, hours; joining.py puts the two together
    hidden.py      groups that cannot be shown
    pooling.py     means of groups from few answers, with their uncertainty; levels.py of units and teams
    result.py      what was found; reading.py makes it
    written.py     the same as a workplace file, people_file.py as a people file, wording.py in words, figure.py as a picture
    made_up.py     surveys made from known workplaces; shipped.py two of them, which stand in examples/
"""
