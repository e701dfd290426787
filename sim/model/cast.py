"""Whose people a run is lived by: the shipped classes, or subclasses of one's own."""

import sys
from collections.abc import Mapping
from typing import Any, NamedTuple

from sim.errors import InputError, known
from sim.model.agents import Employee, Manager, SteeringMember
from sim.model.state import State, states_of

KINDS = ("employee_class", "steering_member_class", "manager_class")  # as InterventionModel calls them
FROM_A_FILE = "takehold_people_"  # what modules are called that were loaded by sim.model.people_file


class Cast(NamedTuple):
    """The classes that play the parts."""

    employee: type[Employee] = Employee
    member: type[SteeringMember] = SteeringMember
    manager: type[Manager] = Manager

    @property
    def employee_states(self) -> dict[str, State[Any]]:
        """Every state that an employee or a steering member has, by name."""
        return states_of(self.member) | states_of(self.employee)

    @property
    def manager_states(self) -> dict[str, State[Any]]:
        """Every state that a manager has, by name."""
        return states_of(self.manager)

    @property
    def by_kind(self) -> dict[str, Any]:
        """The classes as InterventionModel takes them."""
        return dict(zip(KINDS, self, strict=True))

    @property
    def in_words(self) -> str:
        """The names of the classes that are not shipped; nothing where all are."""
        return ", ".join(kind.__qualname__ for kind, usual in zip(self, SHIPPED, strict=True) if kind is not usual)

    def __reduce__(self) -> tuple[Any, ...]:
        """A worker process loads the file again that the classes come from, or finds them by name."""
        for kind in self:
            if kind.__module__.startswith(FROM_A_FILE):
                from sim.model.people_file import load_people
                return load_people, (sys.modules[kind.__module__].__file__,)
        return Cast, tuple(self)


SHIPPED = Cast()
People = Mapping[str, type]  # classes of one's own, by kind


def cast_of(people: People | Cast | None = None, **classes: type | None) -> Cast:
    """The cast with classes of one's own in place of the shipped ones.

    people: such as {"employee_class": Cautious}; classes: the same as keywords. Raises InputError for another kind, a kind given
    twice, or a class that is no subclass of the shipped one.
    """
    if isinstance(people, Cast):
        return people
    if people is not None and not isinstance(people, Mapping):
        raise InputError(f"people = {people!r} is no mapping, such as {{'employee_class': Cautious}}")
    given = {kind: cls for kind, cls in classes.items() if cls is not None}
    for kind in people or {}:
        known("kind of people", kind, KINDS)
        if kind in given:
            raise InputError(f"{kind} is given twice, in people and by itself")
    chosen = {**(people or {}), **given}
    checked: Any = [checked_class(kind, chosen.get(kind, usual), usual) for kind, usual in zip(KINDS, SHIPPED, strict=True)]
    return Cast(*checked)


def checked_class[Kind](name: str, given: type[Any], usual: type[Kind]) -> type[Kind]:
    """Return a class of people; raises InputError for one that is no subclass of the usual one."""
    if not (isinstance(given, type) and issubclass(given, usual)):
        raise InputError(f"{name} = {getattr(given, '__name__', given)!r} is no subclass of sim.{usual.__name__}")
    return given
