"""Where a study is kept: its folder, parts and seals, what is read back, and what that adds up to.

    study_folder.py   the folder of a study: manifest, points, parts
    going_on.py       what a study file asks for now, held against what was asked in the folder
    manifest.py       what a study asks and which code ran it; versions.py the fingerprint of that code
    parts.py          a file for each chunk: whole or not there; seal.py a digest of each
    lock.py           one writer at a time
    status.py         when it was begun, stopped, finished
    state.py          how far a study is: what is there, what is missing
    checks.py         what is in a folder, held against what was asked
    results.py        read_study, study_sql
    summary.py        a row for each point, and its table
"""
