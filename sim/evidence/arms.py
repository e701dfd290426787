"""Arms as data: a workplace as recorded or random contexts; under levers, with units changed, or without mechanisms."""

from functools import cache
from typing import Annotated, Any

from pydantic import Field, field_validator

from sim.errors import known
from sim.inputs.levers import make_levers
from sim.inputs.parameters import make_parameters
from sim.inputs.part import Part
from sim.inputs.phases import DEFAULT_FOLLOW_UP, LEAST_FOLLOW_UP, MAX_FOLLOW_UP
from sim.inputs.reading import load_workplace
from sim.inputs.settings import with_context
from sim.inputs.workplace import Practice, Shown, Unit, Workplace
from sim.model.random_inputs import random_workplace

RANDOM = "random contexts"
FITTING, DOUBLED = KINDS = ("fitting", "doubled")
FIRST = "unit-1"  # of a random context; only the first counts, so that runs are independent


class Practices(Part):
    """Practices of a unit of some workplace, in place of a unit's own."""

    workplace: str
    unit: str
    named: list[str] = []


class Arm(Part):
    """One way of running a workplace: what is changed in all its units, and in which week after launch one looks."""

    workplace: Annotated[Shown, Field(description="a shipped workplace, a file's path, or 'random contexts'")]
    levers: dict[str, Any] = {}
    context: Annotated[dict[str, Any], Field(description="entries of units by dotted path")] = {}
    practices: Annotated[Practices | str | None,
                         Field(description="about just what people need; each with another like it; or those of a unit")] = None
    out_of_sight: Annotated[bool, Field(description="whether units do not see each other")] = False
    without: list[str] = []
    week: Annotated[int, Field(ge=LEAST_FOLLOW_UP, le=MAX_FOLLOW_UP, description="of follow-up, after launch")] = DEFAULT_FOLLOW_UP

    @field_validator("practices", mode="before")
    @classmethod
    def _are_practices(cls, practices: Any) -> Any:
        return known("kind of practices", practices, KINDS) if isinstance(practices, str) else practices

    @field_validator("levers")
    @classmethod
    def _are_levers(cls, levers: dict[str, Any]) -> dict[str, Any]:
        make_levers(levers)
        return levers

    @field_validator("without")
    @classmethod
    def _are_mechanisms(cls, without: list[str]) -> list[str]:
        make_parameters(None, without)
        return without

    @property
    def is_random(self) -> bool:
        """Whether every run is of a context of its own."""
        return self.workplace == RANDOM

    def units(self) -> list[str]:
        """The units whose runs count."""
        return [FIRST] if self.is_random else [unit.name for unit in recorded(self.workplace).units]

    def changed(self, place: Workplace) -> Workplace:
        """The workplace as this arm changes it."""
        place = with_context(place, self.context)
        if self.practices is None and not self.out_of_sight:
            return place
        return place.model_copy(update={"units": [self._changed_unit(unit) for unit in place.units]})

    def ground(self) -> str:
        """What decides how a workplace is changed, as text: arms of the same ground differ in levers, mechanisms and weeks alone."""
        return self.model_dump_json(include={"workplace", "context", "practices", "out_of_sight"})

    def _changed_unit(self, unit: Unit) -> Unit:
        seen = [] if self.out_of_sight else unit.sees
        return unit.model_copy(update={"practices": self._practices_of(unit), "sees": seen})

    def _practices_of(self, unit: Unit) -> list[Practice]:
        if self.practices == FITTING:
            return [one.model_copy(update={"themes": unit.needs}) for one in unit.practices]
        if self.practices == DOUBLED:
            return [*unit.practices, *(one.model_copy(update={"name": f"{one.name}-too"}) for one in unit.practices)]
        return taken_over(self.practices) if isinstance(self.practices, Practices) else unit.practices

    def checked(self) -> "Arm":
        """This arm, once it is sure that it can be run; raises InputError for a workplace, an entry or a practice that is not there."""
        place = random_workplace(0, 0) if self.is_random else recorded(self.workplace)
        self.changed(place)
        return self


@cache
def recorded(name: str) -> Workplace:
    """A workplace by shipped name or path, read once."""
    return load_workplace(name)


def taken_over(asked: Practices) -> list[Practice]:
    """The practices of a unit, or those of them that are named; raises InputError for a unit or practice that is not there."""
    place = recorded(asked.workplace)
    unit = place.unit(known("unit", asked.unit, [one.name for one in place.units]))
    names = [known("practice", name, [one.name for one in unit.practices]) for name in asked.named]
    return [one for one in unit.practices if not names or one.name in names]
