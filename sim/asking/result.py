"""What asking would tell: data, a table, and the record that --json prints."""

from dataclasses import dataclass
from typing import Any

import pandas as pd

from sim.calibration.spread import Spread
from sim.inputs.workplace import Unit
from sim.model.intervals import Estimate
from sim.observations.answers import Answer, most_helpful
from sim.observations.costs import GRADE
from sim.observations.worth import Worth
from sim.priorities.given import Given

PRIORITIES, MEASURE, OUTCOME = "priorities", "measure", "outcome"
QUESTIONS = (PRIORITIES, MEASURE, OUTCOME)


@dataclass(frozen=True)
class UnitAsked:
    """What asking would tell of one unit.

    choices: in words. best, second: of them, without asking. luck: the regret of somebody who knows how people there behave; None where
    nothing is chosen. found: the most helpful observation first. spread: what the spread of the measure without any lever goes back to.
    """

    unit: Unit
    choices: tuple[str, ...]
    best: str
    second: str
    luck: Estimate | None
    found: tuple[Answer, ...]
    spread: Spread | None = None

    @property
    def helpful(self) -> list[Answer]:
        """The two that help most by more than chance; fewer where fewer do."""
        return most_helpful(self.found)

    @property
    def now(self) -> Worth | None:
        """How things stand before anything is asked; None where nothing is chosen."""
        return next((one.worth for one in self.found if one.worth and not one.again), None)


@dataclass(frozen=True)
class AskedResult:
    """What asking would tell of each unit. name: of the measure, as it was asked for; what: it is, in words.

    given: what is told of runs that fit what was observed, where such go on.
    """

    units: tuple[UnitAsked, ...]
    question: str
    name: str
    what: str
    follow_up: int
    seed: int
    members: int
    runs_each: int
    runs: int
    given: Given | None = None

    @property
    def table(self) -> pd.DataFrame:
        """A row per unit and observation, the most helpful one of a unit first."""
        return pd.DataFrame([{"unit": unit.unit.name, **row(one)} for unit in self.units for one in unit.found])

    def as_record(self) -> dict[str, Any]:
        """Plain values."""
        return {"question": self.question, "measure": self.name, "follow_up": self.follow_up, "seed": self.seed, "members": self.members,
                "runs_of_each": self.runs_each, "runs": self.runs, "hours": GRADE,
                "given": None if self.given is None else {"last_week": self.given.week, "effective": self.given.effective,
                                                          "over": list(self.given.over)},
                "units": [{"unit": unit.unit.name, "choices": list(unit.choices), "best": unit.best or None,
                           "regret_left_to_luck": unit.luck and unit.luck._asdict(),
                           "spread": unit.spread and unit.spread.as_record(),
                           "helpful": [one.observation.name for one in unit.helpful],
                           "observations": [row(one, spread=False) for one in unit.found]} for unit in self.units]}


def row(one: Answer, spread: bool = True) -> dict[str, Any]:
    """An observation as plain values by name. spread: whether an estimate is three columns instead of a value with its bounds."""
    asked = one.observation
    plain: dict[str, Any] = {"observation": asked.name, "what": asked.what, "whom": asked.whom, "week": asked.week, "answers": one.answers,
                             "hours": one.hours, "choices_open": one.still, "next_round": one.again, "helps": one.clear}
    told: dict[str, Estimate] = {}
    if one.worth:
        told |= {name: getattr(one.worth, name) for name in ("gain", "regret_now", "regret_after", "wrong_now", "wrong_after")}
    if one.narrowing:
        told |= {"variance_left": one.narrowing.left, "width_now": one.narrowing.width_now, "width_after": one.narrowing.width_after}
    for name, value in told.items():
        if spread:
            plain |= {name: value.value, f"{name}_low": value.low, f"{name}_high": value.high}
        else:
            plain[name] = {"value": value.value, "low": value.low, "high": value.high}
    return plain
