"""What a study says: answers, comparisons, pictures.

    answers.py     a paragraph and a picture; the studies in experiments/ have their own, in on_a_generic_unit.py and on_the_five_units.py,
                   all others a general one
    shares.py      cells and bars for the former; dots.py a picture of any study; figures.py what both share
    paired.py      points compared run by run, and guards for what is picked
    explained.py   what the inputs of a sample explain
    finding.py     studies by name
"""
