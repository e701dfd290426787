"""The calendar of a unit: what is known beforehand of its weeks."""

from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from sim.inputs.part import Part, Share
from sim.inputs.phases import LONGEST_RUN

MOST_EVENTS = 24  # of a unit
CHANGE, SUMMER, LEADER_LEAVES = "change", "summer", "leader_leaves"
NEEDS = {CHANGE: ("from_week", "to_week", "load"), SUMMER: ("from_week", "to_week", "share_away"), LEADER_LEAVES: ("week",)}
Week = Annotated[int, Field(ge=1, le=LONGEST_RUN)]


class Event(Part):
    """Something that happens in weeks that are known: another change, a time in which many are away, or the leader leaves.

    Weeks are those of the run, from 0; the first and the last are in it. A week beyond the end of a run never comes.
    """

    kind: Literal["change", "summer", "leader_leaves"] = Field(description="change, such as a merger; summer, or any time when many are "
                                                                           "away; leader_leaves")
    from_week: Week | None = Field(None, description="first week of a change or a summer")
    to_week: Week | None = Field(None, description="last week of it")
    week: Week | None = Field(None, description="week in which the leader is succeeded")
    load: Share = Field(0.0, description="of a change: share of everybody's free hours that it binds in each of its weeks")
    share_away: Share = Field(0.0, description="of a summer: share of the people who are away")

    @field_validator("kind", mode="before")
    @classmethod
    def _is_of_the_calendar(cls, kind: object) -> object:
        if kind == "practice":
            raise ValueError("a practice that is taken up later stands among the practices, with starts_after_launch in weeks")
        return kind

    @model_validator(mode="after")
    def _says_what_its_kind_needs(self) -> "Event":
        needed = NEEDS[self.kind]
        for name in ("from_week", "to_week", "week", "load", "share_away"):
            if name in needed and not getattr(self, name):
                raise ValueError(f"an event of kind '{self.kind}' needs {name}" + (", above 0" if name in ("load", "share_away") else ""))
            if name not in needed and getattr(self, name):
                raise ValueError(f"an event of kind '{self.kind}' has no {name}; it takes {', '.join(needed)}")
        if self.from_week and self.to_week and self.from_week > self.to_week:
            raise ValueError(f"from_week = {self.from_week} comes after to_week = {self.to_week}")
        return self

    def as_numbers(self) -> tuple[float, float, float, float, float]:
        """First and last week, load, share away, and 1 where the leader leaves: as every engine is given it."""
        first, last = self.from_week or self.week or 0, self.to_week or self.week or 0
        return float(first), float(last), self.load, self.share_away, 1.0 if self.kind == LEADER_LEAVES else 0.0
