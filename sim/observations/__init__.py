"""What one could observe at a workplace, what asking takes, and what it would tell.

    smoother.py       what an observation lets one expect: cross-fitted regression, of any draws
    worth.py          what it is worth before a choice, and how far it narrows a number: of any draws
    costs.py          ways of asking: the hours they take and how far they err, declared once
    observations.py   what can be asked, of whom, and in which week
    later.py          what can be asked in the middle of a project
    seen.py           what would be seen, in runs as they are without any lever
    answers.py        all observations held against a choice or a number; the two that help most
    sentences.py      these in sentences
"""
