"""The accepted ensemble: parameter sets that all show the study's calibration patterns."""

import io
import warnings
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sim.calibration.older import held_since, say, told
from sim.errors import InputError, check_path
from sim.inputs.parameters import Parameters, make_parameters
from sim.inputs.validation import sentence
from sim.machine.received import read_json_object, read_small_text

SHIPPED = Path(__file__).with_name("ensemble.csv")


class Wave(BaseModel):
    """What is told of a wave of the search."""

    tolerance: Annotated[float, Field(ge=0, allow_inf_nan=False)]
    steps_taken: Annotated[float, Field(ge=0, le=1)]


class Provenance(BaseModel):
    """Where an ensemble comes from, as far as it is told again."""

    model_config = ConfigDict(strict=True)

    members: Annotated[int, Field(ge=1)]
    seed: int
    runs: Annotated[list[int], Field(min_length=2, max_length=2)]
    tried: int
    waves: Annotated[list[Wave], Field(min_length=1)]
    effective_ancestors: Annotated[float, Field(gt=0, allow_inf_nan=False)]
    code: str
    answers: str


@dataclass(frozen=True)
class Ensemble:
    """Parameter sets of equal weight, and where they come from.

    values: a row per member, a column per parameter, in the parameters' own units.
    provenance: seed, runs, waves, tried, effective sample size, versions, and what the first member gave (evidence.answers).
    held: parameters that the model did not have when it was made, and the value that leaves the model as it was.
    """

    values: pd.DataFrame
    provenance: dict[str, Any]
    held: dict[str, float] = field(default_factory=dict)

    @cached_property
    def members(self) -> tuple[Parameters, ...]:
        """The parameter sets, checked."""
        return tuple(make_parameters({str(name): float(value) for name, value in row.items()} | self.held)
                     for _, row in self.values.iterrows())

    def some(self, count: int) -> tuple[Parameters, ...]:
        """Members spread evenly over the ensemble, all of them when it has no more. Raises InputError below 1."""
        if count < 1:
            raise InputError(f"members = {count} is not a whole number from 1 to {len(self)}")
        chosen = np.unique(np.linspace(0, len(self) - 1, min(count, len(self))).astype(int))
        return tuple(self.members[at] for at in chosen)

    def drawn(self, count: int, seed: int) -> dict[int, Parameters]:
        """So many members by their number, drawn by the seed without putting back; all of them when it has no more."""
        chosen = np.random.default_rng(seed).permutation(len(self))[:count]
        return {int(number): self.members[number] for number in sorted(chosen)}

    @cached_property
    def of_this_model(self) -> bool:
        """Whether the first member gives just what it gave when the ensemble was made; a changed rule, workplace or pattern shows."""
        from sim.calibration.evidence import answers
        return bool(answers(self.members[0], {str(name) for name in self.values}) == self.provenance["answers"])

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

    One made before the model had some parameter holds it where it does nothing, and says so in a warning.
    Raises InputError for a file that is missing, cut short, names parameters that the model does not have, or lacks one that always acts.
    """
    if path is not None:
        check_path("ensemble", path)
    file = SHIPPED if path is None else Path(path)
    file = file / SHIPPED.name if file.is_dir() else file
    try:
        values = pd.read_csv(io.StringIO(read_small_text(file)), dtype=str).astype(float)  # whose float() is exact to the last bit
        provenance = read_json_object(file.with_suffix(".json"))
        Provenance(**provenance)
    except ValidationError as error:
        raise InputError(f"{file.with_suffix('.json')} does not say where the ensemble comes from: "
                         f"{sentence(error, provenance, Provenance)}; takehold calibrate --out DIR makes a new one") from None
    except ValueError as error:  # a InputError is one
        raise InputError(f"{file} is not an ensemble that can be read: {' '.join(str(error).split())[:200]}; "
                        "takehold calibrate --out DIR makes one") from None
    held = held_since(file, [str(name) for name in values])
    if len(values) != provenance["members"]:
        raise InputError(f"{file} does not hold {provenance['members']} rows: it was cut short; takehold calibrate --out DIR makes "
                        "a new one")
    made = Ensemble(values, provenance, held)
    try:
        made.members  # noqa: B018 - every value is checked here, once
    except InputError as complaint:
        raise InputError(f"{file}: {complaint}") from None
    if held:
        say(told(held))
    return made
