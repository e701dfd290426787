"""An employee: trusts, hopes, owns, has too few hours, and has colleagues."""

from sim.inputs import person as k
from sim.inputs.phases import PHASES
from sim.model import draws as d
from sim.model.agents.person import Person
from sim.model.service import service
from sim.model.states import EmployeeStates
from sim.model.surroundings import Surroundings
from sim.rules import (
    attention,
    benefit,
    enactment,
    expectation,
    fit,
    known,
    listening,
    ownership,
    peers,
    people,
    time_budget,
    trust,
    withdrawal,
)
from sim.rules.calendar import of_those_there
from sim.rules.numbers import clamp
from sim.rules.pre_study import openness_to_picture


class Employee(EmployeeStates, Person):
    """An employee: trust, expectation, ownership, needs and a week of hours. The states are declared in sim.model.states."""

    role = "employee"

    def __init__(self, unit: Surroundings, place: int):
        super().__init__(unit)
        self.place = place  # in the unit, from 0; steering members come first
        self.colleagues: list[Employee] = []  # whom this person turns to, by place

    @property
    @service
    def team(self) -> int:
        """The number of the team; teams are dealt round, unless the people file names them."""
        return self.unit.team_numbers[self.place]

    @property
    def withdrawn_phase(self) -> str | None:
        """The phase in which this person dropped out, in words."""
        return None if self.withdrawn_in is None else PHASES[self.withdrawn_in].name

    # ----- random numbers
    @service
    def draw_start(self, week: int) -> None:
        """Draw what a newcomer of this week starts with."""
        self.unit.draw_newcomer(self, self.place, week)

    @service
    def meeting_draws(self) -> tuple[float, float, float, float]:
        """Uniform numbers of this person at the meeting of this week."""
        return self.unit.drawn_for_meeting()[1 + self.place]

    # ----- arriving
    def arrive(self, week: int) -> None:
        """Start as the person the draws of this week make; used on the first day and for newcomers."""
        p, unit = self.p, self.unit
        self.start_states()
        self.started = week
        lasting, far = self.start_draws[d.LASTING_TRUST], self.start_draws[d.TRUST_ORGANISATION]
        self.lasting_trust = people.stable_trust(unit.level_leader, p.between_units_share, p.person_spread, p.stable_share, lasting)
        self.mood = people.passing_mood(p.between_units_share, p.person_spread, p.stable_share, self.start_draws[d.MOOD])
        self.trust_leader = trust.trust_shown(self.lasting_trust, self.mood)
        self.trust_organisation = people.stable_trust(unit.level_organisation, p.between_units_share, p.person_spread, 1.0,
                                                      people.correlated(lasting, far, p.near_far_correlation))
        self.expectation = people.start_expectation(p.expectation_base, p.expectation_slope, self.trust_organisation,
                                                    unit.aligned, p.alignment_damping,
                                                    p.expectation_spread, self.start_draws[d.EXPECTATION])
        self.ownership = clamp(p.ownership_start + p.ownership_spread * self.start_draws[d.OWNERSHIP])
        shares, coherence = unit.context.needs.shares(), unit.context.coherence
        a = people.need_weight(shares[0], p.need_scatter, coherence, self.start_draws[d.NEEDS])
        b = people.need_weight(shares[1], p.need_scatter, coherence, self.start_draws[d.NEEDS + 1])
        c = people.need_weight(shares[2], p.need_scatter, coherence, self.start_draws[d.NEEDS + 2])
        total = a + b + c
        self.needs = self.opinion = (a / total, b / total, c / total)
        self.contract = people.contract_hours(unit.context.contract_hours, p.hours_spread, self.start_draws[d.HOURS])
        self.core_share = people.core_share(unit.context.utilisation, p.workload_spread, self.start_draws[d.CORE])
        self.benefit = unit.mean_benefit
        self.judge_practices()

    # ----- of whom something is known
    @service
    def known(self, which: int) -> float:
        """What is known of the first person in this place, by its number in sim.inputs.person; no number for what is not known."""
        return self.unit.known_of(self.place)[which]

    def draw_around_known(self) -> None:
        """Before arriving: move what was drawn to where what is known of this person's trust and expectation holds."""
        p, level, top, hope = self.p, self.unit.level_leader, self.known(k.TRUST_ORGANISATION), self.known(k.EXPECTATION)
        spread, told = known.personal_spread(p.between_units_share, p.person_spread), 0.0
        if known.is_known(self.known(k.TRUST_LEADER)):
            told = 1.0
            gap = (self.known(k.TRUST_LEADER) - level) / spread - known.shown(
                self.start_draws[d.LASTING_TRUST], self.start_draws[d.MOOD], p.stable_share)
            self.start_draws[d.LASTING_TRUST] += known.shown(gap, 0.0, p.stable_share)
            self.start_draws[d.MOOD] += known.shown(0.0, gap, p.stable_share)
        if known.is_known(top) or known.is_known(hope):
            drawn = people.correlated(self.start_draws[d.LASTING_TRUST], self.start_draws[d.TRUST_ORGANISATION], p.near_far_correlation)
            far, left = self.unit.level_organisation, known.still_open(p.near_far_correlation, p.stable_share, told)
            if known.is_known(top):
                way = known.steps((top - far) / spread - drawn, 1.0, left, 0.0)
            else:
                alignment = self.unit.context.expectation_alignment
                rise = spread * known.rise_of_expectation(p.expectation_slope, alignment, p.alignment_damping)
                usual = people.start_expectation(p.expectation_base, p.expectation_slope, far, alignment, p.alignment_damping, 0.0, 0.0)
                missing = hope - (usual + rise * drawn + p.expectation_spread * self.start_draws[d.EXPECTATION])
                way = known.steps(missing, rise, left, p.expectation_spread)
            self.start_draws[d.LASTING_TRUST] += way * known.way_lasting(p.near_far_correlation, p.stable_share, told)
            self.start_draws[d.MOOD] += way * known.way_mood(p.near_far_correlation, p.stable_share, told)
            self.start_draws[d.TRUST_ORGANISATION] += way * people.correlated(0.0, 1.0, p.near_far_correlation)

    def be_as_known(self) -> None:
        """After arriving: what is known stands in place of what was drawn."""
        if known.is_known(self.known(k.TRUST_LEADER)):
            self.mood = self.known(k.TRUST_LEADER) - self.lasting_trust
            self.trust_leader = trust.trust_shown(self.lasting_trust, self.mood)
        if known.is_known(self.known(k.TRUST_ORGANISATION)):
            self.trust_organisation = self.known(k.TRUST_ORGANISATION)
        if known.is_known(self.known(k.EXPECTATION)):
            self.expectation = self.known(k.EXPECTATION)
        if known.is_known(self.known(k.CONTRACT)):
            self.contract = self.known(k.CONTRACT)
        told = left = 0.0
        for theme in range(3):
            if known.is_known(self.known(k.NEEDS + theme)):
                told += self.known(k.NEEDS + theme)
            else:
                left += self.needs[theme]
        self.needs = self.opinion = (known.need_beside(self.known(k.NEEDS), self.needs[0], told, left),
                                     known.need_beside(self.known(k.NEEDS + 1), self.needs[1], told, left),
                                     known.need_beside(self.known(k.NEEDS + 2), self.needs[2], told, left))
        self.judge_practices()

    def judge_practices(self) -> None:
        """See how useful each practice would be for the own needs."""
        for practice in self.unit.practices:
            self.useful[practice.number] = fit.usefulness(fit.overlap(*self.needs, *practice.themes), self.p.fit_reference)

    # ----- the week
    def drift(self) -> None:
        """Moods wander."""
        p = self.p
        spread = people.passing_mood(p.between_units_share, p.person_spread, p.stable_share, 1.0)
        self.mood = trust.drifted(self.mood, p.drift_persistence, spread, self.mood_draw)
        self.trust_leader = trust.trust_shown(self.lasting_trust, self.mood)

    def free_hours(self) -> float:
        """Hours of this week that nothing else binds; fewer while others are away."""
        p, unit = self.p, self.unit
        return of_those_there(
            time_budget.slack_hours(self.contract, self.core_share, unit.load, p.load_weight, unit.protected), unit.away)

    def budget_time(self, need: float) -> None:
        """Share the week out: ``need`` is the net hours the practices ask for."""
        p = self.p
        self.slack = self.free_hours()
        self.with_time = time_budget.share_with_time(self.slack, need, p.time_limit)
        self.overload = time_budget.overload_hours(self.slack, need)
        self.willing = attention.while_interested(self.willingness(), self.interest, p.interest_weight)
        self.taking_part = self.with_time * self.willing

    def willingness(self) -> float:
        """How willing this person is to take part this week."""
        return enactment.willingness(self.ownership, self.trust_leader, self.p.willing_half, self.p.willing_trust)

    def join_sessions(self, phase: int) -> None:
        """Spend hours on the sessions held this week, net of what meetings held anyway already cover."""
        unit = self.unit
        self.net_hours = time_budget.hours_joined(self.with_time, self.willing, unit.net_mandatory, unit.net_voluntary)
        inside = time_budget.hours_joined(self.with_time, self.willing, unit.inside_mandatory, unit.inside_voluntary)
        unused = unit.protected - self.net_hours if unit.protected > self.net_hours else 0.0
        self.book(phase, of_those_there(self.net_hours + inside + unused, unit.away))

    def feel_benefit(self, active: int) -> None:
        """Feel what the practices give."""
        total = 0.0
        for practice in self.unit.practices:
            total += self.useful[practice.number] * practice.delivered
        self.benefit = benefit.perceived_benefit(self.benefit, total / active if active else 0.0, self.p.benefit_learning)

    def lose_interest(self, asked_for: float) -> None:
        """The project is over: keep to what gives something or is asked for."""
        self.interest = attention.interest_after(self.interest, self.benefit, asked_for, self.p.interest_rate)

    def weigh_promises(self, due: float, sister_loss: float, answered: float) -> None:
        """Hold the benefit against what was expected; ownership, expectation and signals follow."""
        p = self.p
        difference = expectation.disconfirmation(self.benefit, self.expectation, due, p.disconfirmation)
        self.felt_gain = expectation.felt_gain(difference)
        self.felt_loss = expectation.felt_loss(difference, p.loss_aversion) + sister_loss
        self.ownership = ownership.overload_cost(
            clamp(ownership.weekly_ownership(self.ownership, self.felt_gain, self.felt_loss, p.ownership_learning)),
            self.overload, p.overload_ownership)
        self.deed += p.attribution * self.felt_gain
        self.let_down += expectation.laid_at_managements_door(self.felt_loss, p.attribution, answered)
        self.expectation = expectation.adjusted_expectation(self.expectation, self.benefit, p.expectation_learning)

    def let_go_of_promise(self) -> None:
        """Nothing is promised any more: the expectation goes, and no promise is broken."""
        self.expectation = expectation.adjusted_expectation(self.expectation, self.benefit, self.p.expectation_learning)

    def update_trust(self, visible: float, responsiveness: float, plasticity: float, top_support: float) -> None:
        """Let the signals of the week move trust in the leader and in the organisation."""
        p, before = self.p, self.trust_leader
        by_talk = trust.trust_gain(before, self.talk, p.trust_rate, p.confirmation_bias, plasticity)
        by_deed = trust.trust_gain(before, self.deed, p.trust_rate, p.confirmation_bias, plasticity)
        lost = trust.trust_loss(before, self.let_down, p.trust_rate, p.trust_asymmetry, p.confirmation_bias, plasticity, p.loss_evenness)
        credit = clamp(self.credit + by_talk)
        unbacked = listening.credit_lost(credit, p.credit_decay, visible)
        repaired = trust.trust_repaired(self.hurt, p.trust_repair, responsiveness)
        pulled = trust.spillover(before, self.trust_organisation, p.trust_spillover)
        self.credit = listening.credit_after(credit, p.credit_decay, visible)
        self.hurt = clamp(self.hurt + lost - repaired)
        self.lasting_trust = clamp(self.lasting_trust + by_talk + by_deed - lost - unbacked + repaired + pulled)
        self.trust_leader = trust.trust_shown(self.lasting_trust, self.mood)
        far, share = self.trust_organisation, p.organisation_share
        self.trust_organisation = clamp(
            far + trust.trust_gain(far, share * top_support * (self.talk + self.deed), p.trust_rate, p.confirmation_bias, 1.0)
            - trust.trust_loss(far, share * self.let_down, p.trust_rate, p.trust_asymmetry, p.confirmation_bias, 1.0,
                               p.loss_evenness))
        self.talk = self.deed = self.let_down = 0.0

    def hear_colleagues(self) -> None:
        """Let colleagues colour the own ownership, by what theirs was at the start of the stage."""
        total, count = 0.0, len(self.colleagues)
        for colleague in self.colleagues:
            total += colleague.ownership_before
        if count:
            self.ownership = peers.toward_colleagues(self.ownership, total / count, self.p.peer_weight)

    def count_withdrawal(self, week: int, phase: int) -> None:
        """Note when this person has hardly taken part for so long that it counts as dropping out."""
        self.weeks_withdrawn = withdrawal.weeks_withdrawn(self.weeks_withdrawn, self.taking_part, self.p.withdrawn_below)
        if self.withdrawn_week is None and self.weeks_withdrawn >= self.p.withdrawn_weeks:
            self.withdrawn_week, self.withdrawn_in = week, phase

    # ----- meetings
    def take_in_picture(self, picture: float, mean_needs: tuple[float, float, float]) -> None:
        """After the pre-study, see the unit's problem a little more as the others do."""
        weight = openness_to_picture(picture, self.trust_leader)
        a, b = self.needs, mean_needs
        self.opinion = (fit.blend(a[0], b[0], weight), fit.blend(a[1], b[1], weight), fit.blend(a[2], b[2], weight))

    def comes_to_workshop(self, invited: float, hours: float) -> bool:
        """Whether this person comes, given the share invited."""
        p = self.p
        chance = time_budget.attendance_chance(invited, p.absence_share, self.free_hours(), p.notice_weeks, hours, p.time_limit)
        willing = time_budget.comes_willingly(chance, self.trust_leader, p.attendance_trust)
        return self.meeting_draws()[0] < of_those_there(willing, self.unit.away)

    def shape_solutions(self, heard: float, signal: float, alignment: float) -> None:
        """Take part in the employee workshop: be listened to, hope more, own more."""
        p = self.p
        self.attended = True
        self.talk += signal
        before = self.trust_leader
        self.expectation = expectation.raised_expectation(self.expectation, p.expectation_raise, alignment, before)
        self.ownership = ownership.shaped_ownership(self.ownership, p.ownership_raise, before, heard)
