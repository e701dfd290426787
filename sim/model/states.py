"""Every state of the model, declared once: what it means, its unit and range, its value at the start, and what writes it."""

from math import inf

from sim.inputs.phases import PHASES, PREPARATION
from sim.inputs.workplace import MOST_PRACTICES, MOST_SESSIONS
from sim.model.state import COUNT, HOURS, WEEK, HasStates, Row, State

START_DRAWS = 12  # numbers that a person is drawn from at the start; see sim.model.draws
EQUAL = (1 / 3, 1 / 3, 1 / 3)
WITHIN_A_WEEK = ("exit_draw", "mood_draw", "ownership_before")  # states that nothing outlives the week with
SIGNAL = "weeks of full signal"


class PersonStates(HasStates):
    """Of everybody."""

    hours = Row(len(PHASES), "hours spent on the intervention, by phase", HOURS, high=inf, by="open_ledger book")


class EmployeeStates(PersonStates):
    """Of an employee."""

    started = State(0, "week of the run in which this person started", WEEK, high=inf, by="arrive")
    lasting_trust = State(0.0, "trust in the leader that lasts", by="arrive update_trust new_leader")
    mood = State(0.0, "passing mood, which colours trust", "scale -1 to 1", -1.0, by="arrive be_as_known drift")
    trust_leader = State(0.0, "trust in the leader as it shows", by="arrive be_as_known drift update_trust")
    trust_organisation = State(0.0, "trust in the organisation", by="arrive be_as_known update_trust")
    expectation = State(0.0, "expectation of benefit",
                        by="arrive be_as_known weigh_promises let_go_of_promise shape_solutions")
    benefit = State(0.0, "benefit felt", by="arrive feel_benefit")
    ownership = State(0.0, "how far the intervention is this person's own",
                      by="arrive weigh_promises hear_colleagues shape_solutions meet shape_focus")
    needs = State(EQUAL, "what this person needs, by theme; the shares add up to 1", by="arrive be_as_known")
    opinion = State(EQUAL, "what this person takes the unit to need, by theme", by="arrive be_as_known take_in_picture")
    contract = State(0.0, "hours a week by contract", HOURS, high=inf, by="arrive be_as_known")
    core_share = State(0.0, "share of them that the core work takes", by="arrive")
    slack = State(0.0, "free hours this week", HOURS, high=inf, by="budget_time")
    with_time = State(0.0, "share of the practices' hours there is time for this week", by="budget_time")
    overload = State(0.0, "hours by which the practices exceed the free hours", HOURS, high=inf, by="budget_time")
    willing = State(0.0, "willingness to take part this week", by="budget_time")
    taking_part = State(0.0, "share of time times willingness this week", by="budget_time")
    net_hours = State(0.0, "hours spent on sessions this week, beyond meetings held anyway", HOURS, high=inf, by="join_sessions")
    credit = State(0.0, "trust given to talk that no deed has backed yet", by="update_trust")
    hurt = State(0.0, "trust lost that may still be repaired", by="update_trust")
    talk = State(0.0, "promises and listening this week", SIGNAL, high=inf, by="shape_solutions listen update_trust")
    deed = State(0.0, "promises kept this week", SIGNAL, high=inf, by="weigh_promises hold_review update_trust")
    let_down = State(0.0, "disappointment this week", SIGNAL, high=inf, by="weigh_promises hold_review overrule update_trust")
    felt_gain = State(0.0, "benefit beyond what was expected, this week", by="weigh_promises")
    felt_loss = State(0.0, "benefit short of what was expected, this week", "scale", high=inf, by="weigh_promises")
    interest = State(1.0, "interest in the practices, full as long as the project lasts", by="lose_interest")
    attended = State(False, "whether this person came to the employee workshop", "yes or no", by="shape_solutions")
    weeks_withdrawn = State(0, "weeks on end of hardly taking part", WEEK, high=inf, by="count_withdrawal")
    withdrawn_week = State[int | None](None, "week of the run in which this person dropped out", WEEK, high=inf, by="count_withdrawal")
    withdrawn_in = State[int | None](None, "number of the phase in which this person dropped out", "phase", high=8, by="count_withdrawal")
    useful = Row(MOST_PRACTICES, "how useful each practice would be for the own needs", by="judge_practices")
    start_draws = Row(START_DRAWS, "normal numbers this person is drawn from at the start", "standard deviations", -6.0, 6.0,
                      by="draw_people draw_newcomer draw_around_known")
    exit_draw = State(0.0, "uniform number: whether this person leaves this week", by="draw_week")
    mood_draw = State(0.0, "normal number: where the mood drifts this week", "standard deviations", -6.0, 6.0, by="draw_week")
    ownership_before = State(0.0, "ownership before colleagues are heard this week", by="hear_colleagues")


