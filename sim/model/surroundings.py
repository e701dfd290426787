"""What people and practices see of the unit they are in: its context, its states, its practices, and the random numbers.

Random numbers are given as Mesa's runs take them: many at a time, handed out by name.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from sim.inputs.person import UNKNOWN, teams_of
from sim.model import draws as d
from sim.model.draws import SECOND_CYCLE, Draws, WeeklyDraws
from sim.model.service import service
from sim.model.states import START_DRAWS, EmployeeStates, PracticeStates, UnitStates
from sim.rules.numbers import standard_normal

if TYPE_CHECKING:
    from sim.inputs.levers import Levers
    from sim.inputs.parameters import Parameters
    from sim.inputs.workplace import Unit


class OfPractice(NamedTuple):
    """What a practice draws in a week of the cycle beside its sessions."""

    adaptation: float
    theme: float
    workability: float


class NumberedPractice(PracticeStates):
    """A practice as people see it."""

    number: int  # in its unit, from 0


class Surroundings(UnitStates):
    """What people and practices see. Each draw is addressed, so the order in which they are asked for does not matter."""

    index: int
    week: int
    context: "Unit"
    p: "Parameters"
    levers: "Levers"
    draws: Draws
    employees: Sequence[EmployeeStates]
    practices: Sequence[NumberedPractice]

    @property
    def cycle_week(self) -> int:
        """The week of the design that this is, which addresses the draws of meetings and practices."""
        return self.week - self.cycle_start + SECOND_CYCLE * (self.cycle - 1)

    @cached_property
    def _unit_person(self) -> int:
        return self.index * d.UNIT_STRIDE

    @cached_property
    def persons(self) -> list[int]:
        """The numbers that address the draws of the employees."""
        return [self._unit_person + 1 + place for place in range(len(self.employees))]

    @property
    @service
    def has_people(self) -> bool:
        """Whether something is known of its people."""
        return bool(self.context.people)

    def known_of(self, place: int) -> tuple[float, ...]:
        """What is known of the first person in a place, in the order of sim.inputs.person.NUMBERS; nan for what is not known."""
        return (self.context.people[place] or UNKNOWN).numbers

    @cached_property
    def team_numbers(self) -> list[int]:
        """The number of the team of each place."""
        return teams_of(self.context.people, self.context.employees, self.context.teams)

    @cached_property
    def _of_people(self) -> WeeklyDraws:
        return WeeklyDraws(self.draws, d.PERSON, self.persons, d.PERSON_BLOCKS)

    @cached_property
    def _of_unit(self) -> WeeklyDraws:
        return WeeklyDraws(self.draws, d.UNIT, [self.index], 1)

    @cached_property
    def _of_practices(self) -> WeeklyDraws:  # by the week of the cycle
        fours = -(-max(plan.sessions_per_week for plan in self.context.practices) // 4)
        blocks = max(d.PRACTICE_BLOCKS, d.session_block(fours - 1) + 1)
        return WeeklyDraws(self.draws, d.PRACTICE, [self._unit_person + k for k in range(len(self.practices))], blocks)

    @service
    def level_draws(self) -> tuple[float, float]:
        """Normal numbers: the unit's levels of trust in the leader and in the organisation at the start."""
        drawn = self.draws.uniforms(d.UNIT, [self.index], [0], d.UNIT_BLOCKS)[0, 0].tolist()
        return standard_normal(*drawn[4:8]), standard_normal(*drawn[8:12])

    @service
    def draw_people(self) -> None:
        """Draw what everybody starts with on the first day."""
        for employee, drawn in zip(self.employees, self.draws.uniforms(d.PEOPLE, self.persons, [0], START_DRAWS)[0].tolist(), strict=True):
            employee.start_draws = _normals(drawn)

    def draw_newcomer(self, employee: EmployeeStates, place: int, week: int) -> None:
        """Draw what a newcomer of a week starts with."""
        drawn = self.draws.uniforms(d.PEOPLE, [self.persons[place]], [week], START_DRAWS)[0, 0].tolist()
        employee.start_draws = _normals(drawn)

    @service
    def draw_week(self) -> None:
        """Draw who leaves this week, and where moods drift."""
        for employee, drawn in zip(self.employees, self._of_people.week(self.week), strict=True):
            employee.exit_draw, employee.mood_draw = drawn[0], standard_normal(*drawn[4:8])

    @service
    def leader_exit_draw(self) -> float:
        """A uniform number: whether the leader leaves this week."""
        return self._of_unit.week(self.week)[0][0]

    @service
    def change_draw(self) -> float:
        """A uniform number: whether another change arrives this week."""
        return self._of_unit.week(self.week)[0][1]

    @service
    def draw_practices(self) -> None:
        """Draw which sessions are held this week of the cycle."""
        for practice, drawn in zip(self.practices, self._of_practices.week(self.cycle_week), strict=True):
            practice.session_draws = drawn[:4 * d.SESSION_BLOCKS] + drawn[4 * d.PRACTICE_BLOCKS:]

    def drawn_for_practice(self, number: int) -> OfPractice:
        """What a practice draws this week of the cycle beside its sessions."""
        drawn = self._of_practices.week(self.cycle_week)[number]
        review, normal = 4 * d.REVIEW_BLOCK, 4 * d.WORKABILITY_BLOCK
        return OfPractice(drawn[review], drawn[review + 1], standard_normal(*drawn[normal:normal + 4]))

    def drawn_for_meeting(self) -> list[tuple[float, float, float, float]]:
        """Uniform numbers of this week of the cycle: those of the unit first, then those of each employee by place."""
        asked, drawn = self.__dict__.get("_meeting", (None, []))
        if asked != self.cycle_week:
            numbers = self.draws.uniforms(d.MEETING, [self._unit_person, *self.persons], [self.cycle_week], 1)[0].tolist()
            self._meeting = self.cycle_week, (drawn := numbers)
        return drawn

    @service
    def meeting_draws(self) -> tuple[float, float, float, float]:
        """Uniform numbers of the unit at the meeting of this week."""
        return self.drawn_for_meeting()[0]


def _normals(uniforms: list[float]) -> list[float]:
    """A normal number from each four uniforms."""
    return [standard_normal(*uniforms[4 * block:4 * block + 4]) for block in range(START_DRAWS)]
