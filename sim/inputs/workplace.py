"""The context: a workplace, its units, leaders and practices, read from TOML and validated.

How an entry is written, with its source and its range, stands in sim.inputs.written; sources are kept in ``provenance``, what is not
known for sure in ``ranges`` and ``correlations``, which sim.inputs.unsure checks.
"""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, Field, PlainValidator, field_validator, model_validator
from pydantic.json_schema import SkipJsonSchema

from sim.errors import SeveralWrong, check_printable
from sim.inputs import unsure
from sim.inputs.events import MOST_EVENTS, Event
from sim.inputs.part import Part, Share
from sim.inputs.person import People, as_people, check_places
from sim.inputs.phases import MAX_FOLLOW_UP
from sim.inputs.places import steps

Shown = Annotated[str, AfterValidator(check_printable)]  # on a terminal or a page, sooner or later
Text = Annotated[Shown, Field(max_length=2000)]
NAME = r"^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$"
Name = Annotated[str, Field(pattern=NAME)]
RANGES, CORRELATIONS = "ranges", "correlations"  # the fields of a workplace that hold what is not known for sure
# What real workplaces stay below; the memory of every engine has room for so much.
MOST_UNITS, MOST_PRACTICES, MOST_SESSIONS = 100, 40, 48  # of a workplace, of a unit, of a practice a week
MOST_HOURS = 48  # a week


class Themes(Part):
    """Shares of the three themes; they add up to one."""

    planning: Share
    coordination: Share
    wellbeing: Share

    @model_validator(mode="after")
    def _add_up(self) -> "Themes":
        total = self.planning + self.coordination + self.wellbeing
        if abs(total - 1) > 0.005:
            raise ValueError(f"the shares of planning, coordination and wellbeing add up to {total:.3g}, not to 1")
        return self

    def shares(self) -> tuple[float, float, float]:
        """The three shares in the order of THEMES, adding up to 1 as nearly as numbers do."""
        total = self.planning + self.coordination + self.wellbeing
        return self.planning / total, self.coordination / total, self.wellbeing / total


class Scope(Part):
    """How far the project lets each theme in, 0 to 1."""

    planning: Share = 1.0
    coordination: Share = 1.0
    wellbeing: Share = 0.0

    @model_validator(mode="after")
    def _something(self) -> "Scope":
        if self.planning + self.coordination + self.wellbeing <= 0:
            raise ValueError("the scope lets no theme in; at least one of planning, coordination, wellbeing must be above 0")
        return self


class Leader(Part):
    """The nearest leader of a unit."""

    value: Share = Field(description="value the leader expects of the intervention at the start")
    needs: Themes = Field(description="what the leader's own strategy is about")
    responsiveness: Share = Field(description="how far the leader listens and answers")
    hours: Annotated[float, Field(ge=0, le=MOST_HOURS)] = Field(description="hours a week for the project")
    dominance: Share = Field(description="how far the leader decides alone")
    trust_in_employees: Share = Field(0.6, description="leader's trust in the employees at the start")
    newness: Annotated[float, Field(ge=1, le=2)] = Field(1.0, description="1 for a known leader, up to 2 for a brand-new one")
    leaves_in_week: Annotated[int, Field(ge=1, le=200)] | None = Field(None, description="week in which the leader is succeeded, if known")


class Practice(Part):
    """One agreed change of practice."""

    name: Name
    title: Text
    themes: Themes = Field(description="what kind of practice it is")
    sessions_per_week: Annotated[int, Field(ge=1, le=MOST_SESSIONS)] = Field(description="planned occurrences a week")
    hours_per_week: Annotated[float, Field(ge=0, le=20)] = Field(description="hours a week for each employee")
    embedded: Share = Field(description="share of those hours inside meetings that are held anyway")
    facilitation_need: Share = Field(description="how far it needs somebody to run it")
    mandatory: Share = Field(0.0, description="share that is not left to choice")
    roll_out_weeks: Annotated[float, Field(ge=1, le=200)] = Field(1.0, description="weeks until it is fully in place")
    starts_after_launch: Annotated[int, Field(ge=0, le=MAX_FOLLOW_UP)] = Field(0, description="weeks after launch in which it is taken up")


class CompetingChange(Part):
    """Another change under way at the same time."""

    load: Annotated[float, Field(ge=0, le=1)] = Field(description="share of free hours it binds at the start")
    weekly_persistence: Annotated[float, Field(ge=0, le=1)] = Field(0.96, description="what is left of it after a week")


class Reported(Part):
    """What the study reported of a unit; no rule reads it."""

    outcome: Text
    trust: Text
    quote: Text = ""
    classes: list[Shown] = Field(default_factory=list, description="model classes that agree with the report")


