"""The accepted ensemble: parameter sets that all show the study's calibration patterns."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.complaints import Complaint
from sim.parameters import PARAMETERS, Parameters, make_parameters

SHIPPED = Path(__file__).with_name("ensemble.csv")


@dataclass(frozen=True)
class Ensemble:
    """Parameter sets of equal weight, and where they come from.

    values: a row per member, a column per parameter, in the parameters' own units.
    provenance: seed, runs, waves, tried, effective sample size, versions.
    """

    values: pd.DataFrame
    provenance: dict[str, Any]

    @cached_property
    def members(self) -> tuple[Parameters, ...]:
        """The parameter sets, checked."""
        return tuple(make_parameters({str(name): float(value) for name, value in row.items()}) for _, row in self.values.iterrows())

    def some(self, count: int) -> tuple[Parameters, ...]:
        """Members spread evenly over the ensemble, all of them when it has no more. Raises Complaint below 1."""
        if count < 1:
            raise Complaint(f"members = {count} is not a whole number from 1 to {len(self)}")
        chosen = np.unique(np.linspace(0, len(self) - 1, min(count, len(self))).astype(int))
        return tuple(self.members[at] for at in chosen)

    def __len__(self) -> int:
        return len(self.values)


def load_ensemble(path: str | Path | None = None) -> Ensemble:
    """Read an ensemble: the one that comes with Takehold, or a folder or CSV file that takehold calibrate wrote.

    Raises Complaint for a file that is missing, cut short, or names other parameters than the model has.
    """
    file = SHIPPED if path is None else Path(path)
    file = file / SHIPPED.name if file.is_dir() else file
    try:
        values = pd.read_csv(file, float_precision="round_trip")
        provenance = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise Complaint(f"{error.filename} is not there; takehold calibrate --out DIR makes an ensemble") from None
    except (OSError, ValueError) as error:
        raise Complaint(f"{file} is not an ensemble that can be read: {' '.join(str(error).split())[:200]}") from None
    if list(values.columns) != list(PARAMETERS) or not len(values) or len(values) != provenance.get("members"):
        raise Complaint(f"{file} does not hold {provenance.get('members')} rows with the {len(PARAMETERS)} parameters of the model; "
                        "it was cut short or made by another version: takehold calibrate --out DIR makes a new one")
    made = Ensemble(values, provenance)
    try:
        made.members  # noqa: B018 - every value is checked here, once
    except Complaint as complaint:
        raise Complaint(f"{file}: {complaint}") from None
    return made