class MemberStates(EmployeeStates):
    """Of a steering member, besides."""

    influence_expected = State(0.0, "influence this member expects the steering group to have", by="take_seat")
    influence_had = State(0.0, "influence this member has had", by="meet")
    influence_gap = State(0.0, "influence expected and not had", by="meet")
    meetings = State(0, "steering meetings attended", COUNT, high=inf, by="meet")
    vote = State[int | None](None, "1 for the latest focus, 0 against it", "0 or 1", by="cast_vote")


class ManagerStates(PersonStates):
    """Of a manager."""

    value = State(0.0, "value the leader sees in the intervention", by="take_office see_it_concrete learn is_succeeded")
    trust_in_employees = State(0.0, "trust in the employees", by="take_office listen learn is_succeeded")
    responsiveness = State(0.0, "how far the leader listens and answers", by="take_office go_on_after")
    dominance = State(0.0, "how far the leader decides alone, before trust in the employees counts", by="take_office go_on_after")
    plasticity = State(1.0, "how closely people watch a leader who is new", "times", 1.0, 2.0, by="take_office start_week is_succeeded")
    needs = State(EQUAL, "what the leader's own strategy is about, by theme", by="take_office go_on_after")
    opinion = State(EQUAL, "what the leader takes the unit to need, by theme", by="take_office take_in_picture")
    project_hours = State(0.0, "hours a week for the project, with the backing from the top", HOURS, high=inf, by="take_office go_on_after")
    hours_left = State(0.0, "of these, not yet spent this week", HOURS, high=inf, by="take_office start_week meet after_the_project")
    availability = State(0.0, "share of what the practices ask of the leader that there are hours for", by="plan_week")
    drive = State(0.0, "how far the leader drives the practices", by="plan_week")
    asked_for = State(0.0, "hours the practices ask of the leader this week", HOURS, high=inf, by="plan_week")
    freshness = State(1.0, "how much another week of listening still says", by="listen is_succeeded form_steering_group stop_and_listen")


class ConsultantStates(HasStates):
    """Of the consultant."""

    support = State(0.0, "support this week", by="fade")
    hours = State(0.0, "consultant hours that the levers and the pre-study asked for", HOURS, high=inf, by="book_hours")


class PracticeStates(HasStates):
    """Of a practice."""

    status = State(0, "planned, active or stopped", "number of the status", high=2, by="launch stop")
    themes = State(EQUAL, "what it is about, by theme", by="take_up_plan employee_workshop adapt")
    workability = State(0.0, "how well it can be carried out", by="employee_workshop adapt")
    readiness = State(1.0, "how far it is rolled out", by="launch settle")
    routine = State(0.0, "how far it has become routine", by="settle context")
    held = State(0, "sessions held this week", COUNT, high=MOST_SESSIONS, by="hold_sessions enact")
    use = State(0.0, "share of planned sessions held this week", by="hold_sessions enact")
    delivered = State(0.0, "benefit it delivers this week", by="feel_benefit")
    adapted_week = State[int | None](None, "week of the run in which it was first adapted", WEEK, high=inf, by="adapt")
    stopped_week = State[int | None](None, "week of the run in which it was stopped", WEEK, high=inf, by="stop")
    session_draws = Row(MOST_SESSIONS, "uniform numbers: which sessions are held this week", by="draw_practices")


class UnitStates(HasStates):
    """Of a unit."""

    attention = State(1.0, "how far somebody asks for the practices, full as long as the project lasts", by="drive")
    level_leader = State(0.0, "the unit's level of trust in the leader at the start", by="draw_levels draw_levels_around_known")
    level_organisation = State(0.0, "the unit's level of trust in the organisation at the start",
                               by="draw_levels draw_levels_around_known")
    status = State(0, "where it stands in the design", "number of the status", high=5,
                   by="hold stop_and_listen keep_listening restart steering_plan launch")
    phase = State(PREPARATION, "the latest phase", "phase", high=len(PHASES) - 1, by="hold follow_design listen stop_and_listen")
    cycle = State(1, "how often the design was begun", COUNT, 1, 2, by="restart")
    cycle_start = State(0, "week of the run in which this cycle began", WEEK, high=inf, by="first_day restart part")
    launch_week = State[int | None](None, "week of the run in which practices were launched", WEEK, high=inf, by="launch")
    stopped_phase = State[int | None](None, "number of the phase in which it stopped", "phase", high=8,
                                      by="stop_and_listen restart steering_plan")
    stopped_week = State[int | None](None, "week of the run in which it stopped", WEEK, high=inf,
                                     by="stop_and_listen restart steering_plan")
    pushed = State(False, "whether a refusal was overruled", "yes or no", by="overrule")
    heard = State(1.0, "how far people come and feel heard after a refusal was overruled", by="overrule")
    picture = State(0.0, "how far the pre-study gave a shared picture", by="study")
    scope = State((1.0, 1.0, 1.0), "how far the project lets each theme in", by="first_day restart part")
    focus = State((0.0, 0.0, 0.0), "what the steering group made the project about, by theme", by="steering_workshop")
    accepting = State(0, "steering members for the focus at the latest vote", COUNT, high=inf, by="steering_workshop")
    attendance = State(0.0, "share of employees at the employee workshop", by="employee_workshop")
    load = State(0.0, "competing change", by="first_day keep_calendar part")
    fading_load = State(0.0, "of it, what wears off from week to week, without what the calendar says", by="first_day context part")
    away = State(0.0, "share of the people who are away this week", by="keep_calendar")
    protected = State(0.0, "hours freed for each employee this week", HOURS, high=inf, by="time_budget")
    net_need = State(0.0, "hours the practices ask of each employee this week, beyond meetings held anyway", HOURS, high=inf,
                     by="time_budget")
    net_mandatory = State(0.0, "hours of sessions held, beyond meetings held anyway, not left to choice", HOURS, high=inf, by="enact")
    net_voluntary = State(0.0, "the same, left to choice", HOURS, high=inf, by="enact")
    inside_mandatory = State(0.0, "hours of sessions held inside such meetings, not left to choice", HOURS, high=inf, by="enact")
    inside_voluntary = State(0.0, "the same, left to choice", HOURS, high=inf, by="enact")
    visible = State(0.0, "visible follow-up this week", by="stop_and_listen feel_benefit update_trust")
    mean_benefit = State(0.0, "mean benefit felt", by="feel_benefit")
    mean_use = State(0.0, "mean share of planned sessions held, over practices not stopped", by="enact")
    skill = State(0.0, "the staff's skill in running meetings", by="first_day enact part")
    aligned = State(0.0, "how far project and workplace agreed on what to expect", by="first_day form_steering_group")
    studied = State(0.0, "how thorough the latest pre-study was", by="study")


