"""What is known of a person, and of the people of a unit in the places that they have there; read by sim.inputs.people.

Nothing of it is written: it stands in no dump of a workplace, in no representation, and in no complaint.
"""

from collections.abc import Sequence
from hashlib import sha256
from math import nan
from typing import Any, NamedTuple

SEATS = ("representative", "planner", "coordinator", "employee")  # roles, in the order of their places
NUMBERS = ("trust_in_leader", "trust_in_organisation", "expectation", "need_planning", "need_coordination", "need_wellbeing",
           "contract_hours")
TRUST_LEADER, TRUST_ORGANISATION, EXPECTATION, NEEDS, CONTRACT = 0, 1, 2, 3, 6  # places among them; of needs, the first of three
FEWEST = 5  # people of whom anything is told together, where some of them are known


class Known(NamedTuple):
    """What is known of a person; None is not known.

    numbers: in the order of NUMBERS, nan for what is not known. team: number of the team in the unit. colleagues: the places of
    those this person turns to, in rising order. seat: the role that the file gives, which says which places may be this person's.
    """

    numbers: tuple[float, ...] = (nan,) * len(NUMBERS)
    team: int | None = None
    colleagues: tuple[int, ...] | None = None
    seat: str | None = None

    def __repr__(self) -> str:
        return "Known(...)"  # of a single person nothing is shown


UNKNOWN = Known()
People = tuple[Known | None, ...]  # of a unit: somebody or nobody for each place, nothing at all without a file


def as_people(given: Any) -> People:
    """What sim.inputs.people made; raises ValueError for anything else, which is nobody's to write into a unit."""
    if isinstance(given, tuple) and all(one is None or isinstance(one, Known) for one in given):
        return given
    raise ValueError("people stand in a file of their own, named at the top of the workplace: people = 'people.csv'")


def check_places(people: People, employees: int, seats: Sequence[int]) -> None:
    """Raises ValueError where a unit has other places than its people were given. seats: of each steering role."""
    places = [role for role, count in zip(SEATS, (*seats, employees - sum(seats)), strict=True) for _ in range(count)]
    elsewhere = any(one and one.seat not in (None, role) for one, role in zip(people, places, strict=False))
    if people and (len(people) != employees or elsewhere):
        raise ValueError("the number of employees and of seats in the steering group is that of the people file, and stays as it is")


def named_teams(people: People) -> int:
    """How many teams the file names in a unit; 0 where it names none."""
    return 1 + max((one.team for one in people if one is not None and one.team is not None), default=-1)


def teams_of(people: People, employees: int, teams: int) -> list[int]:
    """The team of each place: as the file names it; else dealt round, over the named teams, or ``teams`` where none is named."""
    count = named_teams(people) or teams
    known = people or (None,) * employees
    return [place % count if one is None or one.team is None else one.team for place, one in enumerate(known)]


def digest(people: Sequence[People]) -> str:
    """A digest of the people of some units; nothing where nobody is known."""
    return sha256(repr([[one and tuple(one) for one in unit] for unit in people]).encode()).hexdigest()[:12] if any(people) else ""
