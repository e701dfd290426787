"""The meetings of the generic design: which one is due, in the order of PHASES, and those of all together."""

from typing import TYPE_CHECKING

from sim.inputs.phases import (
    FORMED,
    IMPLEMENTATION,
    INTRODUCTION,
    PHASES,
    PLAN,
    PREPARATION,
    REVIEW_EVERY,
    STEERING,
    STUDY,
    WORKSHOP,
)
from sim.model.employee_workshop import employee_workshop
from sim.model.listening import keep_listening, listen
from sim.model.steering_group import form_steering_group, hold_review, steering_plan, steering_workshop
from sim.model.unit import LISTENS, LIVE, PREPARING, UNDER_WAY
from sim.rules import attention, pre_study

if TYPE_CHECKING:
    from sim.model.unit import UnitRun


def hold(unit: "UnitRun") -> None:
    """Hold the meeting of this week, if one is due in this unit."""
    week = unit.week - unit.cycle_start
    if unit.status == PREPARING:
        if week < 0:
            listen(unit, PREPARATION)
        else:
            unit.status = UNDER_WAY
    if unit.status == LISTENS:
        keep_listening(unit)
    elif unit.status == LIVE:
        unit.phase = IMPLEMENTATION
        if unit.weeks_since_launch > 0 and unit.weeks_since_launch % REVIEW_EVERY == 0 and still_reviewed(unit):
            hold_review(unit)
        take_up(unit)
    elif unit.status == UNDER_WAY:
        follow_design(unit, week)


def still_reviewed(unit: "UnitRun") -> bool:
    """Whether the review that is due is held: always, as long as the project lasts."""
    return not unit.project_over or unit.meeting_draws()[1] < attention.left_after_the_project(1.0, unit.p.project_loss)


def follow_design(unit: "UnitRun", week: int) -> None:
    """The meeting of this week of the cycle, in the order of PHASES."""
    if week == PHASES[FORMED].week:
        unit.phase = FORMED
        form_steering_group(unit)
    elif week == PHASES[STUDY].week:
        unit.phase = STUDY
        study(unit)
    elif week == PHASES[STEERING].week:
        unit.phase = STEERING
        steering_workshop(unit)
    elif week == PHASES[WORKSHOP].week:
        unit.phase = WORKSHOP
        employee_workshop(unit)
    elif week == PHASES[PLAN].week:
        unit.phase = PLAN
        steering_plan(unit)
    elif week == PHASES[INTRODUCTION].week:
        unit.phase = INTRODUCTION
        launch(unit)


def study(unit: "UnitRun") -> None:
    """The consultant's pre-study: a shared picture, where the problem is coherent enough for one."""
    unit.studied = unit.context.pre_study_quality
    unit.picture = unit.p.picture_weight * pre_study.shared_picture(unit.studied, unit.context.coherence)
    mean_needs = unit.mean_needs()
    unit.manager.meet(STUDY, PHASES[STUDY].manager_hours)
    unit.manager.take_in_picture(unit.picture, mean_needs)
    unit.book_levers(STUDY)
    for employee in unit.employees:
        employee.take_in_picture(unit.picture, mean_needs)
    for member in unit.members:
        member.book(STUDY, PHASES[STUDY].member_hours)


def launch(unit: "UnitRun") -> None:
    """The practices are introduced to everybody and begin this week."""
    unit.status, unit.launch_week = LIVE, unit.week
    unit.manager.meet(INTRODUCTION, PHASES[INTRODUCTION].manager_hours)
    unit.book_levers(INTRODUCTION)
    for employee in unit.employees:
        employee.book(INTRODUCTION, PHASES[INTRODUCTION].employee_hours)
    take_up(unit)


def take_up(unit: "UnitRun") -> None:
    """Practices begin that are to begin this week."""
    for practice in unit.practices:
        if practice.begins(unit.weeks_since_launch):
            practice.launch()
