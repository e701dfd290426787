"""A manager: the nearest leader of a unit, with a strategy, a value, trust in the employees, and hours."""

from typing import TYPE_CHECKING

from sim.model.agents.person import Person
from sim.model.states import ManagerStates
from sim.rules import attention, calendar, facilitation, fit, leader, listening, other_change, review, steering, time_budget, turnover
from sim.rules.numbers import moved
from sim.rules.pre_study import openness_to_picture

if TYPE_CHECKING:
    from sim.model.parting import Before


class Manager(ManagerStates, Person):
    """The leader of a unit. The states are declared in sim.model.states."""

    role = "manager"

    def take_office(self) -> None:
        """Start as the workplace has recorded the leader."""
        recorded, unit = self.unit.context.leader, self.unit
        self.value = recorded.value
        self.trust_in_employees = recorded.trust_in_employees
        self.responsiveness = recorded.responsiveness
        self.dominance = recorded.dominance
        self.plasticity = recorded.newness
        self.needs = self.opinion = recorded.needs.shares()
        self.project_hours = leader.backed_hours(recorded.hours, unit.context.top_support, self.p.top_backing)
        self.hours_left = self.hours_beside_change()

    def go_on_after(self, before: "Before") -> None:
        """The unit is in another context than before: the leader leads otherwise, and has other hours for the project."""
        old, new = before.context.leader, self.unit.context.leader
        self.responsiveness = moved(self.responsiveness, old.responsiveness, new.responsiveness)
        self.dominance = moved(self.dominance, old.dominance, new.dominance)
        (a, b, c), was, now = self.needs, old.needs.shares(), new.needs.shares()
        self.needs = (moved(a, was[0], now[0]), moved(b, was[1], now[1]), moved(c, was[2], now[2]))
        self.project_hours = moved(self.project_hours, leader.backed_hours(old.hours, before.context.top_support, before.p.top_backing),
                                   leader.backed_hours(new.hours, self.unit.context.top_support, self.p.top_backing))

    def hours_beside_change(self) -> float:
        """Project hours that competing change leaves this week, and that a leader is there for."""
        left = other_change.hours_beside_change(self.project_hours, self.unit.load, self.p.load_on_leader)
        return calendar.of_those_there(left, self.unit.away)

    def after_the_project(self) -> None:
        """The project is over, and part of the hours for it are gone."""
        self.hours_left = attention.left_after_the_project(self.hours_left, self.p.project_loss)

    def start_week(self) -> None:
        """A new week: all project hours are there again, and the leader is a little less new."""
        self.hours_left = self.hours_beside_change()
        self.plasticity = turnover.novelty_worn_off(self.plasticity, self.p.novelty_fade)

    def meet(self, phase: int, hours: float) -> None:
        """Hours in a meeting are not there for anything else this week."""
        self.book(phase, hours)
        self.hours_left = self.hours_left - hours if self.hours_left > hours else 0.0

    def take_in_picture(self, picture: float, mean_needs: tuple[float, float, float]) -> None:
        """After the pre-study, see the unit's problem a little more as the employees do."""
        weight = openness_to_picture(picture, self.trust_in_employees)
        a, b = self.needs, mean_needs
        self.opinion = (fit.blend(a[0], b[0], weight), fit.blend(a[1], b[1], weight), fit.blend(a[2], b[2], weight))

    def dominance_now(self) -> float:
        """How far the leader decides alone, given the trust in the employees."""
        return steering.effective_dominance(self.dominance, self.p.delegation, self.trust_in_employees)

    def own_fit(self) -> float:
        """Mean fit of the practices that are planned or active with the leader's own needs."""
        total, count = 0.0, 0
        for practice in self.unit.practices:
            if practice.stopped_week is None:
                total += leader.own_fit(fit.overlap(*self.needs, *practice.themes), self.p.leader_strategy)
                count += 1
        return total / count if count else 0.0

    def see_it_concrete(self) -> None:
        """Concrete ideas move the value to how well they fit the own strategy."""
        self.value = leader.made_concrete(self.value, self.own_fit(), self.p.concretisation)

    def listen(self) -> float:
        """A week of listening: returns the signal it gives to everybody."""
        signal = self.p.listening * listening.listening_signal(self.responsiveness, self.freshness)
        self.freshness = listening.talk_grows_old(self.freshness, self.p.listening_fade)
        self.trust_in_employees = leader.trust_in_employees(self.trust_in_employees, 1.0, self.p.employee_trust_learning)
        return signal

    def plan_week(self, facilitation_need: float, span_hours: float, sparring: float) -> None:
        """Share the project hours out; from them and the value follows how far the leader drives the practices."""
        self.availability = facilitation.leader_availability(self.hours_left, facilitation_need, span_hours)
        self.drive = facilitation.leader_drive(self.value, self.availability, sparring, self.p.sparring_effect)
        self.asked_for = facilitation_need + span_hours

    def spend_week(self, phase: int) -> None:
        """Hours given to the intervention beside meetings."""
        self.book(phase, time_budget.leader_hours(self.value, self.availability, self.asked_for))

    def answers(self) -> float:
        """How far a reported trouble is answered."""
        return review.answered(self.responsiveness, self.availability)

    def learn(self, mean_benefit: float, mean_use: float) -> None:
        """Value follows own fit and the benefit seen; trust in the employees follows what is carried out."""
        p = self.p
        self.value = leader.learnt_value(self.value, self.own_fit(), mean_benefit, p.own_fit_weight, p.value_learning)
        self.trust_in_employees = leader.trust_in_employees(self.trust_in_employees, mean_use, p.employee_trust_learning)

    def is_succeeded(self) -> None:
        """Another leader takes over, who did not choose this and is watched closely."""
        p = self.p
        self.value = fit.blend(self.value, p.successor_value, p.succession)
        self.trust_in_employees = fit.blend(self.trust_in_employees, 0.5, p.succession)
        self.plasticity = fit.blend(self.plasticity, p.new_leader_plasticity, p.succession)
        self.freshness = fit.blend(self.freshness, 1.0, p.succession)
