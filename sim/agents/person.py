"""What all people in the model have in common."""

from typing import TYPE_CHECKING, Any

import mesa

from sim.phases import PHASES

if TYPE_CHECKING:
    from sim.unit import UnitRun


class Person(mesa.Agent):
    """What all three have in common: a unit and a ledger of hours spent on the intervention, by phase."""

    def __init__(self, model: Any, unit: "UnitRun"):
        super().__init__(model)
        self.unit = unit
        self.p = unit.p
        self.hours = [0.0] * len(PHASES)

    def book(self, phase: int, hours: float) -> None:
        """Write hours spent on the intervention in a phase into the ledger."""
        self.hours[phase] += hours
