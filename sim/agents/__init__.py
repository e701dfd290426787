"""The people: Employee, SteeringMember and Manager, as Mesa agents that read like the study.

Each method is one thing a person does in a stage of the week, and calls the rules for how.
To try another behaviour, subclass and hand the class to InterventionModel.
"""

from sim.agents.employee import Employee
from sim.agents.manager import Manager
from sim.agents.steering_member import SteeringMember

__all__ = ["Employee", "Manager", "SteeringMember"]
