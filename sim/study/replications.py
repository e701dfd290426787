"""How often each point is run: a fixed number of times, or until an interval is narrow enough."""

from typing import Annotated, Any

import numpy as np
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from sim.study.measures import check_measure, estimate

MOST = 100_000_000

Count = Annotated[int, Field(ge=1, le=MOST)]
MeasureName = Annotated[str, Field(max_length=100), AfterValidator(check_measure)]


class Replications(BaseModel):
    """Every point is run at_least so often; then twice as often, and twice again, until the interval is narrow or at_most is reached.

    Each point decides from its own rows alone, so neither order nor workers matter.
    measure: a name of measures.MEASURES or HOURS, or an outcome class, whose share is meant.
    half_width: of the 95 % interval, in the unit of the measure, to be reached in every unit and follow-up of the point.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)

    at_least: Count = 100
    at_most: Count
    measure: MeasureName = "retention"
    half_width: Annotated[float, Field(gt=0)] | None = None

    @model_validator(mode="after")
    def _in_order(self) -> "Replications":
        if self.at_least > self.at_most:
            raise ValueError(f"at_least = {self.at_least} is more than at_most = {self.at_most}")
        if self.at_least < self.at_most and self.half_width is None:
            raise ValueError("half_width is missing: how narrow the interval has to be")
        return self

    @property
    def fixed(self) -> bool:
        """Whether every point is run equally often, whatever comes out."""
        return self.at_least == self.at_most

    def target(self, step: int) -> int:
        """How often a point has been run after this many steps; step 0 is the first."""
        return min(self.at_least << min(step, 40), self.at_most)

    def narrow(self, values: np.ndarray) -> bool:
        """Whether the interval of each column is narrow enough; values of shape (runs, follow-ups x units), nan for failed runs."""
        goal = float("inf") if self.half_width is None else self.half_width
        return all(estimate(self.measure, column).half <= goal for column in values.T)


def as_table(value: Any) -> Any:
    """A plain number of replications as the table it stands for; raises ValueError for what is neither."""
    if isinstance(value, int) and not isinstance(value, bool):
        return {"at_least": value, "at_most": value}
    if not isinstance(value, (dict, Replications)):
        raise ValueError("is neither a whole number nor a table { at_least, at_most, measure, half_width }")
    return value
