"""The context: a workplace, its units, leaders and practices, read from TOML and validated.

An entry may be a plain value or ``{ value = ..., source = "..." }``; sources are kept in ``provenance``.
"""

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from sim.errors import check_printable

Share = Annotated[float, Field(ge=0, le=1)]
Shown = Annotated[str, AfterValidator(check_printable)]  # on a terminal or a page, sooner or later
Text = Annotated[Shown, Field(max_length=2000)]
NAME = r"^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$"
Name = Annotated[str, Field(pattern=NAME)]


class Part(BaseModel):
    """Base of every part of a context: unknown names are refused, values cannot be changed."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, str_strip_whitespace=True, strict=True)


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
    hours: Annotated[float, Field(ge=0, le=37)] = Field(description="hours a week for the project")
    dominance: Share = Field(description="how far the leader decides alone")
    trust_in_employees: Share = Field(0.6, description="leader's trust in the employees at the start")
    newness: Annotated[float, Field(ge=1, le=2)] = Field(1.0, description="1 for a known leader, up to 2 for a brand-new one")
    leaves_in_week: Annotated[int, Field(ge=1, le=200)] | None = Field(None, description="week in which the leader is succeeded, if known")


class Practice(Part):
    """One agreed change of practice."""

    name: Name
    title: Text
    themes: Themes = Field(description="what kind of practice it is")
    sessions_per_week: Annotated[int, Field(ge=1, le=16)] = Field(description="planned occurrences a week")
    hours_per_week: Annotated[float, Field(ge=0, le=20)] = Field(description="hours a week for each employee")
    embedded: Share = Field(description="share of those hours inside meetings that are held anyway")
    facilitation_need: Share = Field(description="how far it needs somebody to run it")
    mandatory: Share = Field(0.0, description="share that is not left to choice")
    roll_out_weeks: Annotated[float, Field(ge=1, le=200)] = Field(1.0, description="weeks until it is fully in place")


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
    contract_hours: Annotated[float, Field(ge=10, le=37)]
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
    practices: Annotated[list[Practice], Field(min_length=1, max_length=12)]
    sees: list[Name] = []
    reported: Reported | None = None

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
        return self


class Workplace(Part):
    """A workplace with one or more units."""

    name: Name
    title: Text
    about: Text = ""
    units: Annotated[list[Unit], Field(min_length=1, max_length=8)]
    provenance: dict[str, Shown] = Field(default_factory=dict, exclude=True)

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

    def unit(self, name: str) -> Unit:
        """The unit of that name; raises KeyError when there is none."""
        return {u.name: u for u in self.units}[name]


def split_sources(entry: Any, path: str, provenance: dict[str, str]) -> Any:
    """Take ``{value, source}`` apart: return plain values, note sources under their dotted path."""
    if isinstance(entry, dict):
        if "source" in entry and set(entry) <= {"value", "source"}:
            provenance[path] = str(entry["source"])
            return entry.get("value")
        shared = entry.pop("source", None)
        if shared is not None:
            provenance[path] = str(shared)
        return {k: split_sources(v, f"{path}.{k}" if path else k, provenance) for k, v in entry.items()}
    if isinstance(entry, list):
        return [split_sources(v, f"{path}.{i}", provenance) for i, v in enumerate(entry)]
    return entry
