"""What was found: how far each run fits what was observed, as tables."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from sim.errors import InputError
from sim.fitting import LEAST, moved, weights
from sim.fitting.likelihood import Chance, chance_of
from sim.fitting.observed import Observed
from sim.fitting.particles import Ground, Particles

FEW = 100  # members below which a result says that they are few
ALMOST_NEVER = 0.001  # chance of something as far off, in the weighted runs, below which nothing comes near it
DRAWN_FOR_PICTURES = 2  # second number of the seed of observations that are drawn


@dataclass(frozen=True)
class FitResult:
    """A workplace, what was observed there, and what the runs of each member show of it."""

    ground: Ground
    observed: tuple[Observed, ...]
    particles: Particles

    @cached_property
    def chances(self) -> list[Chance]:
        """For each observation what may be seen in each run."""
        return [chance_of(one, self.particles.true[..., at], self.particles.spread[..., at], self.ground.place.unit(one.unit).employees)
                for at, one in enumerate(self.observed)]

    @cached_property
    def log_likelihood(self) -> np.ndarray:
        """How likely each observation is in each run, (members, runs, observations)."""
        return np.stack([chance.log_likelihood(one.number) for chance, one in zip(self.chances, self.observed, strict=True)], axis=-1)

    @cached_property
    def run_weights(self) -> np.ndarray:
        """The weight of each run, (members, runs); they add up to 1."""
        return weights.weighed(self.log_likelihood)

    @cached_property
    def effective(self) -> float:
        """How many independent members are left, cautiously counted."""
        return self.of_independent * weights.effective(self.log_likelihood)

    @property
    def of_independent(self) -> float:
        """Independent members for each one of the ensemble: 1, or less where it was found by a search from set to set."""
        return self.ground.ensemble.independent / len(self.ground.ensemble)

    @property
    def members(self) -> int:
        """Members that were run."""
        return len(self.ground.numbers)

    @property
    def last_week(self) -> int:
        """The week of the project in which the last observation lies, in most runs."""
        return int(np.median(self.particles.until)) - 1

    @cached_property
    def weights(self) -> pd.DataFrame:
        """A row per run: set (the member's number in the ensemble), run (of it), weight, log_likelihood."""
        runs = self.ground.runs
        return pd.DataFrame({"set": np.repeat(self.ground.numbers, runs), "run": np.tile(np.arange(runs), self.members),
                             "weight": self.run_weights.ravel(), "log_likelihood": self.log_likelihood.sum(axis=-1).ravel()})

    @cached_property
    def table(self) -> pd.DataFrame:
        """A row per observation: what it is, what the model expected, what was seen, and what the weighted runs show.

        expected, learned: median, with 5 and 95 %, of what would be seen, error included, in all runs and in weighted ones. tail: the
        chance before of something as far off or farther, 0-1. members_left_without: how many members would be left without it.
        """
        even = np.full(self.run_weights.shape, 1 / self.run_weights.size)
        rows, without = [], self.of_independent * weights.without_each(self.log_likelihood)
        for at, (one, chance) in enumerate(zip(self.observed, self.chances, strict=True)):
            drawn = chance.drawn(np.random.default_rng([self.ground.seed, DRAWN_FOR_PICTURES, at]))
            below = float(chance.below(one.number).mean())
            row: dict[str, Any] = {"unit": one.unit, "measure": one.measure, "practice": one.practice, "when": one.when,
                                   "what": one.in_words, "seen": one.number, "error": one.error}
            for when, by in (("expected", even), ("learned", self.run_weights if self.run_weights.any() else even)):
                low, middle, high = weights.quantiles(drawn, by, moved.ENDS)
                middle = float((by * drawn).sum()) if chance.kind == "fact" else middle
                row |= {f"{when}_low": low, when: middle, f"{when}_high": high}
            rows.append({**row, "tail": min(1.0, 2 * min(below, 1 - below)), "members_left_without": float(without[at]),
                         "source": one.source})
        return pd.DataFrame(rows)

    @cached_property
    def moved(self) -> pd.DataFrame:
        """What the observations tell something about; see sim.fitting.moved."""
        return moved.moved(self.ground, self.run_weights)

    def check(self) -> None:
        """Raises InputError, and says what does not fit, where too few members are left, or even the best show nothing like it."""
        if self.effective >= LEAST:
            self._check_near()
            return
        table = self.table
        worst = table.iloc[int(table["members_left_without"].to_numpy().argmax())]
        unit = f" in {worst['unit']}" if len(self.ground.place.units) > 1 else ""
        left, without = f"{self.effective:.0f}", f"{worst['members_left_without']:.0f}"
        expected = (f"yes in {100 * worst['expected']:.2g} % of runs" if worst["error"] == "none" else
                    f"{worst['expected_low']:.2f} to {worst['expected_high']:.2f}")
        hint = ("; so it is the model, or the description of the workplace, that does not fit" if len(table) == 1 or
                worst["members_left_without"] < LEAST else f"; without it {without} are left")
        raise InputError(f"what was observed leaves {left} of {self.members} members, and fewer than {LEAST} say nothing; least fits "
                         f"'{worst['what']}'{unit}: seen {worst['seen']:.2f}, expected {expected} (chance of so far off "
                         f"{worst['tail']:.2g}){hint}")

    def _check_near(self) -> None:
        """Raises InputError where an observation is far from all runs alike, so that weights cannot show that it does not fit."""
        for one, chance, (_, row) in zip(self.observed, self.chances, self.table.iterrows(), strict=True):
            below = float((self.run_weights * chance.below(one.number)).sum())
            if 2 * min(below, 1 - below) < ALMOST_NEVER:
                raise InputError(f"nothing comes near what was observed of '{one.in_words}' in {one.unit}: seen {one.number:.2f}, and "
                                 f"{row['learned_low']:.2f} to {row['learned_high']:.2f} in the runs that fit best; so it is the model, "
                                 "the description of the workplace, or the observation with its error, that does not fit")

    def as_record(self) -> dict[str, Any]:
        """Plain values."""
        ground = self.ground
        return {"workplace": ground.place.name, "members": self.members, "runs_of_each": ground.runs, "seed": ground.seed,
                "effective": self.effective, "last_week": self.last_week, "levers": ground.levers.model_dump(exclude_defaults=True),
                "observations": self.table.to_dict("records"), "moved": self.moved[self.moved["more_than_chance"]].to_dict("records")}
