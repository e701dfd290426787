"""Why a package helps, in the model, and what it costs to choose it if the model is wrong about a mechanism."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.intervals import Estimate
from sim.parameters import MECHANISMS
from sim.priorities.bench import Bench
from sim.priorities.doses import Package
from sim.priorities.race import CONFIDENCE, interval


@dataclass(frozen=True)
class WithoutMechanism:
    """What becomes of the best package when one mechanism is switched off.

    lost: gain that is lost, with an interval that holds for all mechanisms at once.
    regret: how far the best package then falls behind the one that is best, with its 95 % interval.
    instead: that package. Both are found on one half of the members and measured on the other.
    """

    mechanism: str
    lost: Estimate
    regret: Estimate
    instead: Package


def without_mechanisms(bench: Bench, unit: int, best: Package, others: Sequence[Package], runs: int) -> list[WithoutMechanism]:
    """Tell the best package and some others again, each mechanism switched off in turn, over the same luck."""
    packages = [best, *others]
    mechanisms = [name for name, off in MECHANISMS.items()
                  if any(getattr(member, parameter) != value for member in bench.members for parameter, value in off.items())]
    level = 1 - (1 - CONFIDENCE) / len(mechanisms)
    full = bench.gains([best], unit, 0, runs)[0]
    found = []
    for name in mechanisms:
        gains = bench.gains(packages, unit, 0, runs, name)
        regret, instead = crossed_regret(gains.mean(axis=2))
        found.append(WithoutMechanism(name, interval(full - gains[0], level), interval(regret), packages[instead]))
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
    return sorted((one for one in found if one.lost.low > 0), key=lambda one: -one.lost.value)[:most]


def worst(found: Sequence[WithoutMechanism]) -> WithoutMechanism | None:
    """The mechanism without which the choice would be regretted most."""
    return max(found, key=lambda one: one.regret.value, default=None)
