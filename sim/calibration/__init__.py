"""From one parameter set to those that the study's evidence allows.

    evidence.py      the calibration patterns, and how far a parameter set is from showing them
    sampling.py      the sampler, which knows nothing of the model
    calibrate.py     the search, wave by wave, to be stopped and resumed
    ensemble.py      load_ensemble; ensemble.csv and ensemble.json are what calibrate found
    older.py         parameters that the model has got since an ensemble was made
    posterior.py     what the study says about each parameter, and whether two seeds agree
    held_out.py      each unit predicted from the other four, against naive predictors
    across.py        predictions and switched-off mechanisms over the ensemble
"""
