"""Ensembles of the older kind, a table in CSV and what a search from set to set told of itself, made from what is shipped now."""

import json
from pathlib import Path

from sim.calibration.ensemble import OLDER, load_ensemble

TOLD = {"seed": 0, "runs": [40, 200], "tried": 17107, "waves": [{"tolerance": 0.6, "steps_taken": 1.0}], "effective_ancestors": 12.0,
        "code": "123456789abc", "answers": "unlike"}


def text(lacks=(), more=()):
    """The table, without some columns, or with more."""
    values = load_ensemble().values.drop(columns=list(lacks)).assign(**dict.fromkeys(more, 0.5))
    return values.to_csv(index=False, float_format="%.10g")


def provenance(**changes):
    """What is told of it."""
    return json.dumps({"members": len(load_ensemble())} | TOLD | changes)


def write(folder: Path, lacks=(), more=(), **changes) -> Path:
    """Both files; returns the folder."""
    folder.mkdir(exist_ok=True)
    (folder / OLDER).write_text(text(lacks, more))
    (folder / OLDER).with_suffix(".json").write_text(provenance(**changes))
    return folder
