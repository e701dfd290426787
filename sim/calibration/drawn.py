"""Members drawn from an ensemble by a seed: for each how people behave, and what a workplace is like."""

from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path

import numpy as np

from sim.calibration.ensemble import load_ensemble
from sim.calibration.members import RANGES, Ensemble, check_contexts
from sim.inputs.parameters import Parameters
from sim.inputs.workplace import Workplace


@dataclass(frozen=True)
class Drawn:
    """Members by their numbers in the ensemble, and the seed that drew them. contexts: RANGES, or RECORDED for workplaces as they are."""

    ensemble: Ensemble
    numbers: tuple[int, ...]
    seed: int
    contexts: str = RANGES

    @cached_property
    def parameters(self) -> tuple[Parameters, ...]:
        """How people behave in each."""
        return tuple(self.ensemble.members[number] for number in self.numbers)

    def places(self, workplace: Workplace) -> list[Workplace]:
        """What a workplace is like in each: the same in every world that is compared, but for what was set there."""
        if self.contexts != RANGES:
            return [workplace] * len(self.numbers)
        return self.ensemble.places(self.numbers, workplace, self.seed)

    def draws(self, workplace: Workplace) -> bool:
        """Whether what a workplace is like is drawn, so that it has nothing to do with how people behave in a member."""
        return self.contexts == RANGES and self.ensemble.draws(workplace)

    def first(self, count: int) -> "Drawn":
        """The first so many of them."""
        return replace(self, numbers=self.numbers[:count])

    def sorted(self) -> "Drawn":
        """The same in the order of their numbers."""
        return replace(self, numbers=tuple(sorted(self.numbers)))

    def __len__(self) -> int:
        return len(self.numbers)


def draw(count: int, seed: int, ensemble: str | Path | None = None, contexts: str = RANGES) -> Drawn:
    """So many members of an ensemble by the seed, without putting back and each as likely as any other; all where it has no more.

    They stand in the order drawn, so that any first part of them is itself a draw. Warns when another model made the ensemble.
    """
    check_contexts(contexts)
    found = _shipped() if ensemble is None else load_ensemble(ensemble)
    found.note_other_model()
    order = np.random.default_rng(seed).permutation(len(found))[:count]
    return Drawn(found, tuple(map(int, order)), seed, contexts)


@cache
def _shipped() -> Ensemble:
    return load_ensemble()
