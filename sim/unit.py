"""A unit in one run: its people and practices, where it stands in the design, and the stages of its week."""

from typing import TYPE_CHECKING

from sim import draws as d
from sim.agents import Employee, Manager, SteeringMember
from sim.agents.steering_member import COORDINATOR, PLANNER, REPRESENTATIVE
from sim.levers import direct_hours
from sim.network import colleagues_of
from sim.phases import IMPLEMENTATION, INTRODUCTION, LAUNCH_WEEK, LISTENING, PHASES, PREPARATION
from sim.practice import Consultant, Practice
from sim.record import UnitRecord
from sim.rules import benefit, comparison, enactment, expectation, facilitation, fit, people, time_budget, turnover
from sim.rules.numbers import standard_normal

if TYPE_CHECKING:
    from sim.model import InterventionModel
    from sim.workplace import Unit


class UnitRun:
    """One unit in one run. ``status`` is preparing, under way, live, listening, stopped or not started."""

    def __init__(self, model: "InterventionModel", index: int, context: "Unit", recorded: "Unit"):
        self.model, self.index, self.context, self.recorded = model, index, context, recorded
        self.p, self.levers = model.parameters, model.levers
        self.status, self.phase = "preparing", PREPARATION
        self.cycle_start = int(self.levers.trust_first_weeks)
        self.cycle = 1
        self.launch_week: int | None = None
        self.stopped_phase: str | None = None
        self.stopped_week: int | None = None
        self.pushed = False
        self.heard = 1.0
        self.visible = 0.0  # what visible follow-up there was this week, 0-1
        self.load = context.competing_change.load
        self.protected = 0.0
        self.picture = 0.0
        self.scope = context.scope
        self.focus = (0.0, 0.0, 0.0)
        self.votes: tuple[int, int] = (0, 0)  # accepting and all members at the latest vote
        self.attendance = 0.0
        self.mean_benefit = self.mean_use = 0.0
        self.skill = context.facilitation_skill
        self.net_need = self.net_mandatory = self.net_voluntary = self.inside_mandatory = self.inside_voluntary = 0.0
        self.consultant = Consultant(context.pre_study_quality, context.expectation_alignment, self.levers.leader_sparring)
        self.practices = [Practice(plan, plan.themes.shares()) for plan in context.practices]
        self._people(model)
        self.record = UnitRecord(self)

    # ----- people
    def _people(self, model: "InterventionModel") -> None:
        context, first = self.context, self.index * d.UNIT_STRIDE
        self.persons = [first + 1 + i for i in range(context.employees)]
        start = model.draws.uniforms(d.UNIT, [self.index], [0], d.UNIT_BLOCKS)[0, 0].tolist()
        near, far = standard_normal(*start[4:8]), standard_normal(*start[8:12])
        p = self.p
        self.level_leader = people.unit_level(context.trust_in_leader, p.between_units_share, p.person_spread, near)
        self.level_organisation = people.unit_level(context.trust_in_organisation, p.between_units_share, p.person_spread,
                                                    people.correlated(near, far, p.near_far_correlation))
        self.manager: Manager = model.manager_class(model, self)
        seats = [REPRESENTATIVE] * context.representatives + [PLANNER] * context.planners + [COORDINATOR] * context.coordinators
        self.employees: list[Employee] = [
            model.steering_member_class(model, self, place, seats[place]) if place < len(seats) else model.employee_class(model, self, place)
            for place in range(context.employees)]
        self.members: list[SteeringMember] = [e for e in self.employees if isinstance(e, SteeringMember)]
        drawn = model.draws.uniforms(d.PEOPLE, self.persons, [0], d.PEOPLE_BLOCKS)[0].tolist()
        for employee, draw in zip(self.employees, drawn, strict=True):
            employee.arrive(draw, 0)
        teams = [employee.team for employee in self.employees]
        for employee, places in zip(self.employees, colleagues_of(model.draws, self.persons, teams, drawn, p), strict=True):
            employee.colleagues = [self.employees[j] for j in places]
        self._weekly = d.WeeklyDraws(model.draws, d.PERSON, self.persons, d.PERSON_BLOCKS)
        self._unit_weekly = d.WeeklyDraws(model.draws, d.UNIT, [self.index], 1)
        self._practice_weekly = d.WeeklyDraws(model.draws, d.PRACTICE, [first + k for k in range(len(self.practices))], d.PRACTICE_BLOCKS)

    def team_of(self, place: int) -> int:
        """Teams are dealt round, so that steering members spread over them."""
        teams = -(-self.context.employees // self.context.team_size)
        return place % teams

    @property
    def live(self) -> bool:
        """Whether practices have been launched."""
        return self.status == "live"

    @property
    def weeks_since_launch(self) -> int:
        """Whole weeks since launch; -1 before it."""
        return -1 if self.launch_week is None else self.model.week - self.launch_week

    def reference_launch(self) -> int:
        """The week from which follow-up is counted: the launch, or when it was planned."""
        return self.cycle_start + LAUNCH_WEEK if self.launch_week is None else self.launch_week

    def mean(self, state: str) -> float:
        """Mean of a state over the employees, added up in their order."""
        total = 0.0
        for employee in self.employees:
            total += getattr(employee, state)
        return total / len(self.employees)

    def mean_needs(self, attended_only: bool = False) -> tuple[float, float, float]:
        """Mean needs over the themes, of all employees or of those at the workshop."""
        a = b = c = 0.0
        count = 0
        for employee in self.employees:
            if employee.attended or not attended_only:
                x, y, z = employee.needs
                a, b, c, count = a + x, b + y, c + z, count + 1
        return (a / count, b / count, c / count) if count else self.focus

    def inside_scope(self, shares: tuple[float, float, float]) -> tuple[float, float, float]:
        """What of these shares the project's scope lets through, shared out anew."""
        s = self.scope
        total = shares[0] * s.planning + shares[1] * s.coordination + shares[2] * s.wellbeing
        return (fit.inside_scope(shares[0], s.planning, total), fit.inside_scope(shares[1], s.coordination, total),
                fit.inside_scope(shares[2], s.wellbeing, total))

    def book_levers(self, phase: int) -> None:
        """Hours the levers themselves ask for when this phase comes."""
        per_employee, per_member, for_leader, for_consultant = direct_hours(self.recorded, self.levers, phase)
        for employee in self.employees:
            employee.book(phase, per_employee)
        for member in self.members:
            member.book(phase, per_member)
        self.manager.book(phase, for_leader)
        self.consultant.hours += for_consultant

    # ----- the stages of a week; each reads the state as it was when the stage began
    def context_stage(self) -> None:
        week, p = self.model.week, self.p
        self.drawn, self.unit_drawn = self._weekly.week(week), self._unit_weekly.week(week)[0]
        self.practice_drawn = self._practice_weekly.week(week)
        if week > 0:
            self.load = self.load * self.context.competing_change.weekly_persistence
            self.manager.start_week()
            for employee, draw in zip(self.employees, self.drawn, strict=True):
                if turnover.leaves(p.exit_chance, draw[0]):
                    self._newcomer(employee, week)
                else:
                    employee.drift(draw[4:8])
            if week == self.context.leader.leaves_in_week or turnover.leaves(p.leader_exit, self.unit_drawn[1]):
                self._new_leader()

    def _newcomer(self, employee: Employee, week: int) -> None:
        self.record.note_departure(employee, week)
        drawn = self.model.draws.uniforms(d.PEOPLE, [self.persons[employee.place]], [week], d.PEOPLE_BLOCKS)
        employee.arrive(drawn[0, 0].tolist(), week)

    def _new_leader(self) -> None:
        self.manager.is_succeeded()
        for employee in self.employees:
            start = turnover.trust_in_successor(employee.lasting_trust, employee.trust_organisation)
            employee.lasting_trust = fit.blend(employee.lasting_trust, start, self.p.succession)

    def time_budget_stage(self) -> None:
        need = 0.0
        self.protected = self.levers.protected_hours if self.live else 0.0
        for practice in self.practices:
            if practice.active:
                need += practice.plan.hours_per_week * (1.0 - practice.plan.embedded)
        self.net_need = need
        for employee in self.employees:
            employee.budget_time(need)

    def drive_stage(self) -> None:
        if not self.live:
            return
        need = 0.0
        for practice in self.practices:
            if practice.active:
                need += practice.plan.facilitation_need * practice.plan.hours_per_week * (1.0 - practice.routine)
        self.manager.plan_week(need, self.p.span_hours * self.context.employees, self.consultant.sparring)
        self.manager.spend_week(IMPLEMENTATION)
        self.consultant.fade(self.weeks_since_launch, self.p)
        self.book_levers(IMPLEMENTATION)

    def enactment_stage(self) -> None:
        if not self.live:
            return
        p, with_time, with_will = self.p, self.mean("with_time"), self.mean("taking_part")
        use = chaired = 0.0
        active = 0
        sums = [0.0, 0.0, 0.0, 0.0]
        for practice, uniforms in zip(self.practices, self.practice_drawn, strict=True):
            if practice.active:
                plan = practice.plan
                run = facilitation.run_by_somebody(plan.facilitation_need, self.manager.drive, self.skill, self.consultant.support, p.facilitation_gate)
                chance = enactment.session_chance(with_time, with_will, practice.routine, plan.mandatory, run)
                practice.enact(enactment.while_unready(chance, practice.readiness, p.ready_floor), uniforms[:16])
                practice.settle(self.manager.drive, p)
                use, chaired, active = use + practice.use, chaired + practice.use * plan.facilitation_need, active + 1
                hours = plan.hours_per_week * practice.use
                for i, share in enumerate(((1 - plan.embedded) * plan.mandatory, (1 - plan.embedded) * (1 - plan.mandatory),
                                           plan.embedded * plan.mandatory, plan.embedded * (1 - plan.mandatory))):
                    sums[i] += hours * share
            else:
                practice.use = 0.0
            practice.history.append(practice.use)
        self.net_mandatory, self.net_voluntary, self.inside_mandatory, self.inside_voluntary = sums
        self.mean_use = use / active if active else 0.0
        named = 1.0 if self.context.named_chair else 0.0
        self.skill = facilitation.learnt_by_chairing(self.skill, chaired / active if active else 0.0, named, p.chair_learning)
        for employee in self.employees:
            employee.join_sessions(IMPLEMENTATION)

    def benefit_stage(self) -> None:
        if not self.live:
            return
        delivered, total, active = [], 0.0, 0
        for practice in self.practices:
            given = benefit.delivered_by_practice(practice.use, practice.workability) if practice.active else 0.0
            delivered.append(given)
            total, active = total + given, active + (1 if practice.active else 0)
        self.visible = total / active if active else 0.0
        for employee in self.employees:
            employee.feel_benefit(delivered, active)
        self.mean_benefit = self.mean("benefit")

    def commitment_stage(self) -> None:
        if self.live:
            due = expectation.due_by_now(float(self.weeks_since_launch), self.p.delivery_ramp)
            sister = 0.0
            for other in self.model.units:
                if other.context.name in self.context.sees and other.mean_benefit > sister:
                    sister = other.mean_benefit
            loss = comparison.relative_loss(sister, self.mean_benefit, self.p.comparison)
            answered = self.manager.answers()
            for employee in self.employees:
                employee.weigh_promises(due, loss, answered)
        elif self.status in ("stopped", "not started", "listening"):
            for employee in self.employees:  # nothing is promised any more: the expectation goes, without a broken promise
                employee.expectation = expectation.adjusted_expectation(employee.expectation, employee.benefit, self.p.expectation_learning)

    def trust_stage(self) -> None:
        manager, top = self.manager, self.context.top_support
        for employee in self.employees:
            employee.update_trust(self.visible, manager.responsiveness, manager.plasticity, top)
        self.visible = 0.0

    def peers_stage(self) -> None:
        before = [employee.ownership for employee in self.employees]
        for employee, after in zip(self.employees, [e.hear_colleagues(before) for e in self.employees], strict=True):
            employee.ownership = after

    def leader_stage(self) -> None:
        if self.live:
            self.manager.learn(self.mean_benefit, self.mean_use)

    def record_stage(self) -> None:
        name = PHASES[self.phase].name
        for employee in self.employees:
            employee.count_withdrawal(self.model.week, name)
        self.record.write_week()
