"""From one parameter set to all that the study's evidence allows.

    evidence.py      the calibration checks, and how candidates are run for them
    cube.py          what varies: parameters, and entries of workplaces; candidates drawn by address
    screening.py     whether a candidate shows the evidence, with as few runs as may be
    emulator.py      a cheap guess of that, so that only the promising ones are simulated
    audit.py         what emulator and early stopping lose
    search.py        plain draws, then candidates block by block; kept.py keeps what is done
    calibrate.py     the search on the model, and what is written of it; recipe.py what its evidence is made of
    ensemble.py      load_ensemble: ensemble.npz (before: csv) and ensemble.json are what calibrate found; members.py
    older.py         parameters that the model has got since an ensemble was made
    posterior.py     what the study says about parameters and entries, and whether two seeds agree; figure.py
    drawn.py         members drawn from an ensemble by a seed
    spread.py        what the spread of an answer goes back to: chance, contexts that are drawn, behaviour
    findings.py      all evidence over the members
    left.py          what each finding leaves of a parameter; left_figure.py
    hangs_on.py      whether an answer hangs on behaviour or on contexts
    held_out.py      each unit and each finding predicted from the others, against naive predictors
    across.py        predictions and switched-off mechanisms over the ensemble
"""
