"""The accepted ensemble: parameter sets, with or without contexts of their own, that all show the study's calibration patterns."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from sim.calibration.cube import BETWEEN, Cube
from sim.errors import InputError
from sim.inputs.parameters import Parameters, make_parameters
from sim.inputs.reading import load_workplace, workplaces
from sim.inputs.uncertain import Entry, entries, with_entries
from sim.inputs.workplace import Workplace
from sim.model.contexts import CONTEXTS, RANGES, RECORDED, check_contexts, contexts

__all__ = ["CONTEXTS", "RANGES", "RECORDED", "Ensemble", "check_contexts"]


@dataclass(frozen=True)
class Ensemble:
    """Members of equal weight, and where they come from.

    values: a row per member, a column per parameter, in the parameters' own units.
    provenance: seed, runs, what was tried, audit, versions, and what the first member gave (Checks.answers).
    held: parameters that the model did not have when it was made, and the value that leaves the model as it was.
    contexts: a row per member, a column per entry of a workplace that varies ("bostedet: units.0.coherence"); none as recorded.
    """

    values: pd.DataFrame
    provenance: dict[str, Any]
    held: dict[str, float] = field(default_factory=dict)
    contexts: pd.DataFrame = field(default_factory=pd.DataFrame)

    @cached_property
    def members(self) -> tuple[Parameters, ...]:
        """The parameter sets, checked."""
        return tuple(make_parameters({str(name): float(value) for name, value in row.items()} | self.held)
                     for _, row in self.values.iterrows())

    def place(self, number: int, workplace: Workplace | str, seed: int = 0) -> Workplace:
        """A workplace as a member takes it to be; see places."""
        return self.places([number], workplace if isinstance(workplace, Workplace) else load_workplace(workplace), seed)[0]

    def places(self, numbers: Sequence[int], workplace: Workplace, seed: int = 0) -> list[Workplace]:
        """A workplace as each of some members takes it to be.

        Entries that the ensemble varies are the member's own; those of another workplace of the study stay as recorded. Of any other
        workplace they are drawn by the seed, for a member the same in every world (sim.model.contexts).
        """
        if self.draws(workplace):
            return contexts(workplace, seed, numbers)
        varied = {f"{workplace.name}{BETWEEN}{entry.path}": entry for entry in entries(workplace)}
        if not varied or not all(self._varies(name, entry) for name, entry in varied.items()):
            return [workplace] * len(numbers)
        return [with_entries(workplace, values) for values in self.contexts[list(varied)].to_numpy(float)[list(numbers)]]

    def draws(self, workplace: Workplace) -> bool:
        """Whether contexts of a workplace are drawn, so that they have nothing to do with how people behave in a member."""
        varied = {f"{workplace.name}{BETWEEN}{entry.path}": entry for entry in entries(workplace)}
        return bool(varied) and not of_study(workplace) and not all(self._varies(name, entry) for name, entry in varied.items())

    def _varies(self, name: str, entry: Entry) -> bool:
        """Whether members differ in this entry, of this range and as it is recorded."""
        told = self.provenance.get("entries", {}).get(name)
        return name in self.contexts and told is not None and (told["low"], told["high"], told["recorded"], None) == entry[1:]

    @property
    def independent(self) -> float:
        """How many independent members it is worth: all of them, or for one made by a search from set to set, fewer."""
        return float(self.provenance.get("effective_ancestors", len(self)))

    def some(self, count: int) -> tuple[Parameters, ...]:
        """Members spread evenly over the ensemble, all of them when it has no more. Raises InputError below 1."""
        return tuple(self.members[at] for at in self.spread(count))

    def spread(self, count: int) -> list[int]:
        """Their numbers."""
        if count < 1:
            raise InputError(f"members = {count} is not a whole number from 1 to {len(self)}")
        return [int(at) for at in np.unique(np.linspace(0, len(self) - 1, min(count, len(self))).astype(int))]

    @cached_property
    def of_this_model(self) -> bool:
        """Whether the first member gives just what it gave when the ensemble was made; a changed rule, workplace or pattern shows."""
        from sim.calibration.recipe import Recipe
        evidence = Recipe(self.way)()
        if set(evidence.cube.named_entries) != set(self.contexts):
            return False
        moved = {*map(str, self.values), *map(str, self.contexts)}
        return evidence.answers(self.rows(evidence.cube, [0])[0], moved) == self.provenance["answers"]

    @property
    def way(self) -> str:
        """How contexts are treated: ranges or recorded."""
        return RANGES if len(self.contexts.columns) else RECORDED

    def rows(self, cube: Cube, numbers: Sequence[int]) -> np.ndarray:
        """Some members as rows of values of a cube, with what is recorded where the ensemble does not vary an entry."""
        fixed = {name: entry.recorded for name, entry in cube.named_entries.items()} | self.held
        table = pd.concat([self.values, self.contexts], axis=1).iloc[list(numbers)]
        return np.column_stack([table[name].to_numpy(float) if name in table else np.full(len(table), fixed[name]) for name in cube.names])

    def note_other_model(self) -> None:
        """Warn, in one sentence, when another model than the present one made it."""
        if not self.of_this_model:
            warnings.warn(f"the ensemble was made by another model than this one (code {self.provenance['code']}): whether its members "
                          "still show the calibration patterns says takehold ensemble --check; takehold calibrate makes a new one",
                          stacklevel=2)

    def __len__(self) -> int:
        return len(self.values)


def of_study(place: Workplace) -> bool:
    """Whether the entries with a range are those of the study's workplace of that name, some of which may have been set."""
    return place.name in workplaces() and set(entries(place)) <= set(entries(load_workplace(place.name)))
