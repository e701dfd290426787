"""The stages of a week, in the order of STAGES.

Within a stage nobody reads what another person has become in it, so nothing depends on who comes first.
A meeting is itself a sequence, told in meetings.py step by step: who has just met knows what was said.
"""

from typing import TYPE_CHECKING

from sim.inputs.phases import IMPLEMENTATION
from sim.model import meetings, staffing
from sim.model.unit import AT_REST, LISTENS, NOT_STARTED
from sim.rules import attention, benefit, calendar, comparison, enactment, expectation, facilitation, other_change, routine, turnover

if TYPE_CHECKING:
    from sim.model.unit import UnitRun


def context(unit: "UnitRun") -> None:
    """Competing change eases; people and leaders leave and arrive; moods drift. The first week is as drawn."""
    week, p = unit.week, unit.p
    if week == 0:
        return
    unit.draw_week()
    unit.fading_load = unit.fading_load * unit.context.competing_change.weekly_persistence
    if p.change_arrival > 0.0 and other_change.arrives(p.change_arrival, unit.change_draw()):
        unit.fading_load = other_change.load_with(unit.fading_load, p.change_size)
    leaves = keep_calendar(unit)
    unit.manager.start_week()
    planned = unit.context.leader.leaves_in_week
    leaves = leaves or (planned is not None and week == planned)
    if leaves or (p.leader_exit > 0.0 and turnover.leaves(p.leader_exit, unit.leader_exit_draw())):
        staffing.new_leader(unit)
    for employee in unit.employees:
        employee.drift()
    newcomers = 0.0
    for employee in unit.employees:
        if turnover.leaves(p.exit_chance, employee.exit_draw):
            staffing.newcomer(unit, employee)
            newcomers += 1.0
    if newcomers > 0.0:
        for practice in unit.practices:
            practice.routine = routine.diluted(practice.routine, newcomers, 1.0 * unit.context.employees, p.newcomers_untaught)


def keep_calendar(unit: "UnitRun") -> bool:
    """Live by the calendar: other change, and who is away. Returns whether the leader leaves this week."""
    load, away, leaves = unit.fading_load, 0.0, False
    for number in range(unit.event_count):
        first, last, binds, share, leader = unit.event(number)
        if calendar.is_on(unit.week, first, last):
            load, away = other_change.load_with(load, binds), max(away, share)
            leaves = leaves or leader > 0.0
    unit.load, unit.away = load, away
    return leaves


def time_budget(unit: "UnitRun") -> None:
    """The active practices ask for hours; everybody shares the week out."""
    unit.protected = unit.levers.protected_hours if unit.live else 0.0
    need = 0.0
    for practice in unit.practices:
        if practice.active:
            need += practice.plan.hours_per_week * (1.0 - practice.plan.embedded)
    unit.net_need = need
    for employee in unit.employees:
        employee.budget_time(need)


def drive(unit: "UnitRun") -> None:
    """Leader and consultant see how far they can keep the practices going this week."""
    if not unit.live:
        return
    need = 0.0
    for practice in unit.practices:
        if practice.active:
            need += practice.plan.facilitation_need * practice.plan.hours_per_week * (1.0 - practice.routine)
    if unit.project_over:
        unit.manager.after_the_project()
    unit.manager.plan_week(need, unit.p.span_hours * unit.context.employees, unit.levers.leader_sparring)
    unit.manager.spend_week(IMPLEMENTATION)
    unit.consultant.fade(unit.weeks_since_launch, unit.p)
    if unit.project_over:
        unit.attention = attention.attention_after(unit.attention, attention.carried(unit.manager.drive, unit.skill), unit.p.attention_rate)
    unit.book_levers(IMPLEMENTATION)