class Unit(Part):
    """One unit of a workplace: a team, a department or a whole centre."""

    name: Name
    title: Text
    employees: Annotated[int, Field(ge=3, le=600)]
    representatives: Annotated[int, Field(ge=1, le=40)]
    planners: Annotated[int, Field(ge=0, le=40)] = 0
    coordinators: Annotated[int, Field(ge=0, le=40)] = 0
    team_size: Annotated[int, Field(ge=2, le=600)] = 12
    trust_in_leader: Share
    trust_in_organisation: Share
    needs: Themes
    coherence: Share
    contract_hours: Annotated[float, Field(ge=1, le=MOST_HOURS)]
    utilisation: Annotated[float, Field(ge=0.7, le=0.99)]
    competing_change: CompetingChange
    involvement: Share
    pre_study_quality: Share
    expectation_alignment: Share
    facilitation_skill: Share
    named_chair: bool
    top_support: Share
    scope: Scope = Scope()
    leader: Leader
    practices: Annotated[list[Practice], Field(min_length=1, max_length=MOST_PRACTICES)]
    sees: list[Name] = []
    events: Annotated[list[Event], Field(max_length=MOST_EVENTS, description="the calendar: what is known of some weeks")] = []
    reported: Reported | None = None
    people: SkipJsonSchema[Annotated[People, PlainValidator(as_people)]] = Field((), exclude=True, repr=False)  # see sim.inputs.person

    @property
    def members(self) -> int:
        """Seats in the steering group."""
        return self.representatives + self.planners + self.coordinators

    @property
    def teams(self) -> int:
        """How many teams there are."""
        return -(-self.employees // self.team_size)

    @model_validator(mode="after")
    def _consistent(self) -> "Unit":
        if self.members > self.employees:
            raise ValueError(f"{self.members} steering members (representatives, planners, coordinators) "
                             f"are more than the {self.employees} employees")
        names = [p.name for p in self.practices]
        if len(set(names)) < len(names):
            raise ValueError("two practices have the same name")
        check_places(self.people, self.employees, (self.representatives, self.planners, self.coordinators))
        if all(p.starts_after_launch for p in self.practices):
            raise ValueError("every practice has starts_after_launch above 0; at least one begins at launch, with 0")
        return self


class Range(Part):
    """The span in which the truth behind a number is believed to lie, and why it is so wide.

    It lies anywhere in it alike; or, with an sd, as in a normal distribution about the mean, which is what is recorded, cut to the span.
    """

    low: float
    high: float
    mean: float | None = None
    sd: float | None = None
    reason: Text = ""


class Correlation(Part):
    """How far two entries that are not known for sure go together, by their names: units.ward.trust_in_leader.

    r: the correlation of the two as normal scores, -1 to 1.
    """

    between: Annotated[list[Shown], Field(min_length=2, max_length=2)]
    r: Annotated[float, Field(ge=-1, le=1)]
    source: Text = ""
    reason: Text = ""


class Workplace(Part):
    """A workplace with one or more units."""

    name: Name
    title: Text
    about: Text = ""
    units: Annotated[list[Unit], Field(min_length=1, max_length=MOST_UNITS)]
    provenance: dict[str, Shown] = Field(default_factory=dict, exclude=True)
    ranges: SkipJsonSchema[dict[str, Range]] = Field(default_factory=dict, exclude=True)  # by dotted path, in the order of the file
    correlations: SkipJsonSchema[list[Correlation]] = Field(default_factory=list, exclude=True)

    @model_validator(mode="before")
    @classmethod
    def _paths_for_names(cls, entries: Any) -> Any:
        if not isinstance(entries, Mapping) or CORRELATIONS not in entries:
            return entries
        return {**entries, CORRELATIONS: unsure.with_paths(entries[CORRELATIONS], entries)}

    @field_validator(RANGES, mode="before")
    @classmethod
    def _as_wide_as_allowed(cls, ranges: Any) -> Any:
        if not isinstance(ranges, Mapping):
            return ranges
        return {path: unsure.with_ends(cls, path, one) for path, one in ranges.items()}

    @model_validator(mode="after")
    def _units_know_each_other(self) -> "Workplace":
        names = [u.name for u in self.units]
        if len(set(names)) < len(names):
            raise ValueError("two units have the same name")
        for unit in self.units:
            for other in unit.sees:
                if other not in names or other == unit.name:
                    raise ValueError(f"unit {unit.name} sees '{other}', which is no other unit of this workplace ({', '.join(names)})")
        return self

    @model_validator(mode="after")
    def _can_be_unsure(self) -> "Workplace":
        wrong = unsure.wrong_ranges(type(self), self.model_dump(), self.ranges) or unsure.wrong_correlations(
            self.model_dump(), self.ranges, self.correlations)
        if wrong:
            raise SeveralWrong(wrong)
        return self

    def entry(self, path: str) -> Any:
        """What stands at a dotted path."""
        here: Any = self
        for step in steps(path):
            here = here[step] if isinstance(step, int) else getattr(here, step)
        return here

    @property
    def known_people(self) -> int:
        """Of how many employees something is known from a people file."""
        return sum(one is not None for unit in self.units for one in unit.people)

    def unit(self, name: str) -> Unit:
        """The unit of that name; raises KeyError when there is none."""
        return {u.name: u for u in self.units}[name]
