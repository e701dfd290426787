"""The people: Employee, SteeringMember and Manager, whose methods read like the study.

Each method is one thing a person does in a stage of the week, and calls the rules for how.
To try another behaviour, subclass and hand the classes to simulate or InterventionModel; every engine runs them.
"""

from sim.model.agents.employee import Employee
from sim.model.agents.manager import Manager
from sim.model.agents.steering_member import SteeringMember
from sim.model.state import State

__all__ = ["Employee", "Manager", "State", "SteeringMember"]
