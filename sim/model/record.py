"""What a run writes down of a unit: a line a week, and who left."""

from typing import TYPE_CHECKING, Any

from sim.inputs.phases import AT_REST, PHASES
from sim.model.state import Row, states_of
from sim.model.states import LineStates

if TYPE_CHECKING:
    from sim.model.agents import Employee

RESTS = -1  # stands for the phase of a unit that is at rest


class Line(LineStates):
    """The line of a week."""


# The numbers of the weekly line: name -> meaning and unit.
SERIES = {name: f"{state.meaning}, {state.unit}" for name, state in states_of(Line).items()
          if not isinstance(state, Row) and name != "phase"}


class UnitRecord:
    """Grows by a line a week. ``lines`` begins with the one before anything has happened."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.departures: list[dict[str, Any]] = []
        self._series: dict[str, list[float]] = {name: [] for name in SERIES}

    @property
    def start(self) -> Line:
        """The line before anything had happened."""
        return self.lines[0]

    @property
    def series(self) -> dict[str, list[float]]:
        """Each number of the line, week by week."""
        new = self.lines[1 + len(self._series["hours"]):]
        if new:
            for name, column in self._series.items():
                column.extend(getattr(line, name) for line in new)
        return self._series

    @property
    def phases(self) -> list[str]:
        """The phase of each week, in words."""
        return [AT_REST if line.phase == RESTS else PHASES[line.phase].name for line in self.lines[1:]]

    @property
    def hours_by_phase(self) -> list[list[float]]:
        """Person-hours so far by phase, a list a week."""
        return [line.hours_by_phase for line in self.lines[1:]]

    def note_departure(self, employee: "Employee", week: int) -> None:
        """Note that the person in this place leaves in a week of the run."""
        self.departures.append({"place": employee.place, "role": employee.role, "started": employee.started, "left": week,
                                "withdrawn_week": employee.withdrawn_week, "withdrawn_phase": employee.withdrawn_phase})