class LineStates(HasStates):
    """The weekly line of a unit. Means are over its employees unless said."""

    trust_leader = State(0.0, "mean trust in the leader")
    trust_leader_sd = State(0.0, "standard deviation of trust in the leader between employees")
    trust_organisation = State(0.0, "mean trust in the organisation")
    trust_representatives = State(0.0, "mean trust in the leader among the employee representatives")
    expectation = State(0.0, "mean expectation of benefit")
    benefit = State(0.0, "mean benefit felt")
    ownership = State(0.0, "mean ownership")
    slack = State(0.0, "mean free hours a week", HOURS, high=inf)
    taking_part = State(0.0, "mean share of time x willingness")
    withdrawn = State(0.0, "share of employees who have dropped out")
    attention = State(0.0, "how far somebody asks for the practices")
    interest = State(0.0, "mean interest in the practices")
    use = State(0.0, "mean share of planned sessions held, over practices not stopped")
    routine = State(0.0, "mean routine over practices not stopped")
    readiness = State(0.0, "mean roll-out of practices not stopped")
    leader_value = State(0.0, "value the leader sees in the intervention")
    leader_drive = State(0.0, "how far the leader drives the practices")
    trust_in_employees = State(0.0, "leader's trust in the employees")
    support = State(0.0, "consultant's support")
    influence_gap = State(0.0, "mean influence gap of the steering members")
    load = State(0.0, "competing change")
    hours = State(0.0, "person-hours spent on the intervention so far", HOURS, high=inf)
    hours_leader = State(0.0, "of these, the leader's", HOURS, high=inf)
    hours_consultant = State(0.0, "consultant hours so far that the pre-study and the levers asked for", HOURS, high=inf)
    hours_by_phase = Row(len(PHASES), "person-hours so far, by phase", HOURS, high=inf)
    phase = State(PREPARATION, "number of the phase, -1 for a unit at rest", "phase", -1, len(PHASES) - 1)


class FactStates(HasStates):
    """What an engine hands over of a unit at a follow-up, beside lines of the record; every measure is worked out from it."""

    launched = State(0.0, "whether practices were launched", "0 or 1")
    not_started = State(0.0, "whether the plan had too little backing", "0 or 1")
    stopped_phase = State(-1.0, "number of the phase in which it had stopped, -1 for none", "phase", -1.0, 8.0)
    adapted = State(0.0, "whether a practice was adapted", "0 or 1")
    ongoing = State(0.0, "whether a practice is still being rolled out", "0 or 1")
    pushed = State(0.0, "whether a refusal was overruled", "0 or 1")
    restarted = State(0.0, "whether the design began again", "0 or 1")
    launch_week = State(-1.0, "week of the run in which practices were launched, -1 for none", WEEK, -1.0, inf)
    practices = State(0.0, "practices planned", COUNT, high=MOST_PRACTICES)
    kept = State(0.0, "practices retained", COUNT, high=MOST_PRACTICES)
    stopped = State(0.0, "practices stopped", COUNT, high=MOST_PRACTICES)
    use_early = State(0.0, "share of planned sessions held in the early weeks")
    use_follow_up = State(0.0, "share of planned sessions held in the last weeks before follow-up")
    expectation_peak = State(0.0, "highest mean expectation")
    attendance = State(0.0, "share of employees at the employee workshop")
