"""What all people in the model have in common."""

from sim.inputs.phases import PHASES
from sim.model.states import PersonStates
from sim.model.surroundings import Surroundings

PHASE_COUNT = len(PHASES)


class Person(PersonStates):
    """What all three have in common: a unit and a ledger of hours spent on the intervention, by phase."""

    role = ""  # in words; no rule reads it

    def __init__(self, unit: Surroundings):
        super().__init__()
        self.unit = unit
        self.p = unit.p

    def open_ledger(self) -> None:
        """Begin with an empty ledger."""
        for phase in range(PHASE_COUNT):
            self.hours[phase] = 0.0

    def book(self, phase: int, hours: float) -> None:
        """Write hours spent on the intervention in a phase into the ledger."""
        self.hours[phase] += hours