def enact(unit: "UnitRun") -> None:
    """Planned sessions are held or not; roll-out, routine and skill follow; hours are spent."""
    if not unit.live:
        return
    unit.draw_practices()
    p, with_time, with_will = unit.p, unit.mean("with_time"), unit.mean("taking_part")
    use, chaired, active = 0.0, 0.0, 0
    unit.net_mandatory = unit.net_voluntary = unit.inside_mandatory = unit.inside_voluntary = 0.0
    for practice in unit.practices:
        if practice.active:
            plan = practice.plan
            run = facilitation.run_by_somebody(plan.facilitation_need, unit.manager.drive, unit.skill,
                                               unit.consultant.support, p.facilitation_gate)
            chance = attention.while_asked_for(enactment.session_chance(with_time, with_will, practice.routine, plan.mandatory, run),
                                               unit.attention, p.attention_weight)
            practice.hold_sessions(enactment.while_unready(chance, practice.readiness, p.ready_floor))
            practice.settle(unit.manager.drive, p)
            use, chaired, active = use + practice.use, chaired + practice.use * plan.facilitation_need, active + 1
            hours = plan.hours_per_week * practice.use
            net, inside = hours * (1.0 - plan.embedded), hours * plan.embedded
            unit.net_mandatory += net * plan.mandatory
            unit.net_voluntary += net * (1.0 - plan.mandatory)
            unit.inside_mandatory += inside * plan.mandatory
            unit.inside_voluntary += inside * (1.0 - plan.mandatory)
        else:
            practice.held, practice.use = 0, 0.0
        practice.note_sessions()
    unit.mean_use = use / active if active else 0.0
    named = 1.0 if unit.context.named_chair else 0.0
    unit.skill = facilitation.learnt_by_chairing(unit.skill, chaired / active if active else 0.0, named, p.chair_learning)
    for employee in unit.employees:
        employee.join_sessions(IMPLEMENTATION)


def feel_benefit(unit: "UnitRun") -> None:
    """People feel what the practices give; what is carried out is also a visible follow-up."""
    if not unit.live:
        return
    total, active = 0.0, 0
    for practice in unit.practices:
        practice.delivered = benefit.delivered_by_practice(practice.use, practice.workability) if practice.active else 0.0
        total, active = total + practice.delivered, active + (1 if practice.active else 0)
    unit.visible = total / active if active else 0.0
    for employee in unit.employees:
        employee.feel_benefit(active)
        if unit.project_over:
            employee.lose_interest(unit.attention)
    unit.mean_benefit = unit.mean("benefit")


def weigh_promises(unit: "UnitRun") -> None:
    """Benefit is weighed against expectation and sister units; where all is called off, expectation just goes."""
    if unit.live:
        due = expectation.due_by_now(float(unit.weeks_since_launch), unit.p.delivery_ramp)
        loss = comparison.relative_loss(unit.best_seen(), unit.mean_benefit, unit.p.comparison)
        answered = unit.manager.answers()
        for employee in unit.employees:
            employee.weigh_promises(due, loss, answered)
    elif unit.status in (AT_REST, NOT_STARTED, LISTENS):
        for employee in unit.employees:
            employee.let_go_of_promise()


def update_trust(unit: "UnitRun") -> None:
    """The signals of the week move trust."""
    manager, top = unit.manager, unit.context.top_support
    for employee in unit.employees:
        employee.update_trust(unit.visible, manager.responsiveness, manager.plasticity, top)
    unit.visible = 0.0


def hear_colleagues(unit: "UnitRun") -> None:
    """Colleagues colour each other's ownership, all at once."""
    for employee in unit.employees:
        employee.ownership_before = employee.ownership
    for employee in unit.in_any_order:
        employee.hear_colleagues()


def leader_learns(unit: "UnitRun") -> None:
    """The leader sees what the practices give and what is carried out, as long as there are any."""
    if unit.live and unit.practices_left() > 0:
        unit.manager.learn(unit.mean_benefit, unit.mean_use)


def count_withdrawal(unit: "UnitRun") -> None:
    """Withdrawal is counted once there are practices to withdraw from, and while nobody is on holiday."""
    if unit.live and unit.away <= 0.0:
        for employee in unit.employees:
            employee.count_withdrawal(unit.week, unit.phase)


STAGES = (context, meetings.hold, time_budget, drive, enact, feel_benefit, weigh_promises, update_trust,
          hear_colleagues, leader_learns, count_withdrawal)
LOOKING_ACROSS = weigh_promises  # the first stage in which a unit looks at others; each lives all that comes before it first
