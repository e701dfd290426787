"""The accepted ensemble: parameter sets that all show the study's calibration patterns."""

import json
import warnings
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.complaints import Complaint
from sim.parameters import PARAMETERS, Parameters, make_parameters

SHIPPED = Path(__file__).with_name("ensemble.csv")
PROVENANCE = ("members", "seed", "runs", "tried", "waves", "effective_ancestors", "code", "answers")


@dataclass(frozen=True)
class Ensemble:
    """Parameter sets of equal weight, and where they come from.

    values: a row per member, a column per parameter, in the parameters' own units.
    provenance: seed, runs, waves, tried, effective sample size, versions, and what the first member gave (evidence.answers).
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

    @cached_property
    def of_this_model(self) -> bool:
        """Whether the first member gives just what it gave when the ensemble was made; a changed rule, workplace or pattern shows."""
        from sim.calibration.evidence import answers
        return bool(answers(self.members[0]) == self.provenance["answers"])

    def note_other_model(self) -> None:
        """Warn, in one sentence, when another model than the present one made it."""
        if not self.of_this_model:
            warnings.warn(f"the ensemble was made by another model than this one (code {self.provenance['code']}): whether its members "
                          "still show the calibration patterns says takehold ensemble --check; takehold calibrate makes a new one",
                          stacklevel=2)

    def __len__(self) -> int:
        return len(self.values)


def load_ensemble(path: str | Path | None = None) -> Ensemble:
    """Read an ensemble: the one that comes with Takehold, or a folder or CSV file that takehold calibrate wrote.

    Raises Complaint for a file that is missing, cut short, or names other parameters than the model has.
    """
    file = SHIPPED if path is None else Path(path)
    file = file / SHIPPED.name if file.is_dir() else file
    try:
        values = pd.read_csv(file, dtype=str).astype(float)  # whose float() is exact to the last bit
        provenance = json.loads(file.with_suffix(".json").read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise Complaint(f"{error.filename} is not there; takehold calibrate --out DIR makes an ensemble") from None
    except (OSError, ValueError) as error:
        raise Complaint(f"{file} is not an ensemble that can be read: {' '.join(str(error).split())[:200]}") from None
    missing = [name for name in PROVENANCE if not isinstance(provenance, dict) or name not in provenance]
    if missing:
        raise Complaint(f"{file.with_suffix('.json')} does not say where the ensemble comes from: {', '.join(missing)} missing; "
                        "takehold calibrate --out DIR makes a new one")
    if list(values.columns) != list(PARAMETERS) or not len(values) or len(values) != provenance["members"]:
        raise Complaint(f"{file} does not hold {provenance['members']} rows with the {len(PARAMETERS)} parameters of the model; "
                        "it was cut short or made by another version: takehold calibrate --out DIR makes a new one")
    made = Ensemble(values, provenance)
    try:
        made.members  # noqa: B018 - every value is checked here, once
    except Complaint as complaint:
        raise Complaint(f"{file}: {complaint}") from None
    return made
