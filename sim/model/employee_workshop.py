"""The employees' workshop: those who come shape the practices."""

from typing import TYPE_CHECKING

from sim.inputs.phases import PHASES, THEMES, WORKSHOP
from sim.rules import fit, pre_study

if TYPE_CHECKING:
    from sim.model.unit import UnitRun

Shares = tuple[float, float, float]


def employee_workshop(unit: "UnitRun") -> None:
    """Those who are invited and can come shape the practices."""
    hours, n, seats = PHASES[WORKSHOP].employee_hours, unit.context.employees, len(unit.members)
    others = unit.context.involvement * n - seats
    invited = unit.heard * (others / (n - seats) if others > 0.0 else 0.0)
    unit.manager.meet(WORKSHOP, PHASES[WORKSHOP].manager_hours)
    signal = unit.p.listening * unit.p.workshop_signal * unit.manager.responsiveness * unit.heard
    coming = 0
    for employee in unit.employees:
        if employee.comes_to_workshop(1.0 if employee.place < seats else invited, hours):
            employee.shape_solutions(unit.heard, signal, unit.aligned)
            employee.book(WORKSHOP, hours)
            coming += 1
    unit.attendance = coming / n
    for practice in unit.practices:
        practice.themes = shaped_themes(unit, practice.plan.themes.shares(), practice.theme_draw())
        p = unit.p
        practice.workability = pre_study.workability(
            p.workability_start, p.workability_study, unit.studied, p.workability_users,
            unit.attendance, p.workability_spread, practice.workability_draw())
    for employee in unit.employees:
        employee.judge_practices()
    unit.manager.see_it_concrete()


def shaped_themes(unit: "UnitRun", kind: Shares, u: float) -> Shares:
    """What a practice comes to be about: its kind, the focus, those who shaped it, and a miss (one uniform)."""
    p = unit.p
    users = unit.inside_scope(unit.mean_needs(attended_only=True))
    miss = pre_study.miss(p.imprecision, unit.picture, p.tailoring, unit.attendance)
    missed = int(u * len(THEMES))
    return (shaped(unit, kind, users, missed, miss, 0), shaped(unit, kind, users, missed, miss, 1),
            shaped(unit, kind, users, missed, miss, 2))


def shaped(unit: "UnitRun", kind: Shares, users: Shares, missed: int, miss: float, i: int) -> float:
    """One theme of what a practice comes to be about."""
    p = unit.p
    meant = fit.blend(fit.blend(kind[i], unit.focus[i], p.focus_weight), users[i], p.tailoring * unit.attendance)
    return fit.blend(meant, 1.0 if i == missed else 0.0, miss)
