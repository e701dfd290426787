"""Why a package helps, in the model, and what it costs to choose it if the model is wrong about a mechanism."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.inputs.parameters import MECHANISMS
from sim.model.intervals import Estimate
from sim.model.measures import LESS
from sim.priorities.decision import spread_confidence
from sim.priorities.measures import over_members
from sim.priorities.packages import Package
from sim.priorities.paired_runs import Bench
from sim.priorities.race import Block


@dataclass(frozen=True)
class WithoutMechanism:
    """What becomes of the best package when one mechanism is switched off; signs are the measure's own.

    lost: the part of the change that goes with the mechanism. regret: how another package then differs from the best one, that
    which is best then. instead: that package; both are found on one half of the members and measured on the other.
    Both intervals hold for all mechanisms at once. better: which way is better, 1 or -1.
    """

    mechanism: str
    lost: Estimate
    regret: Estimate
    instead: Package
    better: int

    @property
    def carries(self) -> bool:
        """Whether clearly less is gained without the mechanism."""
        return clearly(self.lost, self.better)

    @property
    def regretted(self) -> bool:
        """Whether another package is then clearly better."""
        return clearly(self.regret, self.better)


def clearly(change: Estimate, better: int) -> bool:
    """Whether a change is for the better by its whole interval."""
    return change.has_interval and (change.high < 0 if better == LESS else change.low > 0)


def without_mechanisms(bench: Bench, unit: int, best: Package, others: Sequence[Package], block: Block) -> list[WithoutMechanism]:
    """Run the best package and some others again with each mechanism switched off in turn, with the same luck."""
    packages, better, measure = [best, *others], bench.aim.better, bench.aim.measure
    mechanisms = [name for name, off in MECHANISMS.items()
                  if any(getattr(member, parameter) != value for member in bench.members for parameter, value in off.items())]
    confidence = spread_confidence(2 * len(mechanisms))
    full = bench.gains([best], unit, block)[0]
    found = []
    for name in mechanisms:
        gains = bench.gains(packages, unit, block, name)
        regret, instead = crossed_regret(gains.mean(axis=2))
        found.append(WithoutMechanism(name, over_members(measure, better * (full - gains[0]), confidence),
                                      over_members(measure, better * regret[:, None], confidence), packages[instead], better))
    return found


def crossed_regret(gains: np.ndarray) -> tuple[np.ndarray, int]:
    """How far the first arm falls behind the best one, (members,), and that arm; gains: (arms, members).

    The best arm is chosen on the even members and measured on the odd ones, and the other way about: chosen and measured
    on the same members, the highest of several noisy means would always lie too high.
    """
    regret = np.empty(gains.shape[1])
    for half in (0, 1):
        chosen = int(np.argmax(gains[:, 1 - half::2].mean(axis=1)))
        regret[half::2] = gains[chosen, half::2] - gains[0, half::2]
    return regret, int(np.argmax(gains.mean(axis=1)))


def carrying(found: Sequence[WithoutMechanism], most: int = 3) -> list[WithoutMechanism]:
    """The mechanisms without which clearly less is gained, the greatest loss first."""
    return sorted((one for one in found if one.carries), key=lambda one: -abs(one.lost.value))[:most]


def worst(found: Sequence[WithoutMechanism]) -> WithoutMechanism | None:
    """The mechanism without which the choice would be regretted most: clearly, if there is one of that kind."""
    return max(found, key=lambda one: (one.regretted, one.better * one.regret.value), default=None)
