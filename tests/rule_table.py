"""What is held against each rule: the range of every argument, the way each one pulls, and where results lie.

An argument is a kind below or a parameter's name, whose range is that of the registry with its neutral
value. ``+`` before it: the result rises with it, ``-``: it falls, nothing: no claim is made here.
"""

from sim.inputs.parameters import PARAMETERS

KINDS = {"share": (0.0, 1.0), "z": (-3.47, 3.47), "difference": (-1.0, 1.0), "shortfall": (-1.0, 0.0), "felt": (0.0, 3.5),
         "signal": (0.0, 10.0), "weeks": (0.0, 16.0), "roll_out": (1.0, 200.0), "plasticity": (1.0, 2.0), "slack": (0.0, 8.0),
         "need": (0.0, 20.0), "leader_h": (0.0, 48.0), "contract": (1.0, 48.0), "core": (0.5, 0.995), "protected": (0.0, 5.0),
         "workshop_h": (1.0, 40.0), "times": (1.0, 48.0),
         "people": (41.0, 600.0), "penalty": (0.0, 3.0), "sister": (0.2, 1.0), "mood": (-0.7, 0.7)}
STATE, ANY, POSITIVE = (0.0, 1.0), (-1e9, 1e9), (0.0, 1e9)

RULES: dict[str, tuple[str, tuple[float, float]]] = {
    "attention.left_after_the_project": ("+share -share", STATE),
    "attention.carried": ("+share +share", STATE),
    "attention.attention_after": ("+share +share attention_rate", STATE),
    "attention.while_asked_for": ("+share +share -attention_weight", STATE),
    "attention.interest_after": ("+share +share +share interest_rate", STATE),
    "attention.while_interested": ("+share +share -interest_weight", STATE),
    "benefit.perceived_benefit": ("+share +share benefit_learning", STATE),
    "benefit.delivered_by_practice": ("+share +share", STATE),
    "calendar.of_those_there": ("+need -share", POSITIVE),
    "comparison.relative_loss": ("+sister -share +comparison", STATE),
    "enactment.willingness": ("+share +share -willing_half -willing_trust", STATE),
    "enactment.session_chance": ("+share +share share share +share", STATE),
    "enactment.while_unready": ("+share +share +ready_floor", STATE),
    "enactment.rolled_out": ("+share -roll_out +share", STATE),
    "expectation.raised_expectation": ("+share +expectation_raise -share +share", STATE),
    "expectation.due_by_now": ("+weeks -delivery_ramp", STATE),
    "expectation.disconfirmation": ("+share -share -share disconfirmation", (-1.0, 1.0)),
    "expectation.felt_gain": ("+difference", STATE),
    "expectation.felt_loss": ("-shortfall +loss_aversion", (0.0, 2.5)),
    "expectation.laid_at_managements_door": ("+felt +attribution -share", POSITIVE),
    "expectation.adjusted_expectation": ("+share +share expectation_learning", STATE),
    "facilitation.leader_availability": ("+leader_h -need -need", STATE),
    "facilitation.leader_drive": ("+share +share +share +sparring_effect", STATE),
    "facilitation.consultant_support": ("+support_start -weeks +support_weeks", STATE),
    "facilitation.run_by_somebody": ("-share +share +share +share -facilitation_gate", STATE),
    "facilitation.learnt_by_chairing": ("+share +share +share +chair_learning", STATE),
    "fit.overlap": ("+share +share +share +share +share +share", (0.0, 3.0)),  # of profiles: see test_rule_facts
    "fit.usefulness": ("+share -fit_reference", STATE),
    "fit.blend": ("+share +share share", STATE),
    "fit.inside_scope": ("+share +share -roll_out", STATE),
    "known.personal_spread": ("-between_units_share +person_spread", STATE),
    "known.shown": ("+z +z stable_share", ANY),
    "known.way_lasting": ("+near_far_correlation -stable_share -share", STATE),
    "known.way_mood": ("-near_far_correlation stable_share -share", (-0.5, 0.0)),
    "known.still_open": ("-near_far_correlation -stable_share -share", STATE),
    "known.steps": ("+difference expectation_spread share expectation_spread", ANY),
    "known.rise_of_expectation": ("+expectation_slope -share -alignment_damping", STATE),
    "leader.backed_hours": ("+leader_h +share -top_backing", POSITIVE),
    "leader.own_fit": ("+share -leader_strategy", STATE),
    "leader.made_concrete": ("+share +share concretisation", STATE),
    "leader.learnt_value": ("+share +share +share own_fit_weight value_learning", STATE),
    "leader.trust_in_employees": ("+share +share employee_trust_learning", STATE),
    "listening.listening_signal": ("+share +share", STATE),
    "listening.talk_grows_old": ("+share +listening_fade", STATE),
    "listening.credit_after": ("+share -credit_decay -share", STATE),
    "listening.credit_lost": ("+share +credit_decay -share", STATE),
    "network.tie_probability": ("+tie_base +tie_same_team +share -penalty +z +z", STATE),
    "network.distance_penalty": ("+people", (0.0, 3.0)),
    "numbers.clamp": ("+mood", STATE),
    "numbers.moved": ("+share -share +share", (-1.0, 2.0)),
    "numbers.exponential": ("+z", POSITIVE),
    "numbers.logistic": ("+z", STATE),
    "numbers.standard_normal": ("+share +share +share +share", (-3.47, 3.47)),
    "other_change.hours_beside_change": ("+leader_h -share -load_on_leader", POSITIVE),
    "other_change.load_with": ("+share +share", STATE),
    "ownership.shaped_ownership": ("+share +ownership_raise +share +share", STATE),
    "ownership.weekly_ownership": ("+share +share -felt ownership_learning", STATE),
    "ownership.overload_cost": ("+share -need -overload_ownership", STATE),
    "peers.toward_colleagues": ("+share +share peer_weight", STATE),
    "people.unit_level": ("+share between_units_share person_spread +z", STATE),
    "people.stable_trust": ("+share between_units_share person_spread stable_share +z", STATE),
    "people.passing_mood": ("between_units_share person_spread stable_share +z", (-1.0, 1.0)),
    "people.correlated": ("+z +z near_far_correlation", ANY),
    "people.start_expectation": ("+expectation_base +expectation_slope +share -share -alignment_damping expectation_spread +z", STATE),
    "people.need_weight": ("+share need_scatter share +z", POSITIVE),
    "people.contract_hours": ("+contract hours_spread +z", (1.0, 48.0)),
    "people.core_share": ("+core workload_spread +z", (0.5, 0.995)),
    "pre_study.shared_picture": ("+share +share", STATE),
    "pre_study.openness_to_picture": ("+share +share", STATE),
    "pre_study.miss": ("+imprecision -share -tailoring -share", STATE),
    "pre_study.workability": ("+workability_start +workability_study +share +workability_users +share workability_spread +z", STATE),
    "review.trouble": ("-share -share", STATE),
    "review.answered": ("+share +share", STATE),
    "review.adaptation_chance": ("+adaptation +share +share", STATE),
    "review.improved": ("+share +adaptation_gain", STATE),
    "routine.diluted": ("+share -weeks +people -newcomers_untaught", STATE),
    "routine.routine_after": ("share +times +share +routine_per_repetition +routine_group_factor -routine_decay", STATE),
    "steering.effective_dominance": ("+share delegation -share", STATE),
    "steering.acceptance": ("+share +share -vote_threshold vote_trust vote_steepness", STATE),
    "steering.expected_influence": ("+influence_expected -share -alignment_damping +share", STATE),
    "steering.influence_had": ("-share +share", STATE),
    "steering.influence_gap": ("+share -share", STATE),
    "steering.disappointed_member": ("+share -share -influence_disappointment", STATE),
    "steering.plan_backing": ("+share +share", STATE),
    "time_budget.change_hours": ("+contract +share +load_weight", POSITIVE),
    "time_budget.slack_hours": ("+contract -core -share -load_weight +protected", POSITIVE),
    "time_budget.share_with_time": ("+slack -need -time_limit", STATE),
    "time_budget.overload_hours": ("-slack +need", POSITIVE),
    "time_budget.attendance_chance": ("+share -share +slack +notice_weeks -workshop_h -time_limit", STATE),
    "time_budget.comes_willingly": ("+share +share -attendance_trust", STATE),
    "time_budget.hours_joined": ("+share +share +need +need", POSITIVE),
    "time_budget.leader_hours": ("+share +share +need", POSITIVE),
    "trust.trust_gain": ("share +signal +trust_rate confirmation_bias +plasticity", STATE),
    "trust.trust_loss": ("share +signal +trust_rate +trust_asymmetry confirmation_bias +plasticity loss_evenness", STATE),
    "trust.trust_repaired": ("+share +trust_repair +share", STATE),
    "trust.spillover": ("-share +share trust_spillover", (-1.0, 1.0)),
    "trust.drifted": ("+mood drift_persistence person_spread +z", (-2.0, 2.0)),
    "trust.trust_shown": ("+share +mood", STATE),
    "turnover.trust_in_successor": ("+share +share", STATE),
    "turnover.novelty_worn_off": ("+plasticity +novelty_fade", (1.0, 2.0)),
}
# Yes or no, whole numbers, places: held by test_rule_facts.
BY_FACTS = {"steering.refused", "review.is_stopped", "turnover.leaves", "calendar.is_on", "other_change.arrives",
            "withdrawal.weeks_withdrawn", "network.partner", "network.chance_encounter",
            # Of numbers that hang together, or are not known: held by test_people_drawn.
            "known.is_known", "known.answer_variance", "known.answer_weight", "known.level_spread", "known.need_beside"}


def arguments(rule: str) -> list[tuple[str, float, float]]:
    """Of each argument of a rule: the way it pulls ('+', '-' or ''), and its range."""
    found = []
    for word in RULES[rule][0].split():
        pull, name = (word[0], word[1:]) if word[0] in "+-" else ("", word)
        if name in KINDS:
            low, high = KINDS[name]
        else:
            known = PARAMETERS[name]
            ends = [known.low, known.high] + ([known.neutral] if known.neutral is not None else [])
            low, high = min(ends), max(ends)
        found.append((pull, low, high))
    return found
